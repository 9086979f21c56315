-- The tables of an archive as they are now, from top to bottom. archive/README.md describes them.
--
-- A new archive is made from this file. An older one is brought here by the files in upgrades/, which change tables
-- and their rows; its indexes, triggers and views are then made again from this file. A test holds both ways equal.
-- Plain sqlite3 can update every table: no trigger and no index uses a function of newsspider's.

-- ========== Sites and runs

CREATE TABLE sites (
    site TEXT PRIMARY KEY,
    title TEXT,
    home_url TEXT,
    zone TEXT,
    language TEXT,
    first_run_at TEXT,
    last_run_at TEXT,
    profile TEXT
);

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites(site),
    started_at TEXT NOT NULL,
    ended_at TEXT,
    duration_s REAL,
    reason TEXT,
    exit_status INTEGER,
    version TEXT,
    base_url TEXT,
    pages INTEGER NOT NULL DEFAULT 0,
    articles INTEGER NOT NULL DEFAULT 0,
    new INTEGER NOT NULL DEFAULT 0,
    changed INTEGER NOT NULL DEFAULT 0,
    same INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    link_blocks INTEGER NOT NULL DEFAULT 0,
    links INTEGER NOT NULL DEFAULT 0,
    fetched_bytes INTEGER NOT NULL DEFAULT 0,
    warc_file TEXT,
    profile_hash TEXT,
    further_pages INTEGER DEFAULT 0,
    lists INTEGER DEFAULT 0,
    service_pages INTEGER DEFAULT 0,
    unchanged INTEGER DEFAULT 0,
    not_found INTEGER DEFAULT 0,
    dropped INTEGER DEFAULT 0,
    unanswered INTEGER DEFAULT 0,
    other_pages INTEGER DEFAULT 0,
    declared_not_stored INTEGER DEFAULT 0
);
CREATE INDEX runs_site ON runs(site);

CREATE TABLE alarms (
    id INTEGER PRIMARY KEY,
    run_id INTEGER REFERENCES runs(id),
    site TEXT NOT NULL REFERENCES sites(site),
    raised_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    subject TEXT NOT NULL DEFAULT '',
    since_run_id INTEGER REFERENCES runs(id),
    mended_at TEXT
);
CREATE INDEX alarms_run ON alarms(run_id);
CREATE INDEX alarms_site ON alarms(site);

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
CREATE INDEX notices_article ON notices(article_id);

CREATE TABLE watches (
    name TEXT PRIMARY KEY,
    words TEXT NOT NULL,
    revision_id INTEGER NOT NULL
);

CREATE TABLE run_fields (
    run_id INTEGER PRIMARY KEY REFERENCES runs(id),
    articles INTEGER NOT NULL,
    headline INTEGER NOT NULL,
    standfirst INTEGER NOT NULL,
    byline INTEGER NOT NULL,
    date INTEGER NOT NULL,
    section INTEGER NOT NULL,
    issue INTEGER NOT NULL,
    text INTEGER NOT NULL,
    pictures INTEGER NOT NULL,
    link_blocks INTEGER NOT NULL
);

-- ========== Captures: what servers answered, and where it is in the WARC files

CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    site TEXT NOT NULL REFERENCES sites(site),
    url TEXT NOT NULL,
    address_url TEXT NOT NULL,
    captured_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    content_type TEXT,
    charset TEXT,
    charset_source TEXT,
    size_bytes INTEGER,
    payload_hash TEXT,
    etag TEXT,
    last_modified TEXT,
    location_url TEXT,
    warc_file TEXT,
    warc_offset INTEGER,
    verdict TEXT NOT NULL,
    note TEXT,
    same_as_id INTEGER REFERENCES captures(id),
    declares_article INTEGER DEFAULT 0
);
CREATE INDEX captures_address ON captures(site, address_url);
CREATE INDEX captures_declared ON captures(site, address_url) WHERE declares_article;
CREATE INDEX captures_place ON captures(warc_file, warc_offset);
CREATE INDEX captures_run ON captures(run_id);
CREATE INDEX captures_same ON captures(same_as_id) WHERE same_as_id IS NOT NULL;

-- ========== Articles, their addresses, authors, pictures and revisions

