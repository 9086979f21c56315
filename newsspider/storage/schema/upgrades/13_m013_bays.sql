DROP TRIGGER shelves_insert;

DROP TRIGGER shelves_delete;

DROP TRIGGER shelves_update;

CREATE TABLE bays (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL,
    section TEXT NOT NULL,
    year TEXT NOT NULL,
    UNIQUE (site, section, year)
);

INSERT INTO bays(site, section, year) SELECT DISTINCT s.site, s.section, substr(s.month, 1, 4) FROM shelves AS s;

ALTER TABLE shelved RENAME TO shelved_before;

CREATE TABLE shelved (
    id INTEGER PRIMARY KEY REFERENCES articles(id),
    shelf_id INTEGER NOT NULL REFERENCES shelves(id),
    bay TEXT NOT NULL,
    published_on TEXT,
    is_changed INTEGER NOT NULL,
    is_gone INTEGER NOT NULL
);

INSERT INTO shelved
    SELECT o.id, o.shelf_id, char(b.id + 255 + 2048 * (b.id + 255 >= 55296)), o.published_on, o.is_changed, o.is_gone
    FROM shelved_before AS o CROSS JOIN shelves AS s ON s.id = o.shelf_id
    CROSS JOIN bays AS b ON (b.site, b.section, b.year) = (s.site, s.section, substr(s.month, 1, 4)) ORDER BY o.id;

DROP TABLE shelved_before;

CREATE INDEX shelved_days ON shelved(published_on, shelf_id, is_changed, is_gone, bay);

CREATE INDEX shelved_shelf ON shelved(shelf_id);

CREATE INDEX shelved_changed ON shelved(published_on, shelf_id) WHERE is_changed;

CREATE INDEX shelved_gone ON shelved(published_on, shelf_id) WHERE is_gone;

CREATE TRIGGER shelves_insert AFTER INSERT ON articles BEGIN
    INSERT INTO shelves(site, issue, section, month, articles, changed, gone)
    SELECT new.site, ifnull(new.issue, ''), ifnull(new.section, ''), ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''), 1, new.revision_count > 1, new.gone_at IS NOT NULL WHERE 1
    ON CONFLICT DO UPDATE SET articles = articles + 1, changed = changed + excluded.changed,
        gone = gone + excluded.gone;
    INSERT INTO bays(site, section, year) SELECT s.site, s.section, substr(s.month, 1, 4) FROM shelves AS s
    WHERE (s.site, s.issue, s.section, s.month) = (new.site, ifnull(new.issue, ''), ifnull(new.section, ''), ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), '')) ON CONFLICT DO NOTHING;
    INSERT INTO shelved(id, shelf_id, bay, published_on, is_changed, is_gone)
    SELECT new.id, s.id, char(b.id + 255 + 2048 * (b.id + 255 >= 55296)), new.published_on, new.revision_count > 1,
        new.gone_at IS NOT NULL
    FROM shelves AS s CROSS JOIN bays AS b ON (b.site, b.section, b.year) = (s.site, s.section, substr(s.month, 1, 4))
    WHERE (s.site, s.issue, s.section, s.month) = (new.site, ifnull(new.issue, ''), ifnull(new.section, ''), ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
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
    INSERT INTO bays(site, section, year) SELECT s.site, s.section, substr(s.month, 1, 4) FROM shelves AS s
    WHERE (s.site, s.issue, s.section, s.month) = (new.site, ifnull(new.issue, ''), ifnull(new.section, ''), ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), '')) ON CONFLICT DO NOTHING;
    INSERT INTO shelved(id, shelf_id, bay, published_on, is_changed, is_gone)
    SELECT new.id, s.id, char(b.id + 255 + 2048 * (b.id + 255 >= 55296)), new.published_on, new.revision_count > 1,
        new.gone_at IS NOT NULL
    FROM shelves AS s CROSS JOIN bays AS b ON (b.site, b.section, b.year) = (s.site, s.section, substr(s.month, 1, 4))
    WHERE (s.site, s.issue, s.section, s.month) = (new.site, ifnull(new.issue, ''), ifnull(new.section, ''), ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
END;
