CREATE TABLE sites (
    site TEXT PRIMARY KEY,
    title TEXT,
    home_url TEXT,
    zone TEXT,
    language TEXT,
    first_run_at TEXT,
    last_run_at TEXT
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
    warc_file TEXT
);

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
    note TEXT
);

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
    canonical_url TEXT NOT NULL
);

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
    UNIQUE (article_id, number)
);

CREATE TABLE images (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    alt TEXT,
    caption TEXT,
    credit TEXT
);

CREATE TABLE link_blocks (
    id INTEGER PRIMARY KEY,
    article_id INTEGER REFERENCES articles(id),
    url_id INTEGER NOT NULL REFERENCES urls(id),
    label TEXT,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    links_hash TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL
);

CREATE TABLE links (
    link_block_id INTEGER NOT NULL REFERENCES link_blocks(id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (link_block_id, position)
);

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
    PRIMARY KEY (site, url)
);

CREATE TABLE alarms (
    id INTEGER PRIMARY KEY,
    run_id INTEGER REFERENCES runs(id),
    site TEXT NOT NULL REFERENCES sites(site),
    raised_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    message TEXT NOT NULL
);

CREATE INDEX runs_site ON runs(site);

CREATE INDEX captures_run ON captures(run_id);

CREATE INDEX captures_address ON captures(site, address_url);

CREATE INDEX articles_published ON articles(site, published_on);

CREATE INDEX articles_section ON articles(site, section);

CREATE INDEX articles_text ON articles(site, text_hash);

CREATE INDEX urls_article ON urls(article_id);

CREATE INDEX urls_target ON urls(site, target_url) WHERE article_id IS NULL;

CREATE INDEX article_authors_author ON article_authors(author_id);

CREATE INDEX images_article ON images(article_id);

CREATE INDEX link_blocks_article ON link_blocks(article_id);

CREATE INDEX link_blocks_url ON link_blocks(url_id);

CREATE INDEX links_url ON links(url);

CREATE INDEX frontier_waiting ON frontier(site, kind = 'article', depth) WHERE run_id IS NULL;

CREATE INDEX frontier_parts ON frontier(site, part_of_url) WHERE part_of_url IS NOT NULL;

CREATE INDEX alarms_run ON alarms(run_id);

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
