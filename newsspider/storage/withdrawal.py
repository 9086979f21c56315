"""Takes an article out of the tables, with everything that was read of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from newsspider.storage.articles import article_urls
from newsspider.storage.frontier import asset_pages
from newsspider.storage.integrity import database_repair
from newsspider.storage.integrity.database_checks import search_tables
from newsspider.storage.transaction import insert as new_row
from newsspider.web import urls

if TYPE_CHECKING:
    import sqlite3

_ARTICLE = """SELECT id, site, key, canonical_url FROM articles
WHERE key = ?1 OR id IN (SELECT article_id FROM urls WHERE url IN (?1, ?2)) ORDER BY key <> ?1, id"""
_ADDRESSES = """SELECT url FROM urls WHERE article_id = ?1
UNION SELECT canonical_url FROM articles WHERE id = ?1
UNION SELECT part.url FROM urls JOIN frontier AS part ON part.site = urls.site AND part.part_of_url = urls.url
WHERE article_id = ?1"""
_CAPTURES = """WITH own AS (SELECT id, url FROM captures
    WHERE site = ?1 AND address_url IN (SELECT value FROM json_each(?2)))
SELECT id, url FROM own
UNION SELECT id, url FROM captures WHERE same_as_id IN (SELECT id FROM own)"""
_OF_ARTICLE = (
    "images", "article_authors", "absences", "revisions", "hidden_fields", "recent_changes", "notices",
)  # fmt: skip
_BLOCKS = """SELECT id FROM link_blocks WHERE article_id = :article_id OR url_id IN (
    SELECT id FROM urls WHERE site = :site AND url IN (SELECT value FROM json_each(:urls)))"""
_CAPTURE_OF_REVISION = """UPDATE articles SET capture_id = (SELECT capture_id FROM revisions
    WHERE article_id = articles.id AND capture_id IS NOT NULL ORDER BY number DESC LIMIT 1)
