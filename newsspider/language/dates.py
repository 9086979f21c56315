"""Dates as magazines write them: to the day, or only to a month, a season, a year."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

from newsspider.items import PublicationDate
from newsspider.language import calendars, date_notations
from newsspider.language.calendar_words import MONTHS, SEASONS, ZONES
from newsspider.language.cjk import CJK
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from newsspider.items import Precision

EARLIEST, LATEST = 1700, 2100  # years
LONGEST = 200  # characters of a text that are read

_WORD = r"[^\W\d_]+(?:\s+الثاني|\s+الأول)?"
_YEAR = r"(?P<y>(?:1[789]|20)\d\d)"
_OF = r"(?:\s*(?:de|del|di|of)\s+|\s*d['’]|\s*)"
_TH = r"(?:st|nd|rd|th|er|ère|[º°ª.])?"

_ISO = re.compile(
    rf"(?<!\d){_YEAR}(?P<sep>[-/.]\s?)(?P<m>\d{{1,2}})(?P=sep)(?P<d>\d{{1,2}})(?!\d)|"
    r"(?<!\d)(?P<y2>(?:19|20)\d\d)(?P<m2>0[1-9]|1[0-2])(?P<d2>0[1-9]|[12]\d|3[01])(?=T?\d{4,6}(?:Z|[+-]\d|$)|T|\D|$)"
)
_ISO_MONTH = re.compile(rf"{_YEAR}[-/.](?P<m>0?[1-9]|1[0-2])")
_EPOCH = re.compile(r"(\d{9,10})(\d{3})?(?:\.\d+)?")
_CJK = re.compile(rf"{_YEAR}\s*[年년]\s*(?P<m>\d{{1,2}})\s*[月월](?:\s*(?P<d>\d{{1,2}})\s*[日日号일])?")
_MONTH_DAY_YEAR = re.compile(
    r"(?<!\d)(?<![^\W\d_]\s)(?P<m>\d{1,2})-(?P<d>\d{1,2}),\s*(?P<y>(?:19|20)\d\d)(?!\d)"
)
_NUMBERS = re.compile(
    r"(?<![\d.])(?P<a>\d{1,2})\s?(?P<sep>[-/.])\s?(?P<b>\d{1,2})\s?(?P=sep)\s?(?P<y>(?:19|20)\d\d|\d\d)(?![\d/])"
    r"(?!\s\d\d\s\d\d(?!\d))"  # "01.02.03 04 05" is a telephone number
    r"(?!\.\d)(?!-\d{1,3}(?![\d:./]))"  # as are "01.02.03.04.05" and "12.3.04-5"
)
_NO_NUMBER = (  # "No. 7 July 2017" is the seventh number, not the seventh day
    r"(?<![\d#])(?<!(?i:no|nr|n°)\.)(?<!(?i:no|nr|n°)\s)(?<!(?i:no|nr)\.\s)(?<!(?i:issue)\s)(?<!(?i:vol)\.)(?<!(?i:vol)\.\s)"
)
_TO = rf"(?:\s?[–-]\s?\d{{1,2}}{_TH})?"
_DAY_MONTH = re.compile(
    rf"{_NO_NUMBER}(?P<d>\d{{1,2}}){_TH}{_TO},?{_OF}[-/]?(?P<m>{_WORD})(?:/{_WORD})?[.,]*{_OF}[-/]?{_YEAR}(?!\d)"
)
_MONTH_DAY = re.compile(rf"(?P<m>{_WORD})[.,]?\s*(?P<d>\d{{1,2}}){_TH}{_TO}\s*,?\s+(?:de\s+)?{_YEAR}(?!\d)")
_MONTH_ONLY = re.compile(
    rf"(?P<m>{_WORD})\.?(?:\s+[Tt]erm)?(?:\s*(?:[/&–—-]|and|und|et|y|e)\s*{_WORD}\.?)?[\s,]*{_OF}{_YEAR}(?!\d)"
)
_YEAR_MONTH_DAY = re.compile(
    rf"(?<!\d){_YEAR}[,.]?\s+(?:m\.\s+)?(?P<m>{_WORD})\.?\s+(?P<d>\d{{1,2}})\.?(?!\d)"
)
_YEAR_DAY_MONTH = re.compile(rf"(?<!\d){_YEAR}\.?\s+(?:gada\s+)?(?P<d>\d{{1,2}})\.\s+(?P<m>{_WORD})")
_MONTH_DAY_TIME_YEAR = re.compile(  # as `date` and old mail programs write it
    rf"(?P<m>{_WORD})\s+(?P<d>\d{{1,2}})\s+\d\d:\d\d(?::\d\d)?(?:\s+[A-Za-z+:\d-]{{1,9}})?\s+{_YEAR}(?!\d)"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})[a-z]{{0,6}}\.?,?\s*\Z", re.IGNORECASE)
# Words before figures that are not a date: versions, telephone numbers, file numbers, standards.
_COUNTED = re.compile(
    r"\b(?:v|ver|vers|version|versión|versione|versie|release|rel|build|firmware)\.?\s?\Z|(?:版本|バージョン)\s?\Z"
    r"|(?:\b(?:tel|telephone|telefon|teléfono|téléphone|phone|fon|fax|mobile?|iban|isbn|issn|doi|aktenzeichen|az)\b"
    r"|电话|電話|传真|傳真)[.:]{0,2}[\d\s+()/-]{0,24}\Z|\+\d[\d\s()/-]{3,20}\Z",
    re.IGNORECASE,
)
_NAMED_IN_LATIN = re.compile(r"[A-Za-z][\w-]*\s*v?\Z")
_YEAR_ALONE = re.compile(rf"\W*{_YEAR}\W*")
_YEAR_FIRST = ("zh", "ja", "ko")
_EASTERN = re.compile(f"[{CJK}]")

_TIME = re.compile(
    r"(?<![\d.:-])(?P<H>[01]?\d|2[0-4])(?:[:.]|h|\s?Uhr\s?)(?P<M>[0-5]\d)(?!\d)(?![.-]\d\d[.-])"
    r"(?::(?P<S>[0-6]\d))?(?:[.,]\d+)?"
    r"\s*(?P<half>[ap]\.?m\b\.?)?"
    r"|(?<![\d.:-])(?P<H2>0?[1-9]|1[0-2])\s*(?P<half2>[ap]\.?m\b\.?)"
    r"|T(?P<H3>[01]\d|2[0-3])(?P<M3>[0-5]\d)(?P<S3>[0-5]\d)?",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"\s*(?:(?:GMT|UTC)\s*)?(?P<sign>[+−-])(?P<h>\d\d):?(?P<m>\d\d)?(?!\d)")
_ZONE_NAME = re.compile(r"\s*\(?([A-Za-z]{1,5})\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Found:
    """A day, or the first day of a longer time, and its place in the text."""

    on: date
    precision: Precision
    start: int
    end: int


def parse(
    text: str,
    *,
    zone: ZoneInfo | None,
    order: str | None = None,
    languages: tuple[str, ...] = (),
) -> PublicationDate | None:
    """The date that a text states; None if it states no date or an ambiguous one.

    *order* (DMY, MDY, YMD) settles dates in figures; *languages* help where it is not known.  A
    time counts in the zone that the text states, else in *zone*; without a zone there is no
    `at`.  `on` is the day by the publisher's calendar: in the text's own zone, but in *zone*
    where the text states universal time, which most programs write whatever the publisher's zone.
    Never raises, and never adds a day that is not there.
    """
    with suppress(ValueError, OverflowError):
        raw = squeeze(text[: LONGEST * 2])[:LONGEST]
        found = _parse(date_notations.plain(raw), zone, order, languages)
        return replace(found, raw=raw) if found else None
    return None


def latest(written: str | None, *, zone: ZoneInfo | None = None) -> datetime | None:
    """The last moment that a stated date may mean, such as the end of a day; None if it is not a day."""
    text = parse(squeeze(written), zone=zone) if written else None
    if text is None or text.precision not in ("day", "time"):
        return None
    end = datetime.combine(text.on, time(23, 59, 59), tzinfo=zone or UTC)
    return (text.at or end).astimezone(UTC)


def to_text(at: datetime) -> str:
    """The moment as it is stored: `YYYY-MM-DDTHH:MM:SSZ`."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _parse(
    text: str, zone: ZoneInfo | None, order: str | None, languages: tuple[str, ...]
) -> PublicationDate | None:
    if epoch := _EPOCH.fullmatch(text):
        at = datetime.fromtimestamp(int(epoch[1]), UTC)
        return PublicationDate(on=at.astimezone(zone or UTC).date(), precision="time", at=at, raw=text)
    if languages and languages[0].lower().startswith("fa"):
        text = calendars.persian(text)
    found = _day(text, order, languages) or _longer(text)
    if found is None:
        return None
    if found.precision != "day":
        return PublicationDate(on=found.on, precision=found.precision, raw=text)
    return _with_time(found, text, zone)


