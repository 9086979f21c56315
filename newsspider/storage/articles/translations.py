"""The table `story_ids`: articles with the same id of the publication are one story in several languages."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newsspider.storage.articles.near_duplicate_links import link

if TYPE_CHECKING:
    import sqlite3

_BEARERS = """SELECT a.id, a.language FROM story_ids AS s JOIN articles AS a ON a.id = s.article_id
WHERE s.story_id = ? AND a.site = ? ORDER BY a.id LIMIT ?"""
MOST_EDITIONS = 30
REASON = "story id"


def keep(conn: sqlite3.Connection, site: str, article_id: int, story_id: str, *, at: str) -> None:
    """Store the id of an article, and link the article with those in other languages that have the same id.

    If two articles of one language have it, it is not the id of a story, and no articles are linked by it.
    """
    conn.execute(
        "INSERT INTO story_ids VALUES (?, ?) ON CONFLICT DO UPDATE SET story_id = excluded.story_id",
        (article_id, story_id),
    )
    bearers = conn.execute(_BEARERS, (story_id, site, MOST_EDITIONS)).fetchall()
    tongues = Counter((language or "").partition("-")[0] for _, language in bearers)
    if any(count > 1 for count in tongues.values()):
        conn.executemany(
            "DELETE FROM duplicates WHERE reason = ?1 AND (article_id = ?2 OR other_id = ?2)",
            [(REASON, one_id) for one_id, _ in bearers],
        )
        return
    for other_id, _ in bearers:
        if other_id != article_id and "" not in tongues:
            link(conn, article_id, other_id, REASON, at=at)
