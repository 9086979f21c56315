"""WARC files: writing, reading, checking, and their manifest."""
