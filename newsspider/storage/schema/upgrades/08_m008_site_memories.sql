CREATE TABLE site_memories (
    site TEXT PRIMARY KEY REFERENCES sites(site),
    stories INTEGER NOT NULL,
    learnt_at TEXT NOT NULL,
    memory TEXT NOT NULL
);
