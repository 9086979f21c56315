"""Timetables: what a person types becomes what systemd and cron take; the rest is refused with examples."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.errors import UsageError
from newsspider.profiles import timetables

KNOWN = [
    ("weekdays 05:15", "Mon..Fri *-*-* 05:15:00", "15 5 * * 1,2,3,4,5"),
    ("Weekdays at 5:15", "Mon..Fri *-*-* 05:15:00", "15 5 * * 1,2,3,4,5"),
    ("daily 06:00", "*-*-* 06:00:00", "0 6 * * *"),
    ("weekends 08:05", "Sat,Sun *-*-* 08:05:00", "5 8 * * 6,0"),
    ("mondays 04:30", "Mon *-*-* 04:30:00", "30 4 * * 1"),
    ("sunday 23:59", "Sun *-*-* 23:59:00", "59 23 * * 0"),
    ("mon,thu 05:15", "Mon,Thu *-*-* 05:15:00", "15 5 * * 1,4"),
    ("mon and thu 05:15", "Mon,Thu *-*-* 05:15:00", "15 5 * * 1,4"),
    ("thu, mon 05:15", "Mon,Thu *-*-* 05:15:00", "15 5 * * 1,4"),
    ("mon-wed 05:15", "Mon,Tue,Wed *-*-* 05:15:00", "15 5 * * 1,2,3"),
    ("sat-mon 05:15", "Mon,Sat,Sun *-*-* 05:15:00", "15 5 * * 1,6,0"),
    ("mon-sun 05:15", "*-*-* 05:15:00", "15 5 * * *"),
    ("hourly", "*-*-* *:00:00", "0 * * * *"),
    ("every 6 hours", "*-*-* 00/6:00:00", "0 */6 * * *"),
    ("every 1 hour", "*-*-* 00/1:00:00", "0 */1 * * *"),
    ("every 30 minutes", "*-*-* *:00/30:00", "*/30 * * * *"),
    ("6h", "*-*-* 00/6:00:00", "0 */6 * * *"),
    ("15min", "*-*-* *:00/15:00", "*/15 * * * *"),
    ("monthly 1 03:00", "*-*-01 03:00:00", "0 3 1 * *"),
]


@pytest.mark.parametrize(("text", "on_calendar", "crontab"), KNOWN)
def test_what_a_person_types_is_understood(text: str, on_calendar: str, crontab: str) -> None:
    timetable = timetables.parse(text)

    assert (timetable.on_calendar, timetable.crontab) == (on_calendar, crontab)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "daily",
        "weekdays 25:00",
        "weekdays 5.15",
        "05:15",
        "mon,,thu 05:15",
        "noday 05:15",
        "monthly 05:15",
        pytest.param(f"every {'9' * 5_000} hours", id="huge"),
    ],
)
def test_what_is_no_timetable_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UsageError, match="weekdays 05:15"):
        timetables.parse(text)


@pytest.mark.parametrize("text", ["every 5 hours", "every 0 hours", "every 24 hours", "every 7 minutes"])
def test_a_step_that_does_not_fill_the_day_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="expected one of 1, 2, 3"):
        timetables.parse(text)


def test_a_day_that_not_every_month_has_is_refused() -> None:
    with pytest.raises(UsageError, match="1 to 28"):
        timetables.parse("monthly 31 03:00")


@given(st.text())
def test_any_text_is_a_timetable_or_our_own_error(text: str) -> None:
    try:
        timetable = timetables.parse(text)
    except UsageError:
        return

    assert timetable.interval or len(timetable.crontab.split()) == 5
    last = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert timetable.due_after(last) > last


@pytest.mark.parametrize(
    ("text", "last", "due"),
    [
        ("6h", "2026-11-30T10:00", "2026-11-30T16:00"),
        ("7h", "2026-11-30T10:00", "2026-11-30T17:00"),
        ("2d", "2026-11-30T10:00", "2026-12-02T10:00"),
        ("weekdays 05:15", "2026-11-27T06:00", "2026-11-30T05:15"),
        ("weekdays 05:15", "2026-11-27T05:00", "2026-11-27T05:15"),
        ("15 5 * * 1-5", "2026-11-27T06:00", "2026-11-30T05:15"),
        ("monthly 1 03:00", "2026-12-01T03:00", "2027-01-01T03:00"),
        ("every 6 hours", "2026-11-30T13:00", "2026-11-30T18:00"),
    ],
)
def test_the_next_crawl_is_due(text: str, last: str, due: str) -> None:
    began = datetime.fromisoformat(last).astimezone(UTC)

    assert timetables.parse(text).due_after(began) == datetime.fromisoformat(due).astimezone(UTC)


@pytest.mark.parametrize("text", ["0 0 30 2 *", "61 5 * * *", "* * * *", "a b c d e"])
def test_a_cron_expression_that_names_no_moment_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        timetables.parse(text)
