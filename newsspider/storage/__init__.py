"""The archive on disk: our values → SQLite and WARC."""
