"""`newsspider rebuild`: makes the database again from the WARC files."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, json_option
from newsspider.cli.output import terminal
from newsspider.cli.output.step_progress import StepProgress

if TYPE_CHECKING:
    from pathlib import Path


@click.command(epilog="Example: newsspider rebuild --archive ~/archive --site magazine.yaml")
@click.option(
    "--site",
    "sites",
    multiple=True,
    metavar="SITE",
    help="A profile to use (a name or a YAML file); may be repeated.",
)
@json_option
@archive_option
def command(sites: tuple[str, ...], as_json: bool, archive: Path) -> None:
    """Make the database again from the WARC files, offline.

    Use it when news.db is damaged or lost.  A damaged file is kept as news.db.damaged-DATE.  All answers are
    read and judged again in their original order, as in a crawl.  What cannot be restored, because only the
    database had it, is listed.
    """
    from newsspider.maintenance.rebuild.rebuild import rebuild
    from newsspider.runner import watchdog

    with (
        watchdog.Watchdog.beside(watchdog.line_of_a_rebuild) as watched,
        StepProgress("rebuild") as on_step,
    ):
        watch = partial(watched.page, longest_s=watchdog.LONGEST_S)
        report = rebuild(archive, sites=sites, on_step=on_step, watch=watch)
    if as_json:
        terminal.print_json(asdict(report))
        return
    counted = terminal.counted
    made = f"{counted(report.articles, 'article')} in {counted(report.revisions, 'revision')}"
    read = f"{counted(report.answers, 'answer')} of {counted(report.runs, 'run')}"
    click.echo(f"news.db is made again: {made}, from {read}")
    if report.aside:
        click.echo(f"the old database is {report.aside}")
    for note in report.notes:
        click.echo(note)
