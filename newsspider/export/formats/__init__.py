"""The formats of an export: one module for each, with a FORMAT."""
