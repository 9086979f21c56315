"""The pages of the reading room: each asks the archive once, and renders a template."""