def _day(text: str, order: str | None, languages: tuple[str, ...]) -> _Found | None:
    """The first day in the text, in one of the forms that have a year, a month and a day."""
    return (
        _numbered(_ISO, text)
        or _numbered(_MONTH_DAY_YEAR, text)
        or _named(_DAY_MONTH, text)
        or _named(_MONTH_DAY, text)
        or _cjk(text)
        or _named(_YEAR_MONTH_DAY, text)
        or _named(_YEAR_DAY_MONTH, text)
        or _named(_MONTH_DAY_TIME_YEAR, text)
        or _figures(text, order, languages)
    )


def _numbered(pattern: re.Pattern[str], text: str) -> _Found | None:
    for found in pattern.finditer(text):
        parts = {name[0]: value for name, value in found.groupdict().items() if value}
        if day := _made(found, int(parts["y"]), int(parts["m"]), int(parts["d"])):
            return day
    return None


def _named(pattern: re.Pattern[str], text: str) -> _Found | None:
    """A day whose month is a word; the pattern is tried again inside a match whose word is not a month."""
    at = 0
    while found := pattern.search(text, at):
        month = month_of(found["m"])
        if month and (day := _made(found, int(found["y"]), month, int(found["d"]))):
            return day
        at = found.start() + 1
    return None


