"""Whether new articles of late lack a field that earlier ones had; pure.

A monthly brings six new pieces a run, a daily sixty.  So the newest runs are taken together, one more at
a time, and held against the good runs before them: it is an alarm where chance does not explain the fall.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, lgamma

# So unlikely must it be that the new articles are like the earlier ones.  Forty ordinary runs with eleven
# fields and some windows each are a few thousand looks:
# tests/monitoring/test_field_coverage.py counts false alarms.
CHANCE = 1e-5
FALL = 0.3  # between 0 and 1; a smaller fall is no harm worth an alarm
LEAST_NEW, LEAST_BEFORE = 4, 10
MOST_NEW = 60  # more new articles tell nothing more
# What lists, not pages, tell of old articles: the first crawl is no measure of it.
TOLD_BY_LISTS = frozenset(("section", "issue", "standfirst", "pictures", "link_blocks"))


@dataclass(frozen=True, kw_only=True, slots=True)
class NewArticles:
    """The articles that one run found for the first time, and how many of them have each field."""

    run_id: int
    articles: int
    fields: Mapping[str, int] = field(default_factory=dict)
    is_first: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Fall:
    """A field that fewer of the new articles have than before; shares are between 0 and 1."""

    field: str
    articles: int
    share: float
    before: float


def falls(runs: Sequence[NewArticles], bad: Mapping[str, frozenset[int]]) -> tuple[Fall, ...]:
    """The fields that fell; *runs* are newest first, *bad* has the runs with an alarm, by field."""
    names = dict.fromkeys(name for run in runs for name in run.fields)
    found = (_fall(name, runs, bad.get(name, frozenset())) for name in names)
    return tuple(one for one in found if one)


def chance(having: int, number: int, *, had: int, before: int) -> float:
    """How likely at most *having* of *number* are, where *had* of *before* were seen (beta-binomial)."""
    a, b = had + 1, before - had + 1
    return min(1.0, sum(exp(_log_chance(k, number, a, b)) for k in range(having + 1)))


def _fall(name: str, runs: Sequence[NewArticles], bad: frozenset[int]) -> Fall | None:
    having = number = 0
    for at, run in enumerate(runs):
        having, number = having + run.fields.get(name, 0), number + run.articles
        if number < LEAST_NEW:
            continue
        good = [
            one
            for one in runs[at + 1 :]
            if one.run_id not in bad and not (one.is_first and name in TOLD_BY_LISTS)
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
