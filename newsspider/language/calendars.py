"""Months of scripts whose words are no words to regular expressions, and the Persian calendar."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

_MONTHS = (
    "जनवरी जानेवारी জানুয়ারি জানুয়ারী ଜାନୁଆରୀ ஜனவரி",
    "फ़रवरी फरवरी फेब्रुवारी ফেব্রুয়ারি ফেব্রুয়ারী ଫେବୃଆରୀ ଫେବ୍ରୁଆରୀ பிப்ரவரி",
    "मार्च মার্চ ମାର୍ଚ୍ଚ மார்ச்",
    "अप्रैल एप्रिल এপ্রিল ଅପ୍ରେଲ ஏப்ரல்",
    "मई मे মে ମେ மே",
    "जून জুন ଜୁନ ஜூன்",
    "जुलाई जुलै জুলাই ଜୁଲାଇ ஜூலை",
    "अगस्त ऑगस्ट আগস্ট আগষ্ট ଅଗଷ୍ଟ ஆகஸ்ட்",
    "सितंबर सितम्बर सप्टेंबर সেপ্টেম্বর ସେପ୍ଟେମ୍ବର செப்டம்பர்",
    "अक्टूबर अक्तूबर ऑक्टोबर অক্টোবর ଅକ୍ଟୋବର அக்டோபர்",
    "नवंबर नवम्बर नोव्हेंबर নভেম্বর ନଭେମ୍ବର நவம்பர்",
    "दिसंबर दिसम्बर डिसेंबर ডিসেম্বর ଡିସେମ୍ବର டிசம்பர்",
)
_ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_NAMES = {
    unicodedata.normalize("NFC", word): _ENGLISH[n]
    for n, words in enumerate(_MONTHS)
    for word in words.split()
}
_NAME = re.compile(
    rf"(?<![\u0900-\u0bff])(?:{'|'.join(sorted(_NAMES, key=len, reverse=True))})(?![\u0900-\u0bff])"
)
_PERSIAN = (
    "فروردین",
    "اردیبهشت",
    "خرداد",
    "تیر",
    "مرداد",
    "شهریور",
    "مهر",
    "آبان",
    "آذر",
    "دی",
    "بهمن",
    "اسفند",
)
_JALALI = re.compile(rf"(?<!\d)(\d{{1,2}})\s*({'|'.join(_PERSIAN)})\s*(?:ماه\s*)?(1[34]\d\d)(?!\d)")
_JALALI_FIGURES = re.compile(r"(?<!\d)(1[34]\d\d)([/-])(\d{1,2})\2(\d{1,2})(?!\d)")
_BASQUE_MONTHS = (
    "urtarril", "otsail", "martxo", "apiril", "maiatz", "ekain", "uztail", "abuztu", "irail", "urri", "azaro",
    "abendu",
)  # fmt: skip
_BASQUE = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)(?:\(?e\)?)?ko\s+({'|'.join(_BASQUE_MONTHS)})(?:a?ren|ak)?\s+(\d{{1,2}})(?:a|an|ko)?(?!\w)",
    re.IGNORECASE,
)
_LEAPS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))  # years of 33 that have a day more


def named(text: str) -> str:
    """A text with Indian months in English, and days of the Persian calendar as ISO 8601 has them."""
    if any("\u0900" <= sign <= "\u0bff" for sign in text):
        return _NAME.sub(lambda found: _NAMES[found[0]], unicodedata.normalize("NFC", text))
    return _JALALI.sub(_of_jalali, text)


def basque(text: str) -> str:
    """A text with Basque days, "2021eko martxoaren 12a", as ISO 8601 has them."""
    return _BASQUE.sub(
        lambda found: f"{found[1]}-{_BASQUE_MONTHS.index(found[2].lower()) + 1:02}-{int(found[3]):02}", text
    )


def persian(text: str) -> str:
    """A Persian text with days in figures, "1399/12/22", as ISO 8601 has them."""
    return _JALALI_FIGURES.sub(
        lambda found: _day_of(int(found[1]), int(found[3]), int(found[4])) or found[0], text
    )


def _of_jalali(found: re.Match[str]) -> str:
    return _day_of(int(found[3]), _PERSIAN.index(found[2]) + 1, int(found[1])) or found[0]


def _day_of(year: int, month: int, day: int) -> str | None:
    """A day of the Persian calendar in ISO 8601; None where that calendar has no such day."""
    longest = 31 if month <= 6 else 30 if month < 12 or year % 33 in _LEAPS else 29
    if not 1 <= month <= 12 or not 1 <= day <= longest:
        return None
    days = sum(366 if past % 33 in _LEAPS else 365 for past in range(1300, year))
    days += 31 * min(month - 1, 6) + 30 * max(0, month - 7) + day - 1
    return (date(1921, 3, 21) + timedelta(days=days)).isoformat()  # the first day of 1300
