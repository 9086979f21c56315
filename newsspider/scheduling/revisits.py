"""Decide when an address is requested again: soon while it is young, seldom when it is old."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from newsspider.items import Verdict

if TYPE_CHECKING:
    from newsspider.items import AddressKind, AssetKind

# A story is corrected most in its first days: asked daily for a week, then at a tenth of its age.
SHORTEST = timedelta(hours=20)  # a little under a day, so that a daily run finds it due
LONGEST = timedelta(days=180)
SHARE_OF_AGE = 0.1
# Lists, feeds and site maps are due in every run.
_AT_ONCE = frozenset((Verdict.FRONT, Verdict.FEED, Verdict.SITEMAP))
# Answers that may pass: asked again in the next run, then less and less often.
_PASSING = frozenset((Verdict.ERROR, Verdict.EMPTY, Verdict.UNREADABLE, Verdict.NOT_STORED))
# Answers that tend to stay: old pages have many dead links, and asking them all each day would be rude.
LASTING = frozenset((Verdict.GONE, Verdict.SOFT_404, Verdict.REDIRECT_HOME, Verdict.BLOCKED))
# A picture has another address when it changes, most often; a stylesheet keeps its own.
ASSETS: dict[AssetKind, timedelta] = {
    "requisite": timedelta(days=30),
    "image": LONGEST,
    "document": LONGEST,
}
_FIRST_RETRY = timedelta(hours=1)
_LONGEST_RETRY = timedelta(days=30)

# A list is read on until so many of its pages in a row named no new address: news stands at its top.
BARREN_PAGES = 1
# Its further pages are requested again after this time, even if the pages before name nothing new.
SWEEP = timedelta(days=30)
# A list this near to a start page is asked in every run; a deeper one that brought something once is
# asked daily until after so many idle visits.
NEAR_DEPTH, IDLE_VISITS = 1, 3

# After so many false reports of a change in a row a site map is not believed about the address.
MOST_FALSE_REPORTS = 3
# Clocks differ: a change dated a little before our last visit may have come after it.
_CLOCKS = timedelta(hours=1)
_AHEAD = timedelta(days=1)


def next_due(
    *,
    verdict: Verdict,
    published_on: date | None,
    changed_at: datetime | None,
    now: datetime,
    failures: int,
    changes: int = 0,
) -> datetime:
    """The moment after which the address is asked again.

    *failures* counts answers in a row that gave nothing, this one included.  An article ages from
    the day it ran or from its last change, whichever is later; one without either counts as new.
    One that has changed *changes* times is asked so many times more often.  A list that answers 304
    is still a list: say FRONT, FEED or SITEMAP for it, not NOT_MODIFIED.
    """
    if verdict in _AT_ONCE:
        return now
    if verdict in _PASSING:
        return now + _later(_FIRST_RETRY, failures - 1)
    if verdict is Verdict.BLOCKED:
        return now + _later(SHORTEST, failures - 1)
    if verdict in LASTING:
        return now + _later(SHORTEST, failures)
    if verdict in (Verdict.WRONG_TYPE, Verdict.TOO_LARGE, Verdict.DROPPED):
        return now + LONGEST
    return now + _interval(now - _born(published_on, changed_at, now), changes)


def asset_due(kind: AssetKind, *, verdict: Verdict, now: datetime, failures: int) -> datetime:
    """The moment after which an asset is asked again; *failures* as in `next_due`.

    What robots.txt forbids is looked at again as seldom as what was kept.
    """
    if verdict in _PASSING or verdict in LASTING:
        return next_due(verdict=verdict, published_on=None, changed_at=None, now=now, failures=failures)
    return now + ASSETS[kind]


def list_due(
    kind: AddressKind,
    *,
    depth: int,
    idle_visits: int,
    brought: int,
    is_further_page: bool,
    now: datetime,
) -> datetime:
    """The moment after which a list, feed or site map that answered is asked again.

    *brought* counts the addresses that it was the first to name, *idle_visits* its visits in a row
    without any.  Start pages, their feeds and the lists that they link to are due in every run, if
    they ever brought something.  A list further away (an archive, a tag) is asked once a day, and
    ever later when it brings nothing; a feed there that never brought anything is hardly asked again.
    A site map tells of changes, too, so it never waits longer than a day.  A further page waits for the
    pages before it to name something new.
    """
    if is_further_page:
        return now + SWEEP
    if depth == 0:
        return now
    if kind == "sitemap":
        return now if idle_visits < IDLE_VISITS else now + SHORTEST
    if depth <= NEAR_DEPTH:
        if brought or kind == "feed":
            return now
        return now + _later(SHORTEST, max(1, idle_visits - IDLE_VISITS + 1))
    if brought:
        return now + _later(SHORTEST, max(1, idle_visits - IDLE_VISITS + 1))
    return now + (LONGEST if kind == "feed" else _later(SHORTEST, max(1, idle_visits)))


def lost_list_due(
    verdict: Verdict, *, depth: int, idle_visits: int, failures: int, was_there: bool, now: datetime
) -> datetime:
    """The moment after which a list that gave no list is asked again; *was_there*: it once was one.

    One that was there never waits longer than a day.  One that only redirects to a
    known address has nothing new.
    """
    if verdict in _PASSING and depth <= NEAR_DEPTH:
        return now
    if verdict is Verdict.REDIRECT:
        return now if depth == 0 else now + _later(SHORTEST, max(1, idle_visits))
    if was_there and verdict not in _PASSING:
        return now if depth == 0 else now + SHORTEST
    in_a_row = idle_visits if verdict in LASTING else failures
    return next_due(verdict=verdict, published_on=None, changed_at=None, now=now, failures=in_a_row)


def no_story_due(*, idle_visits: int, now: datetime) -> datetime:
    """The moment after which a page that is neither story nor list is asked again: ever later."""
    return now + _later(SHORTEST, max(idle_visits, 1))


def reads_on(barren_pages: int) -> bool:
    """Whether a list's next page is read, after so many pages in a row that named no new address."""
    return barren_pages < BARREN_PAGES


def is_change_due(
    listed_at: datetime,
    *,
    listed_before: datetime | None,
    visited_at: datetime,
    false_reports: int,
    now: datetime,
) -> bool:
    """Whether to request an address at once because a site map or feed reports a change.

    Yes, if the reported change is later than the one before and than our last visit.  A moment in the
    future, or one reported again and again though nothing changed, is not believed.
    """
    if listed_at > now + _AHEAD or false_reports >= MOST_FALSE_REPORTS:
        return False
    return listed_at > visited_at - _CLOCKS and (listed_before is None or listed_at > listed_before)


def is_likely_gone(dropped: int, named: int) -> bool:
    """Whether to request at once the addresses that a site map no longer names.

    A few are withdrawn stories.  Many mean that the map was cut, or lists only the last days.
    """
    return dropped <= max(20, named // 5)


def _later(first: timedelta, failures: int) -> timedelta:
    """At once before the first failure, then twice as long after each."""
    return min(first * (1 << min(failures - 1, 20)), _LONGEST_RETRY) if failures > 0 else timedelta()


def _born(published_on: date | None, changed_at: datetime | None, now: datetime) -> datetime:
    """From when an article's age counts; never after *now*."""
    ran_at = datetime.combine(published_on, time(), tzinfo=UTC) if published_on else None
    moments = [moment for moment in (ran_at, changed_at) if moment]
    return min(max(moments), now) if moments else now


def _interval(age: timedelta, changes: int) -> timedelta:
    return min(max(age * SHARE_OF_AGE / (1 + changes), SHORTEST), LONGEST)
