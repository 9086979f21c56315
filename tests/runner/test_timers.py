"""Timetables: what a person types becomes what systemd and cron take; the rest is refused with examples."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.errors import UsageError
from newsspider.runner import timers
from newsspider.runner.timers import Task

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = [
    ("weekdays 05:15", "Mon..Fri *-*-* 05:15:00", "15 5 * * 1,2,3,4,5"),
    ("Weekdays at 5:15", "Mon..Fri *-*-* 05:15:00", "15 5 * * 1,2,3,4,5"),
    ("daily 06:00", "*-*-* 06:00:00", "0 6 * * *"),
    ("weekends 08:05", "Sat,Sun *-*-* 08:05:00", "5 8 * * 6,0"),
    ("mondays 04:30", "Mon *-*-* 04:30:00", "30 4 * * 1"),
    ("sunday 23:59", "Sun *-*-* 23:59:00", "59 23 * * 0"),
    ("mon,thu 05:15", "Mon,Thu *-*-* 05:15:00", "15 5 * * 1,4"),
    ("mon and thu 05:15", "Mon,Thu *-*-* 05:15:00", "15 5 * * 1,4"),
    ("thu, mon 05:15", "Mon,Thu *-*-* 05:15:00", "15 5 * * 1,4"),
    ("mon-wed 05:15", "Mon,Tue,Wed *-*-* 05:15:00", "15 5 * * 1,2,3"),
    ("sat-mon 05:15", "Mon,Sat,Sun *-*-* 05:15:00", "15 5 * * 1,6,0"),
    ("mon-sun 05:15", "*-*-* 05:15:00", "15 5 * * *"),
    ("hourly", "*-*-* *:00:00", "0 * * * *"),
    ("every 6 hours", "*-*-* 00/6:00:00", "0 */6 * * *"),
    ("every 1 hour", "*-*-* 00/1:00:00", "0 */1 * * *"),
    ("every 30 minutes", "*-*-* *:00/30:00", "*/30 * * * *"),
    ("monthly 1 03:00", "*-*-01 03:00:00", "0 3 1 * *"),
]


@pytest.mark.parametrize(("text", "on_calendar", "crontab"), KNOWN)
def test_what_a_person_types_is_understood(text: str, on_calendar: str, crontab: str) -> None:
    timetable = timers.parse(text)

    assert (timetable.on_calendar, timetable.crontab) == (on_calendar, crontab)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "daily",
        "weekdays 25:00",
        "weekdays 5.15",
        "05:15",
        "mon,,thu 05:15",
        "noday 05:15",
        "monthly 05:15",
        pytest.param(f"every {'9' * 5_000} hours", id="huge"),
    ],
)
def test_what_is_no_timetable_is_refused_with_examples(text: str) -> None:
    with pytest.raises(UsageError, match="weekdays 05:15"):
        timers.parse(text)


@pytest.mark.parametrize("text", ["every 5 hours", "every 0 hours", "every 24 hours", "every 7 minutes"])
def test_a_step_that_does_not_fill_the_day_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="expected one of 1, 2, 3"):
        timers.parse(text)


def test_a_day_that_not_every_month_has_is_refused() -> None:
    with pytest.raises(UsageError, match="1 to 28"):
        timers.parse("monthly 31 03:00")


@given(st.text())
def test_any_text_is_a_timetable_or_our_own_error(text: str) -> None:
    try:
        timetable = timers.parse(text)
    except UsageError:
        return

    assert len(timetable.crontab.split()) == 5


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
@pytest.mark.parametrize("text", [known[0] for known in KNOWN])
def test_systemd_takes_every_timetable(text: str) -> None:
    assert timers.next_run(timers.parse(text))


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze here")
def test_systemd_takes_the_units_whatever_the_path(tmp_path: Path) -> None:
    odd = tmp_path / 'a "quoted" folder, 100% $HOME \\ here'
    task = Task(name="a site/ü", words=("/bin/echo", "crawl", "--archive", str(odd)))

    units = timers.systemd_units(task, timers.parse("daily 06:00"))

    files = []
    for name, text in re.findall(
        r"^# ~/.config/systemd/user/(\S+)\n(.*?)(?=^# ~|^# Save)", units, re.DOTALL | re.MULTILINE
    ):
        (tmp_path / name).write_text(text)
        files.append(tmp_path / name)
    assert len(files) == 2
    checked = subprocess.run(
        ["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False, timeout=60
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_crontab_line_keeps_its_percent_signs_and_spaces() -> None:
    task = Task(name="x", words=("/bin/newsspider", "crawl", "--archive", "/tmp/a b/100%'s"))

    line = timers.crontab_line(task, timers.parse("hourly"))

    command = line.removeprefix("0 * * * * ").rstrip("\n")
    assert shlex.split(command.replace(r"\%", "%")) == list(task.words)
    assert not re.search(r"(?<!\\)%", command)
