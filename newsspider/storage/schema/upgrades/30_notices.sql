-- Messages for people about alarms and watched words, and how far each watch has looked.

CREATE TABLE notices (
    id INTEGER PRIMARY KEY,
    made_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    site TEXT NOT NULL REFERENCES sites(site),
    subject TEXT NOT NULL,
    message TEXT NOT NULL,
    url TEXT,
    article_id INTEGER REFERENCES articles(id),
    over_at TEXT,
    pending TEXT NOT NULL,
    told_at TEXT
);

CREATE TABLE watches (
    name TEXT PRIMARY KEY,
    words TEXT NOT NULL,
    revision_id INTEGER NOT NULL
);