def _cjk(text: str) -> _Found | None:
    for found in _CJK.finditer(text):
        if found["d"] and (day := _made(found, int(found["y"]), int(found["m"]), int(found["d"]))):
            return day
    return None


def _figures(text: str, order: str | None, languages: tuple[str, ...]) -> _Found | None:
    """A day in figures such as 30.6.2017, if its order is certain."""
    for found in _NUMBERS.finditer(text):
        before = text[: found.start()]
        if _COUNTED.search(before[-60:]):
            continue
        if len(found["y"]) == 2 and _is_year_first(text, languages):
            if len(found["a"]) == 1 or _NAMED_IN_LATIN.search(before):  # "tool-kit 0.5.14" is a version
                continue
            if made := _made(found, _full_year(found["a"]), int(found["b"]), int(found["y"])):
                return made
            continue
        a, b, year = int(found["a"]), int(found["b"]), _full_year(found["y"])
        chosen = _order(a, b, found["sep"], order, languages) or _by_weekday(before, year, a, b)
        if chosen is None:
            continue
        day, month = (a, b) if chosen == "DMY" else (b, a)
        if made := _made(found, year, month, day):
            return made
    return None


def _is_year_first(text: str, languages: tuple[str, ...]) -> bool:
    """Whether 18-03-08 is the eighth of March: in Chinese, Japanese and Korean."""
    language = languages[0].lower() if languages else ""
    return language.startswith(_YEAR_FIRST) or _EASTERN.search(text) is not None


def _order(a: int, b: int, sep: str, order: str | None, languages: tuple[str, ...]) -> str | None:
    """DMY or MDY for two figures; None if both are possible."""
    if a > 12 or b > 12:
        return "DMY" if a > 12 else "MDY"
    if a == b:
        return "DMY"
    if order in ("DMY", "MDY"):
        return order
    if sep == ".":
        return "DMY"
    first = languages[0].lower() if languages else ""
    if first and not first.startswith("en"):
        return "DMY"
    return {"en-us": "MDY", "en-gb": "DMY", "en-au": "DMY", "en-nz": "DMY", "en-in": "DMY"}.get(first)


