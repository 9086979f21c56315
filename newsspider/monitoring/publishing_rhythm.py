"""Notice when a publication is silent for longer than usual; pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

LEAST_GAPS = 3  # between days with new articles; fewer do not show a rhythm
MOST_GAPS = 40  # the latest ones; how often a magazine came ten years ago does not matter
MUCH_LONGER = 3  # times the usual gap
LONGER_THAN_EVER = 1.5  # times the longest gap: a summer break comes again
SHORTEST = timedelta(days=3)  # a weekend does not count


class Silence(NamedTuple):
    """Days without a new article, the usual gap in days, and the last day that brought one."""

    days: int
    usual_days: int
    last_on: date


def silence(days: Iterable[date], today: date) -> Silence | None:
    """Whether the days since the last new article are far more than usual; *days* brought new articles."""
    known = sorted({day for day in days if day <= today})[-MOST_GAPS - 1 :]
    gaps = sorted(later - earlier for earlier, later in pairwise(known))
    if len(gaps) < LEAST_GAPS:
        return None
    usual = gaps[(len(gaps) * 9) // 10 if len(gaps) >= 10 else -1]
    silent_for = today - known[-1]
    if silent_for <= max(MUCH_LONGER * usual, LONGER_THAN_EVER * gaps[-1], SHORTEST):
        return None
    return Silence(days=silent_for.days, usual_days=usual.days, last_on=known[-1])
