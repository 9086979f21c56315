"""The tables of an archive, their indexes, triggers and views, and how old archives are migrated."""
