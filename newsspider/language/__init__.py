"""Text, dates, names of people and word lists in every language; knows nothing of pages."""
