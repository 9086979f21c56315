CREATE TABLE likenesses (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id),
    bands INTEGER
);

CREATE INDEX likenesses_missing ON likenesses(article_id) WHERE bands IS NULL;

CREATE TABLE likeness_bands (
    band INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles(id)
);

CREATE INDEX likeness_bands_band ON likeness_bands(band, article_id);

CREATE INDEX likeness_bands_article ON likeness_bands(article_id);

CREATE TABLE duplicates (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    other_id INTEGER NOT NULL REFERENCES articles(id),
    reason TEXT NOT NULL,
    share REAL,
    found_at TEXT NOT NULL,
    UNIQUE (article_id, other_id, reason)
);

CREATE INDEX duplicates_other ON duplicates(other_id);

CREATE TABLE editions (
    article_id INTEGER NOT NULL REFERENCES articles(id),
    language TEXT NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (article_id, language)
);

CREATE INDEX editions_url ON editions(url);

CREATE TRIGGER likenesses_insert AFTER INSERT ON articles BEGIN
    INSERT INTO likenesses(article_id) VALUES (new.id);
END;

CREATE TRIGGER likenesses_update AFTER UPDATE OF text ON articles WHEN old.text IS NOT new.text BEGIN
    UPDATE likenesses SET bands = NULL WHERE article_id = new.id;
END;

CREATE TRIGGER likenesses_delete BEFORE DELETE ON articles BEGIN
    DELETE FROM duplicates WHERE article_id = old.id OR other_id = old.id;
    DELETE FROM editions WHERE article_id = old.id;
    DELETE FROM likeness_bands WHERE article_id = old.id;
    DELETE FROM likenesses WHERE article_id = old.id;
END;

INSERT INTO likenesses(article_id) SELECT id FROM articles;
