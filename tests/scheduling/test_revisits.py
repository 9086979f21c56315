"""When an address is asked again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.items import Verdict
from newsspider.scheduling.revisits import LONGEST, next_due

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)


def wait(
    verdict: Verdict = Verdict.ARTICLE,
    *,
    published_on: date | None = None,
    changed_at: datetime | None = None,
    failures: int = 0,
) -> timedelta:
    due_at = next_due(
        verdict=verdict, published_on=published_on, changed_at=changed_at, now=NOW, failures=failures
    )
    return due_at - NOW


@pytest.mark.parametrize("verdict", [Verdict.FRONT, Verdict.FEED, Verdict.SITEMAP])
def test_lists_are_due_in_every_run(verdict: Verdict) -> None:
    assert wait(verdict) == timedelta()


def test_a_new_article_is_due_in_the_next_daily_run() -> None:
    assert timedelta(hours=12) < wait(published_on=date(2026, 2, 28)) < timedelta(days=1)
    assert wait() < timedelta(days=1)


def test_an_old_article_is_asked_seldom_and_never_forgotten() -> None:
    year, decade = wait(published_on=date(2025, 3, 1)), wait(published_on=date(2016, 3, 1))

    assert timedelta(days=30) < year < timedelta(days=40)
    assert decade == LONGEST


def test_a_change_makes_an_old_article_young() -> None:
    assert wait(published_on=date(2016, 3, 1), changed_at=NOW - timedelta(hours=2)) < timedelta(days=1)


def test_a_story_dated_tomorrow_counts_as_new() -> None:
    assert wait(published_on=date(2026, 3, 2)) == wait(published_on=date(2026, 3, 1))


def test_a_failure_is_asked_again_in_the_next_run_and_then_ever_later() -> None:
    waits = [wait(Verdict.ERROR, failures=n) for n in (1, 2, 3, 4, 500)]

    assert waits[:4] == [timedelta(), timedelta(hours=1), timedelta(hours=2), timedelta(hours=4)]
    assert waits[4] == timedelta(days=30)


@pytest.mark.parametrize("verdict", [Verdict.GONE, Verdict.SOFT_404])
def test_dead_links_wait_for_another_day(verdict: Verdict) -> None:
    assert timedelta(hours=12) < wait(verdict, failures=1) < timedelta(days=1) < wait(verdict, failures=2)


def test_a_bot_check_is_asked_again_in_the_next_run_and_then_ever_later() -> None:
    waits = [wait(Verdict.BLOCKED, failures=n) for n in (1, 2, 3, 500)]

    assert waits == [timedelta(), timedelta(hours=20), timedelta(hours=40), timedelta(days=30)]


def test_a_document_at_an_articles_address_is_asked_seldom() -> None:
    assert wait(Verdict.WRONG_TYPE) == LONGEST


@given(
    st.sampled_from(Verdict),
    st.none() | st.dates(),
    st.none() | st.datetimes(timezones=st.just(UTC)),
    st.integers(0, 10_000),
)
def test_nothing_is_due_in_the_past(
    verdict: Verdict, published_on: date | None, changed_at: datetime | None, failures: int
) -> None:
    assert (
        timedelta()
        <= wait(verdict, published_on=published_on, changed_at=changed_at, failures=failures)
        <= LONGEST
    )
