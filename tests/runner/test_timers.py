"""Timers: systemd and cron take every timetable, whatever the paths."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from newsspider.errors import UsageError
from newsspider.profiles import timetables
from newsspider.runner import timers
from newsspider.runner.timers import Task

if TYPE_CHECKING:
    from pathlib import Path

TIMETABLES = [
    "weekdays 05:15",
    "sat-mon 05:15",
    "6h",
    "every 30 minutes",
    "monthly 1 03:00",
    "hourly",
    "daily 06:00",
]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
@pytest.mark.parametrize("text", TIMETABLES)
def test_systemd_takes_every_timetable(text: str) -> None:
    assert timers.next_run(timetables.parse(text))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_systemd_takes_the_units_whatever_the_path(tmp_path: Path) -> None:
    odd = tmp_path / 'a "quoted" folder, 100% $HOME \\ here'
    words = ("/bin/echo", "crawl", "--archive", str(odd))
    task = Task(name="a site/ü", words=words, when_it_fails=words)

    units = timers.systemd_units(task, timetables.parse("daily 06:00"))

    files = []
    for name, text in units.items():
        (tmp_path / name).write_text(text)
        files.append(tmp_path / name)
    assert len(files) == 3
    checked = subprocess.run(
        ["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False, timeout=60
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_crontab_line_keeps_its_percent_signs_and_spaces() -> None:
    task = Task(name="x", words=("/bin/newsspider", "crawl", "--archive", "/tmp/a b/100%'s"))

    line = timers.crontab_line(task, timetables.parse("hourly"))

    command = line.removeprefix("0 * * * * ").rstrip("\n")
    assert shlex.split(command.replace(r"\%", "%")) == list(task.words)
    assert not re.search(r"(?<!\\)%", command)


@pytest.mark.parametrize(
    ("text", "reason"), [("15 5 * * 1-5", "use --format crontab"), ("7h", "is not a time of day")]
)
def test_what_systemd_cannot_say_is_refused(text: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason):
        timers.systemd_units(Task(name="x", words=("/bin/true",)), timetables.parse(text))
