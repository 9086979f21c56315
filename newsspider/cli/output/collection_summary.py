"""The report of `newsspider run` as lines for a person: one table of sites, then what needs attention."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider.cli.output import terminal

if TYPE_CHECKING:
    from newsspider.runner.collection_run import CollectionReport, SiteOutcome

_HEADER = ("site", "ended", "pages", "new", "changed", "gone", "failed", "alarms", "took", "next due (UTC)")
_NUMBERS = (2, 3, 4, 5, 6, 7)


def lines(report: CollectionReport) -> list[str]:
    """The lines to print after a run."""
    crawled = terminal.counted(len(report.outcomes), "site")
    rest = [f"{report.not_due} not due"] if report.not_due else []
    if report.waiting:
        rest.append(
            f"{len(report.waiting)} left for the next run, which was interrupted: {', '.join(report.waiting)}"
        )
    head = f"{', '.join([f'{crawled} crawled', *rest])}."
    if not report.outcomes:
        return [f"Nothing is due: {', '.join(rest) or 'the collection is empty'}.", *_not_told(report)]
    table = terminal.table(_HEADER, [_cells(each) for each in report.outcomes], numbers=_NUMBERS)
    attention = [*_problems(report), *_alarms(report), *_not_told(report)]
    return [head, "", *table, *(["", *attention] if attention else []), *_over(report)]


def news(report: CollectionReport) -> list[str]:
    """Only what needs a person: problems, and alarms that are new or over."""
    raised = [f"! {each.site}: {terminal.clean(each.message)}" for each in report.raised]
    return [*raised, *_not_told(report), *_over(report)]


def _cells(outcome: SiteOutcome) -> tuple[str, ...]:
    due = terminal.due(outcome.next_due_at, datetime.now(UTC))
    report = outcome.report
    if report is None:
        return (outcome.site, "busy" if outcome.is_busy else "failed", *[""] * 7, due)
    counts = (report.pages, report.new, report.changed, report.gone, report.failed, len(report.alarms))
    return (
        outcome.site,
        report.reason,
        *(f"{count:,}" for count in counts),
        terminal.duration(report.duration_s),
        due,
    )


def _problems(report: CollectionReport) -> list[str]:
    return [f"! {each.site}: {terminal.clean(each.problem)}" for each in report.outcomes if each.problem]


def _alarms(report: CollectionReport) -> list[str]:
    return [
        f"! {each.site}: {terminal.clean(alarm)}"
        for each in report.outcomes
        if each.report
        for alarm in each.report.alarms
    ]


def _not_told(report: CollectionReport) -> list[str]:
    return [f"! {terminal.clean(why)}" for why in report.not_told]


def _over(report: CollectionReport) -> list[str]:
    return [f"  {each.site}: over: {terminal.clean(each.message)}" for each in report.over]
