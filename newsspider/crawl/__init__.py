"""One run while it lasts: each answer captured, classified, read and stored."""
