"""What is read from a saved page, and how that differs from what must be read."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.survey import page_reading
from newsspider.survey.observed import Observed, Stop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from newsspider.items import Article
    from newsspider.profiles import SiteProfile

_TEXTS = ("headline", "standfirst", "section", "issue", "language")
MOST_DIFFERENT_LINES = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """A field that is not read as it must be; `lines` show how, as a diff."""

    field: str
    lines: tuple[str, ...]


def reading(
    html: bytes, url: str, *, content_type: str | None, at: datetime, profile: SiteProfile
) -> dict[str, object]:
    """What a page is and what is read from it, as plain values by field; an unknown field is left out."""
    seen = page_reading.seen_at(
        Stop(url=url, kind="article"),
        Observed(site=profile, at=at),
        body=html,
        url=url,
        content_type=content_type,
    )
    fields: dict[str, object] = {"verdict": str(seen.verdict)}
    if seen.article:
        fields |= _fields(seen.article)
    return {name: value for name, value in fields.items() if value}


def _fields(article: Article) -> dict[str, object]:
    return {name: getattr(article, name) for name in _TEXTS} | {
        "authors": list(article.authors),
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "body": list(article.body),
        "link_blocks": [
            f"{block.kind}: {block.label or '-'}: {len(block.links)}" for block in article.link_blocks
        ],
    }


def differences(expected: Mapping[str, object], read: Mapping[str, object]) -> tuple[Difference, ...]:
    """The expected fields that are read differently; a field that is not expected does not matter."""
    found = []
    for field, value in expected.items():
        before, after = _lines(value), _lines(read.get(field))
        if before != after:
            diff = difflib.unified_diff(before, after, "expected", "read", lineterm="", n=1)
            found.append(Difference(field=str(field), lines=tuple(diff)[2 : 2 + MOST_DIFFERENT_LINES]))
    return tuple(found)


def _lines(value: object) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
