"""What an article, as read now, is to the archive: new, the same, changed, a duplicate, removed; pure."""
