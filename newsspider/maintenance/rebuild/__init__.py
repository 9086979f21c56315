"""`rebuild`: makes the database again from the WARC files."""
