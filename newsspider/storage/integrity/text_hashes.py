"""Whether the texts in the database are what was written: their hashes, encoding and form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from newsspider.items import Verdict
from newsspider.revisions import compare
from newsspider.revisions.duplicates import hash_of_text
from newsspider.storage.articles import revision_rows
from newsspider.storage.integrity.database_checks import Fault

if TYPE_CHECKING:
    import sqlite3

    from newsspider.revisions.compare import RevisionText

_TABLES = """SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
    AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT GLOB '*_fts*' ORDER BY 1"""
_VERDICTS = frozenset(verdict.value for verdict in Verdict)
_JSON = frozenset((("revisions", "authors"), ("articles", "provenance")))
# At most so many rows of one table are named; one damaged page may hold hundreds.
_MOST_NAMED = 50
_QUICKLY_READ_BYTES = 200_000_000
_REVISIONS = "SELECT id, content_hash, headline, standfirst, authors, text FROM revisions"
_ARTICLES = """SELECT id, content_hash, text_hash, headline, standfirst,
    (SELECT json_group_array(name) FROM (SELECT authors.name FROM article_authors
        JOIN authors ON authors.id = article_authors.author_id
        WHERE article_authors.article_id = articles.id ORDER BY article_authors.position)), text
FROM articles"""


def faults(conn: sqlite3.Connection) -> Iterator[Fault]:
    """The rows whose texts are not what was written."""
    yield from _texts(conn)
    yield from _hashes(conn)


def damage(conn: sqlite3.Connection) -> str | None:
    """Why the database is damaged, in a few words; None if nothing shows damage.

    It runs before each crawl, so it is faster than `faults`: it takes no hashes, and in a large database
    it checks only SQLite's own structure.
    """
    (line,) = conn.execute("PRAGMA quick_check(1)").fetchone()
    if line != "ok":
        return str(line)
    (size_bytes,) = conn.execute(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
    ).fetchone()
    if size_bytes > _QUICKLY_READ_BYTES:
        return None
    found = next(_texts(conn), None)
    return f"{found.subject}: {found.what}" if found else None


def _texts(conn: sqlite3.Connection) -> Iterator[Fault]:
    with _raw(conn):
        for (name,) in conn.execute(_TABLES).fetchall():
            yield from _in_table(conn, name.decode())


@contextmanager
def _raw(conn: sqlite3.Connection) -> Iterator[None]:
    """Read texts as bytes, so that invalid UTF-8 can be seen."""
    before, conn.text_factory = conn.text_factory, bytes
    try:
        yield
    finally:
        conn.text_factory = before


def _in_table(conn: sqlite3.Connection, table: str) -> Iterator[Fault]:
    columns = [
        (number, name.decode())
        for number, name, kind, *_ in conn.execute(f"PRAGMA table_info({table})")
        if kind.upper() == b"TEXT"
    ]
    named = 0
    for row in conn.execute(f"SELECT * FROM {table}"):  # noqa: S608 # the name is the database's own
        for number, name in columns:
            if (why := why_wrong(table, name, row[number])) and named < _MOST_NAMED:
                named += 1
                yield Fault("text", f"{table} row {_shown(row[0])}", f"its {name} {why}")


def why_wrong(table: str, column: str, value: Any) -> str | None:
    """What is wrong with a text value; None if nothing is."""
    if value is None:
        return None
    if not isinstance(value, bytes):
        return "is not text"
    if b"\0" in value:
        return f"has {value.count(0):,} zero bytes in it"
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"is not UTF-8 at byte {error.start:,}"
    return _misformed(table, column, text)


def _misformed(table: str, column: str, text: str) -> str | None:
    try:
        if column.endswith("_at"):
            datetime.fromisoformat(text)
        elif column.endswith("_on"):
            date.fromisoformat(text)
        elif (table, column) in _JSON:
            json.loads(text)
    except ValueError:
        wanted = "moment" if column.endswith("_at") else "day" if column.endswith("_on") else "JSON text"
        return f"is {text[:40]!r}, which is not a {wanted}"
    if column == "verdict" and text not in _VERDICTS:
        return f"is {text[:40]!r}, which is not a verdict"
    return None


def _hashes(conn: sqlite3.Connection) -> Iterator[Fault]:
    for id_, kept, *wording in conn.execute(_REVISIONS):
        if not _is_of(kept, revision_rows.from_row(*wording)):
            yield Fault("content-hash", f"revision {id_}", "its text does not match the stored hash")
    for id_, kept, text_hash, *wording in conn.execute(_ARTICLES):
        if text_hash != hash_of_text(wording[-1]):
            yield Fault("text-hash", f"article {id_}", "its text is not the one whose hash is stored")
        elif not _is_of(kept, revision_rows.from_row(*wording)):
            yield Fault("content-hash", f"article {id_}", "its text does not match the stored hash")


def is_whole(
    content_hash: str, text_hash: str | None, wording: tuple[str | None, str | None, str, str]
) -> bool:
    """Whether a text (headline, standfirst, JSON list of authors, text) is the one that was hashed.

    *text_hash* is None for a revision, which has none.
    """
    if text_hash is not None and text_hash != hash_of_text(wording[-1]):
        return False
    return _is_of(content_hash, revision_rows.from_row(*wording))


def _is_of(kept: str, wording: RevisionText) -> bool:
    return kept == compare.revision_hash(wording) or kept in compare.earlier_hashes(wording)


def _shown(value: Any) -> str:
    return value.decode("utf-8", "replace")[:80] if isinstance(value, bytes) else str(value)