def _by_weekday(before: str, year: int, a: int, b: int) -> str | None:
    """DMY or MDY, by the weekday right before the figures."""
    if named := _WEEKDAY.search(before):
        with suppress(ValueError):
            weekdays = {"DMY": date(year, b, a).weekday(), "MDY": date(year, a, b).weekday()}
            fitting = [
                order for order, weekday in weekdays.items() if weekday == _WEEKDAYS.index(named[1].lower())
            ]
            return fitting[0] if len(fitting) == 1 else None
    return None


def _full_year(text: str) -> int:
    year = int(text)
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _made(found: re.Match[str], year: int, month: int, day: int) -> _Found | None:
    """The day if the calendar has it."""
    with suppress(ValueError):
        if EARLIEST <= year <= LATEST:
            return _Found(on=date(year, month, day), precision="day", start=found.start(), end=found.end())
    return None


def _longer(text: str) -> _Found | None:
    """A month, a season or a year."""
    if (found := _ISO_MONTH.fullmatch(text)) or (found := _CJK.search(text)):
        return _first_of(found, int(found["m"]), "month")
    at = 0
    while found := _MONTH_ONLY.search(text, at):
        if month := month_of(found["m"]):
            return _first_of(found, month, "month")
        if season := SEASONS.get(found["m"].lower()):
            return _first_of(found, season, "season")
        at = found.start() + len(found["m"])
    if found := _YEAR_ALONE.fullmatch(text):
        return _first_of(found, 1, "year")
    return None


def _first_of(found: re.Match[str], month: int, precision: Precision) -> _Found | None:
    year = int(found["y"])
    if not 1 <= month <= 12 or not EARLIEST <= year <= LATEST:
        return None
    return _Found(on=date(year, month, 1), precision=precision, start=found.start(), end=found.end())


def month_of(word: str) -> int | None:
    """The number of the month that a word names in any language."""
    word = word.lower().rstrip(".")
    return MONTHS.get(word) or (MONTHS.get(word.split()[0]) if " " in word else None)


def _with_time(found: _Found, text: str, zone: ZoneInfo | None) -> PublicationDate:
    """The date with the time after or before the day."""
    plain = PublicationDate(on=found.on, precision="day", raw=text)
    clock = _TIME.search(text, found.end) or _TIME.search(text[: found.start])
    if clock is None:
        return plain
    stated = _stated_zone(text, clock.end())
    moment = _moment(found.on, clock, stated or zone)
    if moment is None:
        return plain
    is_universal = stated is not None and stated.utcoffset(None) == timedelta(0)
    on = moment.astimezone(zone).date() if is_universal and zone else found.on
    return PublicationDate(on=on, precision="time", at=moment.astimezone(UTC), raw=text)


def _moment(on: date, clock: re.Match[str], zone: tzinfo | None) -> datetime | None:
    """Day and time in a zone; None without a zone, or if the clock has no such time."""
    if zone is None:
        return None
    hour = int(clock["H"] or clock["H2"] or clock["H3"])
    half = (clock["half"] or clock["half2"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    minute = int(clock["M"] or clock["M3"] or 0)
    second = min(int(clock["S"] or clock["S3"] or 0), 59)
    if hour > 23:
        return None
    return datetime(on.year, on.month, on.day, hour, minute, second, tzinfo=zone)


def _stated_zone(text: str, at: int) -> tzinfo | None:
    """The time zone after a time."""
    if found := _OFFSET.match(text, at):
        minutes = int(found["h"]) * 60 + int(found["m"] or 0)
        if minutes <= 14 * 60:
            return timezone(timedelta(minutes=minutes if found["sign"] == "+" else -minutes))
        return None
    named = _ZONE_NAME.match(text, at)
    hours = ZONES.get(named[1].upper()) if named else None
    return timezone(timedelta(hours=hours)) if hours is not None else None
