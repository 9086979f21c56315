"""An archive in Datasette."""
