"""The articles that a watch for words finds among new revisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.queries.selection import Selection, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.queries.connection import ReadOnly

_FOUND = """SELECT a.id, a.site, a.headline, a.canonical_url, r.number FROM revisions AS r
    JOIN articles AS a ON a.id = r.article_id
    WHERE r.id > ? AND r.id <= ? AND ({}) ORDER BY r.id"""


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchedRevision:
    """A new revision of an article that has the words now; `number` is 1 for a new article."""

    article_id: int
    site: str
    headline: str
    url: str
    number: int


def found(
    archive: ReadOnly, words: str, site: str | None, *, after: int, until: int
) -> Iterator[WatchedRevision]:
    """The revisions with ids above *after*, up to *until*, of articles that the query *words* finds."""
    which = where(Selection(query=words, site=site))
    if which is None:
        return
    for row in archive.rows(_FOUND.format(which.sql), (after, until, *which.values)):
        yield WatchedRevision(
            article_id=row["id"],
            site=row["site"],
            headline=row["headline"] or "",
            url=row["canonical_url"] or "",
            number=row["number"],
        )
