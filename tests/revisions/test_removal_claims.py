"""Whether claims that articles are gone are believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.items import Verdict
from newsspider.revisions.removal_claims import Answers, Claim, believed, is_widespread

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
SAYING_GONE = (Verdict.GONE, Verdict.SOFT_404, Verdict.REDIRECT_HOME)


def claims(
    number: int, verdict: Verdict = Verdict.GONE, *, runs: int = 1, days: int = 0, is_named: bool = False
) -> tuple[Claim, ...]:
    first_at = NOW - timedelta(days=days)
    return tuple(
        Claim(url=f"/{n}", verdict=verdict, first_at=first_at, runs=runs, is_named=is_named)
        for n in range(number)
    )


def count(
    made: tuple[Claim, ...], *, fine: int = 20, blocked: int = 0, start: bool = True, seen: int = 20
) -> int:
    answers = Answers(
        start_is_fine=start, fine=fine, failing={Verdict.BLOCKED: blocked}, claims=made, seen=seen
    )
    return len(believed(answers, now=NOW))


@pytest.mark.parametrize("verdict", SAYING_GONE)
def test_one_removed_story_is_believed_at_once(verdict: Verdict) -> None:
    assert count(claims(1, verdict, is_named=True)) == 1


def test_an_error_page_that_says_200_needs_a_story_that_is_well_beside_it() -> None:
    assert count(claims(1, Verdict.SOFT_404), fine=0) == 0
    assert count(claims(1, Verdict.GONE), fine=0) == 1


def test_many_at_once_are_asked_again() -> None:
    assert count(claims(8)) == 8
    assert count(claims(9)) == 0  # 9 of 29
    assert count(claims(10), fine=10_000) == 0


def test_many_that_come_again_are_believed_where_no_list_names_them() -> None:
    assert count(claims(20, runs=2)) == 20
    assert count(claims(20, runs=2), seen=1) == 0
    assert count(claims(20, runs=2, is_named=True)) == 0
    assert count(claims(20, Verdict.SOFT_404, runs=2)) == 0


@pytest.mark.parametrize("verdict", SAYING_GONE)
def test_what_lasts_a_week_and_three_runs_is_believed(verdict: Verdict) -> None:
    assert count(claims(20, verdict, runs=3, days=7, is_named=True)) == 20
    assert count(claims(20, verdict, runs=2, days=7, is_named=True)) == 0
    assert count(claims(20, verdict, runs=3, days=6, is_named=True)) == 0


@given(
    st.integers(1, 40),
    st.sampled_from(SAYING_GONE),
    st.integers(1, 9),
    st.integers(0, 400),
    st.integers(0, 50),
)
def test_nobody_is_gone_where_the_start_page_is_bad_or_much_is_blocked(
    number: int, verdict: Verdict, runs: int, days: int, fine: int
) -> None:
    made = claims(number, verdict, runs=runs, days=days)

    assert count(made, fine=fine, start=False) == 0
    assert count(made, fine=fine, blocked=fine + 3) == 0


def test_a_few_bad_answers_are_no_change_of_the_site() -> None:
    def is_change(bad: int, fine: int) -> bool:
        answers = Answers(start_is_fine=True, fine=fine, failing={}, claims=claims(bad), seen=0)
        return is_widespread(answers)

    assert [is_change(2, 0), is_change(3, 7), is_change(3, 8)] == [False, True, False]
