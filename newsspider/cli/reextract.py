"""`newsspider reextract`: every article read again from its captures."""

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

_MOST_SHOWN = 70  # characters of what a field said
_BEFORE = 20  # of them in front of the first that differs


@click.command(epilog="Example: newsspider reextract --archive ~/archive --site magazine.yaml --dry-run")
@click.option("--site", metavar="SITE", help="Only this site; a profile's path, to read by that one.")
@click.option(
    "--since", type=Day("first"), help="Only articles published on this day or later, and no fronts."
)
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@json_option
@archive_option
def command(site: str | None, since: date | None, dry_run: bool, as_json: bool, archive: Path) -> None:
    """Read every article and front again from its captures, offline, and write what differs.

    For after an update of newsspider, or of a site's profile.  Wordings are compared as this version reads
    them, so none is made that the publisher did not make.  An article whose text would be lost, or more
    than half of it, stays as it is and is named.
    """
    from newsspider.maintenance.reextract.reextract import reextract

    with StepProgress("reextract") as on_step:
        told = reextract(archive, site=site, since=since, is_dry_run=dry_run, on_step=on_step)
    if as_json:
        terminal.print_json(asdict(told))
        return
    for line in _lines(told, is_dry_run=dry_run):
        click.echo(line)


def _lines(told: ReextractReport, *, is_dry_run: bool) -> Iterator[str]:
    counted = terminal.counted
    unread = f" ({told.unread:,} could not be read)" if told.unread else ""
    read = f"{counted(told.articles, 'article')} and {counted(told.fronts, 'front')}"
    yield f"{counted(told.captures, 'capture')} of {read} read again{unread}: {_verdict(told, is_dry_run)}"
    yield from _verdicts(told, is_dry_run)
    if told.fields:
        yield ""
        yield from _table(told)
    if told.stays:
        yield ""
        yield f"{counted(len(told.stays), 'article')} left as stored:"
        for url, why in list(told.stays.items())[:_MOST_STAYING]:
            yield f"  {terminal.clean(url)}: {why}"
        if len(told.stays) > _MOST_STAYING:
            yield f"  and {len(told.stays) - _MOST_STAYING:,} more (--json names all)"


_MOST_STAYING = 10


def _verdicts(told: ReextractReport, is_dry_run: bool) -> Iterator[str]:
    """What is an article no more, and what is one now: a line each, with an example."""
    would = "would leave" if is_dry_run else "left"
    if urls := told.no_longer_articles:
        are = "is a list or service page" if len(urls) == 1 else "are lists or service pages"
        articles = terminal.counted(len(urls), "article")
        yield f"{articles} {are} and {would} the tables, as {terminal.clean(urls[0])}"
    if urls := told.now_articles:
        pages = terminal.counted(len(urls), "page")
        are = "an article" if len(urls) == 1 else "articles"
        yield f"{pages} {'would become' if is_dry_run else 'became'} {are}, as {terminal.clean(urls[0])}"


def _verdict(told: ReextractReport, is_dry_run: bool) -> str:
    if not (told.fields or told.no_longer_articles or told.now_articles):
        return "nothing differs"
    articles = terminal.counted(told.changed, "article")
    return f"{articles} {'would change' if is_dry_run else 'changed'}"


def _table(told: ReextractReport) -> Iterator[str]:
    """How often each field differs, and under it some examples."""
    for name, field in sorted(told.fields.items(), key=lambda one: -one[1].count):
        yield f"  {name:<12} {field.count:>6,}"
        for url, difference in field.examples:
            yield f"    {terminal.clean(url)}"
            before, after = _apart(terminal.clean(difference.before), terminal.clean(difference.after))
            yield f"      - {before}"
            yield f"      + {after}"


def _apart(before: str, after: str) -> tuple[str, str]:
    """Both texts from shortly before where they begin to differ."""
    pairs = zip(before, after, strict=False)
    same = next((n for n, (one, other) in enumerate(pairs) if one != other), min(len(before), len(after)))
    start = max(0, same - _BEFORE)
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    shown = text[start : start + _MOST_SHOWN]
    if not shown:
        return "(nothing)" if not text else "…"
    return f"{'…' if start else ''}{shown}{'…' if start + _MOST_SHOWN < len(text) else ''}"
