"""What connects the reading room with Datasette."""
