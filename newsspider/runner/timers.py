"""Turns a typed timetable into a systemd timer or a crontab line, and installs it if the user wants that.

If another run of the same site and archive is still going, a run ends with status 4, which the timer counts
as success.  So is status 1, done with alarms: alarms reach people on ways of their own.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsspider.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsspider.profiles.timetables import Timetable


UNITS = "~/.config/systemd/user"
_INSTALLED = "# newsspider: "  # ends the crontab line that `install_crontab` replaces


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """The command to run, as words with absolute paths, and a name for its units.

    `when_it_fails` is a command that runs when the first one ends with an error.
    """

    name: str
    words: tuple[str, ...]
    when_it_fails: tuple[str, ...] = ()


def systemd_units(task: Task, timetable: Timetable) -> dict[str, str]:
    """The unit files for systemd's user manager by name: a service, its timer, and what runs if it fails.

    Raises:
        UsageError: systemd has no notation for the timetable.
    """
    on_calendar = timetable.on_calendar
    if on_calendar is None:
        raise _not_on_the_clock(timetable)
    described = _systemd_text(f"newsspider: crawl {task.name}")
    unit = f"newsspider-{_unit_name(task.name)}"
    on_failure = f"OnFailure={unit}-failed.service\n" if task.when_it_fails else ""
    units = {
        f"{unit}.service": f"""\
[Unit]
Description={described}
{on_failure}
[Service]
Type=oneshot
ExecStart={_systemd_command(task.words)}
# 1: done, with alarms.  4: another run holds the lock of this site and archive.
SuccessExitStatus=1 4
""",
        f"{unit}.timer": f"""\
[Unit]
Description={described}, timer

[Timer]
OnCalendar={on_calendar}
# Catch up after the machine was off.
Persistent=true
# Spread the load: not everybody in the same second.
RandomizedDelaySec=2min

[Install]
WantedBy=timers.target
""",
    }
    if task.when_it_fails:
        units[f"{unit}-failed.service"] = f"""\
[Unit]
Description={described}, when it failed

[Service]
Type=oneshot
ExecStart={_systemd_command(task.when_it_fails)}
"""
    return units


def printed(units: Mapping[str, str]) -> str:
    """The unit files one after the other, and how to enable them."""
    timer = next(name for name in units if name.endswith(".timer"))
    files = "\n".join(f"# {UNITS}/{name}\n{text}" for name, text in units.items())
    return f"""\
{files}
# Save each part under the name above it, then:
#   systemctl --user daemon-reload
#   systemctl --user enable --now {timer}
#   loginctl enable-linger        (so that it also runs when you are not logged in)
"""


def install_units(units: Mapping[str, str]) -> tuple[Path, ...]:
    """Write the unit files and enable the timer; the files that were written.

    Raises:
        UsageError: systemctl is not here, or refuses.
    """
    systemctl = shutil.which("systemctl")
    if systemctl is None:
        raise UsageError("systemd is not on this machine; use --format crontab")
    folder = Path(UNITS).expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, text in units.items():
        files.append(folder / name)
        files[-1].write_text(text, encoding="utf-8")
    timer = next(name for name in units if name.endswith(".timer"))
    for words in (("daemon-reload",), ("enable", "--now", timer)):
        _do([systemctl, "--user", *words])
    return tuple(files)


def install_crontab(line: str, task: Task) -> None:
    """Put the line into this user's crontab, in the place of the one that was installed before.

    Raises:
        UsageError: crontab is not here, or refuses.
    """
    crontab = shutil.which("crontab")
    if crontab is None:
        raise UsageError("cron is not on this machine; use --format systemd")
    mark = f"{_INSTALLED}{_unit_name(task.name)}"
    listed = subprocess.run([crontab, "-l"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 - ours
    if listed.returncode and "no crontab" not in listed.stderr:
        raise UsageError(f"`crontab -l` fails: {listed.stderr.strip()}")
    old = listed.stdout.splitlines() if not listed.returncode else []
    kept = [each for number, each in enumerate(old) if mark not in (each, *old[max(0, number - 1) : number])]
    _do([crontab, "-"], "\n".join([*kept, mark, line.rstrip("\n")]) + "\n")


def _do(command: Sequence[str], given: str | None = None) -> None:
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=30, check=False)  # noqa: S603 - ours
    if done.returncode:
        what = " ".join([Path(command[0]).name, *command[1:]])
        raise UsageError(f"`{what}` fails: {done.stderr.strip() or f'status {done.returncode}'}")


def crontab_line(task: Task, timetable: Timetable) -> str:
    """A line for `crontab -e`; each `%` gets a backslash, without which cron ends the command there.

    Raises:
        UsageError: cron has no notation for the timetable.
    """
    if timetable.crontab is None:
        raise _not_on_the_clock(timetable)
    command = shlex.join(task.words).replace("%", r"\%")
    return f"{timetable.crontab} {command}\n"


def next_run(timetable: Timetable) -> str | None:
    """The next start, in systemd's words; None if systemd-analyze is not installed or cannot say it.

    Raises:
        UsageError: systemd rejects the expression.
    """
    program = shutil.which("systemd-analyze")
    if program is None or timetable.on_calendar is None:
        return None
    command = [program, "calendar", timetable.on_calendar]
    done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 - ours
    if done.returncode:
        raise UsageError(f"systemd rejects {timetable.on_calendar!r}: {done.stderr.strip()}")
    found = re.search(r"Next elapse: (.+)", done.stdout)
    return found[1].strip() if found else None


def _not_on_the_clock(timetable: Timetable) -> UsageError:
    kept = "write it into the profile (every: …) and schedule `newsspider run`"
    if timetable.crontab:
        return UsageError(f"{timetable.text!r} is cron's notation; use --format crontab, or {kept}")
    return UsageError(f"{timetable.text!r} is not a time of day; {kept}")


def _unit_name(name: str) -> str:
    """*name* with only the characters that a unit's name may have."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", name).strip("-.") or "site"


def _systemd_command(words: Sequence[str]) -> str:
    return " ".join(_systemd_word(word) for word in words)


def _systemd_word(word: str) -> str:
    """*word* as one argument of ExecStart= (systemd.service(5), "Command lines")."""
    plain = _systemd_text(word).replace("$", "$$")
    if re.fullmatch(r"[\w@%+=:,./-]+", plain, re.ASCII):
        return plain
    quoted = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'


def _systemd_text(text: str) -> str:
    """*text* with each `%` doubled, so that systemd does not expand it."""
    return text.replace("%", "%%")
