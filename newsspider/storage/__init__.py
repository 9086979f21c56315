"""The archive on disk: values of newsspider written to SQLite and WARC."""
