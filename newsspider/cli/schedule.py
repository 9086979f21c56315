"""`newsspider schedule`: prints or installs a timer for one site or for the whole collection."""

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


_OF_COLLECTION = "every 15 minutes"


@click.command(epilog="Example: newsspider schedule --archive ~/archive --install")
@click.argument("site", required=False)
@click.option(
    "--every",
    metavar="WHEN",
    help="When, such as 'weekdays 05:15', 'mon,thu 05:15' or 'every 6 hours'; needed with SITE, else"
    f" '{_OF_COLLECTION}'.",
)
@click.option(
    "form", "--format", type=click.Choice(("systemd", "crontab")), default="systemd", show_default=True
)
@click.option("--install", is_flag=True, help="Install it for this user, instead of printing it.")
@archive_option
def command(site: str | None, every: str | None, form: str, install: bool, archive: Path) -> None:
    """Print or install a systemd timer or crontab line that crawls SITE, or what is due in the collection.

    Without SITE it is one timer for all: `newsspider run` looks which sites are due, each by the `every` of
    its profile.  When `run` itself fails, systemd calls `newsspider notify`.  Times are local times of this
    machine.  If another run of the same site and archive is still going, a run ends at once with status 4.
    """
    from newsspider.profiles import timetables
    from newsspider.runner import timers

    if site and not every:
        raise UsageError(
            f"schedule {site}: --every is missing; expected a time such as --every 'weekdays 05:15'"
        )
    timetable = timetables.parse(every or _OF_COLLECTION)
    task = _task(site, archive) if site else _collection_task(archive)
    if any(not word.isprintable() for word in task.words):
        raise UsageError(f"a path has characters that a timer cannot have: {archive}")
    if form == "crontab":
        line = timers.crontab_line(task, timetable)
        if install:
            timers.install_crontab(line, task)
            click.echo(f"Installed in your crontab: {line}", nl=False)
        else:
            click.echo(line, nl=False)
    else:
        units = timers.systemd_units(task, timetable)
        if install:
            for file in timers.install_units(units):
                click.echo(f"Installed {file}")
        else:
            click.echo(timers.printed(units), nl=False)
    if next_run := timers.next_run(timetable):
        terminal.note(f"checked by systemd-analyze; next run: {next_run}")


def _task(site: str, archive: Path) -> Task:
    """The command that crawls one site; an unusable profile is refused now."""
    from newsspider.collection import site_files
    from newsspider.runner.timers import Task

    profile = site_files.load(site, archive)
    assert profile.place is not None
    words = (*_program(), "crawl", profile.place, "--archive", str(archive.absolute()))
    return Task(name=profile.name, words=words)


def _collection_task(archive: Path) -> Task:
    """The command that crawls what is due, and the one that tells people when that fails."""
    from newsspider.runner.timers import Task

    where = ("--archive", str(archive.absolute()))
    what = f"newsspider run of {archive.absolute()} failed on this machine; see its log"
    return Task(
        name=archive.absolute().name,
        words=(*_program(), "run", "--quiet", *where),
        when_it_fails=(*_program(), "notify", what, *where),
    )


def _program() -> tuple[str, ...]:
    """The command that starts newsspider, with absolute paths."""
    started = Path(sys.argv[0])
    if started.name == "newsspider" and started.is_file():
        return (str(started.absolute()),)
    if installed := shutil.which("newsspider"):
        return (installed,)
    return (sys.executable, "-m", "newsspider.cli")
