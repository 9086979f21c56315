"""A run's report as lines for a person: counts, sections, notes, the archive, and what to type next."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from newsspider.cli.output import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.run_reports import RunReport

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
        *_notes(report),
        "",
        f"Archive: {report.archive}",
        "Next:",
        *next_steps(report.archive),
    ]


def comparison(first: RunReport, second: RunReport) -> list[str]:
    """The lines to print after the demo's two runs, their counts side by side."""
    runs = (first, second)
    figures: list[tuple[str, ...]] = [(row[0][0], *(each[1] for each in row)) for row in _shown(*runs)]
    figures[1:1] = [("  size", *(terminal.size(run.fetched_bytes) for run in runs))]
    figures += [("dates from", *(terminal.day(run.earliest_on) for run in runs))]
    figures += [("dates to", *(terminal.day(run.latest_on) for run in runs))]
    return [
        *_indented(terminal.table(("", "first run", "second run"), figures, numbers=(1, 2))),
        "",
        *_indented(_sections_of_both(first, second)),
        *_notes(second),
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


# Each row has a name, a number and a remark.  Each page fetched is counted in one of the indented rows.
# An _OPTIONAL row is left out if its number is 0.
_Row = tuple[str, str, str]
_OPTIONAL = frozenset(("further pages", "unchanged", "dropped", "no answer", "declared, not stored"))


def _figures(run: RunReport) -> tuple[_Row, ...]:
    return (
        ("pages fetched", f"{run.pages:,}", terminal.size(run.fetched_bytes)),
        ("  articles", f"{run.articles:,}", ""),
        ("    new", f"{run.new:,}", ""),
        ("    changed", f"{run.changed:,}", ""),
        ("    same", f"{run.same:,}", ""),
        ("  further pages", f"{run.further_pages:,}", "of articles"),
        ("  lists", f"{run.lists:,}", "with feeds and site maps"),
        ("  service pages", f"{run.service_pages:,}", ""),
        ("  unchanged", f"{run.unchanged:,}", "other pages that are the same as before"),
        ("  not found", f"{run.not_found:,}", ""),
        ("  dropped", f"{run.dropped:,}", "by an item pipeline"),
        ("  failed", f"{run.failed - run.unanswered:,}", ""),
        ("  other", f"{run.other_pages:,}", "redirects, robots.txt, first tries"),
        ("no answer", f"{run.unanswered:,}", ""),
        ("declared, not stored", f"{run.declared_not_stored:,}", "pages that say they are articles"),
        ("articles gone", f"{run.gone:,}", ""),
        ("link blocks", f"{run.link_blocks:,}", terminal.counted(run.links, "link")),
    )


def _shown(*runs: RunReport) -> list[tuple[_Row, ...]]:
    """The rows of these runs side by side, without optional rows that are 0 in all of them."""
    rows = list(zip(*map(_figures, runs), strict=True))
    return [row for row in rows if row[0][0].strip() not in _OPTIONAL or any(each[1] != "0" for each in row)]


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
    rows = [row for (row,) in _shown(report)]
    name_width = max(len(name) for name, _, _ in rows) + 2
    number_width = max(len(number) for _, number, _ in rows)
    lines = [
        f"  {name:<{name_width}}{number:>{number_width}}  {more}".rstrip() for name, number, more in rows
    ]
    dates = terminal.span(report.earliest_on, report.latest_on)
    return [*lines, f"  {'dates':<{name_width}}{dates}"]


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
    rest = len(largest) - len(rows)
    if rest:
        lines.append(f"and {terminal.counted(rest, 'section')} more")
    return ["", *_indented(lines)]


def _notes(report: RunReport) -> list[str]:
    alarms = [f"! {terminal.clean(alarm)}" for alarm in report.alarms]
    notes = [f"  {terminal.clean(note)}" for note in report.notes]
    lines = [*alarms, *_assets(report), *notes]
    return ["", *lines] if lines else []


def _assets(report: RunReport) -> list[str]:
    """The assets: `stored 12 images (3.4 MB), 2 documents (80.1 kB)`."""
    kinds = [
        f"{terminal.counted(each.count, each.kind)} ({terminal.size(each.size_bytes)})"
        for each in report.assets
    ]
    return [f"  stored {', '.join(kinds)}"] if kinds else []
