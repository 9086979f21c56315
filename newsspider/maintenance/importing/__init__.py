"""`import`: takes over WARC files that other programs made."""
