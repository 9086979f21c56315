"""Finds the dates that a page prints: beside its headline, in short lines, in sentences about itself."""

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
BELOW = 4  # lines below the headline that may hold a time of day
MOST_BARE = 4  # words of a line that is hardly more than a date: a weekday, a month, "published on"
BESIDE_SOURCE = "inferred:line-beside"  # a line near the headline that may belong to the text
MOST_WORDS = 8  # of a dateline, beside the date
LABEL = 30  # characters of a label such as "Published", above a day in a side box
_CHANGED = re.compile(word_lists.pattern("datelines.changed"), re.IGNORECASE)
_NOT_OURS = re.compile(word_lists.pattern("datelines.other_days"), re.IGNORECASE)
_CUE = re.compile(
    rf"{word_lists.pattern('datelines.cues')}|\b{word_lists.pattern('bylines.by')}\b", re.IGNORECASE
)
# A sentence with the date of the page: "This entry was posted on ...", "Posted by Ann at 9:30 on ...",
# "Updated: $Date: 2016/11/18 $"; or the place and day at the start of a press release.
_SENTENCE = re.compile(
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
LONGEST_SENTENCE = 400  # characters at the start of a line that may hold such a sentence
_LABELS = re.compile(word_lists.pattern("datelines.cues"), re.IGNORECASE)
_OTHERS_TIMES = class_hints.COMMENT | class_hints.RELATED | class_hints.NAV
_DATE_HINTS = class_hints.DATE | class_hints.AUTHOR | class_hints.META
_CAPTIONS = class_hints.CAPTION | class_hints.CREDIT
_STATES_DAY = re.compile(r"\d.*\d\d|[日号號일]")
_PARTS = re.compile(r"\s*[|•·⋅●/]\s+|\s+[–—]\s+|\s{2,}|;\s|\((?=[^)]*\d)|\)")
_SEPARATED = re.compile(r"\s[|•·⋅●]\s")
_FIGURES = re.compile(r"\d+")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d\d(?!\d)")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_DATA = (
    "datetime", "data-datetime", "data-timestamp", "data-time", "data-date", "data-published",
    "data-pubdate", "data-publish-date", "data-published-at", "data-epoch", "data-unixtime",
    "data-utime", "title", "content",
)  # fmt: skip
_CHANGED_NAMES = re.compile(r"updat|modif", re.IGNORECASE)


def may_have_date(page: Page) -> bool:
    """Whether a page has an element that may hold or precede a dateline."""
    return bool(page.candidates.times or page.candidates.dates or page.candidates.h1s)


def beside_headline(page: Page) -> Iterator[FieldValue]:
    """The dates beside the headline: time elements, hinted elements, short lines.

    A day in the masthead comes after all these, for many mastheads show the day of the visit.
    """
    changed: list[FieldValue] = []
    times, far = _times(page)
    hinted, in_masthead = _dates(page)
    for one in (*times, *_right_below(page), *hinted, *_lines(page), *far, *in_masthead):
        for part in _PARTS.split(one.value):
            if not _STATES_DAY.search(part) or _NOT_OURS.search(part):
                continue
            if _CHANGED.search(part):
                changed.append(replace(one, value=part))
            else:
                yield replace(one, value=part)
    yield from changed


def _times(page: Page) -> tuple[list[FieldValue], list[FieldValue]]:
    """The time elements near the headline and the far ones, which may be other stories', nearest first."""
    candidates, here = page.candidates, headlines.headline_place(page)
    own = [n for n in candidates.times if not candidates.is_outside_story(n, here)]
    near: list[FieldValue] = []
    far: list[FieldValue] = []
    for n in sorted(
        own, key=lambda n: (_is_of_change(page, n), abs(n - here) if n >= here - 40 else abs(n - here) * 4)
    ):
        element = page.tree.elements[n]
        label = "updated " if _is_of_change(page, n) else ""
        datetime = element.get("datetime")
        is_near = abs(n - here) <= NEAR
        for text in (datetime,) if datetime else _texts_of(page, n):
            if text and len(text) <= LONGEST:
                (near if is_near else far).append(FieldValue(value=label + text, source="declared:time"))
    return near, far


def _dates(page: Page) -> tuple[list[FieldValue], list[FieldValue]]:
    """The elements with the hint DATE or META near the headline, nearest first, and those of the masthead."""
    candidates, here = page.candidates, headlines.headline_place(page)
    own: list[FieldValue] = []
    in_masthead: list[FieldValue] = []
    named = [
        n
        for n in candidates.dates
        if here - 120 <= n <= here + 160 and not candidates.is_outside_story(n, here)
    ]
    for n in sorted(named, key=lambda n: abs(n - here) if n > here else 2 * abs(n - here)):
        found = in_masthead if _is_in_masthead(page, n) else own
        for text in _texts_of(page, n):
            if text and len(text) <= LONGEST and _FIGURES.search(text):
                found.append(FieldValue(value=text, source="inferred:dateline"))
    return own, in_masthead


def _is_in_masthead(page: Page, n: int) -> bool:
    """Whether an element above the headline stands in a header that does not hold the headline."""
    here = headlines.headline_place(page)
    return n < here and bool(page.candidates.hints_beside(n, here) & class_hints.HEADER)


