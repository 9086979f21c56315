"""The tables of an archive, and the migrations that lead to them.

`archive/README.md` says what each table and column means; a test holds the two together.
Plain sqlite3 can read and update every table: triggers and indexes use nothing of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from newsspider.storage.articles import hidden_fields, near_duplicate_links, translations, withdrawals
from newsspider.storage.frontier import asset_pages, turns
from newsspider.storage.runs import page_outcomes, recent_changes, removal_claims, run_rows
from newsspider.storage.schema import cjk_index, counters, facet_counts, parameter_pairs
from newsspider.storage.schema.views import VIEWS

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

MIGRATIONS = Migrations("newsspider")

TABLES = (
    """CREATE TABLE sites (
    site TEXT PRIMARY KEY,
    title TEXT,
    home_url TEXT,
    zone TEXT,
    language TEXT,
    first_run_at TEXT,
    last_run_at TEXT
)""",
    """CREATE TABLE runs (
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
)""",
    """CREATE TABLE captures (
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
)""",
    """CREATE TABLE articles (
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
)""",
    """CREATE TABLE urls (
    id INTEGER PRIMARY KEY,
    site TEXT NOT NULL REFERENCES sites(site),
    url TEXT NOT NULL,
    article_id INTEGER REFERENCES articles(id),
    reason TEXT NOT NULL,
    target_url TEXT,
    last_seen_at TEXT,
    gone_at TEXT,
    UNIQUE (site, url)
)""",
    """CREATE TABLE authors (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
)""",
    """CREATE TABLE article_authors (
    article_id INTEGER NOT NULL REFERENCES articles(id),
    author_id INTEGER NOT NULL REFERENCES authors(id),
    position INTEGER NOT NULL,
    PRIMARY KEY (article_id, position)
)""",
    """CREATE TABLE revisions (
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
)""",
    """CREATE TABLE images (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    position INTEGER NOT NULL,
    url TEXT NOT NULL,
    alt TEXT,
    caption TEXT,
    credit TEXT
)""",
    """CREATE TABLE link_blocks (
    id INTEGER PRIMARY KEY,
    article_id INTEGER REFERENCES articles(id),
    url_id INTEGER NOT NULL REFERENCES urls(id),
    label TEXT,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    links_hash TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL
)""",
    """CREATE TABLE links (
    link_block_id INTEGER NOT NULL REFERENCES link_blocks(id),
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (link_block_id, position)
)""",
    """CREATE TABLE frontier (
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
)""",
    """CREATE TABLE alarms (
    id INTEGER PRIMARY KEY,
    run_id INTEGER REFERENCES runs(id),
    site TEXT NOT NULL REFERENCES sites(site),
    raised_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    message TEXT NOT NULL
)""",
)

INDEXES = (
    "CREATE INDEX runs_site ON runs(site)",
    "CREATE INDEX captures_run ON captures(run_id)",
    "CREATE INDEX captures_address ON captures(site, address_url)",
    "CREATE INDEX articles_published ON articles(site, published_on)",
    "CREATE INDEX articles_section ON articles(site, section)",
    "CREATE INDEX articles_text ON articles(site, text_hash)",
    "CREATE INDEX urls_article ON urls(article_id)",
    # Addresses that lead to one whose article is not known yet.
    "CREATE INDEX urls_target ON urls(site, target_url) WHERE article_id IS NULL",
    "CREATE INDEX article_authors_author ON article_authors(author_id)",
    "CREATE INDEX images_article ON images(article_id)",
    "CREATE INDEX link_blocks_article ON link_blocks(article_id)",
    "CREATE INDEX link_blocks_url ON link_blocks(url_id)",
    "CREATE INDEX links_url ON links(url)",
    # What waits to be handed out, in the order it will be; the rest of the frontier is not in it.
    "CREATE INDEX frontier_waiting ON frontier(site, kind = 'article', depth) WHERE run_id IS NULL",
    "CREATE INDEX frontier_parts ON frontier(site, part_of_url) WHERE part_of_url IS NOT NULL",
    "CREATE INDEX alarms_run ON alarms(run_id)",
)

# The quotes around "articles" matter: Datasette looks for them to find a table's search index.
SEARCH = (
    """CREATE VIRTUAL TABLE articles_fts USING fts5(
    headline, standfirst, text,
    content="articles", content_rowid="id",
    tokenize='porter unicode61 remove_diacritics 2'
)""",
    """CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts(rowid, headline, standfirst, text)
    VALUES (new.id, new.headline, new.standfirst, new.text);
