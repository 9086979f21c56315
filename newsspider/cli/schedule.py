"""`newsspider schedule`: prints a timer for the user to install."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsspider.cli.options import archive_option
from newsspider.cli.output import terminal
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from newsspider.runner.timers import Task


@click.command(epilog='Example: newsspider schedule chinatoday --every "weekdays 05:15" --archive ~/archive')
@click.argument("site")
@click.option(
    "--every",
    required=True,
    metavar="WHEN",
    help="When, such as 'weekdays 05:15', 'mon,thu 05:15' or 'every 6 hours'.",
)
@click.option(
    "form", "--format", type=click.Choice(("systemd", "crontab")), default="systemd", show_default=True
)
@archive_option
def command(site: str, every: str, form: str, archive: Path) -> None:
    """Print a systemd timer or crontab line that crawls SITE.

    Nothing is installed: save the text where it belongs.  Times are local times of this machine.  If another
    run of the same site and archive is still going, a run ends at once with status 4.
    """
    from newsspider.profiles import timetables
    from newsspider.runner import timers

    timetable = timetables.parse(every)
    task = _task(site, archive)
    if form == "crontab":
        click.echo(timers.crontab_line(task, timetable), nl=False)
    else:
        click.echo(timers.systemd_units(task, timetable), nl=False)
    if next_run := timers.next_run(timetable):
        terminal.note(f"checked by systemd-analyze; next run: {next_run}")


def _task(site: str, archive: Path) -> Task:
    """The command with absolute paths; an unusable profile is refused now."""
    from newsspider.collection import site_files
    from newsspider.runner.timers import Task

    profile = site_files.load(site, archive)
    assert profile.place is not None
    place = profile.place
    words = (*_program(), "crawl", place, "--archive", str(archive.absolute()))
    if any(not word.isprintable() for word in words):
        raise UsageError(f"a path has characters that a timer cannot have: {archive}")
    return Task(name=profile.name, words=words)


def _program() -> tuple[str, ...]:
    """The command that starts newsspider, with absolute paths."""
    started = Path(sys.argv[0])
    if started.name == "newsspider" and started.is_file():
        return (str(started.absolute()),)
    if installed := shutil.which("newsspider"):
        return (installed,)
    return (sys.executable, "-m", "newsspider.cli")