CREATE TABLE articles (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    site TEXT NOT NULL REFERENCES sites(site),
    headline TEXT,
    standfirst TEXT,
    section TEXT,
    issue TEXT,
    published_on TEXT,
    published_precision TEXT,
    published_at TEXT,
    published_raw TEXT,
    published_source TEXT,
    modified_at TEXT,
    language TEXT,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    word_count INTEGER NOT NULL,
    access TEXT NOT NULL,
    confidence REAL NOT NULL,
    provenance TEXT NOT NULL,
    revision_count INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    capture_id INTEGER REFERENCES captures(id),
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    gone_at TEXT,
    canonical_url TEXT NOT NULL,
    extractor TEXT,
    profile_hash TEXT,
    thin_count INTEGER NOT NULL DEFAULT 0,
    pages_missing INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX articles_in_issue ON articles(issue, published_on);
CREATE INDEX articles_in_section ON articles(section, published_on, site);
CREATE INDEX articles_incomplete ON articles(site) WHERE pages_missing > 0;
CREATE INDEX articles_newest ON articles(published_on);
CREATE INDEX articles_published ON articles(site, published_on);
CREATE INDEX articles_section ON articles(site, section);
CREATE INDEX articles_text ON articles(site, text_hash);

CREATE TABLE urls (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites(site),
    url TEXT NOT NULL,
    article_id INTEGER REFERENCES articles(id),
    reason TEXT NOT NULL,
    target_url TEXT,
    last_seen_at TEXT,
    gone_at TEXT,
    UNIQUE (site, url)
);
CREATE INDEX urls_article ON urls(article_id);
CREATE INDEX urls_target ON urls(site, target_url) WHERE article_id IS NULL;

CREATE TABLE authors (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);

CREATE TABLE article_authors (
    article_id INTEGER NOT NULL REFERENCES articles(id),
    author_id INTEGER NOT NULL REFERENCES authors(id),
    position INTEGER NOT NULL,
    PRIMARY KEY (article_id, position)
);
CREATE INDEX article_authors_article ON article_authors(article_id, author_id);
CREATE INDEX article_authors_author ON article_authors(author_id);

CREATE TABLE images (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    alt TEXT,
    caption TEXT,
    credit TEXT
);
CREATE INDEX images_article ON images(article_id);

CREATE TABLE revisions (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    number INTEGER NOT NULL,
    capture_id INTEGER REFERENCES captures(id),
    seen_at TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    headline TEXT,
    standfirst TEXT,
    authors TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    kind TEXT,
    last_seen_at TEXT,
    UNIQUE (article_id, number)
);
CREATE INDEX revisions_capture ON revisions(capture_id);
CREATE INDEX revisions_changed ON revisions(seen_at) WHERE number > 1;

CREATE TABLE absences (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    gone_at TEXT NOT NULL,
    verdict TEXT NOT NULL,
    back_at TEXT
);
CREATE INDEX absences_article ON absences(article_id);

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
CREATE INDEX recent_changes_article ON recent_changes(article_id);
CREATE INDEX recent_changes_capture ON recent_changes(capture_id);
CREATE INDEX recent_changes_site ON recent_changes(site, run_id);

-- ========== Link blocks: the boxes of links of articles and fronts

CREATE TABLE link_blocks (
    id INTEGER PRIMARY KEY,
    article_id INTEGER REFERENCES articles(id),
    url_id INTEGER NOT NULL REFERENCES urls(id),
    label TEXT,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    links_hash TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    group_label TEXT
);
CREATE INDEX link_blocks_article ON link_blocks(article_id);
CREATE INDEX link_blocks_label ON link_blocks(label, last_seen_at);
CREATE INDEX link_blocks_of_fronts ON link_blocks(last_seen_at) WHERE article_id IS NULL;
CREATE INDEX link_blocks_url ON link_blocks(url_id);

CREATE TABLE links (
    link_block_id INTEGER NOT NULL REFERENCES link_blocks(id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (link_block_id, position)
);
CREATE INDEX links_url ON links(url);

-- ========== Near duplicates, and one story in several languages

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

CREATE TABLE text_fingerprints (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id),
    bands INTEGER
);
CREATE INDEX text_fingerprints_missing ON text_fingerprints(article_id) WHERE bands IS NULL;

CREATE TABLE fingerprint_bands (
    band INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles(id)
);
CREATE INDEX fingerprint_bands_article ON fingerprint_bands(article_id);
CREATE INDEX fingerprint_bands_band ON fingerprint_bands(band, article_id);

CREATE TABLE editions (
    article_id INTEGER NOT NULL REFERENCES articles(id),
    language TEXT NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (article_id, language)
);
CREATE INDEX editions_url ON editions(url);

CREATE TABLE story_ids (
    article_id INTEGER PRIMARY KEY REFERENCES articles(id),
    story_id TEXT NOT NULL
);
CREATE INDEX story_ids_id ON story_ids(story_id);

CREATE TRIGGER text_fingerprints_insert AFTER INSERT ON articles BEGIN
    INSERT INTO text_fingerprints(article_id) VALUES (new.id);
END;

CREATE TRIGGER text_fingerprints_delete BEFORE DELETE ON articles BEGIN
    DELETE FROM duplicates WHERE article_id = old.id OR other_id = old.id;
    DELETE FROM editions WHERE article_id = old.id;
    DELETE FROM fingerprint_bands WHERE article_id = old.id;
    DELETE FROM text_fingerprints WHERE article_id = old.id;
END;

CREATE TRIGGER text_fingerprints_update AFTER UPDATE OF text ON articles WHEN old.text IS NOT new.text BEGIN
    UPDATE text_fingerprints SET bands = NULL WHERE article_id = new.id;
END;

CREATE TRIGGER story_ids_delete BEFORE DELETE ON articles BEGIN
    DELETE FROM story_ids WHERE article_id = old.id;
END;

-- ========== The frontier: which addresses a run asks

CREATE TABLE frontier (
    site TEXT NOT NULL REFERENCES sites(site),
    url TEXT NOT NULL,
    kind TEXT NOT NULL,
    depth INTEGER NOT NULL,
    found_on_url TEXT NOT NULL,
    part_of_url TEXT,
    hint TEXT,
    found_at TEXT NOT NULL,
    due_at TEXT,
    done_at TEXT,
    run_id INTEGER REFERENCES runs(id),
    verdict TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    etag TEXT,
    last_modified TEXT,
    list_url TEXT,
    idle_count INTEGER NOT NULL DEFAULT 0,
    named_in_url TEXT,
    told_at TEXT,
    false_tells INTEGER NOT NULL DEFAULT 0,
    payload_hash TEXT,
    asked_url TEXT,
    brought INTEGER NOT NULL DEFAULT 0,
    stories INTEGER NOT NULL DEFAULT 0,
    barren_visits INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, url)
);
CREATE INDEX frontier_fresh ON frontier(site, found_at, depth) WHERE run_id IS NULL AND kind = 'article' AND verdict IS NULL AND part_of_url IS NULL;
CREATE INDEX frontier_lists ON frontier(site, list_url) WHERE list_url IS NOT NULL;
CREATE INDEX frontier_named ON frontier(site, named_in_url) WHERE named_in_url IS NOT NULL;
CREATE INDEX frontier_parts ON frontier(site, part_of_url) WHERE part_of_url IS NOT NULL;
CREATE INDEX frontier_waiting ON frontier(site, CASE kind WHEN 'requisite' THEN 5 WHEN 'image' THEN 6 WHEN 'document' THEN 7
    WHEN 'article' THEN CASE
        WHEN part_of_url IS NOT NULL OR verdict IS NULL THEN 1
        WHEN failures > 0 OR verdict IN ('gone', 'soft 404', 'redirect home', 'blocked', 'wrong type', 'forbidden') THEN 4
        ELSE 3 END
    ELSE CASE
        WHEN depth = 0 AND list_url IS NULL THEN 0
        WHEN list_url IS NULL AND barren_visits <= 7
            AND (stories > 0 OR (kind = 'feed' AND depth <= 1)) THEN 0
        WHEN failures > 0 OR verdict IN ('gone', 'soft 404', 'redirect home', 'blocked', 'wrong type', 'forbidden') THEN 4
        ELSE 2 END
    END, depth) WHERE run_id IS NULL;

