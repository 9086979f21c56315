"""What each page of the reading room reads from the archive; one module a page."""
