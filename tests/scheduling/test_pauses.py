"""How long a busy server is left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.scheduling.pauses import MOST_SLOWED_S, Pace, pause_s

NOW = datetime(2024, 5, 1, 12, 0, tzinfo=UTC)


def pause(retry_after: str | None, in_a_row: int = 1, longest_s: float = 300) -> float:
    return pause_s(retry_after, in_a_row=in_a_row, longest_s=longest_s, now=NOW)


@pytest.mark.parametrize(
    ("retry_after", "seconds"),
    [
        ("30", 30),
        ("0", 0),
        (" 7 ", 7),
        ("Wed, 01 May 2024 12:01:00 GMT", 60),
        ("Wed, 01 May 2024 11:00:00 GMT", 0),
        ("Wed, 01 May 2024 12:00:10", 10),
    ],
)
def test_what_the_server_asks_holds(retry_after: str, seconds: float) -> None:
    assert pause(retry_after) == seconds


@pytest.mark.parametrize("retry_after", [None, "", "soon", "-5", "1e9", "²", "Mon, 99 Foo 2024 99:00:00 GMT"])
def test_without_a_sensible_word_it_is_two_seconds(retry_after: str | None) -> None:
    assert pause(retry_after) == 2


def test_it_doubles_with_each_busy_answer_in_a_row() -> None:
    assert [pause(None, n) for n in (1, 2, 3, 4)] == [2, 4, 8, 16]
    assert [pause("1", n) for n in (1, 2, 3)] == [1, 4, 8]
    assert pause("60", 2) == 60


def test_it_is_never_longer_than_allowed() -> None:
    assert pause("99999999999999999999") == 300
    assert pause(None, 10_000) == 300


def after(pace: Pace, *statuses: int) -> Pace:
    for status in statuses:
        pace = pace.after(status)
    return pace


@pytest.mark.parametrize("status", [429, 503])
def test_each_busy_answer_doubles_the_pause(status: int) -> None:
    own = Pace(floor_s=1.5, delay_s=1.5)

    assert [after(own, *[status] * n).delay_s for n in range(7)] == [1.5, 3, 6, 12, 24, 30, 30]
    assert Pace(floor_s=0, delay_s=0).after(status).delay_s == 1
    assert Pace(floor_s=60, delay_s=60).after(status).delay_s == 60  # its Crawl-delay


def test_ten_good_answers_halve_it_down_to_the_profiles() -> None:
    slowed = Pace(floor_s=1.5, delay_s=30)

    assert [after(slowed, *[200] * n).delay_s for n in (9, 10, 19, 20, 30, 40, 50, 99)] == [
        30, 15, 15, 7.5, 3.75, 1.875, 1.5, 1.5
    ]  # fmt: skip


def test_a_busy_answer_ends_a_good_spell_and_an_error_does_not_count() -> None:
    slowed = Pace(floor_s=1, delay_s=8)

    assert after(slowed, *[200] * 9, 500, 404).delay_s == 4
    assert after(slowed, *[200] * 9, 429, *[200] * 9).delay_s == 16


@given(
    floor_s=st.floats(0, 300),
    statuses=st.lists(st.sampled_from([200, 304, 404, 429, 500, 503]), max_size=200),
)
def test_no_answers_make_it_shorter_than_the_floor_and_good_ones_lead_back(
    floor_s: float, statuses: list[int]
) -> None:
    pace = Pace(floor_s=floor_s, delay_s=floor_s)
    for status in statuses:
        pace = pace.after(status)
        assert floor_s <= pace.delay_s <= max(floor_s, MOST_SLOWED_S)

    assert after(pace, *[200] * 100).delay_s == floor_s


@given(st.floats(0, 300), st.floats(0, 300), st.floats(0, 300))
def test_a_longer_wish_of_robots_holds_at_once(floor_s: float, more_s: float, wish_s: float) -> None:
    pace = Pace(floor_s=floor_s, delay_s=floor_s + more_s).on(wish_s)

    assert pace.delay_s >= wish_s
    assert pace.after(200).delay_s >= wish_s
