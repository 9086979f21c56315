"""Charts as numbers for a template: columns of articles over time, sparklines, bars in time.

The charts are SVG made on the server. They need no script, print well, follow light and dark, and obey a
policy that forbids inline styles. Each chart has a table beside it, which a screen reader reads.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.browse import template_filters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from newsspider.browse.queries.models import Month

OTHER = "Other sections"
_MOST_COLORS = 5
_OTHER_COLOR = 5
_FEWEST_COLUMNS, _MOST_COLUMNS = 6, 150  # more months are gathered into years
_TICK_GAP = 46


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One rectangle; `color` is the number of its class, `period` is what it links to."""

    x: float
    y: float
    width: float
    height: float
    color: int  # small sections share the last color, 5
    title: str
    period: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Tick:
    """A place on an axis and its label."""

    at: float
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """Stacked columns over time; `names` are in the order of their colors; `unit` is month or year."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    names: tuple[str, ...]
    unit: str
    periods: tuple[tuple[str, tuple[int, ...]], ...]


def columns(months: Sequence[Month], *, width: int, height: int) -> Columns | None:
    """Articles over time by section; None without dates.

    The largest sections have a color each, the others share one.
    """
    months = [month for month in months if template_filters.is_period(month.month)]
    if not months:
        return None
    names = _names(months)
    unit, stacks = _stacks(months, names)
    periods = _all_periods(sorted(stacks), unit)
    highest = _round_up(max(sum(stack) for stack in stacks.values()))
    step = width / len(periods)
    bars: list[Bar] = []
    for place, period in enumerate(periods):
        bottom = float(height)
        for color, count in enumerate(stacks.get(period, ())):
            if not count:
                continue
            tall = count / highest * height
            bottom -= tall
            articles = template_filters.counted(count, "article")
            title = f"{template_filters.month(period)}, {names[color]}: {articles}"
            bars.append(
                Bar(
                    x=round(place * step, 2),
                    y=round(bottom, 2),
                    width=round(max(step - min(2.0, step / 4), 0.5), 2),
                    height=round(tall, 2),
                    color=_OTHER_COLOR if names[color] == OTHER else color,
                    title=title,
                    period=period,
                )
            )
    return Columns(
        width=width,
        height=height,
        bars=tuple(bars),
        across=_across(periods, step, width),
        up=_up(highest, height),
        names=names,
        unit=unit,
        periods=tuple((period, tuple(stacks[period])) for period in periods if period in stacks),
    )


def _names(months: Iterable[Month]) -> tuple[str, ...]:
    """The sections in the order of their colors; small ones share the last."""
    sizes: Counter[str] = Counter()
    for month in months:
        sizes[month.section] += month.articles
    unnamed = sizes.pop("", 0)
    largest = [name for name, _ in sizes.most_common(_MOST_COLORS)]
    has_others = unnamed or len(sizes) > len(largest)
    if not largest:
        return ("Articles",)
    return (*largest, OTHER) if has_others else tuple(largest)


def _stacks(months: Sequence[Month], names: tuple[str, ...]) -> tuple[str, dict[str, list[int]]]:
    """The unit of a column (`month` or `year`), and the counts of each column."""
    distinct = _all_periods(sorted({month.month for month in months if len(month.month) == 7}), "month")
    is_by_month = _FEWEST_COLUMNS < len(distinct) <= _MOST_COLUMNS and all(
        len(month.month) == 7 for month in months
    )
    length = 7 if is_by_month else 4
    stacks: defaultdict[str, list[int]] = defaultdict(lambda: [0] * len(names))
    places = {name: place for place, name in enumerate(names)}
    for month in months:
        stacks[month.month[:length]][places.get(month.section, len(names) - 1)] += month.articles
    return ("month" if is_by_month else "year"), dict(stacks)


def _all_periods(known: Sequence[str], unit: str) -> tuple[str, ...]:
    """Every period from the first to the last, also those without an article, so that gaps show."""
    if not known:
        return ()
    if unit == "year":
        return tuple(f"{year:04d}" for year in range(int(known[0]), int(known[-1]) + 1))
    first, last = (int(text[:4]) * 12 + int(text[5:7]) - 1 for text in (known[0], known[-1]))
    return tuple(f"{place // 12:04d}-{place % 12 + 1:02d}" for place in range(first, last + 1))


def _round_up(count: int) -> int:
    """The next of 2, 4, 5, 8, 10, 20 …: a scale that is easy to read."""
    size = 1
    while True:
        for step in (2, 4, 5, 8, 10):
            if count <= step * size:
                return step * size
        size *= 10


def _up(highest: int, height: int) -> tuple[Tick, ...]:
    halves = (highest, highest // 2) if highest % 2 == 0 else (highest,)
    return tuple(
        Tick(at=round(height - count / highest * height, 2), label=template_filters.number(count))
        for count in halves
    )


def _across(periods: Sequence[str], step: float, width: int) -> tuple[Tick, ...]:
    """The years for which there is room."""
    firsts: dict[str, float] = {}
    for place, period in enumerate(periods):
        firsts.setdefault(period[:4], place * step)
    every = max(1, round(len(firsts) * _TICK_GAP / width + 0.49))
    return tuple(
        Tick(at=round(at, 2), label=year)
        for year, at in firsts.items()
        if int(year) % every == 0 and at <= width - 30
    )


def sparkline(values: Sequence[float | None], *, width: int, height: int) -> str:
    """The points of a line from left to right, for shares between 0 and 1; gaps are left out."""
    if len(values) == 1:
        values = (values[0], values[0])
    step = (width - 4) / max(len(values) - 1, 1)
    points = (
        f"{2 + place * step:.1f},{height - 2 - value * (height - 4):.1f}"
        for place, value in enumerate(values)
        if value is not None
    )
    return " ".join(points)


def span(
    first: datetime, last: datetime, *, start: datetime, end: datetime, width: int
) -> tuple[float, float]:
    """Where a bar from *first* to *last* begins, and its width, on an axis from *start* to *end*."""
    whole = max((end - start).total_seconds(), 1.0)
    x = (first - start).total_seconds() / whole * (width - 4)
    wide = (last - first).total_seconds() / whole * (width - 4)
    return round(x, 2), round(max(wide, 4.0), 2)
