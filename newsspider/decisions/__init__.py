"""Deciding: what an answer is worth, what an article is to the archive, when to come back; pure."""