END""",
    """CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, headline, standfirst, text)
    VALUES ('delete', old.id, old.headline, old.standfirst, old.text);
END""",
    """CREATE TRIGGER articles_fts_update AFTER UPDATE OF id, headline, standfirst, text ON articles BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, headline, standfirst, text)
    VALUES ('delete', old.id, old.headline, old.standfirst, old.text);
    INSERT INTO articles_fts(rowid, headline, standfirst, text)
    VALUES (new.id, new.headline, new.standfirst, new.text);
END""",
)

READING_AGAIN = (
    "ALTER TABLE sites ADD COLUMN profile TEXT",
    "ALTER TABLE runs ADD COLUMN profile_hash TEXT",
    "ALTER TABLE captures ADD COLUMN same_as_id INTEGER REFERENCES captures(id)",
    "ALTER TABLE articles ADD COLUMN extractor TEXT",
    "ALTER TABLE articles ADD COLUMN profile_hash TEXT",
    "CREATE INDEX captures_place ON captures(warc_file, warc_offset)",
    "CREATE INDEX captures_same ON captures(same_as_id) WHERE same_as_id IS NOT NULL",
)


REVISIONS = (
    "ALTER TABLE articles ADD COLUMN thin_count INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE revisions ADD COLUMN kind TEXT",
    "ALTER TABLE revisions ADD COLUMN last_seen_at TEXT",
    "UPDATE revisions SET kind = 'first' WHERE number = 1",
    """UPDATE revisions SET last_seen_at = coalesce(
    (SELECT seen_at FROM revisions AS next WHERE next.article_id = revisions.article_id
        AND next.number = revisions.number + 1),
    (SELECT last_seen_at FROM articles WHERE articles.id = revisions.article_id),
    seen_at
)""",
    """CREATE TABLE absences (
    id INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES articles(id),
    gone_at TEXT NOT NULL,
    verdict TEXT NOT NULL,
    back_at TEXT
)""",
    "CREATE INDEX absences_article ON absences(article_id)",
    """INSERT INTO absences (article_id, gone_at, verdict)
    SELECT id, gone_at, 'gone' FROM articles WHERE gone_at IS NOT NULL""",
)


REVISITS = (
    "ALTER TABLE frontier ADD COLUMN list_url TEXT",
    "ALTER TABLE frontier ADD COLUMN idle_count INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE frontier ADD COLUMN named_in_url TEXT",
    "ALTER TABLE frontier ADD COLUMN told_at TEXT",
    "ALTER TABLE frontier ADD COLUMN false_tells INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE frontier ADD COLUMN payload_hash TEXT",
    "CREATE INDEX frontier_lists ON frontier(site, list_url) WHERE list_url IS NOT NULL",
    "CREATE INDEX frontier_named ON frontier(site, named_in_url) WHERE named_in_url IS NOT NULL",
    """CREATE TABLE missing_pages (
    site TEXT NOT NULL REFERENCES sites(site),
    host TEXT NOT NULL,
    asked_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    location_url TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (site, host)
)""",
)


@MIGRATIONS()
def m001_first_tables(db: Database) -> None:
    """The tables and views as version 0.1 has them."""
    for statement in (*TABLES, *INDEXES, *SEARCH, *VIEWS):
        db.conn.execute(statement)


@MIGRATIONS()
def m002_reading_again(db: Database) -> None:
    """Who read an article, by which profile; what an answer repeats; a record found by its place."""
    for statement in READING_AGAIN:
        db.conn.execute(statement)


@MIGRATIONS()
def m003_revisions(db: Database) -> None:
    """What sort of change made each wording, when it was last seen, and when articles were gone."""
    for statement in REVISIONS:
        db.conn.execute(statement)


@MIGRATIONS()
def m004_reading_room(db: Database) -> None:
    """What the reading room asks: counts that triggers keep, words of Chinese and its like, indexes."""
    for statement in (*facet_counts.STATEMENTS, *cjk_index.STATEMENTS):
        db.conn.execute(statement)
    cjk_index.fill(db.conn)


@MIGRATIONS()
def m005_tallies(db: Database) -> None:
    """What more the reading room asks: articles of an author, links to an address, fields of a run."""
    for statement in counters.STATEMENTS:
        db.conn.execute(statement)


@MIGRATIONS()
def m006_revisits(db: Database) -> None:
    """What decides when an address is asked again, and what a site answers for one that cannot exist."""
    for statement in REVISITS:
        db.conn.execute(statement)


@MIGRATIONS()
def m007_withdrawals(db: Database) -> None:
    """What was taken out of the archive, and is never asked again."""
    for statement in withdrawals.STATEMENTS:
        db.conn.execute(statement)


@MIGRATIONS()
def m008_site_memories(db: Database) -> None:
    """What the pages of each site have in common."""
    db.conn.execute(
        """CREATE TABLE site_memories (
    site TEXT PRIMARY KEY REFERENCES sites(site),
    stories INTEGER NOT NULL,
    learnt_at TEXT NOT NULL,
    memory TEXT NOT NULL
)"""
    )


@MIGRATIONS()
def m009_likenesses(db: Database) -> None:
    """Which articles are nearly the same."""
    for statement in near_duplicate_links.STATEMENTS:
        db.conn.execute(statement)


@MIGRATIONS()
def m010_shelved(db: Database) -> None:
    """On which shelf each article stands: what filters and facets ask of hundreds of thousands."""
    for statement in facet_counts.NUMBERED:
        db.conn.execute(statement)


@MIGRATIONS()
def m011_assets(db: Database) -> None:
    """In which order a run is handed out what waits: assets after all pages."""
    for statement in asset_pages.STATEMENTS:
        db.conn.execute(statement)


@MIGRATIONS()
def m012_parameters(db: Database) -> None:
    """Which parameters of addresses say nothing, and what shows it."""
    for statement in parameter_pairs.STATEMENTS:
        db.conn.execute(statement)


@MIGRATIONS()
def m013_bays(db: Database) -> None:
    """In which bay each article stands: its site, section and year as one character, to count hits by."""
    for statement in facet_counts.IN_BAYS:
        db.conn.execute(statement)


@MIGRATIONS()
def m014_story_ids(db: Database) -> None:
    """The publications' own ids of stories, which editions in several languages share."""
    for statement in translations.STATEMENTS:
        db.conn.execute(statement)


