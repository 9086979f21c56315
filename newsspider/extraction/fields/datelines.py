"""The days that a page prints: beside its headline, in short lines anywhere, in sentences about itself."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newsspider.extraction.context import FieldValue, Page
from newsspider.extraction.headline import headlines
from newsspider.extraction.page import class_hints
from newsspider.language import word_lists
from newsspider.language.cjk import KANA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.extraction.page.tree import Line

LONGEST = 160  # characters of a line that may be a dateline
NEAR = 60  # places around the headline
BELOW = 4  # lines from the headline on
MOST_BARE = 4  # words of a line that is little but a date: a weekday, a month, "published on"
BESIDE_SOURCE = "inferred:line-beside"  # a line near the headline that may belong to the text
MOST_WORDS = 8  # beside the date, of a line that is a dateline
_CHANGED = re.compile(word_lists.pattern("datelines.changed"), re.IGNORECASE)
_NOT_OURS = re.compile(word_lists.pattern("datelines.other_days"), re.IGNORECASE)
_CUE = re.compile(
    rf"{word_lists.pattern('datelines.cues')}|\b{word_lists.pattern('bylines.by')}\b", re.IGNORECASE
)
# A sentence that tells the day of the page: "This entry was posted on ...", "Posted by Ann at 9:30 on ...",
# "Updated: $Date: 2016/11/18 $"; and the place and day that a press release begins with.
_TOLD = re.compile(
    r"""(?:^\W*(?:(?:last|zuletzt|dernière)\ )?
    |\b(?:this|diese[rs]?|cet(?:te)?|est[ea]|quest[oa]|deze|dit)\ [^.]{2,40}?\b)
    (?:posted|published|written|created|edited|modified|updated|changed|veröffentlicht|erstellt|aktualisiert
    |geändert|publiée?|modifiée?|publicad[oa]|actualizad[oa]|atualizad[oa]|pubblicat[oa]|aggiornat[oa]
    |gepubliceerd|bijgewerkt)(?:\ (?:by|von|par|por|di|door)\ [^.,:]{2,40}?)?
    (?:\ at\ \d\d?[:.]\d\d(?:\ ?[ap]\.?m\b\.?)?)?(?:\ (?:on|at|am|le|el|em|il|op)|\ ?:)\ (.{6,50})
    |\$(?:date|lastchangeddate):(.{8,50})\$
    |^diese\ seite\ wurde\ zuletzt\ am\ (.{6,40})
    |^(?:[^\W\d_][\w\ .'-]{1,40},\ )?((?:\w{3,9}\.?\ \d\d?,?|\d\d?\.?\ \w{3,9}\.?)\ (?:19|20)\d\d)
    \ ?(?:/\w|\(\w|--|[–—])""",
    re.IGNORECASE | re.VERBOSE,
)
LONGEST_TOLD = 400  # characters of a line that are looked at for such a sentence
_MAY_TELL = class_hints.DATE | class_hints.AUTHOR | class_hints.META
_CAPTIONS = class_hints.CAPTION | class_hints.CREDIT
_STATES_DAY = re.compile(r"\d.*\d\d|[日号號일]")
_PARTS = re.compile(r"\s*[|•·●/]\s+|\s+[–—]\s+|\s{2,}|;\s|\((?=[^)]*\d)|\)")
_FIGURES = re.compile(r"\d+")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d\d(?!\d)")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_DATA = (
    "datetime", "data-datetime", "data-timestamp", "data-time", "data-date", "data-published",
    "data-pubdate", "data-publish-date", "data-published-at", "data-epoch", "data-unixtime",
    "data-utime", "title", "content",
)  # fmt: skip
_CALLED_CHANGED = re.compile(r"updat|modif", re.IGNORECASE)


def may_have_date(page: Page) -> bool:
    """Whether a page has a day in print at all, so that its dateline is worth looking for."""
    return bool(page.candidates.times or page.candidates.dates or page.candidates.h1s)


def beside_headline(page: Page) -> Iterator[FieldValue]:
    """Dates printed beside the headline: time elements, elements called dates, short lines; changes last."""
    changed: list[FieldValue] = []
    times, far = _times(page)
    for one in (*times, *_right_below(page), *_dates(page), *_lines(page), *far):
        for part in _PARTS.split(one.value):
            if not _STATES_DAY.search(part) or _NOT_OURS.search(part):
                continue
            if _CHANGED.search(part):
                changed.append(replace(one, value=part))
            else:
                yield replace(one, value=part)
    yield from changed


def _times(page: Page) -> tuple[list[FieldValue], list[FieldValue]]:
    """Time elements near the headline, and the others, the nearest first: far ones may be other stories'."""
    candidates, here = page.candidates, headlines.headline_place(page)
    own = [n for n in candidates.times if not candidates.is_outside_story(n, here)]
    near: list[FieldValue] = []
    far: list[FieldValue] = []
    for n in sorted(
        own, key=lambda n: (_label(page, n), abs(n - here) if n >= here - 40 else abs(n - here) * 4)
    ):
        element = page.tree.elements[n]
        label = "updated " if _label(page, n) else ""
        said = element.get("datetime")
        is_near = abs(n - here) <= NEAR
        for text in (said,) if said else _said_by(page, n):
            if text and len(text) <= LONGEST:
                (near if is_near else far).append(FieldValue(value=label + text, source="declared:time"))
    return near, far


def _dates(page: Page) -> Iterator[FieldValue]:
    """Elements called dates, those nearest to the headline first."""
    candidates, here = page.candidates, headlines.headline_place(page)
    named = [
        n
        for n in candidates.dates
        if here - 120 <= n <= here + 160 and not candidates.is_outside_story(n, here)
    ]
    for n in sorted(named, key=lambda n: abs(n - here) if n > here else 2 * abs(n - here)):
        for text in _said_by(page, n):
            if text and len(text) <= LONGEST and _FIGURES.search(text):
                yield FieldValue(value=text, source="inferred:dateline")


def _said_by(page: Page, n: int) -> tuple[str, ...]:
    """What an element says in its attributes, and what it shows: "4 hours ago"."""
    element = page.tree.elements[n]
    return (*(element.get(name) or "" for name in _DATA), page.tree.short_text(n, LONGEST))


def _label(page: Page, n: int) -> bool:
    """Whether a time element is called or told to be the one of a change."""
    element = page.tree.elements[n]
    above = element.getparent()
    named = (element.get("class"), element.get("itemprop"), above.get("class") if above is not None else None)
    before = element.getprevious()
    lead = (before.tail if before is not None else above.text if above is not None else "") or ""
    return any(name and _CALLED_CHANGED.search(name) for name in named) or bool(_CHANGED.search(lead[-40:]))


def _right_below(page: Page) -> Iterator[FieldValue]:
    """A line with the time of the day among the first below the headline."""
    for line in page.candidates.lines_near(headlines.headline_place(page))[:BELOW]:
        if _CLOCK.search(line.text) and _may_date(page, line):
            yield FieldValue(value=line.text, source="inferred:dateline")


def _lines(page: Page) -> Iterator[FieldValue]:
    """Short lines around the headline that are hardly more than a date and a byline, the barest first."""
    here = headlines.headline_place(page)
    near = [line for line in page.candidates.lines_near(here) if _may_date(page, line)]
    begins = page.candidates.text_start(here)
    told = [line for line in near if here <= line.at < begins]
    for lines, most in ((told, MOST_BARE), (told, MOST_WORDS), (near, MOST_BARE), (near, MOST_WORDS)):
        for line in lines:
            if _words(line.text) <= most:
                yield FieldValue(
                    value=line.text, source=BESIDE_SOURCE if lines is near else "inferred:dateline"
                )


def _may_date(page: Page, line: Line) -> bool:
    """Whether a line has figures and little beside them, and stands where no other story's date stands."""
    if line.chars > LONGEST or not _STATES_DAY.search(line.text):
        return False
    words = _words(line.text)
    if "。" in line.text or words > MOST_WORDS or _NOT_OURS.search(line.text):
        return False
    n = max(0, line.first)
    bits = page.tree.hints_around(n)
    is_told = bits & _MAY_TELL or _CUE.search(line.text) or _CHANGED.search(line.text)
    if words > MOST_BARE and not is_told:
        return False
    return not bits & _CAPTIONS and not page.candidates.is_outside_story(n, headlines.headline_place(page))


def _words(text: str) -> int:
    """How many words a text has beside figures; of Chinese without labels two characters count as one."""
    words = _WORDS.findall(text)
    if ":" in text or "：" in text:
        return len(words)
    return sum(1 if word[0] < KANA else (len(word) + 1) // 2 for word in words)


def anywhere(page: Page) -> Iterator[FieldValue]:
    """Lines anywhere that hold little but a date, then the days that sentences tell."""
    for line in page.tree.lines:
        if _may_date(page, line):
            yield FieldValue(value=line.text, source="inferred:line")
    yield from _told(page)


def _told(page: Page) -> Iterator[FieldValue]:
    """The days that sentences below the headline tell, those of a change last."""
    told = [
        (line, next(filter(None, found.groups())))
        for line in page.tree.lines
        if (found := _TOLD.search(line.text[:LONGEST_TOLD]))
    ]
    for is_change in (False, True):
        for line, text in told:
            where = page.tree.hints_around(line.block) & class_hints.COMMENT
            if not where and bool(_CHANGED.search(line.text)) == is_change:
                yield FieldValue(value=text, source="inferred:line")
