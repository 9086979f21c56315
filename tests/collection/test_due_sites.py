"""When a site of a collection is due, and which one is crawled next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsspider.collection.due_sites import DueSite, LastRun, due_at, in_order, is_overdue, next_to_start
from newsspider.profiles import timetables

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
DAILY = timetables.parse("1d")


def test_a_new_site_is_due_since_it_was_added() -> None:
    assert due_at(DAILY, None, added_at=NOON) == NOON


def test_a_run_that_was_cut_short_is_due_at_once() -> None:
    for reason in (None, "killed", "interrupted", "disk full"):
        assert due_at(DAILY, LastRun(started_at=NOON, reason=reason), added_at=NOON) == NOON


def test_a_finished_run_is_due_at_its_next_time() -> None:
    last = LastRun(started_at=NOON, reason="finished")

    assert due_at(DAILY, last, added_at=NOON) == NOON + timedelta(days=1)


@given(st.integers(0, 40))
def test_missed_runs_are_made_up_for_by_one(days: int) -> None:
    now = NOON + timedelta(days=days, hours=1)
    before = due_at(DAILY, LastRun(started_at=NOON, reason="finished"), added_at=NOON)
    after = due_at(DAILY, LastRun(started_at=now, reason="finished"), added_at=NOON)

    assert (before <= now) == (days >= 1)
    assert after > now


def test_the_site_that_waits_longest_comes_first() -> None:
    sites = [DueSite(name=name, due_at=NOON - timedelta(hours=hours)) for name, hours in (("a", 1), ("b", 3))]
    later = DueSite(name="c", due_at=NOON + timedelta(hours=1))

    assert [site.name for site in in_order([*sites, later], NOON)] == ["b", "a"]


def test_sites_with_a_common_server_are_never_started_side_by_side() -> None:
    a = DueSite(name="a", due_at=NOON, servers=frozenset(("example.org",)))
    b = DueSite(name="b", due_at=NOON, servers=frozenset(("example.net", "example.org")))
    c = DueSite(name="c", due_at=NOON, servers=frozenset(("example.com",)))

    assert next_to_start([b, c], a.servers) is c
    assert next_to_start([b], a.servers) is None


def test_a_site_is_overdue_when_it_missed_two_turns() -> None:
    assert not is_overdue(DAILY, NOON, NOON + timedelta(hours=23))
    assert is_overdue(DAILY, NOON, NOON + timedelta(hours=25))