CREATE TABLE asset_pages (
    site TEXT NOT NULL REFERENCES sites(site),
    url TEXT NOT NULL,
    page_url TEXT NOT NULL,
    PRIMARY KEY (site, url, page_url)
);
CREATE INDEX asset_pages_page ON asset_pages(site, page_url);

CREATE TABLE probe_answers (
    site TEXT NOT NULL REFERENCES sites(site),
    host TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    location_url TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (site, host)
);

CREATE TABLE removal_claims (
    site TEXT NOT NULL REFERENCES sites(site),
    url TEXT NOT NULL,
    verdict TEXT NOT NULL,
    first_at TEXT NOT NULL,
    last_at TEXT NOT NULL,
    runs INTEGER NOT NULL,
    run_id INTEGER NOT NULL REFERENCES runs(id),
    PRIMARY KEY (site, url)
);

-- ========== Withdrawn articles

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

-- ========== Counts that triggers keep, so that no page counts rows

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
CREATE INDEX article_facets_days ON article_facets(published_on, facet_id, is_changed, is_gone);
CREATE INDEX article_facets_facet ON article_facets(facet_id);
CREATE INDEX article_facets_changed ON article_facets(published_on, facet_id) WHERE is_changed;
CREATE INDEX article_facets_gone ON article_facets(published_on, facet_id) WHERE is_gone;

