CREATE TABLE withdrawals (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites(site),
    key TEXT,
    url TEXT NOT NULL,
    reason TEXT NOT NULL,
    withdrawn_at TEXT NOT NULL
);

CREATE TABLE withdrawn_urls (
    site TEXT NOT NULL REFERENCES sites(site),
    url TEXT NOT NULL,
    withdrawal_id INTEGER NOT NULL REFERENCES withdrawals(id),
    PRIMARY KEY (site, url)
);

CREATE TABLE withdrawn_files (
    file TEXT PRIMARY KEY,
    withdrawal_id INTEGER NOT NULL REFERENCES withdrawals(id),
    new_file TEXT NOT NULL,
    new_digest TEXT NOT NULL,
    removed_at TEXT
);
