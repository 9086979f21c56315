"""A page annotated in one pass: its elements, what their names say, its text as lines."""
