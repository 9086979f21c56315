"""The tables of articles: their rows, revisions, addresses, authors and link blocks."""
