"""The fields of an article except headline and body: authors, dates, language, section and issue."""
