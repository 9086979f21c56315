"""How long a busy server is left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsspider.decisions.pauses import pause_s, slowed_s

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


def test_too_many_requests_slow_the_host_down_for_good() -> None:
    assert slowed_s(0, longest_s=300) == 1
    assert slowed_s(1.5, longest_s=300) == 3
    assert slowed_s(20, longest_s=300) == 30
    assert slowed_s(60, longest_s=300) == 60  # its Crawl-delay