def _texts_of(page: Page, n: int) -> tuple[str, ...]:
    """The texts in an element's attributes, and the text that it shows ("4 hours ago")."""
    element = page.tree.elements[n]
    return (*(element.get(name) or "" for name in _DATA), page.tree.short_text(n, LONGEST))


def _is_of_change(page: Page, n: int) -> bool:
    """Whether names or the words before a time element say that it is the time of a change."""
    element = page.tree.elements[n]
    above = element.getparent()
    named = (element.get("class"), element.get("itemprop"), above.get("class") if above is not None else None)
    before = element.getprevious()
    lead = (before.tail if before is not None else above.text if above is not None else "") or ""
    return any(name and _CHANGED_NAMES.search(name) for name in named) or bool(_CHANGED.search(lead[-40:]))


def _right_below(page: Page) -> Iterator[FieldValue]:
    """The lines with a time of day right below the headline."""
    for line in page.candidates.lines_near(headlines.headline_place(page))[:BELOW]:
        if _CLOCK.search(line.text) and _may_date(page, line):
            yield FieldValue(value=line.text, source="inferred:dateline")


def _lines(page: Page) -> Iterator[FieldValue]:
    """Short lines near the headline with hardly more than a date and a byline, the shortest first."""
    here = headlines.headline_place(page)
    near = [line for line in page.candidates.lines_near(here) if _may_date(page, line)]
    begins = page.candidates.text_start(here)
    head = [line for line in near if here <= line.at < begins]
    for lines, most in ((head, MOST_BARE), (head, MOST_WORDS), (near, MOST_BARE), (near, MOST_WORDS)):
        for line in lines:
            if _words(line.text) <= most:
                yield FieldValue(
                    value=line.text, source=BESIDE_SOURCE if lines is near else "inferred:dateline"
                )


def bare_below_headline(page: Page) -> Iterator[FieldValue]:
    """The days that stand bare, or with a word such as "Published", between the headline and the text."""
    here = headlines.headline_place(page)
    begins = page.candidates.text_start(here)
    for line in page.candidates.lines_near(here):
        if not here <= line.at < begins or not _may_date(page, line):
            continue
        for part in _PARTS.split(line.text):
            if _STATES_DAY.search(part) and _words(part) <= MOST_BARE and not _CHANGED.search(part):
                yield FieldValue(value=part, source="inferred:dateline")


def in_side_boxes(page: Page) -> Iterator[FieldValue]:
    """Time elements in a side box or footer: with a label such as "Published", else the page's only one."""
    times = page.candidates.times
    for n in times:
        bits = page.tree.hints_around(n)
        if bits & _OTHERS_TIMES or page.tree.links[n] >= 0 or _is_of_change(page, n):
            continue
        if (len(times) == 1 and not bits & class_hints.TEASER) or _has_label(page, n):
            text = page.tree.elements[n].get("datetime") or page.tree.short_text(n, LONGEST)
            yield FieldValue(value=text, source="declared:time")


def _has_label(page: Page, n: int) -> bool:
    """Whether the line above an element is a label of the day of publication."""
    above = page.tree.line_before(n)
    if above is None or above.chars > LABEL or above.links:
        return False
    return bool(_LABELS.search(above.text)) and not (
        _CHANGED.search(above.text) or _CHANGED_NAMES.search(above.text)
    )


def _may_date(page: Page, line: Line) -> bool:
    """Whether a line of the story has a date and little beside it."""
    if line.chars > LONGEST or not _STATES_DAY.search(line.text):
        return False
    parts = _SEPARATED.split(line.text)
    words = min((_words(part) for part in parts if _STATES_DAY.search(part)), default=LONGEST)
    if "。" in line.text or words > MOST_WORDS or _NOT_OURS.search(line.text):
        return False
    n = max(0, line.first)
    bits = page.tree.hints_around(n)
    has_cue = bits & _DATE_HINTS or _CUE.search(line.text) or _CHANGED.search(line.text)
    if words > MOST_BARE and not has_cue:
        return False
    return not bits & _CAPTIONS and not page.candidates.is_outside_story(n, headlines.headline_place(page))


def _words(text: str) -> int:
    """The number of words without figures; in Chinese without labels, two characters count as a word."""
    words = _WORDS.findall(text)
    if ":" in text or "：" in text:
        return len(words)
    return sum(1 if word[0] < KANA else (len(word) + 1) // 2 for word in words)


def anywhere(page: Page) -> Iterator[FieldValue]:
    """Lines anywhere in the story that are hardly more than a date, then dates in sentences."""
    for line in page.tree.lines:
        if _may_date(page, line):
            yield FieldValue(value=line.text, source="inferred:line")
    yield from _in_sentences(page)


def _in_sentences(page: Page) -> Iterator[FieldValue]:
    """The dates in sentences about the page, those of a change last."""
    found_in = [
        (line, next(filter(None, found.groups())))
        for line in page.tree.lines
        if (found := _SENTENCE.search(line.text[:LONGEST_SENTENCE]))
    ]
    for is_change in (False, True):
        for line, text in found_in:
            where = page.tree.hints_around(line.block) & class_hints.COMMENT
            if not where and bool(_CHANGED.search(line.text)) == is_change:
                yield FieldValue(value=text, source="inferred:line")
