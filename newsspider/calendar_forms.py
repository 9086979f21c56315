"""Months of scripts whose words are no words to regular expressions, and the Persian calendar."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

_MONTHS = (
    "जनवरी जानेवारी জানুয়ারি জানুয়ারী ଜାନୁଆରୀ",
    "फ़रवरी फरवरी फेब्रुवारी ফেব্রুয়ারি ফেব্রুয়ারী ଫେବୃଆରୀ ଫେବ୍ରୁଆରୀ",
    "मार्च মার্চ ମାର୍ଚ୍ଚ",
    "अप्रैल एप्रिल এপ্রিল ଅପ୍ରେଲ",
    "मई मे মে ମେ",
    "जून জুন ଜୁନ",
    "जुलाई जुलै জুলাই ଜୁଲାଇ",
    "अगस्त ऑगस्ट আগস্ট আগষ্ট ଅଗଷ୍ଟ",
    "सितंबर सितम्बर सप्टेंबर সেপ্টেম্বর ସେପ୍ଟେମ୍ବର",
    "अक्टूबर अक्तूबर ऑक्टोबर অক্টোবর ଅକ୍ଟୋବର",
    "नवंबर नवम्बर नोव्हेंबर নভেম্বর ନଭେମ୍ବର",
    "दिसंबर दिसम्बर डिसेंबर ডিসেম্বর ଡିସେମ୍ବର",
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
    rf"(?<![\u0900-\u0b7f])(?:{'|'.join(sorted(_NAMES, key=len, reverse=True))})(?![\u0900-\u0b7f])"
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
_BASQUE_MONTHS = (
    "urtarril", "otsail", "martxo", "apiril", "maiatz", "ekain", "uztail", "abuztu", "irail", "urri", "azaro",
    "abendu",
)  # fmt: skip
_BASQUE = re.compile(
    rf"(?<!\d)((?:19|20)\d\d)(?:e?ko)\s+({'|'.join(_BASQUE_MONTHS)})(?:a?ren)?\s+(\d{{1,2}})(?:a|an)?(?!\w)",
    re.IGNORECASE,
)
_LEAPS = frozenset((1, 5, 9, 13, 17, 22, 26, 30))  # years of 33 that have a day more


def named(text: str) -> str:
    """A text with Indian months in English, and days of the Persian calendar as ISO 8601 has them."""
    if any("\u0900" <= sign <= "\u0b7f" for sign in text):
        return _NAME.sub(lambda found: _NAMES[found[0]], unicodedata.normalize("NFC", text))
    return _JALALI.sub(_of_jalali, text)


def basque(text: str) -> str:
    """A text with Basque days, "2021eko martxoaren 12a", as ISO 8601 has them."""
    return _BASQUE.sub(
        lambda found: f"{found[1]}-{_BASQUE_MONTHS.index(found[2].lower()) + 1:02}-{int(found[3]):02}", text
    )


def _of_jalali(found: re.Match[str]) -> str:
    year, month, day = int(found[3]), _PERSIAN.index(found[2]) + 1, int(found[1])
    longest = 31 if month <= 6 else 30 if month < 12 or year % 33 in _LEAPS else 29
    if not 1 <= day <= longest:
        return found[0]
    days = sum(366 if past % 33 in _LEAPS else 365 for past in range(1300, year))
    days += 31 * min(month - 1, 6) + 30 * max(0, month - 7) + day - 1
    return (date(1921, 3, 21) + timedelta(days=days)).isoformat()  # the first day of 1300
