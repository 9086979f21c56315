"""`newsspider withdraw`: an article taken out of an archive, for good."""

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
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept with the tombstone.")
@json_option
@archive_option
def command(url: str, reason: str, as_json: bool, archive: Path) -> None:
    """Take the article at URL out of the archive for good; its addresses are never asked again.

    URL is any address that ever led to it, or its key.  Its text, wordings, pictures and link blocks go,
    from tables and search index; its captures, and the images and documents that it alone showed, go from
    the WARC files, which are written anew.  What stays is a tombstone: addresses, day and reason.  Links to
    it on other pages stay, and so do earlier copies of the archive until the next backup to them.
    """
    from newsspider.maintenance.withdraw import withdraw

    urls.refuse_credentials(url)
    with StepProgress("withdraw") as on_step:
        told = withdraw(archive, url, reason=reason, on_step=on_step)
    if as_json:
        terminal.print_json(asdict(told))
    else:
        _show(told)


def _show(told: Withdrawn) -> None:
    captures = terminal.counted(told.captures, "capture")
    files = terminal.counted(len(told.files), "WARC file")
    click.echo(f"withdrawn: {terminal.clean(told.url)}")
    click.echo(f"{captures} taken out of {files}; never asked again:")
    for url in told.urls:
        click.echo(f"  {terminal.clean(url)}")
    for name in told.still_in:
        click.echo(f"still in {name}: remove that file when you need it no more")
