"""What is asked of an archive by those who only read it: search, exports, status, the reading room."""
