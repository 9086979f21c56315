CREATE TABLE absence_claims (
    site TEXT NOT NULL REFERENCES sites(site),
    url TEXT NOT NULL,
    verdict TEXT NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    runs INTEGER NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    PRIMARY KEY (site, url)
);
