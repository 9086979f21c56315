"""What the archive knows of one article's past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.queries.models import Absence, History, StoredRevision
from newsspider.queries.row_values import moment
from newsspider.storage.articles import revision_rows
from newsspider.web import urls

if TYPE_CHECKING:
    import sqlite3

    from newsspider.queries.connection import ReadOnly

_ARTICLE = """SELECT a.id, a.key, a.site, a.canonical_url, a.language FROM articles AS a
    WHERE a.key = ?1 OR a.id IN (
        SELECT u.article_id FROM sites AS s CROSS JOIN urls AS u ON u.site = s.site WHERE u.url IN (?1, ?2)
    )
    ORDER BY a.key <> ?1, a.id"""
_REVISIONS = """SELECT number, kind, seen_at, last_seen_at, headline, standfirst, authors, text
    FROM revisions WHERE article_id = ? ORDER BY number"""
_ABSENCES = "SELECT gone_at, verdict, back_at FROM absences WHERE article_id = ? ORDER BY id"


def history(archive: ReadOnly, name: str) -> History | None:
    """The history of the article that *name* refers to: any address that led to it, or its key."""
    with archive.snapshot():
        found = next(archive.rows(_ARTICLE, (name, urls.canonical(name) or name)), None)
        if found is None:
            return None
        return History(
            key=found["key"],
            site=found["site"],
            url=found["canonical_url"],
            language=found["language"],
            revisions=tuple(map(revision, archive.rows(_REVISIONS, (found["id"],)))),
            absences=tuple(map(_absence, archive.rows(_ABSENCES, (found["id"],)))),
        )


def revision(row: sqlite3.Row) -> StoredRevision:
    """A row of `revisions`."""
    return StoredRevision(
        number=row["number"],
        kind=row["kind"],
        first_seen_at=moment(row["seen_at"]),
        last_seen_at=moment(row["last_seen_at"]),
        wording=revision_rows.from_row(row["headline"], row["standfirst"], row["authors"], row["text"]),
    )


def _absence(row: sqlite3.Row) -> Absence:
    return Absence(gone_at=moment(row["gone_at"]), verdict=row["verdict"], back_at=moment(row["back_at"]))
