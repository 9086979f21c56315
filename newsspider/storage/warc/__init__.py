"""WARC files: written, read, walked record by record, listed in the manifest."""
