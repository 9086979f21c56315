"""`newsspider demo`: a small publication crawled on this machine, to see what comes of it."""

from __future__ import annotations

from pathlib import Path

import click

from newsspider.cli import terminal
from newsspider.cli.progress import ProgressLine
from newsspider.cli.summary import summary


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
    """Crawl a small made-up magazine, to see what comes of it.

    newsspider itself serves the magazine; nothing leaves this machine.
    """
    from newsspider.browse import files
    from newsspider.demo import runs

    with ProgressLine("demo") as on_progress:
        report = runs.run(archive, on_progress)
    files.describe(archive)
    for line in summary(report):
        click.echo(line)
    if browse and report.exit_status == 0:
        return _browse(archive)
    return report.exit_status


def _browse(archive: Path) -> int:
    from newsspider.browse.serving import serving

    with serving(archive) as server:
        terminal.note(f"Browse {archive} at {server.url} (Ctrl-C ends it)")
        click.launch(server.url)
        return server.process.wait()
