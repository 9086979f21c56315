"""Which sites of a collection are due, and in which order they are crawled; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet
    from datetime import datetime

    from newsspider.profiles.timetables import Timetable

# A run that ended so did not do its work: the site is due again at once.
UNFINISHED = frozenset(("interrupted", "killed", "disk full", "archive failed"))


@dataclass(frozen=True, kw_only=True, slots=True)
class LastRun:
    """The last run of a site; `reason` is None while it lasts, or if it was killed."""

    started_at: datetime
    reason: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DueSite:
    """A site and the moment since which, or from which, it is due; `servers` are those of its hosts."""

    name: str
    due_at: datetime
    servers: frozenset[str] = frozenset()


def due_at(timetable: Timetable, last: LastRun | None, *, added_at: datetime) -> datetime:
    """When a site is due, in UTC: at once if it was never crawled or if its last run did not finish.

    Runs that were missed are made up for by one.
    """
    if last is None:
        return added_at
    if last.reason is None or last.reason in UNFINISHED:
        return last.started_at
    return timetable.due_after(last.started_at)


def is_overdue(timetable: Timetable, due: datetime, now: datetime) -> bool:
    """Whether a site has missed its turn, and the next one, too."""
    return now > timetable.due_after(due)


def in_order(sites: Iterable[DueSite], now: datetime) -> list[DueSite]:
    """The sites that are due at *now*; the one that waits longest comes first."""
    return sorted((site for site in sites if site.due_at <= now), key=lambda site: (site.due_at, site.name))


def next_to_start(waiting: Iterable[DueSite], busy: AbstractSet[str]) -> DueSite | None:
    """The first waiting site none of whose servers is *busy* with another one."""
    return next((site for site in waiting if not site.servers & busy), None)
