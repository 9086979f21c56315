"""A publication is silent when nothing new came for much longer than usual, by its own rhythm."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsspider.monitoring.publishing_rhythm import silence

START = date(2026, 1, 1)


def days(every: int, number: int = 12) -> list[date]:
    return [START + timedelta(days=every * n) for n in range(number)]


def after(known: list[date], number: int) -> date:
    return known[-1] + timedelta(days=number)


def test_a_daily_is_silent_after_days_and_a_monthly_after_months() -> None:
    daily, monthly = days(1), days(30)

    assert silence(daily, after(daily, 3)) is None
    assert silence(daily, after(daily, 4)) == (4, 1, daily[-1])
    assert silence(monthly, after(monthly, 80)) is None
    assert silence(monthly, after(monthly, 95)) is not None


def test_a_summer_break_is_no_silence_the_second_time() -> None:
    known = [*days(1, 30), *(day + timedelta(days=50) for day in days(1, 9))]

    assert silence(known, after(known, 25)) is None


def test_few_days_are_no_rhythm() -> None:
    assert silence(days(1, 3), date(2030, 1, 1)) is None
    assert silence([], START) is None


@given(st.lists(st.dates(date(2000, 1, 1), date(2030, 1, 1)), max_size=60), st.dates(date(2000, 1, 1)))
def test_a_day_with_something_new_ends_any_silence(known: list[date], today: date) -> None:
    assert silence([*known, today], today) is None
