"""When an address is to be asked again: soon while it is young, seldom when it is old."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from newsspider.items import Verdict

# A story is corrected most in its first days: asked daily for a week, then at a tenth of its age.
SHORTEST = timedelta(hours=20)  # a little under a day, so that a daily run finds it due
LONGEST = timedelta(days=180)
SHARE_OF_AGE = 0.1
# Lists, feeds and site maps are due in every run.
_AT_ONCE = frozenset((Verdict.FRONT, Verdict.FEED, Verdict.SITEMAP))
# Answers that may be a mood of the server or the network: asked again in the next run, then ever later.
_MOODS = frozenset((Verdict.ERROR, Verdict.EMPTY, Verdict.UNREADABLE))
# Answers that tend to stay: old pages have many dead links, and asking them all each day would be rude.
_LASTING = frozenset((Verdict.GONE, Verdict.SOFT_404, Verdict.BLOCKED))
_FIRST_RETRY = timedelta(hours=1)
_LONGEST_RETRY = timedelta(days=30)


def next_due(
    *,
    verdict: Verdict,
    published_on: date | None,
    changed_at: datetime | None,
    now: datetime,
    failures: int,
) -> datetime:
    """The moment after which the address is asked again.

    *failures* counts answers in a row that gave nothing, this one included.  An article ages from
    the day it ran or from its last change, whichever is later; one without either counts as new.
    A list that answers 304 is still a list: say FRONT, FEED or SITEMAP for it, not NOT_MODIFIED.
    """
    if verdict in _AT_ONCE:
        return now
    if verdict in _MOODS:
        return now + _later(_FIRST_RETRY, failures - 1)
    if verdict in _LASTING:
        return now + _later(SHORTEST, failures)
    if verdict in (Verdict.WRONG_TYPE, Verdict.TOO_LARGE):
        return now + LONGEST
    return now + _interval(now - _born(published_on, changed_at, now))


def _later(first: timedelta, failures: int) -> timedelta:
    """At once before the first failure, then twice as long after each."""
    return min(first * (1 << min(failures - 1, 20)), _LONGEST_RETRY) if failures > 0 else timedelta()


def _born(published_on: date | None, changed_at: datetime | None, now: datetime) -> datetime:
    """From when an article's age counts; never after *now*."""
    ran_at = datetime.combine(published_on, time(), tzinfo=UTC) if published_on else None
    moments = [moment for moment in (ran_at, changed_at) if moment]
    return min(max(moments), now) if moments else now


def _interval(age: timedelta) -> timedelta:
    return min(max(age * SHARE_OF_AGE, SHORTEST), LONGEST)
