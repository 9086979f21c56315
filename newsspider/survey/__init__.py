"""What a few pages of a publication tell about it, and the profile that follows from them; pure."""
