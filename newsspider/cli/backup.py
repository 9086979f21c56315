"""`newsspider backup`: copies an archive, and updates the copy the next time."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option, json_option
from newsspider.cli.output import terminal
from newsspider.cli.output.step_progress import StepProgress

if TYPE_CHECKING:
    from newsspider.maintenance.backup import BackupReport

_ALARM = 1


@click.command(epilog="Example: newsspider backup /mnt/disk/archive --archive ~/archive")
@click.argument("target", type=click.Path(path_type=Path), metavar="DIR")
@json_option
@archive_option
def command(target: Path, as_json: bool, archive: Path) -> int:
    """Copy the archive to DIR, or update an earlier copy there.

    A crawl may be running.  DIR must be a new or empty folder, or an earlier copy of the same archive.  The
    copy is a complete archive.  WARC files that are already in DIR, with the size and digest that
    manifest-sha256.txt states, are not copied again.  The exit status is 1 if a WARC file is missing or
    differs from the manifest.
    """
    from newsspider.maintenance.backup import back_up

    with StepProgress("backup") as on_step:
        report = back_up(archive, target, on_step)
    if as_json:
        terminal.print_json(asdict(report))
    else:
        _show(report, target)
    return _ALARM if report.missing or report.damaged else 0


def _show(report: BackupReport, target: Path) -> None:
    size = terminal.size
    files = f"{terminal.counted(report.copied, 'WARC file')} copied ({size(report.copied_bytes)})"
    click.echo(f"{target}: news.db {size(report.database_bytes)}, {files}, {report.kept:,} already there")
    for name in report.missing:
        click.echo(f"missing: warc/{name}")
    for name in report.damaged:
        click.echo(f"differs from the manifest: warc/{name} (newsspider verify says more)")
