"""Decide what a hint from a feed, site map or list may add to a stored article."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from newsspider.items import Hint
from newsspider.revisions.replay import fineness

if TYPE_CHECKING:
    from datetime import date

    from newsspider.items import Precision

# The reader trusts a hint more than these sources (`extraction.fields.published` and `authorship`).
WEAK_DATES = frozenset(
    ("inferred:line", "inferred:published-in", "declared:json-ld-modified", "declared:script")
)
WEAK_BYLINES = frozenset(("inferred:author-link",))


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """The stored values and sources of the fields that hints can fill."""

    headline: str | None
    published_on: date | None
    published_precision: Precision | None
    published_source: str | None
    section: str | None
    issue: str | None
    authors_source: str | None


def additions(hint: Hint, stored: Stored, *, today: date) -> Hint:
    """The part of *hint* that fills an unknown field or replaces a weaker source.

    A date later than tomorrow is ignored.
    """
    day = hint.date
    if day and (day.on > today + timedelta(days=1) or not _is_better_date(hint, stored)):
        day = None
    has_byline = stored.authors_source is not None and stored.authors_source not in WEAK_BYLINES
    return replace(
        hint,
        text=None if stored.headline else hint.text,
        date=day,
        section=None if stored.section else hint.section,
        issue=None if stored.issue else hint.issue,
        authors=() if has_byline else hint.authors,
    )


def merged(known: Hint, new: Hint) -> Hint:
    """Two hints for one address as one: the earlier values win, except for a finer date."""
    day = known.date or new.date
    if known.date and new.date and fineness(new.date.precision) > fineness(known.date.precision):
        day = new.date
    return Hint(
        text=known.text or new.text,
        date=day,
        issue=known.issue or new.issue,
        section=known.section or new.section,
        authors=known.authors or new.authors,
    )


def _is_better_date(hint: Hint, stored: Stored) -> bool:
    if stored.published_on is None or stored.published_source in WEAK_DATES:
        return True
    is_coarse_address = stored.published_source == "inferred:url" and stored.published_precision != "day"
    may_be_refined = stored.published_source == "hint" or is_coarse_address
    precision = hint.date.precision if hint.date else None
    return may_be_refined and fineness(precision) > fineness(stored.published_precision)
