ALTER TABLE alarms ADD COLUMN subject TEXT NOT NULL DEFAULT '';

ALTER TABLE alarms ADD COLUMN since_run_id INTEGER REFERENCES runs(id);

ALTER TABLE alarms ADD COLUMN mended_at TEXT;

UPDATE alarms SET since_run_id = run_id, mended_at = raised_at;

CREATE TABLE hidden_fields (
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    hidden_at TEXT NOT NULL,
    shown_at TEXT,
    run_id INTEGER REFERENCES runs(id),
    PRIMARY KEY (article_id, field)
);

CREATE INDEX hidden_fields_run ON hidden_fields(run_id, field);

CREATE TABLE recent_changes (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites(site),
    article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    number INTEGER,
    capture_id INTEGER REFERENCES captures(id) ON DELETE CASCADE,
    run_id INTEGER REFERENCES runs(id),
    edits TEXT NOT NULL,
    before TEXT NOT NULL,
    is_held INTEGER NOT NULL DEFAULT 0,
    ended_at TEXT
);

CREATE INDEX recent_changes_site ON recent_changes(site, run_id);

CREATE INDEX recent_changes_article ON recent_changes(article_id);

CREATE INDEX recent_changes_capture ON recent_changes(capture_id);
