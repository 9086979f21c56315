"""A field that new articles lack and earlier ones had is a fall; what chance explains is not."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsspider.monitoring.field_coverage import Fall, NewArticle, NewArticles, chance, count_by_run, falls

NO_BAD: dict[str, frozenset[int]] = {}


def run(run_id: int, articles: int, bylines: int, *, are_old: bool = False) -> NewArticles:
    return NewArticles(run_id=run_id, articles=articles, fields={"byline": bylines}, are_old=are_old)


def test_six_pieces_of_a_monthly_without_bylines_are_a_fall() -> None:
    (fall,) = falls((run(2, 6, 0), run(1, 40, 39, are_old=True)), NO_BAD)

    assert (fall.field, fall.articles, fall.share) == ("byline", 6, 0.0)


def test_two_pieces_a_run_are_counted_together() -> None:
    before = run(1, 40, 40, are_old=True)

    assert falls((run(2, 2, 0), before), NO_BAD) == ()
    assert len(falls((run(4, 2, 0), run(3, 2, 0), run(2, 2, 0), before), NO_BAD)) == 1


def test_runs_with_an_alarm_are_no_baseline() -> None:
    runs = (run(9, 6, 0), *(run(n, 6, 0) for n in range(8, 2, -1)), run(2, 20, 20), run(1, 40, 40))

    assert len(falls(runs, {"byline": frozenset(range(3, 9))})) == 1


def test_fields_that_come_from_lists_are_not_compared_with_old_stories() -> None:
    first = NewArticles(run_id=1, articles=100, fields={"section": 100}, are_old=True)

    assert falls((NewArticles(run_id=2, articles=20, fields={"section": 0}), first), NO_BAD) == ()


NEWEST = date(2026, 11, 20)


def found(run_id: int, days_ago: range | None, *fields: str, number: int = 40) -> list[NewArticle]:
    """Articles of one run, dated one after the other; undated without *days_ago*."""
    days = [NEWEST - timedelta(days=ago) for ago in days_ago] if days_ago else [None] * number
    return [NewArticle(run_id=run_id, published_on=day, fields=frozenset(fields)) for day in days]


def falls_of(*runs: list[NewArticle], first_crawl: tuple[int, ...] = (1,)) -> list[Fall]:
    articles = [article for run in runs for article in run]
    return list(falls(count_by_run(articles, ("byline", "pictures"), first_crawl=first_crawl), NO_BAD))


def test_a_first_crawl_continued_into_older_pages_is_not_compared_with_newer_ones() -> None:
    newest = found(1, range(40), "byline", "pictures")
    older = found(2, range(40, 80), "byline", "pictures")
    oldest = found(3, range(4000, 4072))

    assert falls_of(newest, older, oldest, first_crawl=(1, 2, 3)) == []


def test_old_stories_found_by_an_ordinary_run_are_not_compared_with_newer_ones() -> None:
    newest = found(1, range(40), "byline")

    assert falls_of(newest, found(2, range(4000, 4072))) == []


def test_undated_stories_of_a_continued_first_crawl_are_not_compared() -> None:
    assert falls_of(found(1, None, "byline"), found(2, None), first_crawl=(1, 2)) == []


def test_newest_articles_that_lack_a_field_are_a_fall_though_the_run_continues_the_first_crawl() -> None:
    newest = found(1, range(40), "byline")
    older_and_news = [*found(2, range(40, 80), "byline"), *found(2, range(-6, 0))]

    (fall,) = falls_of(newest, older_and_news, first_crawl=(1, 2))

    assert (fall.field, fall.articles, fall.share, fall.before) == ("byline", 6, 0.0, 1.0)


def test_what_articles_of_other_years_lack_does_not_hide_a_fall() -> None:
    newest = found(1, range(40), "byline")
    oldest = found(2, range(4000, 4400))

    assert len(falls_of(newest, oldest, found(3, range(-6, 0)), first_crawl=(1, 2))) == 1


def test_what_only_articles_of_other_years_had_is_not_missed() -> None:
    newest = found(1, range(40))
    oldest = found(2, range(4000, 4400), "byline")

    assert falls_of(newest, oldest, found(3, range(-6, 0)), first_crawl=(1, 2)) == []


def test_new_articles_without_dates_are_compared() -> None:
    (fall,) = falls_of(found(1, range(40), "byline"), found(2, None, number=6))

    assert (fall.field, fall.articles) == ("byline", 6)


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
            runs = [run(1, 60, sum(dice.random() < share for _ in range(60)), are_old=True)]
            for number in range(2, 22):
                some = dice.randrange(0, 9)
                runs.insert(0, run(number, some, sum(dice.random() < share for _ in range(some))))
                alarms += len(falls(runs, NO_BAD))

    assert alarms == 0