@MIGRATIONS()
def m_what_became_of_pages(db: Database) -> None:
    """What became of each page that a run fetched, and which pages declare themselves articles."""
    for statement in page_outcomes.STATEMENTS:
        db.conn.execute(statement)


@MIGRATIONS()
def m_no_learnt_parameters(db: Database) -> None:
    """Parameters of addresses are not learnt any more; rows of `urls` that name one stay."""
    for statement in parameter_pairs.DROPPED:
        db.conn.execute(statement)


@MIGRATIONS()
def drop_site_memories(db: Database) -> None:
    """Site memory is gone: the table of what the pages of each site have in common."""
    db.conn.execute("DROP TABLE site_memories")


@MIGRATIONS()
def m_pages_missing(db: Database) -> None:
    """How many further pages of an article did not come yet."""
    db.conn.execute("ALTER TABLE articles ADD COLUMN pages_missing INTEGER NOT NULL DEFAULT 0")


@MIGRATIONS()
def m_standing_alarms(db: Database) -> None:
    """Since when an alarm stands; fields that pages no longer show; changes that many articles share."""
    for statement in (*run_rows.STANDING_ALARMS, *hidden_fields.STATEMENTS, *recent_changes.STATEMENTS):
        db.conn.execute(statement)


@MIGRATIONS()
def m_asked_as_linked(db: Database) -> None:
    """The form in which an address is asked, where that is not the one by which it is known."""
    db.conn.execute("ALTER TABLE frontier ADD COLUMN asked_url TEXT")


