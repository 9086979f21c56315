"""`newsspider withdraw`: removes an article from an archive for good."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, json_option
from newsspider.cli.output import terminal
from newsspider.cli.output.step_progress import StepProgress
from newsspider.web import urls

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.maintenance.withdraw import Withdrawn


@click.command(
    epilog="Example: newsspider withdraw https://example.org/story.html --reason 'asked by its author'"
)
@click.argument("url")
@click.option("--reason", required=True, metavar="TEXT", help="The reason; the tombstone keeps it.")
@json_option
@archive_option
def command(url: str, reason: str, as_json: bool, archive: Path) -> None:
    """Remove the article at URL from the archive for good.

    URL is any address that ever led to it, or its key.  Its addresses are never requested again.  Its text,
    revisions, pictures and link blocks are removed from the tables and the search index.  Its captures,
    with images and documents that only it showed, are removed from the WARC files, which are rewritten.  A
    tombstone stays: addresses, day and reason.  Links to it on other pages stay, and so do earlier copies
    of the archive until the next backup to them.
    """
    from newsspider.maintenance.withdraw import withdraw

    urls.refuse_credentials(url)
    with StepProgress("withdraw") as on_step:
        report = withdraw(archive, url, reason=reason, on_step=on_step)
    if as_json:
        terminal.print_json(asdict(report))
    else:
        _show(report)


def _show(report: Withdrawn) -> None:
    captures = terminal.counted(report.captures, "capture")
    files = terminal.counted(len(report.files), "WARC file")
    click.echo(f"withdrawn: {terminal.clean(report.url)}")
    click.echo(f"{captures} removed from {files}; never requested again:")
    for url in report.urls:
        click.echo(f"  {terminal.clean(url)}")
    for name in report.still_in:
        click.echo(f"still in {name}: remove it when you no longer need it")
