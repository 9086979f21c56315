"""`newsspider rebuild`: the database made again from the WARC files."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, json_option
from newsspider.cli.output import terminal
from newsspider.cli.output.step_progress import StepProgress

if TYPE_CHECKING:
    from pathlib import Path


@click.command(epilog="Example: newsspider rebuild --archive ~/archive --site magazine.yaml")
@click.option("--site", "sites", multiple=True, metavar="SITE", help="A profile to read by; may be repeated.")
@json_option
@archive_option
def command(sites: tuple[str, ...], as_json: bool, archive: Path) -> None:
    """Make the database again from the WARC files, offline.

    For when news.db is damaged or lost.  The damaged one is kept as news.db.damaged-DATE.  Every answer is
    read and judged again in the order in which it came, as a crawl would; what only the database knew is
    named.
    """
    from newsspider.maintenance.rebuild.rebuild import rebuild

    with StepProgress("rebuild") as on_step:
        told = rebuild(archive, sites=sites, on_step=on_step)
    if as_json:
        terminal.print_json(asdict(told))
        return
    counted = terminal.counted
    made = f"{counted(told.articles, 'article')} in {counted(told.revisions, 'wording')}"
    read = f"{counted(told.answers, 'answer')} of {counted(told.runs, 'run')}"
    click.echo(f"news.db is made again: {made}, from {read}")
    if told.aside:
        click.echo(f"the database as it was is {told.aside}")
    for note in told.notes:
        click.echo(note)
