"""The body of an article: guesses at its place, filters of its lines, clean HTML."""
