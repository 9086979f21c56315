CREATE TABLE shelves (
    site TEXT NOT NULL,
    issue TEXT NOT NULL,
    section TEXT NOT NULL,
    month TEXT NOT NULL,
    articles INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    PRIMARY KEY (site, issue, section, month)
);

CREATE TRIGGER shelves_insert AFTER INSERT ON articles BEGIN
    INSERT INTO shelves(site, issue, section, month, articles, changed, gone)
    SELECT new.site, ifnull(new.issue, ''), ifnull(new.section, ''), ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''), 1, new.revision_count > 1, new.gone_at IS NOT NULL WHERE 1
    ON CONFLICT DO UPDATE SET articles = articles + 1, changed = changed + excluded.changed,
        gone = gone + excluded.gone;
END;

CREATE TRIGGER shelves_delete AFTER DELETE ON articles BEGIN
    UPDATE shelves SET articles = articles - 1, changed = changed - (old.revision_count > 1),
        gone = gone - (old.gone_at IS NOT NULL)
    WHERE (site, issue, section, month) = (old.site, ifnull(old.issue, ''), ifnull(old.section, ''), ifnull(substr(old.published_on, 1, CASE old.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
    DELETE FROM shelves WHERE (site, issue, section, month) = (old.site, ifnull(old.issue, ''), ifnull(old.section, ''), ifnull(substr(old.published_on, 1, CASE old.published_precision WHEN 'year' THEN 4 ELSE 7 END), '')) AND articles = 0;
END;

CREATE TRIGGER shelves_update AFTER UPDATE OF site, issue, section, published_on, published_precision, gone_at, revision_count ON articles
WHEN old.site IS NOT new.site OR old.issue IS NOT new.issue OR old.section IS NOT new.section OR old.published_on IS NOT new.published_on OR old.published_precision IS NOT new.published_precision OR old.gone_at IS NOT new.gone_at OR old.revision_count IS NOT new.revision_count BEGIN
    UPDATE shelves SET articles = articles - 1, changed = changed - (old.revision_count > 1),
        gone = gone - (old.gone_at IS NOT NULL)
    WHERE (site, issue, section, month) = (old.site, ifnull(old.issue, ''), ifnull(old.section, ''), ifnull(substr(old.published_on, 1, CASE old.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
    DELETE FROM shelves WHERE (site, issue, section, month) = (old.site, ifnull(old.issue, ''), ifnull(old.section, ''), ifnull(substr(old.published_on, 1, CASE old.published_precision WHEN 'year' THEN 4 ELSE 7 END), '')) AND articles = 0;
    INSERT INTO shelves(site, issue, section, month, articles, changed, gone)
    SELECT new.site, ifnull(new.issue, ''), ifnull(new.section, ''), ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''), 1, new.revision_count > 1, new.gone_at IS NOT NULL WHERE 1
    ON CONFLICT DO UPDATE SET articles = articles + 1, changed = changed + excluded.changed,
        gone = gone + excluded.gone;
END;

INSERT INTO shelves(site, issue, section, month, articles, changed, gone)
    SELECT a.site, ifnull(a.issue, ''), ifnull(a.section, ''), ifnull(substr(a.published_on, 1, CASE a.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''), 1, a.revision_count > 1, a.gone_at IS NOT NULL FROM articles AS a WHERE 1
    ON CONFLICT DO UPDATE SET articles = articles + 1, changed = changed + excluded.changed,
        gone = gone + excluded.gone;

CREATE INDEX articles_newest ON articles(published_on);

CREATE INDEX articles_in_section ON articles(section, published_on);

CREATE INDEX articles_in_issue ON articles(issue, published_on);

CREATE INDEX articles_facets ON articles(id, site, section, published_on, revision_count, gone_at);

CREATE INDEX articles_changed ON articles(published_on) WHERE revision_count > 1;

CREATE INDEX articles_gone ON articles(published_on) WHERE gone_at IS NOT NULL;

CREATE INDEX revisions_changed ON revisions(seen_at) WHERE number > 1;

CREATE INDEX link_blocks_label ON link_blocks(label, last_seen_at);

CREATE TABLE article_grams (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id),
    headline TEXT,
    standfirst TEXT,
    text TEXT
);

CREATE INDEX article_grams_missing ON article_grams(article_id) WHERE text IS NULL;

CREATE VIRTUAL TABLE article_grams_fts USING fts5(
    headline, standfirst, text,
    content="article_grams", content_rowid="article_id", tokenize='ascii'
);

CREATE TRIGGER article_grams_fts_insert AFTER INSERT ON article_grams BEGIN
    INSERT INTO article_grams_fts(rowid, headline, standfirst, text)
    VALUES (new.article_id, new.headline, new.standfirst, new.text);
END;

CREATE TRIGGER article_grams_fts_delete AFTER DELETE ON article_grams BEGIN
    INSERT INTO article_grams_fts(article_grams_fts, rowid, headline, standfirst, text)
    VALUES ('delete', old.article_id, old.headline, old.standfirst, old.text);
END;

CREATE TRIGGER article_grams_fts_update AFTER UPDATE ON article_grams BEGIN
    INSERT INTO article_grams_fts(article_grams_fts, rowid, headline, standfirst, text)
    VALUES ('delete', old.article_id, old.headline, old.standfirst, old.text);
    INSERT INTO article_grams_fts(rowid, headline, standfirst, text)
    VALUES (new.article_id, new.headline, new.standfirst, new.text);
END;

CREATE TRIGGER articles_grams_insert AFTER INSERT ON articles BEGIN
    INSERT INTO article_grams(article_id) VALUES (new.id);
END;

CREATE TRIGGER articles_grams_delete BEFORE DELETE ON articles BEGIN
    DELETE FROM article_grams WHERE article_id = old.id;
END;

CREATE TRIGGER articles_grams_update AFTER UPDATE OF headline, standfirst, text ON articles
WHEN old.headline IS NOT new.headline OR old.standfirst IS NOT new.standfirst
    OR old.text IS NOT new.text BEGIN
    UPDATE article_grams SET headline = NULL, standfirst = NULL, text = NULL WHERE article_id = new.id;
END;

INSERT INTO article_grams(article_id) SELECT id FROM articles;
