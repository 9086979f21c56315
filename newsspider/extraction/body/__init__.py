"""The body: found among guesses, freed of what is no text, and written as clean HTML."""
