"""`newsspider import`: takes over WARC files that other programs made."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, json_option
from newsspider.cli.output import terminal
from newsspider.cli.output.step_progress import StepProgress

if TYPE_CHECKING:
    from newsspider.maintenance.importing.import_files import ImportReport


@click.command(epilog="Example: newsspider import old.warc.gz --site magazine.yaml --archive ~/archive")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--site", metavar="SITE", help="The profile to read by (a name or a YAML file); else the host decides."
)
@json_option
@archive_option
@click.pass_context
def command(
    ctx: click.Context, files: tuple[Path, ...], site: str | None, as_json: bool, archive: Path
) -> None:
    """Take over WARC files of other programs, offline.

    The answers of known publications are copied into the archive's own WARC files with their own dates, and
    read as in a crawl.  What is held already is left out, so a file may be imported again.
    """
    from newsspider.maintenance.importing.import_files import import_files
    from newsspider.runner import watchdog

    with (
        watchdog.Watchdog.beside(watchdog.line_of_an_import) as watched,
        StepProgress("import") as on_step,
    ):
        watch = partial(watched.page, longest_s=watchdog.LONGEST_S)
        report = import_files(archive, files, site=site, on_step=on_step, watch=watch)
    if as_json:
        terminal.print_json(asdict(report))
    else:
        _print(report)
    if report.damaged:
        ctx.exit(1)


def _print(report: ImportReport) -> None:
    counted = terminal.counted
    click.echo(
        f"{counted(report.answers, 'answer')} taken over: {counted(report.new_articles, 'new article')},"
        f" {counted(report.new_revisions, 'new revision')}"
    )
    if report.left_out:
        width = max(len(f"{count:,}") for count in report.left_out.values())
        click.echo("left out:")
        for reason, count in sorted(report.left_out.items()):
            click.echo(f"  {count:>{width},}  {reason}")
    for line in report.damaged:
        click.echo(line)
