"""Dates in other digits, eras and scripts, rewritten in the forms that `dates` reads."""

from __future__ import annotations

import re
import unicodedata
from calendar import month_name

from newsspider.language import calendars, word_lists
from newsspider.language.cjk import THAI

BUDDHIST = 543  # years by which the Thai calendar is ahead
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867, "民國": 1911, "民国": 1911}
_ERA = re.compile(rf"({'|'.join(_ERAS)})\s*(\d{{1,3}}|元)\s*年")
_FIGURES = {sign: n for n, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_CHINESE = re.compile(
    r"([〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})[日号號])?"
)
_ARABIC_DIGITS = {ord(digit): str(n % 10) for n, digit in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_PERSIAN_FIGURE = re.compile("[۰-۹]")
_INDIC = re.compile(r"[०-९০-৯੦-੯૦-૯୦-୯௦-௯౦-౯೦-೯൦-൯๐-๙]")
_WIDE = re.compile(r"[０-９：／．－]")
_THAI_MONTHS = word_lists.numbers("calendar.months", "th")
_THAI = re.compile("|".join(sorted(map(re.escape, _THAI_MONTHS), key=len, reverse=True)))
_THAI_YEAR = re.compile(r"(?<!\d)(2[45]\d\d)(?!\d)")
_VIETNAMESE = re.compile(r"(\d{1,2})\s*tháng\s*(\d{1,2})\s*,?\s*(?:năm\s*)?(\d{4})", re.IGNORECASE)
_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
}
_ROMAN["XII"] = 12
_ROMAN_MONTH = re.compile(r"(?<!\d)(\d{1,2})\.?\s?\b([IVX]{1,4})\b\.?\s?((?:19|20)\d\d)(?!\d)")


def plain(text: str) -> str:
    """The text with western digits, months in figures or English, and years of the common era."""
    if _PERSIAN_FIGURE.search(text):
        text = calendars.persian(text.translate(_ARABIC_DIGITS))
    if not text.isascii():
        text = calendars.named(_far(text.translate(_ARABIC_DIGITS)))
    elif "ko " in text:
        text = calendars.basque(text)
    return _ROMAN_MONTH.sub(_of_roman, text)


def _far(text: str) -> str:
    if _WIDE.search(text) or _INDIC.search(text):
        text = "".join(
            unicodedata.normalize("NFKC", sign) if _WIDE.match(sign) else _digit(sign) for sign in text
        )
    if "年" in text:
        text = _ERA.sub(_of_era, text)
        text = _CHINESE.sub(_of_chinese, text)
    if THAI[0] <= max(text) <= "\uffff" and _THAI.search(text):
        text = _THAI.sub(lambda found: f" {month_name[_THAI_MONTHS[found[0]]]} ", text)
        text = _THAI_YEAR.sub(lambda found: str(int(found[1]) - BUDDHIST), text)
    return _VIETNAMESE.sub(r"\3-\2-\1", text) if "th" in text.lower() else text


def _digit(sign: str) -> str:
    return str(unicodedata.digit(sign)) if _INDIC.match(sign) else sign


def _of_era(found: re.Match[str]) -> str:
    year = 1 if found[2] == "元" else int(found[2])
    return f"{_ERAS[found[1]] + year}年"


def _of_chinese(found: re.Match[str]) -> str:
    year = "".join(str(_FIGURES[sign]) for sign in found[1])
    day = f"{_number(found[3])}日" if found[3] else ""
    return f"{year}年{_number(found[2])}月{day}"


def _number(text: str) -> int:
    """A number up to 99 in Chinese figures."""
    tens, mark, ones = text.partition("十")
    if not mark:
        return _FIGURES[text[0]]
    return 10 * (_FIGURES[tens[0]] if tens else 1) + (_FIGURES[ones[0]] if ones else 0)


def _of_roman(found: re.Match[str]) -> str:
    month = _ROMAN.get(found[2])
    return f"{found[3]}-{month}-{found[1]}" if month else found[0]
