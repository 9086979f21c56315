"""One module a table, or a few that belong together: its columns, how it is written, what the writer asks."""
