"""Links between articles that are nearly the same, or one story in two languages; they stay two articles.

Triggers mark which texts lack a fingerprint: new articles, changed texts, and those of an older version.
The writer fills a bounded number at a time.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from newsspider.revisions import near_duplicates

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

MOST_AT_A_TIME = 100


_MISSING = """SELECT a.id, a.site, a.text FROM text_fingerprints AS f
JOIN articles AS a ON a.id = f.article_id WHERE f.bands IS NULL ORDER BY f.article_id LIMIT ?"""
# The ones with most in common first: a standing text, such as a notice in every issue, is like many.
_ALIKE = """SELECT a.id, a.text FROM (
    SELECT b.article_id, count(*) AS common FROM json_each(?1) AS own
    CROSS JOIN fingerprint_bands AS b ON b.band = own.value
    GROUP BY b.article_id HAVING common >= ?2
) AS found JOIN articles AS a ON a.id = found.article_id WHERE a.site = ?3 AND a.id <> ?4
ORDER BY common DESC, a.id LIMIT ?5"""
MOST_COMPARED = 20
_LINKED = """SELECT d.id, a.text FROM duplicates AS d
JOIN articles AS a ON a.id = d.article_id + d.other_id - ?1
WHERE d.reason = 'near' AND (d.article_id = ?1 OR d.other_id = ?1)"""

# An address that more articles than this name as their other language is a list, or a mistake.
MOST_NAMED_BY = 2
_EDITIONS = """SELECT named.id, a.id FROM editions AS e
JOIN articles AS named ON named.id = e.article_id
JOIN sites CROSS JOIN urls AS u ON u.site = sites.site AND u.url = e.url
JOIN articles AS a ON a.id = u.article_id
WHERE (e.article_id = ?1 OR e.url IN (SELECT url FROM urls WHERE article_id = ?1)) AND a.id <> named.id
    AND a.language IS NOT named.language
    AND (SELECT count(*) FROM editions AS other WHERE other.url = e.url) <= ?2"""


def fill(conn: sqlite3.Connection, *, at: str, most: int = MOST_AT_A_TIME) -> int:
    """Find near duplicates of articles without a fingerprint; returns how many articles that were."""
    missing = conn.execute(_MISSING, (most,)).fetchall()
    for article_id, site, text in missing:
        _look(conn, article_id, site, text, at=at)
    return len(missing)


def keep_editions(conn: sqlite3.Connection, article_id: int, editions: Mapping[str, str], *, at: str) -> None:
    """Store which editions an article's page names, and link those that are in the archive.

    Either may have come first, so both directions are looked up.
    """
    conn.execute("DELETE FROM editions WHERE article_id = ?", (article_id,))
    conn.executemany(
        "INSERT INTO editions VALUES (?, ?, ?)",
        [(article_id, language, url) for language, url in editions.items()],
    )
    for one_id, other_id in conn.execute(_EDITIONS, (article_id, MOST_NAMED_BY)).fetchall():
        link(conn, one_id, other_id, "language", at=at)


def link(
    conn: sqlite3.Connection, one_id: int, other_id: int, reason: str, *, at: str, share: float | None = None
) -> None:
    """Record that two articles tell one story, and why; once for each reason."""
    conn.execute(
        "INSERT OR IGNORE INTO duplicates (article_id, other_id, reason, share, found_at)"
        " VALUES (?, ?, ?, ?, ?)",
        (*sorted((one_id, other_id)), reason, None if share is None else round(share, 3), at),
    )


def _look(conn: sqlite3.Connection, article_id: int, site: str, text: str, *, at: str) -> None:
    """Store the fingerprint of an article, and link it with the one most like it.

    One link each is enough: a hundred equal articles then make a hundred rows instead of five thousand.
    """
    own = near_duplicates.shingles(text)
    bands = near_duplicates.bands(own)
    conn.execute("DELETE FROM fingerprint_bands WHERE article_id = ?", (article_id,))
    if not _still_linked(conn, article_id, own if bands else frozenset()) and bands:
        values = (json.dumps(bands), near_duplicates.BANDS_ALIKE, site, article_id, MOST_COMPARED)
        found = conn.execute(_ALIKE, values).fetchall()
        shares = [
            (near_duplicates.share(own, near_duplicates.shingles(other)), -other_id)
            for other_id, other in found
        ]
        share, other_id = max(shares, default=(0.0, 0))
        if share >= near_duplicates.NEAR:
            link(conn, article_id, -other_id, "near", at=at, share=share)
    conn.executemany("INSERT INTO fingerprint_bands VALUES (?, ?)", [(band, article_id) for band in bands])
    conn.execute("UPDATE text_fingerprints SET bands = ? WHERE article_id = ?", (len(bands), article_id))


def _still_linked(conn: sqlite3.Connection, article_id: int, own: frozenset[str]) -> bool:
    """Whether the article is still like one it is linked with; links that no longer hold are removed."""
    is_linked = False
    for duplicate_id, other in conn.execute(_LINKED, (article_id,)).fetchall():
        share = near_duplicates.share(own, near_duplicates.shingles(other))
        if share >= near_duplicates.NEAR:
            is_linked = True
            conn.execute("UPDATE duplicates SET share = ? WHERE id = ?", (round(share, 3), duplicate_id))
        else:
            conn.execute("DELETE FROM duplicates WHERE id = ?", (duplicate_id,))
    return is_linked
