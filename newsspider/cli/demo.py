"""`newsspider demo`: crawls a small made-up magazine on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.cli.browse import show
from newsspider.cli.output import terminal
from newsspider.cli.output.crawl_progress import CrawlProgress
from newsspider.cli.output.summary import comparison

if TYPE_CHECKING:
    from newsspider.demo.runs import Demo
    from newsspider.run_reports import RunReport

_EDITIONS = ("first edition", "second edition")


@click.command(epilog="Example: newsspider demo --browse")
@click.option(
    "--archive",
    type=click.Path(path_type=Path),
    default=Path("demo-archive"),
    metavar="DIR",
    help="The archive's folder (default: ./demo-archive).",
)
@click.option("--browse", is_flag=True, help="Open the archive in the web browser afterwards.")
def command(archive: Path, browse: bool) -> int:
    """Crawl a small made-up magazine twice, as a demonstration.

    newsspider itself serves the magazine; nothing leaves this machine.  Some articles change between the two
    runs.
    """
    from newsspider.browse.datasette import files
    from newsspider.demo import runs

    with runs.prepared(archive) as demo:
        terminal.note(f"The Estuary, a made-up magazine, is served at {demo.magazine.url}")
        first, second = _crawled(demo, 1), _crawled(demo, 2)
    files.describe(archive)
    terminal.note("")
    for line in comparison(first, second):
        click.echo(line)
    status = first.exit_status or second.exit_status
    return show(archive, open_it=True) if browse and not status else status


def _crawled(demo: Demo, edition: int) -> RunReport:
    with CrawlProgress(_EDITIONS[edition - 1]) as on_progress:
        report = demo.crawl(edition, on_progress)
    took = terminal.duration(report.duration_s)
    terminal.note(f"{_EDITIONS[edition - 1]}: {terminal.counted(report.pages, 'page')} in {took}")
    return report
