DROP TRIGGER shelves_insert;

DROP TRIGGER shelves_delete;

DROP TRIGGER shelves_update;

ALTER TABLE shelves RENAME TO shelves_before;

CREATE TABLE shelves (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    issue TEXT NOT NULL,
    section TEXT NOT NULL,
    month TEXT NOT NULL,
    articles INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    gone INTEGER NOT NULL,
    UNIQUE (site, issue, section, month)
);

INSERT INTO shelves(site, issue, section, month, articles, changed, gone)
    SELECT * FROM shelves_before ORDER BY rowid;

DROP TABLE shelves_before;

CREATE TABLE shelved (
    id INTEGER PRIMARY KEY REFERENCES articles(id),
    shelf_id INTEGER NOT NULL REFERENCES shelves(id),
    published_on TEXT,
    is_changed INTEGER NOT NULL,
    is_gone INTEGER NOT NULL
);

INSERT INTO shelved(id, shelf_id, published_on, is_changed, is_gone)
    SELECT a.id, s.id, a.published_on, a.revision_count > 1, a.gone_at IS NOT NULL
    FROM articles AS a CROSS JOIN shelves AS s WHERE (s.site, s.issue, s.section, s.month) = (a.site, ifnull(a.issue, ''), ifnull(a.section, ''), ifnull(substr(a.published_on, 1, CASE a.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));

CREATE TRIGGER shelves_insert AFTER INSERT ON articles BEGIN
    INSERT INTO shelves(site, issue, section, month, articles, changed, gone)
    SELECT new.site, ifnull(new.issue, ''), ifnull(new.section, ''), ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''), 1, new.revision_count > 1, new.gone_at IS NOT NULL WHERE 1
    ON CONFLICT DO UPDATE SET articles = articles + 1, changed = changed + excluded.changed,
        gone = gone + excluded.gone;
    INSERT INTO shelved(id, shelf_id, published_on, is_changed, is_gone)
    SELECT new.id, s.id, new.published_on, new.revision_count > 1, new.gone_at IS NOT NULL
    FROM shelves AS s WHERE (s.site, s.issue, s.section, s.month) = (new.site, ifnull(new.issue, ''), ifnull(new.section, ''), ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
END;

CREATE TRIGGER shelves_delete BEFORE DELETE ON articles BEGIN
    DELETE FROM shelved WHERE id = old.id;
    UPDATE shelves SET articles = articles - 1, changed = changed - (old.revision_count > 1),
        gone = gone - (old.gone_at IS NOT NULL)
    WHERE (site, issue, section, month) = (old.site, ifnull(old.issue, ''), ifnull(old.section, ''), ifnull(substr(old.published_on, 1, CASE old.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
    DELETE FROM shelves WHERE (site, issue, section, month) = (old.site, ifnull(old.issue, ''), ifnull(old.section, ''), ifnull(substr(old.published_on, 1, CASE old.published_precision WHEN 'year' THEN 4 ELSE 7 END), '')) AND articles = 0;
END;

CREATE TRIGGER shelves_update AFTER UPDATE OF site, issue, section, published_on, published_precision, gone_at, revision_count ON articles
WHEN old.site IS NOT new.site OR old.issue IS NOT new.issue OR old.section IS NOT new.section OR old.published_on IS NOT new.published_on OR old.published_precision IS NOT new.published_precision OR old.gone_at IS NOT new.gone_at OR old.revision_count IS NOT new.revision_count BEGIN
    DELETE FROM shelved WHERE id = old.id;
    UPDATE shelves SET articles = articles - 1, changed = changed - (old.revision_count > 1),
        gone = gone - (old.gone_at IS NOT NULL)
    WHERE (site, issue, section, month) = (old.site, ifnull(old.issue, ''), ifnull(old.section, ''), ifnull(substr(old.published_on, 1, CASE old.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
    DELETE FROM shelves WHERE (site, issue, section, month) = (old.site, ifnull(old.issue, ''), ifnull(old.section, ''), ifnull(substr(old.published_on, 1, CASE old.published_precision WHEN 'year' THEN 4 ELSE 7 END), '')) AND articles = 0;
    INSERT INTO shelves(site, issue, section, month, articles, changed, gone)
    SELECT new.site, ifnull(new.issue, ''), ifnull(new.section, ''), ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''), 1, new.revision_count > 1, new.gone_at IS NOT NULL WHERE 1
    ON CONFLICT DO UPDATE SET articles = articles + 1, changed = changed + excluded.changed,
        gone = gone + excluded.gone;
    INSERT INTO shelved(id, shelf_id, published_on, is_changed, is_gone)
    SELECT new.id, s.id, new.published_on, new.revision_count > 1, new.gone_at IS NOT NULL
    FROM shelves AS s WHERE (s.site, s.issue, s.section, s.month) = (new.site, ifnull(new.issue, ''), ifnull(new.section, ''), ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
END;

CREATE INDEX shelved_days ON shelved(published_on, shelf_id, is_changed, is_gone);

CREATE INDEX shelved_shelf ON shelved(shelf_id);

CREATE INDEX shelved_changed ON shelved(published_on, shelf_id) WHERE is_changed;

CREATE INDEX shelved_gone ON shelved(published_on, shelf_id) WHERE is_gone;

DROP INDEX articles_facets;

DROP INDEX articles_changed;

DROP INDEX articles_gone;

DROP INDEX articles_in_section;

CREATE INDEX articles_in_section ON articles(section, published_on, site);

CREATE INDEX article_authors_article ON article_authors(article_id, author_id);
