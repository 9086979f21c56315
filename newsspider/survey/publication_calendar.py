"""The zone of a publication's clock, and the order of its dates in figures."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from newsspider.survey.profile_text import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.survey.observed import Observed

LEAST_STAMPS = 3
LEAST_ORDERED = 3
_OFFSET = re.compile(r"\d\d:?\d\d(?::?\d\d)?(?:\.\d+)?\s*(?P<sign>[+-])(?P<hours>\d\d):?(?P<minutes>\d\d)$")
_FIGURES = re.compile(
    r"(?<![\d./-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?:\d{4}|\d\d)(?![\d./-])"
)
_REGION = re.compile(r"^[a-z]{2,3}(?:[-_][A-Z][a-z]{3})?[-_](?P<region>[A-Z]{2})$")
# Domains of countries that are sold to everybody.
_SOLD = frozenset(("io", "tv", "me", "co", "ai", "cc", "fm", "am", "ly", "to", "ws", "nu", "gg", "sh", "is"))
_OWN_NAMES = {"uk": "GB"}
# Of zones with the same clock, the one of most people; the clock is what matters.
_LARGE = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "Europe/London",
    "Europe/Berlin", "Europe/Athens", "Europe/Moscow", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo",
    "Australia/Sydney", "Pacific/Auckland", "America/Sao_Paulo",
)  # fmt: skip


def zone_line(seen: Observed) -> Line | None:
    """The zone whose clock all stated offsets agree with: in the publication's country, else anywhere.

    Without a country, the offsets must tell summer time from winter time.
    """
    stamps = list(_stamps(seen))
    country = _country(seen)
    if country:
        fitting = [name for name in _zones(country) if _agrees(name, stamps)]
        if fitting and (stamps or len({_clock(name) for name in fitting}) == 1):
            why = f"its address or its language names the country {country}"
            return Line(key="zone", value=fitting[0], why=why + _told(stamps))
    if len(stamps) < LEAST_STAMPS or len({offset for _, offset in stamps}) < 2:
        return None
    fitting = [name for name in _LARGE if _agrees(name, stamps)]
    if not fitting:
        return None
    return Line(key="zone", value=fitting[0], why=f"or one with the same clock{_told(stamps)}")


def _told(stamps: list[tuple[datetime, timedelta]]) -> str:
    return f"; {len(stamps)} stated times agree" if stamps else "; no stated time contradicts"


def _stamps(seen: Observed) -> Iterator[tuple[datetime, timedelta]]:
    """The moments that articles and feeds state with an offset from universal time, other than zero."""
    raws = {(one.article.published_raw, one.article.published_at) for one in seen.articles() if one.article}
    dates = (link.hint.date for one in seen.lists("feed") for link in one.links)
    raws |= {(stated.raw, stated.at) for stated in dates if stated}
    for raw, at in raws:
        found = _OFFSET.search(raw or "")
        if found and at:
            offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
            if offset:
                yield at, offset if found["sign"] == "+" else -offset


def _agrees(name: str, stamps: list[tuple[datetime, timedelta]]) -> bool:
    zone = ZoneInfo(name)
    return all(at.astimezone(zone).utcoffset() == offset for at, offset in stamps)


def _clock(name: str) -> tuple[timedelta | None, ...]:
    """What a zone's clock showed in the months of the last thirty years."""
    zone = ZoneInfo(name)
    months = ((year, month) for year in range(1996, 2026) for month in range(1, 13))
    return tuple(datetime(year, month, 15, tzinfo=UTC).astimezone(zone).utcoffset() for year, month in months)


def _country(seen: Observed) -> str | None:
    """The country of the domain; else the region that all pages name with their language."""
    ending = (urlsplit(seen.site.home_url).hostname or "").rpartition(".")[2].lower()
    if len(ending) == 2 and ending.isalpha() and ending not in _SOLD:
        return _OWN_NAMES.get(ending, ending.upper())
    regions = Counter[str]()
    documents = [one.document for one in seen.pages() if one.document]
    for document in documents:
        tags = (document.meta("og:locale") or "", document.language or "")
        regions.update({found["region"] for tag in tags if (found := _REGION.match(tag))})
    # Programs set en-US by default: it says nothing about a place.
    named = [region for region, number in regions.items() if number >= 0.9 * len(documents)]
    return named[0] if len(named) == 1 and named[0] != "US" else None


@cache
def _zones(country: str) -> tuple[str, ...]:
    """The zones of a country, that of most people first."""
    text = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(row[2] for row in rows if row[0] == country)


def order_line(seen: Observed) -> Line | None:
    """The order of dates in figures, if some of them can be read in one order only and none in another."""
    raws = {one.article.published_raw or "" for one in seen.articles() if one.article}
    dates = (link.hint.date for one in seen.answers for link in one.links)
    raws |= {stated.raw or "" for stated in dates if stated}
    orders = Counter[str]()
    for found in filter(None, map(_FIGURES.search, raws)):
        first, second = int(found["a"]), int(found["b"])
        if first > 12 >= second:
            orders["DMY"] += 1
        elif second > 12 >= first:
            orders["MDY"] += 1
    if len(orders) != 1 or orders.total() < LEAST_ORDERED:
        return None
    (order, number), *_ = orders.most_common(1)
    return Line(key="date_order", value=order, why=f"{number} dates in figures can be read only so")
