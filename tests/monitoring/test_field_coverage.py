"""Whether new articles lack what earlier ones had: a fall is told, chance is not."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from newsspider.monitoring.field_coverage import NewArticles, chance, falls

NO_BAD: dict[str, frozenset[int]] = {}


def run(run_id: int, articles: int, bylines: int, *, is_first: bool = False) -> NewArticles:
    return NewArticles(run_id=run_id, articles=articles, fields={"byline": bylines}, is_first=is_first)


def test_six_pieces_of_a_monthly_without_bylines_are_a_fall() -> None:
    (fall,) = falls((run(2, 6, 0), run(1, 40, 39, is_first=True)), NO_BAD)

    assert (fall.field, fall.articles, fall.share) == ("byline", 6, 0.0)


def test_two_pieces_a_run_are_counted_together() -> None:
    before = run(1, 40, 40, is_first=True)

    assert falls((run(2, 2, 0), before), NO_BAD) == ()
    assert len(falls((run(4, 2, 0), run(3, 2, 0), run(2, 2, 0), before), NO_BAD)) == 1


def test_runs_with_an_alarm_are_no_baseline() -> None:
    runs = (run(9, 6, 0), *(run(n, 6, 0) for n in range(8, 2, -1)), run(2, 20, 20), run(1, 40, 40))

    assert len(falls(runs, {"byline": frozenset(range(3, 9))})) == 1


def test_what_lists_told_of_old_articles_is_no_measure() -> None:
    first = NewArticles(run_id=1, articles=100, fields={"section": 100}, is_first=True)

    assert falls((NewArticles(run_id=2, articles=20, fields={"section": 0}), first), NO_BAD) == ()


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 200), st.integers(0, 200))
def test_a_chance_is_between_nothing_and_one_and_grows(one: int, more: int, had: int, lacked: int) -> None:
    number = one + more

    likely = chance(one, number, had=had, before=had + lacked)

    assert 0 <= likely <= 1
    assert likely <= chance(number, number, had=had, before=had + lacked) + 1e-9


def test_ordinary_runs_give_no_false_alarm() -> None:
    dice = random.Random(7)
    alarms = 0
    for share in (0.5, 0.8, 0.95):
        for _ in range(100):
            runs = [run(1, 60, sum(dice.random() < share for _ in range(60)), is_first=True)]
            for number in range(2, 22):
                some = dice.randrange(0, 9)
                runs.insert(0, run(number, some, sum(dice.random() < share for _ in range(some))))
                alarms += len(falls(runs, NO_BAD))

    assert alarms == 0
