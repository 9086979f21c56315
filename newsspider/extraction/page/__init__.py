"""A page annotated in one pass: its elements with their hints, its text as lines."""
