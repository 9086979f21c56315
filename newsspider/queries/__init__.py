"""The read API of an archive: search, selections, exports, histories, status."""
