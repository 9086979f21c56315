"""The publication: the names it goes by."""
