"""Turns a typed timetable into a systemd timer or a crontab line.

Nothing is installed: the user saves the text.  If another run of the same site and archive is still going,
a run ends with status 4, which the timer counts as success.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.errors import UsageError

if TYPE_CHECKING:
    from newsspider.profiles.timetables import Timetable


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """The command to run, as words with absolute paths, and a name for its units."""

    name: str
    words: tuple[str, ...]


def systemd_units(task: Task, timetable: Timetable) -> str:
    """A service and a timer, as two files for systemd's user manager, and how to enable them.

    Raises:
        UsageError: systemd has no notation for the timetable.
    """
    on_calendar = timetable.on_calendar
    if on_calendar is None:
        raise _not_on_the_clock(timetable)
    command = " ".join(_systemd_word(word) for word in task.words)
    described = _systemd_text(f"newsspider: crawl {task.name}")
    unit = f"newsspider-{_unit_name(task.name)}"
    return f"""\
# ~/.config/systemd/user/{unit}.service
[Unit]
Description={described}

[Service]
Type=oneshot
ExecStart={command}
# 4: another run holds the lock of this site and archive.
SuccessExitStatus=4

# ~/.config/systemd/user/{unit}.timer
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

# Save each part under the name above it, then:
#   systemctl --user daemon-reload
#   systemctl --user enable --now {unit}.timer
#   loginctl enable-linger        (so that it also runs when you are not logged in)
"""


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
