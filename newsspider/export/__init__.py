"""An archive as tables, feeds, books and files to read."""
