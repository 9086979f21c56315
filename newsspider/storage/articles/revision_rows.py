"""The table `revisions`: every revision of an article, with when it was first and last seen."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from newsspider.revisions import compare
from newsspider.revisions.compare import RevisionText
from newsspider.storage.serialisation import compact_json
from newsspider.storage.transaction import insert as new_row

if TYPE_CHECKING:
    from newsspider.items import Article, RevisionKind
    from newsspider.storage.transaction import SqlValue, Transaction

# Paragraphs are stored as one text, with a blank line between them.
BETWEEN = "\n\n"


def insert(
    transaction: Transaction,
    article_id: int,
    article: Article,
    *,
    number: int,
    capture_id: int | None,
    kind: RevisionKind,
) -> None:
    """Store a revision seen for the first time."""
    values: dict[str, SqlValue] = {
        "article_id": article_id,
        "number": number,
        "capture_id": capture_id,
        "seen_at": transaction.at,
        "content_hash": compare.content_hash(article),
        "headline": article.headline,
        "standfirst": article.standfirst,
        "authors": compact_json(article.authors),
        "text": article.text,
        "html": article.html,
        "kind": kind,
        "last_seen_at": transaction.at,
    }
    new_row(transaction.conn, "revisions", values)


def complete(transaction: Transaction, article_id: int, article: Article, *, capture_id: int | None) -> None:
    """Give the newest revision the pages that were missing; it stays the same revision."""
    values: dict[str, SqlValue] = {
        "article_id": article_id,
        "capture_id": capture_id,
        "content_hash": compare.content_hash(article),
        "text": article.text,
        "html": article.html,
        "at": transaction.at,
    }
    transaction.conn.execute(
        "UPDATE revisions SET capture_id = :capture_id, content_hash = :content_hash, text = :text,"
        " html = :html, last_seen_at = :at WHERE article_id = :article_id"
        " AND number = (SELECT revision_count FROM articles WHERE id = :article_id)",
        values,
    )


def reword(transaction: Transaction, article_id: int, wording: RevisionText, *, content_hash: str) -> None:
    """Give the newest revision another headline and byline; it stays the same revision."""
    transaction.conn.execute(
        "UPDATE revisions SET headline = ?, authors = ?, content_hash = ? WHERE article_id = ?"
        " AND number = (SELECT revision_count FROM articles WHERE id = ?)",
        (wording.headline, compact_json(wording.authors), content_hash, article_id, article_id),
    )


def renew(transaction: Transaction, article_id: int) -> None:
    """Record that the newest revision was seen just now."""
    transaction.conn.execute(
        "UPDATE revisions SET last_seen_at = ? WHERE article_id = ?"
        " AND number = (SELECT revision_count FROM articles WHERE id = ?)",
        (transaction.at, article_id, article_id),
    )


def latest(transaction: Transaction, article_id: int) -> RevisionText:
    """The newest revision of an article."""
    headline, standfirst, authors, text = transaction.conn.execute(
        "SELECT headline, standfirst, authors, text FROM revisions WHERE article_id = ?"
        " ORDER BY number DESC LIMIT 1",
        (article_id,),
    ).fetchone()
    return from_row(headline, standfirst, authors, text)


def from_row(headline: str | None, standfirst: str | None, authors: str, text: str) -> RevisionText:
    """The text in a row of `revisions`; authors that are not a list of names are ()."""
    return RevisionText(
        headline=headline,
        standfirst=standfirst,
        authors=_names(authors),
        body=tuple(text.split(BETWEEN)) if text else (),
    )


def _names(text: str) -> tuple[str, ...]:
    try:
        stored = json.loads(text)
    except ValueError:
        return ()
    return tuple(map(str, stored)) if isinstance(stored, list) else ()
