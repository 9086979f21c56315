-- Facets are counted by integer ids, and internal tables have plain names. Counts are made again from the articles.

DROP TRIGGER shelves_insert;
DROP TRIGGER shelves_delete;
DROP TRIGGER shelves_update;
DROP TABLE shelved;
DROP TABLE shelves;
DROP TABLE bays;

DROP TRIGGER linked_insert;
DROP TRIGGER linked_delete;
DROP TRIGGER linked_update;
DROP TRIGGER author_tallies_insert;
DROP TRIGGER author_tallies_delete;
DROP TRIGGER author_tallies_update;
DROP TRIGGER likenesses_insert;
DROP TRIGGER likenesses_delete;
DROP TRIGGER likenesses_update;

ALTER TABLE linked RENAME TO link_counts;
ALTER TABLE author_tallies RENAME TO author_counts;
ALTER TABLE readings RENAME TO run_fields;
ALTER TABLE likenesses RENAME TO text_fingerprints;
ALTER TABLE likeness_bands RENAME TO fingerprint_bands;
ALTER TABLE missing_pages RENAME TO probe_answers;
ALTER TABLE absence_claims RENAME TO removal_claims;

CREATE TABLE facet_counts (
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

CREATE TABLE article_facets (
    id INTEGER PRIMARY KEY REFERENCES articles(id),
    facet_id INTEGER NOT NULL REFERENCES facet_counts(id),
    published_on TEXT,
    is_changed INTEGER NOT NULL,
    is_gone INTEGER NOT NULL
);

INSERT INTO facet_counts(site, issue, section, month, articles, changed, gone)
SELECT site, ifnull(issue, ''), ifnull(section, ''),
    ifnull(substr(published_on, 1, CASE published_precision WHEN 'year' THEN 4 ELSE 7 END), ''),
    count(*), sum(revision_count > 1), sum(gone_at IS NOT NULL)
FROM articles GROUP BY 1, 2, 3, 4 ORDER BY min(id);

INSERT INTO article_facets(id, facet_id, published_on, is_changed, is_gone)
SELECT a.id, f.id, a.published_on, a.revision_count > 1, a.gone_at IS NOT NULL
FROM articles AS a JOIN facet_counts AS f ON (f.site, f.issue, f.section, f.month) = (a.site, ifnull(a.issue, ''),
    ifnull(a.section, ''),
    ifnull(substr(a.published_on, 1, CASE a.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
