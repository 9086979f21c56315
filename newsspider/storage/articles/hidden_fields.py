"""The table `hidden_fields`: known fields of an article that its page did not show at the last visit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from newsspider.storage.transaction import Transaction

# A field that was shown again in between and is hidden once more starts a new period.
_HIDE = """INSERT INTO hidden_fields (article_id, field, last_seen_at, hidden_at, run_id)
SELECT id, :field, last_seen_at, :at, :run_id FROM articles WHERE id = :article_id
ON CONFLICT (article_id, field) DO UPDATE SET run_id = excluded.run_id, shown_at = NULL,
    last_seen_at = CASE WHEN shown_at IS NULL THEN last_seen_at ELSE shown_at END,
    hidden_at = CASE WHEN shown_at IS NULL THEN hidden_at ELSE excluded.hidden_at END"""
_SHOW = """UPDATE hidden_fields SET shown_at = ?, run_id = ?
WHERE article_id = ? AND shown_at IS NULL AND field NOT IN (SELECT value FROM json_each(?))"""
_COUNT = """SELECT field, count(*) FILTER (WHERE h.run_id = ?1 AND shown_at IS NULL),
    count(*) FILTER (WHERE h.run_id = ?1 AND shown_at IS NOT NULL), count(*) FILTER (WHERE shown_at IS NULL),
    coalesce(min(canonical_url) FILTER (WHERE h.run_id = ?1 AND shown_at IS NULL), min(canonical_url))
FROM hidden_fields AS h JOIN articles ON articles.id = article_id
WHERE articles.site = ?2 AND (h.run_id = ?1 OR shown_at IS NULL) GROUP BY field"""
_ELSEWHERE = """SELECT count(*) FROM hidden_fields JOIN articles ON articles.id = article_id
WHERE field = 'text' AND shown_at IS NULL AND article_id <> ? AND articles.site = ?"""


def note(transaction: Transaction, article_id: int, fields: Iterable[str]) -> None:
    """Record which known fields the page does not show now; it shows all others.

    Call it before `last_seen_at` of the article is renewed: that moment is stored with each field.
    """
    hidden = sorted(fields)
    values = {"article_id": article_id, "at": transaction.at, "run_id": transaction.run_id}
    for field in hidden:
        transaction.conn.execute(_HIDE, values | {"field": field})
    transaction.conn.execute(_SHOW, (transaction.at, transaction.run_id, article_id, json.dumps(hidden)))


def renew(transaction: Transaction, article_id: int) -> None:
    """Record that the page did not change: it still hides the same fields.

    A page that showed less than the text was not accepted, so "not modified" refers to the page before it,
    which shows the text and what disappeared with it.
    """
    transaction.conn.execute(
        "UPDATE hidden_fields SET shown_at = ?1, run_id = ?2 WHERE article_id = ?3 AND shown_at IS NULL"
        " AND hidden_at >= (SELECT hidden_at FROM hidden_fields WHERE article_id = ?3 AND field = 'text'"
        " AND shown_at IS NULL)",
        (transaction.at, transaction.run_id, article_id),
    )
    transaction.conn.execute(
        "UPDATE hidden_fields SET run_id = ? WHERE article_id = ? AND shown_at IS NULL",
        (transaction.run_id, article_id),
    )


def others_without_text(transaction: Transaction, site: str, article_id: int) -> int:
    """How many other articles of the site show less of their text than is known."""
    (number,) = transaction.conn.execute(_ELSEWHERE, (article_id, site)).fetchone()
    return int(number)


def counts(conn: sqlite3.Connection, site: str, run_id: int) -> list[tuple[str, int, int, int, str]]:
    """For each field: articles of the run that lack it, that show it again, all that lack it, an example."""
    return conn.execute(_COUNT, (run_id, site)).fetchall()
