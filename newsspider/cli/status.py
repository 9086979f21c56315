"""`newsspider status`: shows what the archive holds and how the last runs went."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, json_option
from newsspider.cli.output import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newsspider.queries.collection_status import Problem
    from newsspider.queries.models import ArchiveStatus, SiteStatus, StoredRun

_HEADER = (
    "run",
    "began (UTC)",
    "took",
    "pages",
    "new",
    "changed",
    "gone",
    "failed",
    "fetched",
    "ended",
    "status",
)
_NUMBERS = (0, 2, 3, 4, 5, 6, 7, 8)

# The pages of a run by outcome; an _OPTIONAL column is left out if all of its numbers are 0.
_PAGES_HEADER = (
    "run", "pages", "articles", "lists", "service pages", "further pages", "unchanged", "not found",
    "dropped", "failed", "other", "declared, not stored",
)  # fmt: skip
_OPTIONAL = frozenset(("further pages", "unchanged", "dropped", "declared, not stored"))


_SITES_HEADER = (
    "site", "last good run (UTC)", "age", "articles", "new", "changed", "gone", "failed", "alarms", "waiting",
    "WARC", "next due (UTC)",
)  # fmt: skip
_SITES_NUMBERS = (2, 3, 4, 5, 6, 7, 8, 9, 10)


@click.command(epilog="Example: newsspider status --site chinatoday --runs 20")
@click.option("--site", metavar="SITE", help="Only this site, with its last runs.")
@click.option(
    "--runs",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    metavar="N",
    help="With --site: show its last N runs.",
)
@click.option("--check", is_flag=True, help="Print only what is wrong or stale; then exit with status 1.")
@click.option(
    "--prometheus",
    metavar="FILE",
    help="Write metrics for Prometheus, as node_exporter's textfile collector wants them; - prints them.",
)
@json_option
@archive_option
def command(
    site: str | None, runs: int, check: bool, prometheus: str | None, as_json: bool, archive: Path
) -> int:
    """Show what the archive holds for each site, its alarms, and when it is due.

    The numbers of new, changed, gone and failed pages are those of the last run.  A site of the collection is
    overdue when it missed two turns.
    """
    from newsspider.collection import settings, site_files
    from newsspider.queries import collection_status
    from newsspider.queries.reader import Reader
    from newsspider.queries.selection import Selection

    found = collection_status.collection_status(archive, settings.load(archive), runs=runs)
    if site:
        with Reader(archive) as reader:
            found = _only(found, reader.resolve(Selection(site=site)).site or site)
    problems = [
        each
        for each in collection_status.problems(found, site_files.load_all(archive))
        if not site or each.site in {one.site for one in found.sites}
    ]
    if prometheus:
        _write_metrics(found, prometheus)
    if as_json:
        terminal.print_json(found)
    elif check:
        for line in _checked(found, problems):
            click.echo(line)
    elif not prometheus:
        for line in _lines(found, problems) if not site else _detail_lines(found):
            click.echo(line)
    return int(check and bool(problems))


def _write_metrics(status: ArchiveStatus, file: str) -> None:
    from newsspider.cli.output import prometheus

    if file == "-":
        click.echo(prometheus.text(status), nl=False)
    else:
        prometheus.write(status, file)


def _checked(status: ArchiveStatus, problems: Sequence[Problem]) -> list[str]:
    """One line for a monitor, or one line for each problem."""
    if problems:
        return [f"{each.site}: {terminal.clean(each.message)}" for each in problems]
    articles = sum(site.articles for site in status.sites)
    sites = terminal.counted(len(status.sites), "site")
    return [f"All well: {sites}, {terminal.counted(articles, 'article')}."]


def _only(status: ArchiveStatus, site: str | None) -> ArchiveStatus:
    if site is None:
        return status
    return replace(status, sites=tuple(each for each in status.sites if each.site == site))


def _lines(status: ArchiveStatus, problems: Sequence[Problem]) -> list[str]:
    """One screen for the whole collection: a line for each site, then what needs a person."""
    now = datetime.now(UTC)
    table = terminal.table(
        _SITES_HEADER, [_cells(site, now) for site in status.sites], numbers=_SITES_NUMBERS
    )
    attention = [f"! {each.site}: {terminal.clean(each.message)}" for each in problems]
    return [_head(status), "", *table, *(["", *attention] if attention else [])]


def _detail_lines(status: ArchiveStatus) -> list[str]:
    lines = [_head(status)]
    for site in status.sites:
        lines += ["", *_site_lines(site)]
    return lines


def _head(status: ArchiveStatus) -> str:
    sizes = f"news.db {terminal.size(status.db_bytes)}, WARC {terminal.size(status.warc_bytes)}"
    return f"Archive {status.folder}: {terminal.counted(len(status.sites), 'site')}, {sizes}"


def _cells(site: SiteStatus, now: datetime) -> tuple[str, ...]:
    run = site.runs[0] if site.runs else None
    counts = (run.new, run.changed, run.gone, run.failed) if run else (0, 0, 0, 0)
    age = terminal.age((now - site.last_good_at).total_seconds()) if site.last_good_at else ""
    return (
        site.site,
        terminal.minute(site.last_good_at) or "never",
        age,
        f"{site.articles:,}",
        *(f"{count:,}" for count in counts),
        f"{len(site.alarms):,}",
        f"{site.waiting:,}",
        terminal.size(site.warc_bytes),
        terminal.due(site.next_due_at, now) or "-",
    )


def _site_lines(site: SiteStatus) -> list[str]:
    names = [site.site, terminal.clean(site.title), site.home_url or ""]
    facts = (
        ("articles", f"{site.articles:,} ({site.gone:,} gone)"),
        ("dates", terminal.span(site.earliest_on, site.latest_on)),
        ("link blocks", f"{site.link_blocks:,}"),
        ("waiting", terminal.counted(site.waiting, "address", "addresses")),
        ("WARC", terminal.size(site.warc_bytes)),
    )
    runs = terminal.table(_HEADER, [_run_cells(run) for run in site.runs], numbers=_NUMBERS)
    return [
        "  ".join(part for part in names if part),
        *(f"  {line}" for line in terminal.table(("", ""), facts)[1:]),
        "",
        *(f"  {line}" for line in runs),
        *(f"  {line}".rstrip() for line in _pages_table(site.runs)),
        *(f"  ! {terminal.clean(alarm)}" for alarm in site.alarms),
    ]


def _run_cells(run: StoredRun) -> tuple[str, ...]:
    counts = (run.pages, run.new, run.changed, run.gone, run.failed)
    return (
        str(run.id),
        terminal.minute(run.started_at),
        terminal.duration(run.duration_s),
        *(f"{count:,}" for count in counts),
        terminal.size(run.fetched_bytes),
        run.reason or "not ended",
        "" if run.exit_status is None else str(run.exit_status),
    )


def _pages_table(runs: Sequence[StoredRun]) -> list[str]:
    """The pages of each run by outcome; the numbers after `pages` add up to it."""
    if not runs:
        return []
    rows = [_page_counts(run) for run in runs]
    columns = [
        column
        for column, name in enumerate(_PAGES_HEADER)
        if name not in _OPTIONAL or any(row[column] for row in rows)
    ]
    header = [_PAGES_HEADER[column] for column in columns]
    cells = [[f"{row[column]:,}" for column in columns] for row in rows]
    return ["", *terminal.table(header, cells, numbers=range(len(columns)))]


def _page_counts(run: StoredRun) -> tuple[int, ...]:
    return (
        run.id, run.pages, run.articles, run.lists, run.service_pages, run.further_pages, run.unchanged,
        run.not_found, run.dropped, run.failed - run.unanswered, run.other_pages, run.declared_not_stored,
    )  # fmt: skip
