"""The fields of an article beside its headline: authors, dates, language, section and issue."""
