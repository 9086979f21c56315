"""The headings above the links of a list: the issue, its month, the section."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from newsspider.language import dates, word_lists
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml.html import HtmlElement

    from newsspider.items import PublicationDate
    from newsspider.profiles import SiteProfile

LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "caption": 6, "legend": 6}
LONGEST_HEADING = 160  # characters
LONGEST_SECTION = 50

_NUMBER = r"(?P<number>\d{1,5}(?:\s*[/–-]\s*\d{1,4})?)(?!\d)"
_ISSUE_WORD = re.compile(
    r"(?:\b(?:issue|ausgabe|heft|edición|édition|edizione|utgave|nummer)\b|العدد)"
    rf"\s*(?:n[o°º]\.?|nr\.?|#|:)?\s*#?\s*{_NUMBER}",
    re.IGNORECASE,
)
_ISSUE_CJK = re.compile(r"第\s*(?P<number>\d{1,5})\s*[期号號]")
_VOLUME = re.compile(
    r"\bvol(?:ume)?\.?\s*[\dIVXLC]+\s*,?\s*(?:no|nr|issue|n[°º])\.?\s*\d{1,4}\b", re.IGNORECASE
)
# Signs that mean an issue only beside a month and year: "#1 in the charts" is not an issue.
_WEAK_ISSUE = re.compile(
    rf"(?:#|\b(?:no|nr|num|númer[oa]|numéro|numero)\b\.?|\bn[°º]\.?)\s*{_NUMBER}", re.IGNORECASE
)
_MONTH = re.compile(
    r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月"
    r"|[^\W\d_]{3,}\.?(?:\s*[/–-]\s*[^\W\d_]{3,})?\s*,?\s+(?:de\s+)?(?:19|20)\d\d(?!\d)"
)
_NO_SECTION = re.compile(rf"(?:the\s+)?{word_lists.pattern('sections.other_headings')}\b.*", re.IGNORECASE)
_CALLED_SECTION = re.compile(rf"^{word_lists.pattern('sections.labels')}\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Above:
    """What the headings above a link say about it."""

    issue: str | None = None
    month: PublicationDate | None = None
    section: str | None = None


@dataclass(slots=True)
class _Heading:
    """A possible heading of a section: its level, its words, the stories below it."""

    level: int
    words: str
    leads_to_front: bool
    stories: set[str] = field(default_factory=set)


def above_links(
    root: HtmlElement,
    stories: Mapping[HtmlElement, str],
    *,
    fronts: Iterable[HtmlElement],
    profile: SiteProfile,
) -> dict[HtmlElement, Above]:
    """What is above each link of *stories*; *fronts* are the links to other lists."""
    reading = _Reading(stories, frozenset(fronts), profile)
    linking = {link.tag for link in stories}
    for element in root.iter(*LEVELS, *linking):
        if element.tag in LEVELS:
            reading.heading(element)
        elif element in stories:
            reading.story(element)
    return reading.above_links()


class _Reading:
    """A page read from top to bottom: the headings that hold at each link."""

    def __init__(
        self, stories: Mapping[HtmlElement, str], fronts: frozenset[HtmlElement], profile: SiteProfile
    ) -> None:
        self._stories, self._fronts, self._profile = stories, fronts, profile
        self._issue = Above()
        self._open: list[_Heading] = []
        self._all: list[_Heading] = []
        self._seen: list[tuple[HtmlElement, Above, _Heading | None]] = []

    def heading(self, element: HtmlElement) -> None:
        """Note a heading of an issue or a section; a story's own heading says nothing."""
        words = squeeze(element.text_content())
        if not words or len(words) > LONGEST_HEADING:
            return
        if named := issue_in(words, self._profile):
            self._issue = named
            return
        links = tuple(element.iter("a"))
        if any(link in self._stories for link in links):
            return
        level = LEVELS[element.tag]
        self._open = [over for over in self._open if over.level < level]
        found = _Heading(level, _section_name(words), any(link in self._fronts for link in links))
        self._open.append(found)
        self._all.append(found)

    def story(self, element: HtmlElement) -> None:
        """Note what is above a story's link."""
        nearest = self._open[-1] if self._open else None
        if nearest:
            nearest.stories.add(self._stories[element])
        self._seen.append((element, self._issue, nearest))

    def above_links(self) -> dict[HtmlElement, Above]:
        """What is above each link, once the whole page is read."""
        lists = defaultdict[int, int](int)
        for heading in self._all:
            lists[heading.level] += len(heading.stories) > 1
        return {
            element: replace(
                issue, section=heading.words if heading and _is_section(heading, lists) else None
            )
            for element, issue, heading in self._seen
        }


def _is_section(heading: _Heading, lists: Mapping[int, int]) -> bool:
    """Whether a heading names a section: it leads to its list, or such headings divide the page."""
    if not 1 < len(heading.words) <= LONGEST_SECTION or _NO_SECTION.fullmatch(heading.words):
        return False
    return heading.leads_to_front or (len(heading.stories) > 1 and lists[heading.level] > 1)


def _section_name(words: str) -> str:
    """A heading's words without the link to more of the same, and without "Category:" before them."""
    words = _CALLED_SECTION.sub("", words)
    return re.sub(
        r"\s*[+»›>:|-]*\s*(?:\+\s*more|more\s*[»›>]*|mehr|\+)\s*$|[\s:»›>]+$", "", words, flags=re.IGNORECASE
    )


def issue_in(words: str, profile: SiteProfile) -> Above | None:
    """The issue and month that a heading names, or None; a month alone is also an issue."""
    month = _month_in(words, profile)
    if found := _VOLUME.search(words):
        return Above(issue=squeeze(found[0]), month=month)
    found = _ISSUE_WORD.search(words) or _ISSUE_CJK.search(words)
    if not found and month:
        found = _WEAK_ISSUE.search(words)
    if found:
        return Above(issue=squeeze(found["number"]), month=month)
    is_month_alone = month is not None and month.raw == words.strip(" :.()")
    return Above(month=month) if is_month_alone else None


def _month_in(words: str, profile: SiteProfile) -> PublicationDate | None:
    """The month, season or several months in a heading."""
    for found in _MONTH.finditer(words):
        stated = dates.parse(
            found[0], zone=profile.zone, order=profile.date_order, languages=profile.languages
        )
        if stated and stated.precision in ("month", "season"):
            return replace(stated, raw=found[0], source="hint")
    return None
