"""A run's report as lines for a person: counts that line up, sections, where it lies, what to type next."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from newsspider.cli import terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newsspider.items import RunReport

_MOST_SECTIONS = 15


def summary(report: RunReport) -> list[str]:
    """The lines to print after a run."""
    if not report.run_id:
        return [f"{report.site}: {report.reason}", *(f"  {terminal.clean(note)}" for note in report.notes)]
    return [
        f"{report.site}: {report.reason} after {terminal.duration(report.duration_s)}",
        "",
        *_counts(report),
        *_sections(report),
        *_told(report),
        "",
        f"Archive: {report.archive}",
        "Next:",
        *next_steps(report.archive),
    ]


def comparison(first: RunReport, second: RunReport) -> list[str]:
    """The lines to print after the demo's two runs, their counts side by side."""
    runs = (first, second)
    figures = [(name, *(figure(report) for report in runs)) for name, figure in _FIGURES]
    return [
        *_indented(terminal.table(("", "first run", "second run"), figures, numbers=(1, 2))),
        "",
        *_indented(_sections_of_both(first, second)),
        *_told(second),
        "",
        f"Archive: {second.archive}",
        "Next:",
        *next_steps(second.archive, words="tide"),
    ]


def next_steps(archive: str, *, words: str = "WORDS") -> list[str]:
    """What to type next."""
    where = (
        "" if Path(archive).absolute() == Path("archive").absolute() else f" --archive {shlex.quote(archive)}"
    )
    program = terminal.program()
    return [
        f"  {program} browse{where} --open",
        f"  {program} search{where} {words}",
        f"  {program} export csv{where} -o articles.csv",
    ]


_FIGURES: tuple[tuple[str, Callable[[RunReport], str]], ...] = (
    ("pages fetched", lambda run: f"{run.pages:,}"),
    ("size", lambda run: terminal.size(run.fetched_bytes)),
    ("article pages", lambda run: f"{run.articles:,}"),
    ("  new", lambda run: f"{run.new:,}"),
    ("  changed", lambda run: f"{run.changed:,}"),
    ("  same", lambda run: f"{run.same:,}"),
    ("gone", lambda run: f"{run.gone:,}"),
    ("failed", lambda run: f"{run.failed:,}"),
    ("link blocks", lambda run: f"{run.link_blocks:,}"),
    ("dates from", lambda run: terminal.day(run.earliest_on)),
    ("dates to", lambda run: terminal.day(run.latest_on)),
)


def _sections_of_both(first: RunReport, second: RunReport) -> list[str]:
    before = {each.section: each.articles for each in first.sections}
    rows = [
        (
            terminal.clean(each.section) or "(none)",
            f"{before.get(each.section, 0):,}",
            f"{each.articles:,}",
            terminal.day(each.earliest_on),
            terminal.day(each.latest_on),
        )
        for each in sorted(second.sections, key=lambda each: (-each.articles, each.section or ""))
    ]
    header = ("section", "first run", "second run", "from", "to")
    return terminal.table(header, rows, numbers=(1, 2))


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}".rstrip() for line in lines]


def _counts(report: RunReport) -> list[str]:
    rows = (
        ("pages fetched", f"{report.pages:,}", terminal.size(report.fetched_bytes)),
        ("articles", f"{report.articles:,}", ""),
        ("  new", f"{report.new:,}", ""),
        ("  changed", f"{report.changed:,}", ""),
        ("  same", f"{report.same:,}", ""),
        ("gone", f"{report.gone:,}", ""),
        ("failed", f"{report.failed:,}", ""),
        ("link blocks", f"{report.link_blocks:,}", terminal.counted(report.links, "link")),
        ("dates", terminal.span(report.earliest_on, report.latest_on), ""),
    )
    name_width = max(len(name) for name, _, _ in rows) + 2
    number_width = max(len(number) for name, number, _ in rows if name != "dates")
    return [
        f"  {name:<{name_width}}{_number(number, number_width)}  {more}".rstrip()
        for name, number, more in rows
    ]


def _number(text: str, width: int) -> str:
    return text if text[0] not in "0123456789" or "-" in text else f"{text:>{width}}"


def _sections(report: RunReport) -> list[str]:
    if not report.sections:
        return []
    largest = sorted(report.sections, key=lambda each: (-each.articles, each.section or ""))
    rows = [
        (
            terminal.clean(each.section) or "(none)",
            f"{each.articles:,}",
            terminal.day(each.earliest_on),
            terminal.day(each.latest_on),
        )
        for each in largest[:_MOST_SECTIONS]
    ]
    lines = terminal.table(("section", "articles", "from", "to"), rows, numbers=(1,))
    left = len(largest) - len(rows)
    more = [f"and {terminal.counted(left, 'section')} more"] if left > 0 else []
    return ["", *_indented([*lines, *more])]


def _told(report: RunReport) -> list[str]:
    alarms = [f"! {terminal.clean(alarm)}" for alarm in report.alarms]
    notes = [f"  {terminal.clean(note)}" for note in report.notes]
    lines = [*alarms, *_kept(report), *notes]
    return ["", *lines] if lines else []


def _kept(report: RunReport) -> list[str]:
    """The assets: `kept 12 images (3.4 MB), 2 documents (80.1 kB)`."""
    kinds = [
        f"{terminal.counted(each.count, each.kind)} ({terminal.size(each.size_bytes)})"
        for each in report.assets
    ]
    return [f"  kept {', '.join(kinds)}"] if kinds else []
