ALTER TABLE articles ADD COLUMN thin_count INTEGER NOT NULL DEFAULT 0;

ALTER TABLE revisions ADD COLUMN kind TEXT;

ALTER TABLE revisions ADD COLUMN last_seen_at TEXT;

UPDATE revisions SET kind = 'first' WHERE number = 1;

UPDATE revisions SET last_seen_at = coalesce(
    (SELECT seen_at FROM revisions AS next WHERE next.article_id = revisions.article_id
        AND next.number = revisions.number + 1),
    (SELECT last_seen_at FROM articles WHERE articles.id = revisions.article_id),
    seen_at
);

CREATE TABLE absences (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    gone_at TEXT NOT NULL,
    verdict TEXT NOT NULL,
    back_at TEXT
);

CREATE INDEX absences_article ON absences(article_id);

INSERT INTO absences (article_id, gone_at, verdict)
    SELECT id, gone_at, 'gone' FROM articles WHERE gone_at IS NOT NULL;
