"""The reading room: an archive in the browser, inside Datasette."""
