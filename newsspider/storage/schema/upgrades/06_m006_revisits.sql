ALTER TABLE frontier ADD COLUMN list_url TEXT;

ALTER TABLE frontier ADD COLUMN idle_count INTEGER NOT NULL DEFAULT 0;

ALTER TABLE frontier ADD COLUMN named_in_url TEXT;

ALTER TABLE frontier ADD COLUMN told_at TEXT;

ALTER TABLE frontier ADD COLUMN false_tells INTEGER NOT NULL DEFAULT 0;

ALTER TABLE frontier ADD COLUMN payload_hash TEXT;

CREATE INDEX frontier_lists ON frontier(site, list_url) WHERE list_url IS NOT NULL;

CREATE INDEX frontier_named ON frontier(site, named_in_url) WHERE named_in_url IS NOT NULL;

CREATE TABLE missing_pages (
    site TEXT NOT NULL REFERENCES sites(site),
    host TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    location_url TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (site, host)
);
