"""Web documents, structured data and addresses, by their standards."""
