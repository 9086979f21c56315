"""Starts a run, watches it, shows what it would do, and plans the next ones."""
