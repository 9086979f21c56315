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

from newsspider.errors import UsageError

EXAMPLES = "'weekdays 05:15', 'daily 06:00', 'mon,thu 05:15', 'every 6 hours', 'monthly 1 03:00', 'hourly'"

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_SETS = {"daily": (), "weekdays": (0, 1, 2, 3, 4), "weekends": (5, 6)}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_EVERY = re.compile(r"every (\d{1,9}) (hours?|minutes?)", re.ASCII)
_MONTHLY = re.compile(r"monthly (\d{1,9}) (\S+)", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Timetable:
    """When a crawl begins, local time, in the notations of systemd and of cron."""

    on_calendar: str
    crontab: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """The command to run, as words with absolute paths, and a name for its units."""

    name: str
    words: tuple[str, ...]


def parse(text: str) -> Timetable:
    """The timetable in *text*.

    Raises:
        UsageError: *text* is not a timetable.
    """
    words = " ".join(text.lower().replace(" at ", " ").replace(" and ", ",").replace(", ", ",").split())
    if words == "hourly":
        return Timetable(on_calendar="*-*-* *:00:00", crontab="0 * * * *")
    if every := _EVERY.fullmatch(words):
        return _every(text, int(every[1]), every[2].rstrip("s"))
    if monthly := _MONTHLY.fullmatch(words):
        return _monthly(text, int(monthly[1]), monthly[2])
    named, _, clock = words.rpartition(" ")
    return _on_days(text, named, clock)


def systemd_units(task: Task, timetable: Timetable) -> str:
    """A service and a timer, as two files for systemd's user manager, and how to enable them."""
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
OnCalendar={timetable.on_calendar}
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
    """A line for `crontab -e`; each `%` gets a backslash, without which cron ends the command there."""
    command = shlex.join(task.words).replace("%", r"\%")
    return f"{timetable.crontab} {command}\n"


def next_run(timetable: Timetable) -> str | None:
    """The next start, in systemd's words; None if systemd-analyze is not installed.

    Raises:
        UsageError: systemd rejects the expression.
    """
    program = shutil.which("systemd-analyze")
    if program is None:
        return None
    command = [program, "calendar", timetable.on_calendar]
    done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=False)  # noqa: S603 - ours
    if done.returncode:
        raise UsageError(f"systemd rejects {timetable.on_calendar!r}: {done.stderr.strip()}")
    found = re.search(r"Next elapse: (.+)", done.stdout)
    return found[1].strip() if found else None


def _every(text: str, number: int, unit: str) -> Timetable:
    """Every *number* hours or minutes, if they divide the day or the hour evenly."""
    whole = 24 if unit == "hour" else 60
    if not 0 < number < whole or whole % number:
        fitting = ", ".join(str(each) for each in range(1, whole) if whole % each == 0)
        raise UsageError(f"{text!r}: every {number} {unit}s does not fit; expected one of {fitting} {unit}s")
    if unit == "hour":
        return Timetable(on_calendar=f"*-*-* 00/{number}:00:00", crontab=f"0 */{number} * * *")
    return Timetable(on_calendar=f"*-*-* *:00/{number}:00", crontab=f"*/{number} * * * *")


def _monthly(text: str, day: int, clock: str) -> Timetable:
    if not 1 <= day <= 28:
        raise UsageError(f"{text!r}: day {day} is not in every month; expected 1 to 28")
    hour, minute = _clock(text, clock)
    return Timetable(
        on_calendar=f"*-*-{day:02d} {hour:02d}:{minute:02d}:00", crontab=f"{minute} {hour} {day} * *"
    )


def _on_days(text: str, named: str, clock: str) -> Timetable:
    days = _days(text, named)
    hour, minute = _clock(text, clock)
    time = f"*-*-* {hour:02d}:{minute:02d}:00"
    if not days:
        return Timetable(on_calendar=time, crontab=f"{minute} {hour} * * *")
    names = ",".join(_DAYS[day].capitalize() for day in days)
    numbers = ",".join(str((day + 1) % 7) for day in days)  # cron counts from Sunday
    return Timetable(on_calendar=f"{_joined(names)} {time}", crontab=f"{minute} {hour} * * {numbers}")


def _joined(names: str) -> str:
    return "Mon..Fri" if names == "Mon,Tue,Wed,Thu,Fri" else names


def _days(text: str, named: str) -> tuple[int, ...]:
    """The days of the week, Monday is 0; () means all of them."""
    if named in _DAY_SETS:
        return _DAY_SETS[named]
    chosen: set[int] = set()
    for part in named.split(","):
        first, dash, last = part.partition("-")
        begin = _day(text, first)
        end = _day(text, last) if dash else begin
        chosen |= {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}
    return () if len(chosen) == 7 else tuple(sorted(chosen))


def _day(text: str, name: str) -> int:
    for names in (_DAYS, _LONG_DAYS, [f"{day}s" for day in _LONG_DAYS]):
        if name in names:
            return list(names).index(name)
    raise _unusable(text)


def _clock(text: str, clock: str) -> tuple[int, int]:
    matched = _CLOCK.fullmatch(clock)
    if matched is None:
        raise _unusable(text)
    return int(matched[1]), int(matched[2])


def _unusable(text: str) -> UsageError:
    return UsageError(f"{text!r} is not a timetable; expected something like {EXAMPLES}")


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