@MIGRATIONS()
def m_revisions_by_capture(db: Database) -> None:
    """The wording that a capture brought is found at once."""
    db.conn.execute("CREATE INDEX revisions_capture ON revisions(capture_id)")


@MIGRATIONS()
def m_what_lists_brought(db: Database) -> None:
    """How many addresses each list, feed or site map was the first to name."""
    db.conn.execute("ALTER TABLE frontier ADD COLUMN brought INTEGER NOT NULL DEFAULT 0")
    db.conn.execute(
        "UPDATE frontier SET brought = named.number"
        " FROM (SELECT site, found_on_url, count(*) AS number FROM frontier GROUP BY site, found_on_url)"
        " AS named"
        " WHERE named.site = frontier.site AND named.found_on_url = frontier.url"
        " AND frontier.kind IN ('front', 'feed', 'sitemap')"
    )


@MIGRATIONS()
def m_incomplete_articles(db: Database) -> None:
    """Finds the articles that lack further pages without reading all articles."""
    db.conn.execute("CREATE INDEX articles_incomplete ON articles (site) WHERE pages_missing > 0")


@MIGRATIONS()
def m_absence_claims(db: Database) -> None:
    """Which addresses say that their article is gone, until that is believed."""
    for statement in removal_claims.STATEMENTS:
        db.conn.execute(statement)


@MIGRATIONS()
def m_turns(db: Database) -> None:
    """Fronts that brought new stories lately, new stories, other lists, known and dead addresses."""
    for statement in turns.STATEMENTS:
        db.conn.execute(statement)


def applied(conn: sqlite3.Connection) -> tuple[str, ...]:
    """The names of the migrations that this database went through; `()` for one that is not ours."""
    known = conn.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (MIGRATIONS.migrations_table,))
    if known.fetchone() is None:
        return ()
    names = conn.execute(
        f"SELECT name FROM {MIGRATIONS.migrations_table} WHERE migration_set = ? ORDER BY id",  # noqa: S608
        (MIGRATIONS.name,),
    )
    return tuple(name for (name,) in names)


def unknown(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Migrations that the database went through and this version does not know: it is newer than we are."""
    ours = {migration.name for migration in MIGRATIONS._migrations}  # noqa: SLF001 - no public way to ask
    return tuple(name for name in applied(conn) if name not in ours)


def pending(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Migrations that this version knows and the database did not go through: it is older than we are.

    All of them for a database that is none of ours yet.
    """
    done = applied(conn)
    return tuple(migration.name for migration in MIGRATIONS._migrations if migration.name not in done)  # noqa: SLF001


def has_other_tables(conn: sqlite3.Connection) -> bool:
    """Whether the database holds tables, but none of ours: somebody else's database."""
    return not applied(conn) and conn.execute("SELECT 1 FROM sqlite_master").fetchone() is not None


def migrate(db: Database) -> None:
    """Bring the database to the newest schema; does nothing if it is there already.

    One transaction for all of it, begun IMMEDIATE, so that a second writer waits and is not refused.
    """
    if not MIGRATIONS.pending(db):
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        MIGRATIONS.apply(db)
        db.conn.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise
