"""`newsspider status`: shows what the archive holds and how the last runs went."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, json_option
from newsspider.cli.output import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

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


@click.command(epilog="Example: newsspider status --site chinatoday --runs 20")
@click.option("--site", metavar="SITE", help="Only this site.")
@click.option(
    "--runs",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    metavar="N",
    help="Show the last N runs of each site.",
)
@json_option
@archive_option
def command(site: str | None, runs: int, as_json: bool, archive: Path) -> None:
    """Show what the archive holds for each site, and its last runs."""
    from newsspider.queries.reader import Reader
    from newsspider.queries.selection import Selection

    with Reader(archive) as reader:
        site = reader.resolve(Selection(site=site)).site
        status = _only(reader.status(runs=runs), site)
    if as_json:
        terminal.print_json(status)
    else:
        for line in _lines(status):
            click.echo(line)


def _only(status: ArchiveStatus, site: str | None) -> ArchiveStatus:
    if site is None:
        return status
    return replace(status, sites=tuple(each for each in status.sites if each.site == site))


def _lines(status: ArchiveStatus) -> list[str]:
    sizes = f"news.db {terminal.size(status.db_bytes)}, WARC {terminal.size(status.warc_bytes)}"
    lines = [f"Archive {status.folder}: {terminal.counted(len(status.sites), 'site')}, {sizes}"]
    for site in status.sites:
        lines += ["", *_site_lines(site)]
    return lines


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
