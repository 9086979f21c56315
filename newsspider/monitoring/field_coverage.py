"""Find fields that the newest articles lack and earlier newest articles had; pure.

A monthly publishes six articles a run, a daily sixty.  So the newest runs are added up, one more at a
time, and compared with the good runs before them.  A fall is an alarm when chance does not explain it.

Old stories are not compared with new ones: an archive's older pages often have other fields.  An article
is news when its date is near the newest date known before its run, or later.  All others are old stories.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from math import exp, lgamma

# A fall is an alarm when chance would give it more rarely than this.  Forty ordinary runs with eleven
# fields and some windows each are a few thousand comparisons:
# tests/monitoring/test_field_coverage.py counts false alarms.
CHANCE = 1e-5
FALL = 0.3  # between 0 and 1; a smaller fall is not worth an alarm
LEAST_NEW, LEAST_BEFORE = 4, 10
MOST_NEW = 60  # more new articles do not make the comparison better
NEWS = timedelta(days=14)  # a date so much before the newest known one is still news
COMPARABLE = timedelta(days=366)  # old stories dated earlier than this before the newest are not compared
# Lists give these fields more often than pages do, so old stories, found without their lists, lack them.
FIELDS_FROM_LISTS = frozenset(("section", "issue", "standfirst", "pictures", "link_blocks"))


@dataclass(frozen=True, kw_only=True, slots=True)
class NewArticle:
    """One article, the run that found it first, and the names of the fields it has.

    `published_on` is at most the day on which we first saw it: a later date is a misreading or an issue's.
    """

    run_id: int
    published_on: date | None
    fields: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class NewArticles:
    """The articles that one run found for the first time, and how many of them have each field.

    `are_old`: they are old stories, or their age is not known because the first crawl found them.
    """

    run_id: int
    articles: int
    fields: Mapping[str, int] = field(default_factory=dict)
    are_old: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Fall:
    """A field that fewer of the new articles have than before; shares are between 0 and 1."""

    field: str
    articles: int
    share: float
    before: float


def count_by_run(
    articles: Iterable[NewArticle], names: Collection[str], *, first_crawl: Collection[int]
) -> tuple[NewArticles, ...]:
    """The runs, newest first, with the counts of their news and of their old stories.

    *first_crawl* has the first run and those that continued it.  Old stories more than a year older than
    the newest article are left out.
    """
    return tuple(_count_by_run(articles, names, first_crawl))[::-1]


def falls(runs: Sequence[NewArticles], bad: Mapping[str, frozenset[int]]) -> tuple[Fall, ...]:
    """The fields that fell; *runs* are newest first, *bad* has the runs with an alarm, by field."""
    names = dict.fromkeys(name for run in runs for name in run.fields)
    found = (_fall(name, runs, bad.get(name, frozenset())) for name in names)
    return tuple(one for one in found if one)


def chance(having: int, number: int, *, had: int, before: int) -> float:
    """How likely at most *having* of *number* are, where *had* of *before* were seen (beta-binomial)."""
    a, b = had + 1, before - had + 1
    return min(1.0, sum(exp(_log_chance(k, number, a, b)) for k in range(having + 1)))


def _count_by_run(
    articles: Iterable[NewArticle], names: Collection[str], first_crawl: Collection[int]
) -> Iterator[NewArticles]:
    newest: date | None = None
    for run_id, group in groupby(
        sorted(articles, key=lambda each: each.run_id), key=lambda each: each.run_id
    ):
        in_first_crawl = run_id in first_crawl
        news: list[NewArticle] = []
        old: list[NewArticle] = []
        days = [newest] if newest else []
        for article in group:
            (news if _is_news(article, newest, in_first_crawl=in_first_crawl) else old).append(article)
            days += [article.published_on] if article.published_on else []
        newest = max(days, default=None)
        old = [each for each in old if not each.published_on or max(days) - each.published_on <= COMPARABLE]
        for found, are_old in ((old, True), (news, False)):
            counts = Counter(name for article in found for name in article.fields)
            fields = {name: counts[name] for name in names}
            if found:
                yield NewArticles(run_id=run_id, articles=len(found), fields=fields, are_old=are_old)


def _is_news(article: NewArticle, newest: date | None, *, in_first_crawl: bool) -> bool:
    """Whether an article is news; *newest* is the newest date that the runs before found."""
    if article.published_on is None or newest is None:
        return not in_first_crawl
    return article.published_on >= newest - NEWS


def _fall(name: str, runs: Sequence[NewArticles], bad: frozenset[int]) -> Fall | None:
    having = number = 0
    for run in runs:
        if run.are_old:
            continue
        having, number = having + run.fields.get(name, 0), number + run.articles
        if number < LEAST_NEW:
            continue
        good = [
            one
            for one in runs
            if one.run_id < run.run_id
            and one.run_id not in bad
            and not (one.are_old and name in FIELDS_FROM_LISTS)
        ]
        had, before = sum(one.fields.get(name, 0) for one in good), sum(one.articles for one in good)
        if before < LEAST_BEFORE:
            return None
        if having / number <= had / before - FALL and chance(having, number, had=had, before=before) < CHANCE:
            return Fall(field=name, articles=number, share=having / number, before=had / before)
        if number >= MOST_NEW:
            return None
    return None


def _log_chance(k: int, number: int, a: int, b: int) -> float:
    ways = lgamma(number + 1) - lgamma(k + 1) - lgamma(number - k + 1)
    return ways + _log_beta(k + a, number - k + b) - _log_beta(a, b)


def _log_beta(a: int, b: int) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
