"""Pages that list stories: their links, what they say of each story, their further pages."""
