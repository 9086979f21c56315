"""An archive as CSV, JSON and JSON Lines."""
