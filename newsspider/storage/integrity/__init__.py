"""Whether a database is whole: what is checked, and what can be repaired."""
