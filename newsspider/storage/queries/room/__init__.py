"""What the reading room asks an archive, one module a page; each answers from indexes alone."""
