"""Feeds and site maps: the addresses in them, and what they say of each."""
