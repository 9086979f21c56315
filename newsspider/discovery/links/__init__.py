"""Links on a page: which ones a crawl may follow, and where they lead."""
