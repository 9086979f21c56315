"""The name, identity and day of what is exported: a publication, or a part of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsspider.queries.models import Extent
    from newsspider.queries.selection import Selection

# The fields of a selection that make the id of an edition; one more would change the ids of all.
_IDENTIFYING = ("site", "since", "until", "section", "author", "query", "issue", "month", "is_new")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # the last change of an archive without articles


@dataclass(frozen=True, kw_only=True, slots=True)
class Edition:
    """The title, identity and day of an export.

    `id` is a URN (RFC 9562); the same part of the same publications always has the same.  `changed_at` is
    when its newest revision was first seen.
    """

    title: str
    id: str
    publisher: str
    changed_at: datetime
    home_url: str | None = None
    language: str | None = None
    part: str | None = None
    articles: int = 0
    earliest_on: date | None = None
    latest_on: date | None = None


def edition(extent: Extent, selection: Selection) -> Edition:
    """The edition of *selection*, whose sites, days and language are *extent*."""
    publisher = ", ".join(site.title or site.site for site in extent.sites) or "newsspider"
    part = _part(selection)
    return Edition(
        title=f"{publisher}: {part}" if part else publisher,
        id=_id(extent, selection),
        publisher=publisher,
        changed_at=extent.changed_at or _NEVER,
        home_url=extent.sites[0].home_url if len(extent.sites) == 1 else None,
        language=extent.language,
        part=part,
        articles=extent.articles,
        earliest_on=extent.earliest_on,
        latest_on=extent.latest_on,
    )


def _id(extent: Extent, selection: Selection) -> str:
    sites = (f"{site.site} {site.home_url}" for site in extent.sites)
    filters = (f"{name}={getattr(selection, name)}" for name in _IDENTIFYING)
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(("newsspider", *sites, *filters))).urn


def _part(selection: Selection) -> str | None:
    query = f"“{selection.query}”" if selection.query else None
    days = _days(selection.since, selection.until)
    issue = selection.issue if selection.issue != "" else "–"
    month = selection.month if selection.month != "" else "–"
    parts = (issue, month, selection.section, selection.author, query, days)
    return ", ".join(part for part in parts if part) or None


def _days(since: date | None, until: date | None) -> str | None:
    """A span of days in figures, which need no translation: `2019-07`, `2019–2021`."""
    if since and until:
        return _period(since, until) or f"{since}–{until}"
    if since:
        return f"{since}–"
    return f"–{until}" if until else None


def _period(since: date, until: date) -> str | None:
    """The years or the month from *since* to *until*; None if the days are others."""
    if (since.month, since.day, until.month, until.day) == (1, 1, 12, 31):
        return str(since.year) if since.year == until.year else f"{since.year}–{until.year}"
    is_month = since.day == 1 and (until.toordinal() + 1 == _next_month(since).toordinal())
    return f"{since:%Y-%m}" if is_month else None


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