WHERE capture_id IN (SELECT value FROM json_each(:captures))"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """What is taken out: an article, or an address without one, with all addresses and captures.

    `fetched_urls` are the addresses in the WARC records.
    """

    site: str
    url: str
    key: str | None = None
    article_id: int | None = None
    urls: frozenset[str] = frozenset()
    capture_ids: frozenset[int] = frozenset()
    fetched_urls: frozenset[str] = frozenset()


class NewFile(NamedTuple):
    """A rewritten WARC file: its name, its digest, and the new offsets of records by their old ones."""

    name: str
    digest: str
    places: Mapping[int, int]


def find(conn: sqlite3.Connection, name: str) -> Subject | None:
    """What *name* refers to: an address that led to an article, its key, or a captured address."""
    canonical_url = urls.canonical(name) or name
    row = conn.execute(_ARTICLE, (name, canonical_url)).fetchone()
    if row:
        article_id, site, key, url = row
        its_own = (address for (address,) in conn.execute(_ADDRESSES, (article_id,)).fetchall())
        # A list that an article names as its address (some call the home page canonical) is not its own.
        found = {address for address in its_own if not article_urls.is_list(conn, site, address)}
        found |= asset_pages.shown_alone(conn, site, found)
        return _subject(conn, Subject(site=site, url=url, key=key, article_id=article_id), found)
    row = conn.execute(
        "SELECT site, address_url FROM captures WHERE address_url IN (?, ?) ORDER BY id LIMIT 1",
        (name, canonical_url),
    ).fetchone()
    return _subject(conn, Subject(site=row[0], url=row[1]), {row[1]}) if row else None


def take_out(
    conn: sqlite3.Connection, subject: Subject, files: Mapping[str, NewFile], *, reason: str, at: str
) -> None:
    """Delete all rows of *subject*, leave its tombstone, and record in which files the others are now."""
    values = {
        "article_id": subject.article_id,
        "site": subject.site,
        "urls": json.dumps(sorted(subject.urls)),
        "captures": json.dumps(sorted(subject.capture_ids)),
    }
    _delete_rows(conn, values)
    withdrawal_id = new_row(
        conn,
        "withdrawals",
        {
            "site": subject.site,
            "key": subject.key,
            "url": subject.url,
            "reason": reason,
            "withdrawn_at": at,
        },
    )
    conn.executemany(
        "INSERT OR IGNORE INTO withdrawn_urls (site, url, withdrawal_id) VALUES (?, ?, ?)",
        [(subject.site, url, withdrawal_id) for url in sorted(subject.urls)],
    )
    for old, new in files.items():
        database_repair.move(conn, old, to=new.name, places=new.places)
        conn.execute(
            "INSERT INTO withdrawn_files (file, withdrawal_id, new_file, new_digest) VALUES (?, ?, ?, ?)",
            (old, withdrawal_id, new.name, new.digest),
        )
    # Words of deleted text stay in an index until its parts are merged.
    for table in search_tables(conn):
        conn.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608


def _subject(conn: sqlite3.Connection, subject: Subject, known: set[str]) -> Subject:
    """The subject with its captures, and the addresses of copies of the site it was requested at."""
    found = conn.execute(_CAPTURES, (subject.site, json.dumps(sorted(known)))).fetchall()
    home_url, bases = conn.execute(
        "SELECT home_url, (SELECT json_group_array(DISTINCT base_url) FROM runs"
        " WHERE runs.site = sites.site AND base_url IS NOT NULL) FROM sites WHERE site = ?",
        (subject.site,),
    ).fetchone()
    copies = {
        urls.rebase(url, host=urls.host_of(home_url or url), base=base)
        for base in json.loads(bases)
        for url in known
    }
    return Subject(
        site=subject.site,
        url=subject.url,
        key=subject.key,
        article_id=subject.article_id,
        urls=frozenset(known),
        capture_ids=frozenset(id_ for id_, _ in found),
        fetched_urls=frozenset({url for _, url in found} | known | copies),
    )


def delete_article(conn: sqlite3.Connection, article_id: int) -> None:
    """Delete the rows of an article; its addresses and captures stay, and lead to no article."""
    values = {"article_id": article_id}
    blocks = "SELECT id FROM link_blocks WHERE article_id = :article_id"
    conn.execute(f"DELETE FROM links WHERE link_block_id IN ({blocks})", values)  # noqa: S608
    conn.execute("DELETE FROM link_blocks WHERE article_id = :article_id", values)
    _delete_parts(conn, article_id)
    conn.execute(
        "UPDATE urls SET article_id = NULL, reason = 'found', target_url = NULL"
        " WHERE article_id = :article_id",
        values,
    )
    conn.execute("DELETE FROM articles WHERE id = :article_id", values)


def _delete_parts(conn: sqlite3.Connection, article_id: str | int | None) -> None:
    """Delete the rows that only this article has, and its authors without another article."""
    authors = conn.execute(
        "SELECT author_id FROM article_authors WHERE article_id = ?", (article_id,)
    ).fetchall()
    for table in _OF_ARTICLE:
        conn.execute(f"DELETE FROM {table} WHERE article_id = ?", (article_id,))  # noqa: S608
    conn.executemany(
        "DELETE FROM authors WHERE id = ?1 AND NOT EXISTS"
        " (SELECT 1 FROM article_authors WHERE author_id = ?1)",
        authors,
    )


def _delete_rows(conn: sqlite3.Connection, values: Mapping[str, str | int | None]) -> None:
    conn.execute(f"DELETE FROM links WHERE link_block_id IN ({_BLOCKS})", values)  # noqa: S608
    conn.execute(f"DELETE FROM link_blocks WHERE id IN ({_BLOCKS})", values)  # noqa: S608
    _delete_parts(conn, values["article_id"])
    conn.execute(
        "DELETE FROM urls WHERE article_id = :article_id"
        " OR (site = :site AND url IN (SELECT value FROM json_each(:urls)))",
        values,
    )
    conn.execute("DELETE FROM articles WHERE id = :article_id", values)
    conn.execute(
        "UPDATE revisions SET capture_id = NULL WHERE capture_id IN (SELECT value FROM json_each(:captures))",
        values,
    )
    conn.execute(_CAPTURE_OF_REVISION, values)
    conn.execute("DELETE FROM captures WHERE id IN (SELECT value FROM json_each(:captures))", values)
    conn.execute(
        "DELETE FROM asset_pages WHERE site = :site AND (url IN (SELECT value FROM json_each(:urls))"
        " OR page_url IN (SELECT value FROM json_each(:urls)))",
        values,
    )
    conn.execute(
        "DELETE FROM removal_claims WHERE site = :site AND url IN (SELECT value FROM json_each(:urls))",
        values,
    )
    conn.execute(
        "DELETE FROM frontier WHERE site = :site AND (url IN (SELECT value FROM json_each(:urls))"
        " OR part_of_url IN (SELECT value FROM json_each(:urls)))",
        values,
    )
