"""The pages in an archive, for viewers of its WARC files."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3

# The latest answer of each address that was fetched, fronts first, the home page before all.
_PAGES = """SELECT max(c.id), c.url, c.captured_at,
    coalesce(a.headline, CASE WHEN c.address_url = s.home_url THEN s.title END)
FROM captures AS c JOIN sites AS s ON s.site = c.site
LEFT JOIN urls AS u ON u.site = c.site AND u.url = c.address_url
LEFT JOIN articles AS a ON a.id = u.article_id
WHERE c.status IN (200, 203, 206) AND c.verdict IN ('article', 'stub', 'page', 'front')
    AND c.address_url NOT LIKE '%/robots.txt' AND c.warc_file IN (SELECT value FROM json_each(?))
GROUP BY c.site, c.url
ORDER BY c.address_url <> s.home_url, c.verdict <> 'front', c.site, a.published_on, c.id"""


class CapturedPage(NamedTuple):
    """A page by its last good answer: the address as fetched, the moment, and what it is called."""

    id: int
    url: str
    captured_at: str
    title: str | None


def captured(conn: sqlite3.Connection, files: Collection[str]) -> Iterator[CapturedPage]:
    """The pages whose last good answer is in one of *files*, each once; the home page first."""
    return (CapturedPage(*row) for row in conn.execute(_PAGES, (json.dumps(sorted(files)),)))


def warc_files(conn: sqlite3.Connection, site: str | None) -> frozenset[str]:
    """The WARC files with captures of a site, or of all."""
    found = conn.execute(
        "SELECT DISTINCT warc_file FROM captures WHERE warc_file IS NOT NULL AND (?1 IS NULL OR site = ?1)",
        (site,),
    )
    return frozenset(name for (name,) in found)
