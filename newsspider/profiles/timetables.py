"""Timetables: when a site is crawled, as a person types it, and the next moment it is due; pure.

Times of day are local times of this machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cronsim import CronSim, CronSimError

from newsspider.errors import UsageError

EXAMPLES = "'6h', 'weekdays 05:15', 'mon,thu 05:15', 'monthly 1 03:00', 'hourly', or cron's '15 5 * * 1-5'"

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_SETS = {"daily": (), "weekdays": (0, 1, 2, 3, 4), "weekends": (5, 6)}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
_EVERY = re.compile(r"every (\d{1,9}) (hours?|minutes?)", re.ASCII)
_INTERVAL = re.compile(r"(\d{1,5}) ?(m|min|h|d)", re.ASCII)
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days"}
_MONTHLY = re.compile(r"monthly (\d{1,9}) (\S+)", re.ASCII)
_CRONTAB = re.compile(r"(?:[\w*/,#-]+ ){4}[\w*/,#-]+", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Timetable:
    """When a crawl begins, in the notation of cron, and in that of systemd where there is one.

    With an `interval`, a crawl is due that long after the last one began; `crontab` is then None where cron
    has no line for it.
    """

    text: str
    crontab: str | None = None
    on_calendar: str | None = None
    interval: timedelta | None = None

    def due_after(self, last: datetime) -> datetime:
        """The moment, in UTC, at which the first crawl after one that began at *last* (UTC) is due."""
        if self.interval is not None:
            return last + self.interval
        assert self.crontab is not None
        local = last.astimezone().replace(tzinfo=None)
        return next(CronSim(self.crontab, local)).astimezone(UTC)


def parse(text: str) -> Timetable:
    """The timetable in *text*.

    Raises:
        UsageError: *text* is not a timetable.
    """
    words = " ".join(text.lower().replace(" at ", " ").replace(" and ", ",").replace(", ", ",").split())
    if words == "hourly":
        return Timetable(text=text, on_calendar="*-*-* *:00:00", crontab="0 * * * *")
    if interval := _INTERVAL.fullmatch(words):
        return _interval(text, int(interval[1]), _UNITS[interval[2]])
    if every := _EVERY.fullmatch(words):
        return _every(text, int(every[1]), every[2].rstrip("s"))
    if monthly := _MONTHLY.fullmatch(words):
        return _monthly(text, int(monthly[1]), monthly[2])
    if _CRONTAB.fullmatch(words):
        return _of_cron(text, words)
    named, _, clock = words.rpartition(" ")
    return _on_days(text, named, clock)


def _interval(text: str, number: int, unit: str) -> Timetable:
    """So long after the last crawl began; cron and systemd get it where it divides the day or the hour."""
    if number == 0:
        raise UsageError(f"{text!r} is not an interval; expected one such as 6h, 45min or 2d")
    interval = timedelta(**{unit: number})
    try:
        on_clock = _every(text, number, unit.removesuffix("s"))
    except UsageError:
        return Timetable(text=text, interval=interval)
    return Timetable(text=text, interval=interval, on_calendar=on_clock.on_calendar, crontab=on_clock.crontab)


def _of_cron(text: str, expression: str) -> Timetable:
    """A cron expression, as crontab(5) has it."""
    try:
        next(CronSim(expression, datetime(2000, 1, 1)))  # noqa: DTZ001 # local time, as cron's
    except CronSimError as error:
        raise UsageError(
            f"{text!r} is not a cron expression: {error}; expected such as '15 5 * * 1-5'"
        ) from error
    except StopIteration:
        raise UsageError(f"{text!r} names no day that exists; expected such as '15 5 * * 1-5'") from None
    return Timetable(text=text, crontab=expression)


def _every(text: str, number: int, unit: str) -> Timetable:
    """Every *number* hours or minutes, if they divide the day or the hour evenly."""
    whole = {"hour": 24, "minute": 60}.get(unit, 0)
    if not 0 < number < whole or whole % number:
        fitting = ", ".join(str(each) for each in range(1, whole) if whole % each == 0)
        raise UsageError(f"{text!r}: every {number} {unit}s does not fit; expected one of {fitting} {unit}s")
    if unit == "hour":
        return Timetable(text=text, on_calendar=f"*-*-* 00/{number}:00:00", crontab=f"0 */{number} * * *")
    return Timetable(text=text, on_calendar=f"*-*-* *:00/{number}:00", crontab=f"*/{number} * * * *")


def _monthly(text: str, day: int, clock: str) -> Timetable:
    if not 1 <= day <= 28:
        raise UsageError(f"{text!r}: day {day} is not in every month; expected 1 to 28")
    hour, minute = _clock(text, clock)
    return Timetable(
        text=text,
        on_calendar=f"*-*-{day:02d} {hour:02d}:{minute:02d}:00",
        crontab=f"{minute} {hour} {day} * *",
    )


def _on_days(text: str, named: str, clock: str) -> Timetable:
    days = _days(text, named)
    hour, minute = _clock(text, clock)
    time = f"*-*-* {hour:02d}:{minute:02d}:00"
    if not days:
        return Timetable(text=text, on_calendar=time, crontab=f"{minute} {hour} * * *")
    names = ",".join(_DAYS[day].capitalize() for day in days)
    numbers = ",".join(str((day + 1) % 7) for day in days)  # cron counts from Sunday
    return Timetable(
        text=text, on_calendar=f"{_joined(names)} {time}", crontab=f"{minute} {hour} * * {numbers}"
    )


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