CREATE TRIGGER facet_counts_insert AFTER INSERT ON articles BEGIN
    INSERT INTO facet_counts(site, issue, section, month, articles, changed, gone)
    VALUES (new.site, ifnull(new.issue, ''), ifnull(new.section, ''),
        ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''),
        1, new.revision_count > 1, new.gone_at IS NOT NULL)
    ON CONFLICT DO UPDATE SET articles = articles + 1, changed = changed + excluded.changed,
        gone = gone + excluded.gone;
    INSERT INTO article_facets(id, facet_id, published_on, is_changed, is_gone)
    SELECT new.id, id, new.published_on, new.revision_count > 1, new.gone_at IS NOT NULL
    FROM facet_counts WHERE (site, issue, section, month) = (new.site, ifnull(new.issue, ''), ifnull(new.section, ''),
        ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
END;

-- Before the row goes, so that the reference to it is never dangling.
CREATE TRIGGER facet_counts_delete BEFORE DELETE ON articles BEGIN
    DELETE FROM article_facets WHERE id = old.id;
    UPDATE facet_counts SET articles = articles - 1, changed = changed - (old.revision_count > 1),
        gone = gone - (old.gone_at IS NOT NULL)
    WHERE (site, issue, section, month) = (old.site, ifnull(old.issue, ''), ifnull(old.section, ''),
        ifnull(substr(old.published_on, 1, CASE old.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
    DELETE FROM facet_counts WHERE articles = 0 AND (site, issue, section, month) = (old.site, ifnull(old.issue, ''), ifnull(old.section, ''),
        ifnull(substr(old.published_on, 1, CASE old.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
END;

CREATE TRIGGER facet_counts_update AFTER UPDATE OF site, issue, section, published_on, published_precision, gone_at, revision_count ON articles
WHEN old.site IS NOT new.site OR old.issue IS NOT new.issue
    OR old.section IS NOT new.section OR old.published_on IS NOT new.published_on
    OR old.published_precision IS NOT new.published_precision OR old.gone_at IS NOT new.gone_at
    OR old.revision_count IS NOT new.revision_count BEGIN
    DELETE FROM article_facets WHERE id = old.id;
    UPDATE facet_counts SET articles = articles - 1, changed = changed - (old.revision_count > 1),
        gone = gone - (old.gone_at IS NOT NULL)
    WHERE (site, issue, section, month) = (old.site, ifnull(old.issue, ''), ifnull(old.section, ''),
        ifnull(substr(old.published_on, 1, CASE old.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
    DELETE FROM facet_counts WHERE articles = 0 AND (site, issue, section, month) = (old.site, ifnull(old.issue, ''), ifnull(old.section, ''),
        ifnull(substr(old.published_on, 1, CASE old.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
    INSERT INTO facet_counts(site, issue, section, month, articles, changed, gone)
    VALUES (new.site, ifnull(new.issue, ''), ifnull(new.section, ''),
        ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''),
        1, new.revision_count > 1, new.gone_at IS NOT NULL)
    ON CONFLICT DO UPDATE SET articles = articles + 1, changed = changed + excluded.changed,
        gone = gone + excluded.gone;
    INSERT INTO article_facets(id, facet_id, published_on, is_changed, is_gone)
    SELECT new.id, id, new.published_on, new.revision_count > 1, new.gone_at IS NOT NULL
    FROM facet_counts WHERE (site, issue, section, month) = (new.site, ifnull(new.issue, ''), ifnull(new.section, ''),
        ifnull(substr(new.published_on, 1, CASE new.published_precision WHEN 'year' THEN 4 ELSE 7 END), ''));
END;

CREATE TABLE author_counts (
    author_id INTEGER PRIMARY KEY REFERENCES authors(id),
    articles INTEGER NOT NULL
);
CREATE INDEX author_counts_articles ON author_counts(articles);

CREATE TRIGGER author_counts_insert AFTER INSERT ON article_authors BEGIN
    INSERT INTO author_counts VALUES (new.author_id, 1) ON CONFLICT DO UPDATE SET articles = articles + 1;
END;

CREATE TRIGGER author_counts_delete AFTER DELETE ON article_authors BEGIN
    UPDATE author_counts SET articles = articles - 1 WHERE author_id = old.author_id;
    DELETE FROM author_counts WHERE author_id = old.author_id AND articles = 0;
END;

CREATE TRIGGER author_counts_update AFTER UPDATE OF author_id ON article_authors BEGIN
    UPDATE author_counts SET articles = articles - 1 WHERE author_id = old.author_id;
    INSERT INTO author_counts VALUES (new.author_id, 1) ON CONFLICT DO UPDATE SET articles = articles + 1;
    DELETE FROM author_counts WHERE author_id = old.author_id AND articles = 0;
END;

CREATE TABLE link_counts (
    url TEXT PRIMARY KEY,
    links INTEGER NOT NULL
);
CREATE INDEX link_counts_links ON link_counts(links);

CREATE TRIGGER link_counts_insert AFTER INSERT ON links BEGIN
    INSERT INTO link_counts(url, links) VALUES (substr(new.url, 1, instr(new.url || '#', '#') - 1), 1)
    ON CONFLICT DO UPDATE SET links = links + 1;
END;

CREATE TRIGGER link_counts_delete AFTER DELETE ON links BEGIN
    UPDATE link_counts SET links = links - 1 WHERE url = substr(old.url, 1, instr(old.url || '#', '#') - 1);
    DELETE FROM link_counts WHERE url = substr(old.url, 1, instr(old.url || '#', '#') - 1) AND links = 0;
END;

CREATE TRIGGER link_counts_update AFTER UPDATE OF url ON links BEGIN
    UPDATE link_counts SET links = links - 1 WHERE url = substr(old.url, 1, instr(old.url || '#', '#') - 1);
    DELETE FROM link_counts WHERE url = substr(old.url, 1, instr(old.url || '#', '#') - 1) AND links = 0;
    INSERT INTO link_counts(url, links) VALUES (substr(new.url, 1, instr(new.url || '#', '#') - 1), 1)
    ON CONFLICT DO UPDATE SET links = links + 1;
END;

-- ========== Full-text search. The quotes around "articles" matter: Datasette looks for them.

CREATE VIRTUAL TABLE articles_fts USING fts5(
    headline, standfirst, text,
    content="articles", content_rowid="id",
    tokenize='porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts(rowid, headline, standfirst, text)
    VALUES (new.id, new.headline, new.standfirst, new.text);
END;

CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, headline, standfirst, text)
    VALUES ('delete', old.id, old.headline, old.standfirst, old.text);
END;

CREATE TRIGGER articles_fts_update AFTER UPDATE OF id, headline, standfirst, text ON articles BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, headline, standfirst, text)
    VALUES ('delete', old.id, old.headline, old.standfirst, old.text);
    INSERT INTO articles_fts(rowid, headline, standfirst, text)
    VALUES (new.id, new.headline, new.standfirst, new.text);
END;

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

-- ========== Views

-- One row for each article with the columns of a reading list. `author` is the first author, so that articles
-- can be counted by it; `authors` is the whole byline.
CREATE VIEW articles_list AS
SELECT
    a.id,
    a.published_on,
    a.headline,
    (SELECT group_concat(name, ', ') FROM (
        SELECT au.name FROM article_authors AS aa JOIN authors AS au ON au.id = aa.author_id
        WHERE aa.article_id = a.id ORDER BY aa.position
    )) AS authors,
    (SELECT au.name FROM article_authors AS aa JOIN authors AS au ON au.id = aa.author_id
        WHERE aa.article_id = a.id ORDER BY aa.position LIMIT 1
    ) AS author,
    a.section,
    a.issue,
    CAST(substr(a.published_on, 1, 4) AS INTEGER) AS year,
    a.site,
    a.word_count,
    a.revision_count,
    a.gone_at,
    a.canonical_url AS url
FROM articles AS a;
