"""Values from rows of the archive; an invalid value, such as a wrong date, is unknown."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from newsspider.article_fields import ARTICLE_FIELDS
from newsspider.items import Image, LinkBlock
from newsspider.queries.models import MARK_OFF, MARK_ON, Found, StoredArticle, StoredRun
from newsspider.run_reports import PageCounts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from newsspider.article_fields import ArticleField
    from newsspider.items import Link
    from newsspider.queries.models import StoredUrl

_SNIPPET_BEFORE, _SNIPPET_AFTER = 60, 100


def day(text: str | None) -> date | None:
    """A stored day."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def moment(text: str | None) -> datetime | None:
    """A stored moment, aware, in UTC."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def article(
    row: sqlite3.Row,
    *,
    authors: tuple[str, ...],
    urls: tuple[StoredUrl, ...],
    images: tuple[Image, ...],
    link_blocks: tuple[LinkBlock, ...],
) -> StoredArticle:
    """A row of `articles` with what the other tables hold of it."""
    return StoredArticle(
        id=row["id"],
        authors=authors,
        urls=urls,
        images=images,
        link_blocks=link_blocks,
        **{field.name: _value(row[field.column], field) for field in ARTICLE_FIELDS if field.group != "list"},
    )


def _value(stored: Any, field: ArticleField) -> Any:
    """The value of a field in its column; an invalid one is unknown."""
    if stored is None:
        return _IF_UNKNOWN.get(field.name)
    read = _READERS.get(field.type)
    return read(stored) if read else stored


_IF_UNKNOWN: dict[str, object] = {
    "text": "",
    "html": "",
    "word_count": 0,
    "revision_count": 1,
    "provenance": {},
}


def image(row: sqlite3.Row) -> Image:
    """A row of `images`."""
    return Image(url=row["url"], alt=row["alt"], caption=row["caption"], credit=row["credit"])


def link_block(row: sqlite3.Row, links: tuple[Link, ...]) -> LinkBlock:
    """A row of `link_blocks` with its links."""
    return LinkBlock(
        label=row["label"],
        kind=row["kind"],
        position=row["position"],
        links=links,
        group=row["group_label"],
    )


def run(row: sqlite3.Row) -> StoredRun:
    """A row of `runs`."""
    counts = {name: row[name] or 0 for name in _COUNTS}
    return StoredRun(
        id=row["id"],
        site=row["site"],
        started_at=moment(row["started_at"]),
        ended_at=moment(row["ended_at"]),
        duration_s=row["duration_s"],
        reason=row["reason"],
        exit_status=row["exit_status"],
        **counts,
    )


_COUNTS = tuple(count.name for count in fields(PageCounts))


def found(
    row: sqlite3.Row,
    *,
    authors: tuple[str, ...],
    marked: tuple[str | None, str | None] | None,
    parts: Sequence[str],
) -> Found:
    """A row of `articles` that a search found; *marked* is its headline and snippet by the index."""
    headline, snippet = marked or (None, None)
    if MARK_ON not in (snippet or "") and parts:
        snippet = _around(row["text"] or "", parts)
    return Found(
        id=row["id"],
        key=row["key"],
        site=row["site"],
        url=row["canonical_url"],
        headline=_marked(headline or row["headline"] or "", parts),
        authors=authors,
        section=row["section"],
        published_on=day(row["published_on"]),
        published_precision=row["published_precision"],
        snippet=" ".join((snippet or _start(row["text"] or "")).split()),
        standfirst=row["standfirst"],
        issue=row["issue"],
        language=row["language"],
        revision_count=row["revision_count"] or 1,
        gone_at=moment(row["gone_at"]),
    )


def _start(text: str) -> str:
    longest = _SNIPPET_BEFORE + _SNIPPET_AFTER
    if len(text) <= longest:
        return text
    whole_words, space, _ = text[:longest].rpartition(" ")
    return f"{whole_words if space else text[:longest]} …"


def _around(text: str, parts: Sequence[str]) -> str:
    """The surroundings of the first of *parts* that *text* holds, with its hits marked."""
    places = [place for part in parts if (place := text.casefold().find(part.casefold())) >= 0]
    if not places:
        return _start(text)
    begin, end = max(0, min(places) - _SNIPPET_BEFORE), min(places) + _SNIPPET_AFTER
    cut = f"{'…' if begin else ''}{text[begin:end]}{'…' if end < len(text) else ''}"
    return _marked(cut, parts)


def _marked(text: str, parts: Sequence[str]) -> str:
    if not parts:
        return text
    any_part = "|".join(re.escape(part) for part in sorted(parts, key=len, reverse=True))
    return re.sub(any_part, rf"{MARK_ON}\g<0>{MARK_OFF}", text, flags=re.IGNORECASE)


def _provenance(text: str | None) -> dict[str, str]:
    try:
        stored = json.loads(text or "{}")
    except ValueError:
        return {}
    return {str(name): str(source) for name, source in stored.items()} if isinstance(stored, dict) else {}


_READERS: dict[str, Callable[[Any], Any]] = {"date": day, "datetime": moment, "object": _provenance}
