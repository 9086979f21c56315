ALTER TABLE frontier ADD COLUMN reading_hash TEXT;

CREATE TABLE parameters (
    site TEXT NOT NULL REFERENCES sites(site),
    name TEXT NOT NULL,
    meaning TEXT,
    decided_at TEXT,
    same_count INTEGER NOT NULL DEFAULT 0,
    differing_count INTEGER NOT NULL DEFAULT 0,
    asked_count INTEGER NOT NULL DEFAULT 0,
    left_out_count INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, name)
);

CREATE TABLE parameter_pairs (
    site TEXT NOT NULL REFERENCES sites(site),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    url TEXT NOT NULL,
    clean_url TEXT NOT NULL,
    is_same INTEGER,
    reading_hash TEXT,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (site, name, url)
);

CREATE INDEX parameter_pairs_open ON parameter_pairs(site, clean_url) WHERE is_same IS NULL;
