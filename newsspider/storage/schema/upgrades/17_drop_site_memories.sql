DROP TABLE site_memories;
