"""`newsspider crawl`: fetches what is new in one publication, and stores it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import Day, archive_option, json_option
from newsspider.cli.output import terminal
from newsspider.cli.output.crawl_progress import CrawlProgress
from newsspider.cli.output.lost_terminal import drop_when_lost
from newsspider.cli.output.summary import summary

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from newsspider.run_reports import RunReport


NOTHING_FETCHED = 3


class Setting(click.ParamType[tuple[str, str]]):
    """A Scrapy setting typed as KEY=VALUE."""

    name = "KEY=VALUE"

    def convert(
        self, value: str | tuple[str, str], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """The key and its value."""
        if isinstance(value, tuple):
            return value
        key, equals, content = value.partition("=")
        if not equals or not key.strip().isidentifier():
            self.fail(f"{value!r} is not a setting; expected KEY=VALUE, such as DOWNLOAD_DELAY=5", param, ctx)
        return key.strip(), content


@click.command(epilog="Example: newsspider crawl chinatoday --archive ~/archive --limit 50")
@click.argument("site")
@click.option(
    "--base",
    metavar="URL",
    help="Crawl a copy of the site at URL; the archive keeps the site's own addresses.",
)
@click.option("settings", "--set", type=Setting(), multiple=True, help="Any Scrapy setting; may be repeated.")
@click.option("--full", is_flag=True, help="Request every known address again.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Stop after N article pages.")
@click.option("--since", type=Day("first"), help="Skip addresses dated earlier: YYYY, YYYY-MM or YYYY-MM-DD.")
@click.option(
    "--dry-run",
    is_flag=True,
    help="Show what would be requested and how long it would take, without requests.",
)
@json_option
@archive_option
def command(
    site: str,
    base: str | None,
    settings: tuple[tuple[str, str], ...],
    full: bool,
    limit: int | None,
    since: date | None,
    dry_run: bool,
    as_json: bool,
    archive: Path,
) -> int:
    """Fetch what is new in SITE, and store it in the archive.

    SITE is a name that `newsspider sites` lists, the path of a YAML file, or a web address.  For a web
    address, a profile of two lines is written into the archive's folder `sites`; the next crawl uses it
    again, and you can extend it.  After an interrupted run, the same command continues where that run
    stopped.
    """
    from newsspider.collection import site_files
    from newsspider.runner import process
    from newsspider.runner.watchdog import Watchdog, line_of_a_run

    site = _profile_of(site, archive)
    order = process.CrawlOrder(
        site=site,
        archive=archive,
        base_url=base,
        settings=dict(settings),
        full=full,
        limit=limit,
        since=since,
        dry_run=dry_run,
    )
    name = site_files.load(site, archive).name
    with Watchdog.beside(partial(line_of_a_run, name)) as watchdog, CrawlProgress(name) as on_progress:
        report = process.run(order, on_progress, watchdog=watchdog)
    if not dry_run:
        _describe(archive)
    with drop_when_lost("stdout"):  # the exit status is the run's, even if nobody reads the report
        _show(report, as_json=as_json)
    return report.exit_status


def _profile_of(site: str, archive: Path) -> str:
    """The site as given, or the path of its profile in the collection for a web address."""
    from newsspider.collection import site_files
    from newsspider.profiles import drafts

    if not drafts.is_address(site):
        return site
    file, is_new = drafts.draft(site, site_files.folder(archive.absolute()))
    if is_new:
        terminal.note(f"newsspider: wrote the profile {file}; you can extend it, see CONTRIBUTING.md")
    else:
        terminal.note(f"newsspider: using the profile {file}")
    return str(file)


def _describe(archive: Path) -> None:
    """Write the files that Datasette needs, so that `datasette archive/` works."""
    from newsspider.browse.datasette import files

    files.describe(archive)


def _show(report: RunReport, *, as_json: bool) -> None:
    if report.exit_status == NOTHING_FETCHED:
        terminal.note(f"newsspider: site {report.site!r}: {terminal.clean(report.notes[-1])}")
    if as_json:
        terminal.print_json(report)
        return
    for text in summary(report):
        click.echo(text)
