"""Dates in Indian scripts, Basque and the Persian calendar, rewritten in ISO 8601 or with English months."""

from __future__ import annotations

import re
import unicodedata
from calendar import month_name
from datetime import date, timedelta

from newsspider.language import word_lists

# Regular expressions do not read these names as words, because their vowel signs are not letters.
_NAMES = {
    unicodedata.normalize("NFC", word): month_name[number]
    for word, number in word_lists.numbers(
        "calendar.months", "hi", "mr", "bn", "pa", "gu", "or", "ta", "te", "kn", "ml"
    ).items()
}
_NAME = re.compile(
    rf"(?<![\u0900-\u0d7f])(?:{'|'.join(sorted(_NAMES, key=len, reverse=True))})(?![\u0900-\u0d7f])"
)
_PERSIAN = word_lists.numbers("calendar.persian_months")
_JALALI = re.compile(rf"(?<!\d)(\d{{1,2}})\s*({'|'.join(_PERSIAN)})\s*(?:ماه\s*)?(1[34]\d\d)(?!\d)")
_JALALI_FIGURES = re.compile(r"(?<!\d)(1[34]\d\d)([/-])(\d{1,2})\2(\d{1,2})(?!\d)")
_BASQUE_MONTHS = word_lists.numbers("calendar.month_stems", "eu")
_BASQUE = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)(?:\(?e\)?)?ko\s+({'|'.join(_BASQUE_MONTHS)})(?:a?ren|ak)?\s+(\d{{1,2}})(?:a|an|ko)?(?!\w)",
    re.IGNORECASE,
)
_LEAPS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))  # leap years of a cycle of 33


def named(text: str) -> str:
    """The text with Indian months in English and Persian days in ISO 8601."""
    if any("\u0900" <= sign <= "\u0d7f" for sign in text):
        return _NAME.sub(lambda found: _NAMES[found[0]], unicodedata.normalize("NFC", text))
    return _JALALI.sub(_of_jalali, text)


def basque(text: str) -> str:
    """The text with Basque days, such as "2021eko martxoaren 12a", in ISO 8601."""
    return _BASQUE.sub(
        lambda found: f"{found[1]}-{_BASQUE_MONTHS[found[2].lower()]:02}-{int(found[3]):02}", text
    )


def persian(text: str) -> str:
    """The Persian text with days in figures, such as "1399/12/22", in ISO 8601."""
    return _JALALI_FIGURES.sub(
        lambda found: _day_of(int(found[1]), int(found[3]), int(found[4])) or found[0], text
    )


def _of_jalali(found: re.Match[str]) -> str:
    return _day_of(int(found[3]), _PERSIAN[found[2]], int(found[1])) or found[0]


def _day_of(year: int, month: int, day: int) -> str | None:
    """A day of the Persian calendar in ISO 8601; None if that calendar has no such day."""
    longest = 31 if month <= 6 else 30 if month < 12 or year % 33 in _LEAPS else 29
    if not 1 <= month <= 12 or not 1 <= day <= longest:
        return None
    days = sum(366 if past % 33 in _LEAPS else 365 for past in range(1300, year))
    days += 31 * min(month - 1, 6) + 30 * max(0, month - 7) + day - 1
    return (date(1921, 3, 21) + timedelta(days=days)).isoformat()  # the first day of 1300
