"""Hints that arrive after their article was stored: they fill its unknown fields."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from newsspider.items import Hint
from newsspider.revisions import compare, listing_hints
from newsspider.storage.articles import article_rows, revision_rows
from newsspider.storage.serialisation import compact_json, moment_or_none, read_day, read_hint, read_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from newsspider.items import FoundLink, Precision
    from newsspider.storage.transaction import SqlValue, Transaction

_STORED = """
SELECT articles.id, frontier.hint, headline, published_on, published_precision, published_source, section,
    issue, provenance, EXISTS (SELECT 1 FROM article_authors WHERE article_id = articles.id)
FROM json_each(?) AS wanted
CROSS JOIN frontier ON frontier.site = ? AND frontier.url = wanted.value AND frontier.hint IS NOT NULL
CROSS JOIN urls ON urls.site = frontier.site AND urls.url = frontier.url
    AND urls.reason NOT IN ('page', 'front')
CROSS JOIN articles ON articles.id = urls.article_id"""


def telling(links: Iterable[FoundLink]) -> list[str]:
    """The addresses of the links whose hints say more than a link's words."""
    return [
        link.url
        for link in links
        if link.hint.date or link.hint.issue or link.hint.section or link.hint.authors
    ]


def fill(transaction: Transaction, site: str, urls: Iterable[str]) -> None:
    """Fill the unknown fields of the articles at these addresses from the hints in the frontier."""
    found = transaction.conn.execute(_STORED, (json.dumps(list(urls)), site)).fetchall()
    for article_id, hint, headline, on, precision, source, section, issue, provenance, has_authors in found:
        said: dict[str, str] = json.loads(provenance)
        stored = listing_hints.Stored(
            headline=headline,
            published_on=read_day(on),
            published_precision=cast("Precision | None", precision),
            published_source=source,
            section=section,
            issue=issue,
            authors_source=said.get("authors", "unknown") if has_authors else None,
        )
        new = listing_hints.additions(read_hint(hint), stored, today=read_moment(transaction.at).date())
        if new != Hint():
            _add(transaction, article_id, new, said)


def _add(transaction: Transaction, article_id: int, new: Hint, provenance: Mapping[str, str]) -> None:
    columns = _columns(new)
    told = {
        "headline": new.text,
        "published": new.date,
        "section": new.section,
        "issue": new.issue,
        "authors": new.authors,
    }
    columns["provenance"] = compact_json(
        {**provenance, **{name: "hint" for name, value in told.items() if value}}
    )
    if new.authors:
        article_rows.set_authors(transaction, article_id, new.authors)
    if new.text or new.authors:
        columns["content_hash"] = _reword(transaction, article_id, new)
    settings = ", ".join(f"{name} = :{name}" for name in columns)
    transaction.conn.execute(
        f"UPDATE articles SET {settings} WHERE id = :id",  # noqa: S608 # our own words
        columns | {"id": article_id},
    )


def _columns(new: Hint) -> dict[str, SqlValue]:
    columns: dict[str, SqlValue] = {"headline": new.text, "section": new.section, "issue": new.issue}
    columns = {name: value for name, value in columns.items() if value}
    if new.date:
        columns |= {
            "published_on": new.date.on.isoformat(),
            "published_precision": new.date.precision,
            "published_at": moment_or_none(new.date.at),
            "published_raw": new.date.raw,
            "published_source": "hint",
        }
    return columns


def _reword(transaction: Transaction, article_id: int, new: Hint) -> str:
    """The hash of the newest revision with the hint's headline and authors; the page did not change."""
    latest = revision_rows.latest(transaction, article_id)
    wording = replace(latest, headline=latest.headline or new.text, authors=new.authors or latest.authors)
    content_hash = compare.revision_hash(wording)
    revision_rows.reword(transaction, article_id, wording, content_hash=content_hash)
    return content_hash
