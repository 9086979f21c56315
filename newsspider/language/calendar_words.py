"""Names of months, seasons and time zones in the languages that magazines are written in."""

from __future__ import annotations

from newsspider.language import word_lists

MONTHS = word_lists.numbers("calendar.months")
SEASONS = word_lists.numbers("calendar.seasons") | word_lists.numbers("calendar.terms")

# Hours from universal time; of names that zones share, only those of RFC 2822.
ZONES: dict[str, float] = {
    "Z": 0,
    "UT": 0,
    "UTC": 0,
    "GMT": 0,
    "WET": 0,
    "BST": 1,
    "WEST": 1,
    "CET": 1,
    "MEZ": 1,
    "CEST": 2,
    "MESZ": 2,
    "EET": 2,
    "EEST": 3,
    "MSK": 3,
    "EST": -5,
    "EDT": -4,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
    "PST": -8,
    "PDT": -7,
    "JST": 9,
    "KST": 9,
    "SGT": 8,
    "HKT": 8,
    "AEST": 10,
    "AEDT": 11,
    "NZST": 12,
    "NZDT": 13,
}
