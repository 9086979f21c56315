"""Filters of the templates: days with their precision, moments, numbers, addresses, directions."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime
from typing import Final
from urllib.parse import unquote, urlsplit

from markupsafe import Markup, escape

from newsspider.language import direction as languages
from newsspider.queries.models import MARK_OFF, MARK_ON

_SEASONS: Final = {3: "Spring", 6: "Summer", 9: "Autumn", 12: "Winter"}
_PERIOD = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
# Characters that change the direction of text around them; no honest headline needs them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_HIT = re.compile(f"{MARK_ON}([^{MARK_ON}{MARK_OFF}]*){MARK_OFF}")
_LONGEST_LINE = 400
_LONGEST_ADDRESS = 90
_LONGEST_TEXT, _LONGEST_LINK = 2_000, 8_000


def day(on: date | None, precision: str | None = None) -> str:
    """A day as precisely as it is known: "30 June 2017", "July 2019", "Spring 1998", "2003"."""
    if on is None:
        return "no date"
    if precision == "year":
        return str(on.year)
    if precision == "season" and on.month in _SEASONS:
        return f"{_SEASONS[on.month]} {on.year}"
    month = f"{on:%B} {on.year}"
    return month if precision in ("month", "season") else f"{on.day} {month}"


def day_for_machines(on: date | None, precision: str | None = None) -> str:
    """The day for a `datetime` attribute: only what is known."""
    if on is None:
        return ""
    return on.isoformat()[: {"year": 4, "month": 7, "season": 7}.get(precision or "day", 10)]


def month(text: str) -> str:
    """A month written as 2019-07, or a year; anything else unchanged."""
    if not is_period(text) or len(text) == 4:
        return plain(text, 20)
    return f"{calendar.month_name[int(text[5:])]} {text[:4]}"


def is_period(text: str) -> bool:
    """Whether *text* is a year or a month as in `facet_counts`: 2019, 2019-07."""
    return _PERIOD.fullmatch(text) is not None


def moment(at: datetime | None) -> str:
    """A moment in UTC, to the minute."""
    return f"{at.astimezone(UTC):%-d %B %Y, %H:%M} UTC" if at else "unknown"


def moment_day(at: datetime | None) -> str:
    """The day of a moment in UTC."""
    return f"{at.astimezone(UTC):%-d %B %Y}" if at else "unknown"


def short_day(at: datetime | None) -> str:
    """The day of a moment in UTC, in a short form."""
    return f"{at.astimezone(UTC):%-d %b %Y}" if at else "unknown"


def for_machines(at: datetime | None) -> str:
    """A moment for a `datetime` attribute."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else ""


def duration(seconds: float | None) -> str:
    """A duration: "48 s", "12 min", "3 h 20 min", "4 days"."""
    if seconds is None:
        return "unknown"
    minutes = round(seconds / 60)
    if seconds < 100:
        return f"{seconds:.0f} s"
    if minutes < 100:
        return f"{minutes} min"
    if minutes < 60 * 48:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes // (60 * 24)} days"


def number(count: float | None) -> str:
    """A number with separated thousands."""
    return f"{count:,.0f}" if count is not None else "–"


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """A number with its noun: "1 article", "2,300 articles"."""
    return f"{number(count)} {noun if count == 1 else plural or noun + 's'}"


def size(size_bytes: float | None) -> str:
    """A size: "950 B", "23 kB", "1.4 MB"."""
    amount = float(size_bytes or 0)
    for unit in ("B", "kB", "MB"):
        if amount < 999.5:
            return f"{amount:.0f} {unit}" if amount >= 10 or unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def plain(text: str | None, longest: int = _LONGEST_LINE) -> str:
    """*text* as one line of a list: without invisible characters, without changes of direction, shortened."""
    line = " ".join(_UNSEEN.sub("", _TURNING.sub("", text or "")).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def marked(text: str) -> Markup:
    """A text found by a search, with its hits in `<mark>`, shortened."""
    line = _TURNING.sub("", text[:_LONGEST_TEXT])
    parts: list[Markup] = []
    end = 0
    for hit in _HIT.finditer(line):
        parts += [_unmarked(line[end : hit.start()]), Markup("<mark>"), escape(hit[1]), Markup("</mark>")]
        end = hit.end()
    return Markup("").join([*parts, _unmarked(line[end:])])


def unmarked(text: str) -> str:
    """A text found by a search, without the marks of its hits."""
    return plain(text, _LONGEST_TEXT)


def _unmarked(text: str) -> Markup:
    return escape(_UNSEEN.sub("", text))


def address(url: str | None) -> str:
    """An address to read: without its scheme, shortened, without changes of direction."""
    line = re.sub(r"^https?://(?:www\.)?", "", plain(url, 2_000)).rstrip("/")
    try:
        shown = plain(unquote(line, errors="strict"), 2_000)
    except ValueError:
        shown = line
    return shown if len(shown) <= _LONGEST_ADDRESS else f"{shown[: _LONGEST_ADDRESS - 1]}…"


def host(url: str | None) -> str:
    """The host of an address."""
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def web_address(url: str | None) -> str | None:
    """*url* if a browser may follow it: http or https, without blanks, not too long; otherwise None."""
    if url and len(url) <= _LONGEST_LINK and re.match(r"https?://[^\s\"'<>\\]+$", url, re.IGNORECASE):
        return url
    return None


def language(tag: str | None) -> str | None:
    """A valid language tag (BCP 47); otherwise None."""
    return tag if tag and _LANGUAGE.fullmatch(tag) else None


def direction(tag: str | None) -> str:
    """The direction of text in a language: `rtl`, `ltr`, or `auto` if the language is unknown."""
    return languages.direction(tag) if language(tag) else "auto"
