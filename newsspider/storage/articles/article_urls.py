"""The table `urls`: every address that led to an article, and which of them still answer.

One address speaks for an article: its canonical address once that was fetched, otherwise the first one
fetched. The others are duplicates: their answers renew the article and change nothing, so that a print
view or a stale copy does not make a revision on every visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsspider.storage.transaction import insert

if TYPE_CHECKING:
    import sqlite3

    from newsspider.storage.transaction import Transaction

Reason = Literal[
    "canonical", "fetched", "found", "rewritten", "redirect", "duplicate", "page", "front", "parameter"
]

# Reasons of addresses that answered with the article themselves.
ANSWERING = ("canonical", "fetched", "duplicate")


class UrlRow(NamedTuple):
    """One row of `urls`."""

    id: int
    url: str
    article_id: int | None
    reason: str
    target_url: str | None
    last_seen_at: str | None
    gone_at: str | None

    @property
    def is_claim(self) -> bool:
        """Whether a page of the article declares this address canonical, and it never answered itself."""
        return self.reason == "canonical" and self.last_seen_at is None


_COLUMNS = "id, url, article_id, reason, target_url, last_seen_at, gone_at"


def row(transaction: Transaction, site: str, url: str) -> UrlRow | None:
    """The row of an address; None if it is unknown."""
    found = transaction.conn.execute(
        f"SELECT {_COLUMNS} FROM urls WHERE site = ? AND url = ?",  # noqa: S608
        (site, url),
    ).fetchone()
    return UrlRow(*found) if found else None


def rows_of(transaction: Transaction, article_id: int) -> tuple[UrlRow, ...]:
    """All addresses of an article."""
    found = transaction.conn.execute(
        f"SELECT {_COLUMNS} FROM urls WHERE article_id = ? ORDER BY id",  # noqa: S608
        (article_id,),
    )
    return tuple(UrlRow(*values) for values in found)


def note(transaction: Transaction, site: str, url: str, reason: str, *, article_id: int | None = None) -> int:
    """The id of the row of an address, which is made if needed.

    An address with an article keeps it and its reason; one without takes both.
    """
    known = row(transaction, site, url)
    if known is None:
        return _insert(transaction, site, url, reason, article_id=article_id)
    if known.article_id is None and article_id is not None:
        _attach(transaction, known.id, article_id, reason)
        _resolve(transaction, site, url, article_id)
    return known.id


def note_answer(transaction: Transaction, site: str, url: str, reason: Reason, *, article_id: int) -> int:
    """Record that an address answered with the article, and return the id of its row."""
    known = row(transaction, site, url)
    url_id = known.id if known else _insert(transaction, site, url, reason, article_id=article_id)
    transaction.conn.execute(
        "UPDATE urls SET article_id = ?, reason = ?, target_url = NULL, last_seen_at = ?, gone_at = NULL"
        " WHERE id = ?",
        (article_id, reason, transaction.at, url_id),
    )
    if known and known.article_id != article_id:
        _resolve(transaction, site, url, article_id)
    return url_id


def note_leading(transaction: Transaction, site: str, url: str, reason: Reason, *, target_url: str) -> None:
    """Record an address that leads to another one: redirected, rewritten, or a further page.

    It gets the other's article, now or as soon as that is known.
    """
    if url == target_url:
        return
    target = row(transaction, site, target_url)
    article_id = target.article_id if target else None
    known = row(transaction, site, url)
    if known is None:
        url_id = _insert(transaction, site, url, reason, article_id=article_id)
    elif reason == "redirect":
        # It no longer answers with the article, so it does not keep it alive.
        url_id = known.id
        transaction.conn.execute(
            "UPDATE urls SET reason = ?, article_id = coalesce(article_id, ?), last_seen_at = NULL"
            " WHERE id = ?",
            (reason, article_id, url_id),
        )
    elif known.article_id is None:
        url_id = known.id
        transaction.conn.execute(
            "UPDATE urls SET reason = ?, article_id = ? WHERE id = ?", (reason, article_id, url_id)
        )
    else:
        return
    transaction.conn.execute("UPDATE urls SET target_url = ? WHERE id = ?", (target_url, url_id))
    if article_id is not None:
        _resolve(transaction, site, url, article_id)


def renew(transaction: Transaction, known: UrlRow) -> bool:
    """Renew an address that answered with its article before; returns whether it did."""
    if known.reason not in ANSWERING or known.last_seen_at is None:
        return False
    transaction.conn.execute(
        "UPDATE urls SET last_seen_at = ?, gone_at = NULL WHERE id = ?", (transaction.at, known.id)
    )
    return True


def demote_others(transaction: Transaction, article_id: int, *, speaker_url: str) -> None:
    """Make every other address that spoke for the article a duplicate."""
    transaction.conn.execute(
        "UPDATE urls SET reason = 'duplicate' WHERE article_id = ? AND url <> ? AND last_seen_at IS NOT NULL"
        " AND reason IN ('canonical', 'fetched')",
        (article_id, speaker_url),
    )


def speakers(rows: Iterable[UrlRow]) -> Iterator[UrlRow]:
    """The addresses among *rows* that speak for their article: fetched, and not gone."""
    for found in rows:
        if found.reason in ("canonical", "fetched") and found.last_seen_at and not found.gone_at:
            yield found


def mark_gone(transaction: Transaction, site: str, urls: Iterable[str]) -> frozenset[int]:
    """Record that these addresses answer 404 or 410; returns their articles."""
    articles = set()
    for url in urls:
        known = row(transaction, site, url)
        if known is None:
            continue
        transaction.conn.execute(
            "UPDATE urls SET gone_at = coalesce(gone_at, ?) WHERE id = ?", (transaction.at, known.id)
        )
        if known.article_id is not None:
            articles.add(known.article_id)
    return frozenset(articles)


def disown(transaction: Transaction, url_id: int) -> None:
    """Take the article from an address that several articles declare and that never answered with one."""
    transaction.conn.execute("UPDATE urls SET article_id = NULL, reason = 'found' WHERE id = ?", (url_id,))


def is_list(conn: sqlite3.Connection, site: str, url: str) -> bool:
    """Whether an address is a front, feed or site map."""
    query = "SELECT 1 FROM frontier WHERE site = ? AND url = ? AND kind IN ('front', 'feed', 'sitemap')"
    return conn.execute(query, (site, url)).fetchone() is not None


def is_alive(transaction: Transaction, article_id: int) -> bool:
    """Whether any address still answers with the article, as far as is known."""
    return any(
        found.last_seen_at and not found.gone_at and found.reason in ANSWERING
        for found in rows_of(transaction, article_id)
    )


def _insert(transaction: Transaction, site: str, url: str, reason: str, *, article_id: int | None) -> int:
    values = {"site": site, "url": url, "article_id": article_id, "reason": reason}
    url_id = insert(transaction.conn, "urls", values)
    if article_id is not None:
        _resolve(transaction, site, url, article_id)
    return url_id


def _attach(transaction: Transaction, url_id: int, article_id: int, reason: str) -> None:
    transaction.conn.execute(
        "UPDATE urls SET article_id = ?, reason = ? WHERE id = ?", (article_id, reason, url_id)
    )


def _resolve(transaction: Transaction, site: str, url: str, article_id: int) -> None:
    """Give the article to the addresses that wait for this one, and to those that wait for them."""
    waiting = [url]
    while waiting:
        target = waiting.pop()
        found = transaction.conn.execute(
            "SELECT id, url FROM urls WHERE site = ? AND target_url = ? AND article_id IS NULL",
            (site, target),
        ).fetchall()
        for url_id, leading_url in found:
            transaction.conn.execute("UPDATE urls SET article_id = ? WHERE id = ?", (article_id, url_id))
            waiting.append(leading_url)
