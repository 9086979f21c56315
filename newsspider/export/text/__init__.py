"""Clean HTML written in other forms: CommonMark, XHTML, chapters of a book."""
