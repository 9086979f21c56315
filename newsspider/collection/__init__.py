"""A collection is an archive folder: its sites' profiles, its settings, and which sites are due."""
