"""Days from a year, month or day that a person types."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from newsspider.errors import UsageError

_PERIOD = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)


def first_day(text: str) -> date:
    """The first day of a year, month or day written as YYYY, YYYY-MM or YYYY-MM-DD.

    Raises:
        UsageError: the text has another form.
    """
    year, month, day = _parts(text)
    return _day(text, year, 1 if month is None else month, 1 if day is None else day)


def last_day(text: str) -> date:
    """The last day of a year, month or day written as YYYY, YYYY-MM or YYYY-MM-DD.

    Raises:
        UsageError: the text has another form.
    """
    year, month, day = _parts(text)
    first = _day(text, year, 12 if month is None else month, 1 if day is None else day)
    return first if day else first.replace(day=monthrange(first.year, first.month)[1])


def _parts(text: str) -> tuple[int, int | None, int | None]:
    matched = _PERIOD.fullmatch(text.strip())
    if matched is None:
        raise _unusable(text)
    year, month, day = (None if part is None else int(part) for part in matched.groups())
    assert year is not None
    return year, month, day


def _day(text: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise _unusable(text) from error


def _unusable(text: str) -> UsageError:
    return UsageError(f"{text!r} is not a date; expected YYYY, YYYY-MM or YYYY-MM-DD, such as 2017-06-30")
