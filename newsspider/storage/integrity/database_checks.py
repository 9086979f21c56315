"""What can be wrong inside a database: the queries of `verify`."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newsspider.storage.file_copies import copy_database

if TYPE_CHECKING:
    from collections.abc import Callable

# A repair recorded that these captures lost their record; they are no longer a finding.
LOST = "lost: its record could not be read"
_SEARCH_TABLES = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5%' ORDER BY 1"
_PLACES = """SELECT id, site, url, captured_at, status, payload_hash, warc_offset, same_as_id FROM captures
WHERE warc_file = ? AND warc_offset IS NOT NULL"""
_FILES = "SELECT warc_file, count(*) FROM captures WHERE warc_file IS NOT NULL GROUP BY 1 ORDER BY 1"
# The last capture of each address that was judged an article, if no article has that address.
# A first page whose further pages still wait may be stored when they arrive.
UNSTORED = """FROM captures AS c WHERE c.verdict IN ('article', 'stub')
    AND NOT EXISTS (SELECT 1 FROM captures AS newer WHERE newer.site = c.site
        AND newer.address_url = c.address_url AND newer.id > c.id AND newer.verdict <> 'not modified')
    AND NOT EXISTS (SELECT 1 FROM urls
        WHERE urls.site = c.site AND urls.url = c.address_url AND urls.article_id IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.capture_id = c.id)
    AND NOT EXISTS (SELECT 1 FROM frontier AS f WHERE f.site = c.site AND f.url = c.address_url
        AND (f.part_of_url IS NOT NULL OR f.verdict = 'dropped'))
    AND (c.note IS NOT NULL OR NOT EXISTS (SELECT 1 FROM frontier AS part
        WHERE part.site = c.site AND part.part_of_url = c.address_url AND part.done_at IS NULL))"""
# Each query gives whose row it is and what is wrong; `database_repair` knows how to repair it.
_RULES = {
    "article-capture": """SELECT 'article ' || id, CASE WHEN capture_id IS NULL THEN 'has no capture'
        ELSE 'names capture ' || capture_id || ', which is not there' END FROM articles
        WHERE NOT EXISTS (SELECT 1 FROM captures WHERE captures.id = articles.capture_id)""",
    "capture-place": f"""SELECT 'capture ' || id, 'has no record: ' || url FROM captures
        WHERE (warc_file IS NULL OR warc_offset IS NULL) AND coalesce(note, '') NOT LIKE '%{LOST}'""",  # noqa: S608
    "capture-same": """SELECT 'capture ' || c.id, 'repeats capture ' || c.same_as_id || ' with another body'
        FROM captures AS c JOIN captures AS same ON same.id = c.same_as_id
        WHERE c.status IN (200, 203, 206) AND c.payload_hash <> same.payload_hash""",
    "revision-count": """SELECT 'article ' || id, 'counts ' || revision_count || ' revisions, but '
        || (SELECT count(*) FROM revisions WHERE article_id = articles.id) || ' are kept' FROM articles
        WHERE revision_count <> (SELECT count(*) FROM revisions WHERE article_id = articles.id)""",
    "revision-latest": """SELECT 'article ' || a.id, 'is not worded as its last revision' FROM articles AS a
        JOIN revisions AS r ON r.article_id = a.id AND r.number = a.revision_count
        WHERE r.content_hash <> a.content_hash""",
    "article-address": """SELECT 'article ' || id, 'has no address' FROM articles
        WHERE NOT EXISTS (SELECT 1 FROM urls WHERE urls.article_id = articles.id)""",
    "address-capture": """SELECT 'address ' || url, 'answered with an article, but no capture of it is kept'
        FROM urls WHERE article_id IS NOT NULL AND last_seen_at IS NOT NULL
        AND reason IN ('canonical', 'fetched') AND NOT EXISTS (
            SELECT 1 FROM captures WHERE captures.site = urls.site AND captures.address_url = urls.url)
        AND NOT EXISTS (SELECT 1 FROM captures JOIN articles ON articles.capture_id = captures.id
            WHERE articles.id = urls.article_id)""",
    "capture-article": f"""SELECT 'capture ' || c.id, 'was judged an article, but no article is stored: '
        || c.address_url || coalesce(' (' || c.note || ')', '') {UNSTORED}""",
    "frontier-done": """SELECT 'address ' || url, 'is done in the frontier, but no capture of it is kept'
        FROM frontier WHERE verdict IN ('article', 'page', 'front', 'feed', 'sitemap', 'image', 'document',
            'requisite')
        AND NOT EXISTS (SELECT 1 FROM captures
            WHERE captures.site = frontier.site AND captures.address_url = frontier.url)""",
    "frontier-part": """SELECT 'address ' || url, 'is a page of ' || part_of_url || ', which is not known'
        FROM frontier AS part WHERE part_of_url IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM frontier WHERE frontier.site = part.site AND frontier.url = part.part_of_url)""",
}


class Fault(NamedTuple):
    """One fault: the rule, whose row it is, what is wrong."""

    rule: str
    subject: str
    what: str


class PlacedCapture(NamedTuple):
    """A capture and the offset of its record."""

    id: int
    site: str
    url: str
    captured_at: str
    status: int
    payload_hash: str | None
    offset: int
    same_as_id: int | None


def faults(conn: sqlite3.Connection, on_step: Callable[[str], None]) -> Iterator[Fault]:
    """All faults in the database of *conn*."""
    on_step("the database")
    for (line,) in conn.execute("PRAGMA integrity_check(50)"):
        if line != "ok":
            yield Fault("integrity", "news.db", line)
    for table, rowid, parent, _ in conn.execute("PRAGMA foreign_key_check"):
        yield Fault("foreign-key", f"{table} row {rowid}", f"names a row of {parent} that is not there")
    for rule, query in _RULES.items():
        on_step(f"the database: {rule}")
        for subject, what in conn.execute(query):
            yield Fault(rule, subject, what)
    on_step("the search index")
    yield from _search_faults(conn)


def files_of(conn: sqlite3.Connection) -> dict[str, int]:
    """The WARC files that captures name, and how many captures each has."""
    return dict(conn.execute(_FILES).fetchall())


def placed_in(conn: sqlite3.Connection, file: str) -> Iterator[PlacedCapture]:
    """The captures whose records are in *file*."""
    return (PlacedCapture(*values) for values in conn.execute(_PLACES, (file,)))


def search_tables(conn: sqlite3.Connection) -> list[str]:
    """The names of the full-text indexes."""
    return [name for (name,) in conn.execute(_SEARCH_TABLES)]


def _search_faults(conn: sqlite3.Connection) -> Iterator[Fault]:
    """The search indexes that disagree with their tables.

    The check is an INSERT, which would delay a running crawl; so it runs on a copy.
    """
    tables = search_tables(conn)
    with tempfile.TemporaryDirectory(prefix="newsspider-") as folder:
        copy_database(conn, Path(folder) / "copy.db")
        with closing(sqlite3.connect(Path(folder) / "copy.db")) as asked:
            yield from _asked(asked, tables)


def _asked(conn: sqlite3.Connection, tables: list[str]) -> Iterator[Fault]:
    for table in tables:
        try:
            conn.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
        except sqlite3.DatabaseError as error:
            yield Fault("search", table, f"does not agree with its table ({error})")
        finally:
            with suppress(sqlite3.Error):
                conn.rollback()
