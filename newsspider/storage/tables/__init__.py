"""A module for a table, a part of one, or what is known from several: how they are written and asked."""
