"""`newsspider reextract`: reads every article again from its captures."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import Day, archive_option, json_option
from newsspider.cli.output import terminal
from newsspider.cli.output.step_progress import StepProgress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from newsspider.maintenance.reextract.reextract import ReextractReport

_MOST_SHOWN = 70  # characters of a field's value
_BEFORE = 20  # of them before the first difference
_MOST_STAYING = 10  # articles that are listed as left


@click.command(epilog="Example: newsspider reextract --archive ~/archive --site magazine.yaml --dry-run")
@click.option(
    "--site", metavar="SITE", help="Only this site; give the path of a YAML file to use that profile."
)
@click.option(
    "--since", type=Day("first"), help="Only articles published on this day or later, and no fronts."
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
@json_option
@archive_option
def command(site: str | None, since: date | None, dry_run: bool, as_json: bool, archive: Path) -> None:
    """Read every article and front again from its captures, offline.

    Use it after an update of newsspider or of a site's profile; only differences are written.  Old and new
    revisions are compared as this version reads them, so that no revision appears that the publisher did
    not make.  An article that would lose more than half of its text stays unchanged and is listed;
    so does one with a page that takes longer than a minute to read.
    """
    from newsspider.maintenance.reextract.reextract import reextract
    from newsspider.runner import watchdog

    with StepProgress("reextract") as on_step:
        report = reextract(
            archive,
            site=site,
            since=since,
            is_dry_run=dry_run,
            longest_s=watchdog.LONGEST_S,
            on_step=on_step,
        )
    if as_json:
        terminal.print_json(asdict(report))
        return
    for line in _lines(report, is_dry_run=dry_run):
        click.echo(line)


def _lines(report: ReextractReport, *, is_dry_run: bool) -> Iterator[str]:
    counted = terminal.counted
    unread = f" ({report.unread:,} could not be read)" if report.unread else ""
    outcome = _verdict(report, is_dry_run)
    read = f"{counted(report.articles, 'article')} and {counted(report.fronts, 'front')}"
    yield f"{counted(report.captures, 'capture')} of {read} read again{unread}: {outcome}"
    yield from _verdicts(report, is_dry_run)
    if report.fields:
        yield ""
        yield from _table(report)
    if report.stays:
        yield ""
        yield f"{counted(len(report.stays), 'article')} left as stored:"
        for url, why in list(report.stays.items())[:_MOST_STAYING]:
            yield f"  {terminal.clean(url)}: {why}"
        if len(report.stays) > _MOST_STAYING:
            yield f"  and {len(report.stays) - _MOST_STAYING:,} more (--json lists all)"


def _verdicts(report: ReextractReport, is_dry_run: bool) -> Iterator[str]:
    """One line on pages that are no longer articles and one on new articles, each with an example."""
    would = "would leave" if is_dry_run else "left"
    if urls := report.no_longer_articles:
        are = "is a list or service page" if len(urls) == 1 else "are lists or service pages"
        articles = terminal.counted(len(urls), "article")
        yield f"{articles} {are} and {would} the tables, such as {terminal.clean(urls[0])}"
    if urls := report.now_articles:
        pages = terminal.counted(len(urls), "page")
        are = "an article" if len(urls) == 1 else "articles"
        yield f"{pages} {'would become' if is_dry_run else 'became'} {are}, such as {terminal.clean(urls[0])}"


def _verdict(report: ReextractReport, is_dry_run: bool) -> str:
    if not (report.fields or report.no_longer_articles or report.now_articles):
        return "nothing differs"
    articles = terminal.counted(report.changed, "article")
    return f"{articles} {'would change' if is_dry_run else 'changed'}"


def _table(report: ReextractReport) -> Iterator[str]:
    """How often each field differs, with some examples."""
    for name, field in sorted(report.fields.items(), key=lambda one: -one[1].count):
        yield f"  {name:<12} {field.count:>6,}"
        for url, difference in field.examples:
            yield f"    {terminal.clean(url)}"
            before, after = _apart(terminal.clean(difference.before), terminal.clean(difference.after))
            yield f"      - {before}"
            yield f"      + {after}"


def _apart(before: str, after: str) -> tuple[str, str]:
    """Both texts, from a little before their first difference."""
    pairs = zip(before, after, strict=False)
    same = next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(before), len(after)))
    start = max(0, same - _BEFORE)
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    excerpt = text[start : start + _MOST_SHOWN]
    if not excerpt:
        return "(nothing)" if not text else "…"
    return f"{'…' if start else ''}{excerpt}{'…' if start + _MOST_SHOWN < len(text) else ''}"
