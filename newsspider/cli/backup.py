"""`newsspider backup`: a copy of an archive, brought up to date each time."""

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
    """Copy the archive to DIR, also while a crawl is writing it; again later, copy what is new.

    DIR is a new or empty folder, or an earlier copy of the same archive; any other is left alone.  The copy
    is an archive like any other.  WARC files that DIR has, with the size and digest of manifest-sha256.txt,
    are not copied again.  Ends with status 1 where a WARC file is missing or is not as the manifest has it.
    """
    from newsspider.maintenance.backup import back_up

    with StepProgress("backup") as on_step:
        told = back_up(archive, target, on_step)
    if as_json:
        terminal.print_json(asdict(told))
    else:
        _show(told, target)
    return _ALARM if told.missing or told.damaged else 0


def _show(told: BackupReport, target: Path) -> None:
    size = terminal.size
    files = f"{terminal.counted(told.copied, 'WARC file')} copied ({size(told.copied_bytes)})"
    click.echo(f"{target}: news.db {size(told.database_bytes)}, {files}, {told.kept:,} there already")
    for name in told.missing:
        click.echo(f"missing: warc/{name}")
    for name in told.damaged:
        click.echo(f"not as the manifest has it: warc/{name} (newsspider verify tells more)")
