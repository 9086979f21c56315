"""Compare an article as read now with the archive: new, same, changed, duplicate or removed; pure."""
