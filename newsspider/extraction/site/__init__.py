"""The publication: the names it goes by, and what its pages repeat (`SiteMemory`)."""
