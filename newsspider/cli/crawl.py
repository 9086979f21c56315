"""`newsspider crawl`: fetches what is new in one publication, and stores it."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import Day, archive_option, json_option, log_options
from newsspider.cli.output import terminal
from newsspider.cli.output.crawl_progress import CrawlProgress
from newsspider.cli.output.lost_terminal import drop_when_lost
from newsspider.cli.output.summary import summary

if TYPE_CHECKING:
    from datetime import date

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
@log_options
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
    log_format: str | None,
    log_level: str | None,
    as_json: bool,
    archive: Path,
) -> int:
    """Fetch what is new in SITE, and store it in the archive.

    SITE is a name that `newsspider sites` lists, the path of a YAML file, or a web address.  For a web
    address, `newsspider init` writes a profile into the archive's folder `sites` first; the next crawl uses
    it again, and you can change it.  After an interrupted run, the same command continues where that run
    stopped.
    """
    from newsspider.collection import site_files
    from newsspider.runner import process
    from newsspider.runner.watchdog import Watchdog, line_of_a_run

    with ExitStack() as stack:
        site = _profile_of(site, archive, base, stack if dry_run else None)
        order = process.CrawlOrder(
            site=site,
            archive=archive,
            base_url=base,
            settings=dict(settings),
            full=full,
            limit=limit,
            since=since,
            dry_run=dry_run,
            log_format=log_format,
            log_level=log_level,
        )
        name = site_files.load(site, archive).name
        with Watchdog.beside(partial(line_of_a_run, name)) as watchdog, CrawlProgress(name) as on_progress:
            report = process.run(order, on_progress, watchdog=watchdog)
    if not dry_run:
        describe(archive)
        _tell(archive)
    with drop_when_lost("stdout"):  # the exit status is the run's, even if nobody reads the report
        _show(report, as_json=as_json)
    return report.exit_status


def _profile_of(site: str, archive: Path, base: str | None, dry_run: ExitStack | None) -> str:
    """The site as given, or the path of its profile in the collection for a web address.

    A new profile is learnt from the publication.  A dry run, which makes no request, ends without one.
    """
    from newsspider.collection import site_files
    from newsspider.profiles import drafts

    if not drafts.is_address(site):
        return site
    address, folder = drafts.address_of(site), site_files.folder(archive.absolute())
    if dry_run and not (site_files.starting_at(address, archive) or _is_there(address, folder)):
        folder = Path(dry_run.enter_context(TemporaryDirectory()))
    known = site_files.starting_at(address, archive.absolute())
    file, is_new = drafts.Draft(known, is_new=False) if known else drafts.draft(address, folder)
    if not is_new:
        terminal.note(f"newsspider: using the profile {file}")
    elif not dry_run:
        _learn(address, file, archive, base)
    return str(file)


def _is_there(address: str, folder: Path) -> bool:
    from newsspider.profiles import drafts

    return (folder / f"{drafts.name_of(address)}.yaml").exists()


def _learn(address: str, file: Path, archive: Path, base: str | None) -> None:
    """Replace a profile of two lines by what a look at the publication tells, if it tells something."""
    from newsspider.cli.init import learnt
    from newsspider.errors import LockHeld, NewsspiderError
    from newsspider.profiles import drafts

    try:
        _, draft = learnt(address, name=file.stem, archive=archive, base=base)
        drafts.write(draft.text, file, is_new=False)
    except LockHeld:
        raise
    except NewsspiderError as error:
        terminal.note(f"newsspider: wrote the profile {file} of two lines, as nothing was learnt: {error}")
    else:
        terminal.note(f"newsspider: wrote the profile {file}; read it, and change what you know better")


def describe(archive: Path) -> None:
    """Write the files that Datasette needs, so that `datasette archive/` works."""
    from newsspider.browse.datasette import files

    files.describe(archive)


def _tell(archive: Path) -> None:
    """Tell people about new alarms and watched words, if the collection's settings say how."""
    from newsspider.collection import settings

    found = settings.load(archive)
    if not found.notify:
        return
    from newsspider.runner import notify
    from newsspider.storage.archive import Archive

    with Archive.open(archive, create=False) as opened:
        for failure in notify.tell(opened, found).failures:
            terminal.note(f"newsspider: {failure}")


def _show(report: RunReport, *, as_json: bool) -> None:
    if report.exit_status == NOTHING_FETCHED:
        terminal.note(f"newsspider: site {report.site!r}: {terminal.clean(report.notes[-1])}")
    if as_json:
        terminal.print_json(report)
        return
    for text in summary(report):
        click.echo(text)
