"""Articles that turn out to be further pages of another article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.items import Verdict
from newsspider.storage.articles import article_urls
from newsspider.storage.frontier import incoming

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.items import Unit
    from newsspider.storage.transaction import Transaction

# Tables whose rows belong to one article only; rows of other tables go over to the other article.
_OF_ARTICLE = """SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c
WHERE m.type = 'table' AND c.name = 'article_id' AND m.name NOT IN ('urls', 'link_blocks')"""


def absorb(
    transaction: Transaction, site: str, page_urls: Iterable[str], *, article_id: int, first_url: str
) -> None:
    """Make these addresses pages of the article; what was stored of them as articles is removed.

    Their captures and link blocks stay, now with the article.
    """
    conn = transaction.conn
    for url in page_urls:
        conn.execute(
            "UPDATE frontier SET part_of_url = ?, kind = 'article' WHERE site = ? AND url = ?"
            " AND part_of_url IS NULL",
            (first_url, site, url),
        )
        row = article_urls.row(transaction, site, url)
        if row and row.article_id not in (None, article_id) and row.reason in ("canonical", "fetched"):
            _remove(transaction, row.article_id, into=article_id)
            conn.execute(
                "UPDATE urls SET reason = 'page', target_url = ?, last_seen_at = NULL WHERE id = ?",
                (first_url, row.id),
            )


def release(transaction: Transaction, site: str, url: str) -> None:
    """Make a supposed further page an address of its own; the article no longer lacks it."""
    first_url = incoming.part_of(transaction.conn, site, url)
    if first_url is None:
        return
    transaction.conn.execute("UPDATE frontier SET part_of_url = NULL WHERE site = ? AND url = ?", (site, url))
    transaction.conn.execute(
        "UPDATE articles SET pages_missing = max(pages_missing - 1, 0)"
        " WHERE id = (SELECT article_id FROM urls WHERE site = ? AND url = ?)",
        (site, first_url),
    )


def is_joined_already(transaction: Transaction, unit: Unit) -> bool:
    """Whether the unit's page was named as a further page while its own answer was on its way."""
    if unit.article is None or unit.verdict is not Verdict.ARTICLE or unit.is_apart or unit.joined_urls:
        return False
    return incoming.part_of(transaction.conn, unit.site, unit.address_url or "") is not None


def request_as_stories(transaction: Transaction, site: str, page_urls: Iterable[str]) -> None:
    """Request supposed further pages that were not stored again, as stories of their own."""
    for url in page_urls:
        transaction.conn.execute(
            "UPDATE frontier SET part_of_url = NULL, due_at = ?, run_id = NULL, etag = NULL,"
            " last_modified = NULL, payload_hash = NULL WHERE site = ? AND url = ? AND verdict = 'page'",
            (transaction.at, site, url),
        )


def request_separately(transaction: Transaction, site: str, first_url: str) -> None:
    """Request the further pages of a first page that is gone as stories of their own."""
    row = article_urls.row(transaction, site, first_url)
    if row is None or row.article_id is None:
        pages = transaction.conn.execute(
            "SELECT url FROM frontier WHERE site = ? AND part_of_url = ?", (site, first_url)
        ).fetchall()
        request_as_stories(transaction, site, [url for (url,) in pages])


def _remove(transaction: Transaction, page_id: int | None, *, into: int) -> None:
    """Take an article's rows out; its addresses and link blocks go over to another article."""
    conn, ids = transaction.conn, (into, page_id)
    conn.execute("UPDATE link_blocks SET article_id = ? WHERE article_id = ?", ids)
    conn.execute("UPDATE urls SET article_id = ? WHERE article_id = ?", ids)
    authors = conn.execute(
        "SELECT author_id FROM article_authors WHERE article_id = ?", (page_id,)
    ).fetchall()
    conn.execute("DELETE FROM duplicates WHERE other_id = ?", (page_id,))
    for (table,) in conn.execute(_OF_ARTICLE).fetchall():
        conn.execute(f"DELETE FROM {table} WHERE article_id = ?", (page_id,))  # noqa: S608 # our own names
    conn.executemany(
        "DELETE FROM authors WHERE id = ?1"
        " AND NOT EXISTS (SELECT 1 FROM article_authors WHERE author_id = ?1)",
        authors,
    )
    conn.execute("DELETE FROM articles WHERE id = ?", (page_id,))
