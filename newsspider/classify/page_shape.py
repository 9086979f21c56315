"""The shape of a page: one story with its text, or many linked headlines each with a teaser.

The page is read line by line, before anything is cleaned away.  A line ends where a block element or
a `<br>` begins or ends.  Running text below a linked headline, or above a link such as "Read more",
belongs to the page that is linked; all other running text is the page's own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from newsspider.classify import page_words
from newsspider.language.cjk import CJK
from newsspider.language.text import squeeze
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

    from newsspider.profiles import SiteProfile
    from newsspider.web.document import Document

# Tuned on four laid-out publications and the demo; tests/test_page_shape.py states the rules.
RUNNING_TEXT = 8  # words without a link that make a line running text
HEADLINE_WORDS = 2  # words that a link needs to be a headline
READ_ON_LINKS = 2  # links with one label to several pages: "Read more"
LONGEST_TEASER = 120  # words of a teaser whose link is not a heading above it; the rest is the page's own
MOST_LINES = 20_000

_CJK = re.compile(f"[{CJK}]")
_INLINE = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font",
        "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small",
        "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip
_SKIPPED = frozenset(("script", "style", "noscript", "template", "nav", "select", "head", "title", "svg"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Shape:
    """What a page's lines add up to.

    `headlines` counts pages of the site that a line of its own links to.  `teasers` counts those with
    running text of their own here, `headed_teasers` those among them whose link is a heading,
    `teaser_words` the words of that text.  `own_words` are the words of all other running text.
    `read_on` counts pages that a link such as "Read more" leads to.
    """

    headlines: int = 0
    teasers: int = 0
    headed_teasers: int = 0
    teaser_words: int = 0
    own_words: int = 0
    read_on: int = 0

    @property
    def teaser_share(self) -> float:
        """The share of the running text that belongs to teasers, 0 to 1."""
        words = self.teaser_words + self.own_words
        return self.teaser_words / words if words else 0.0


@dataclass(slots=True)
class _Line:
    """One line of a page; *targets* are the pages of the site that its links lead to."""

    words: int = 0
    linked_words: int = 0
    targets: dict[str, str] = field(default_factory=dict)  # by address, what the link says
    is_heading: bool = False

    @property
    def own_words(self) -> int:
        """The words that are not in a link."""
        return self.words - self.linked_words

    @property
    def is_running_text(self) -> bool:
        """Whether the line is long enough to be part of a text."""
        return self.own_words >= RUNNING_TEXT

    @property
    def is_link(self) -> bool:
        """Whether the line is one link and hardly anything else."""
        return len(self.targets) == 1 and self.own_words <= max(4, self.linked_words // 2)


def shape(document: Document, profile: SiteProfile) -> Shape:
    """The shape of a page, in time linear in its size."""
    lines = _Lines(_targets(document, profile)).read(document.root)
    return _Reading(lines).shape()


def count_words(text: str) -> int:
    """How many words a text has; a CJK character is half a word."""
    if text.isascii():
        return len(text.split())
    return len(_CJK.findall(text)) // 2 + len(_CJK.sub(" ", text).split())


def _targets(document: Document, profile: SiteProfile) -> dict[HtmlElement, str]:
    """The links to other pages of the site: the element, and the canonical address."""
    own = {url for url in (urls.canonical(document.url), document.canonical_url) if url}
    own_paths = {url for url in own if "?" not in url}
    found = {}
    for element, url, _ in document.links():
        target = urls.canonical(url)
        if target is None or target in own or target.partition("?")[0] in own_paths:
            continue
        if profile.allows(target) and urls.is_page(target):
            found[element] = target
    return found


class _Lines:
    """Cuts a page into lines, in order; empty ones are left out."""

    def __init__(self, targets: dict[HtmlElement, str]) -> None:
        self._targets = targets
        self._line = _Line()
        self._skipped: HtmlElement | None = None  # an element whose text is not read
        self._link: HtmlElement | None = None  # the link around what is read
        self.lines: list[_Line] = []

    def read(self, root: HtmlElement) -> list[_Line]:
        """The lines of a page."""
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                self._start(element)
            elif event == "end":
                self._end(element)
            elif self._skipped is None:
                self._add(element.tail)
            if len(self.lines) >= MOST_LINES:
                break
        self._break()
        return self.lines

    def _start(self, element: HtmlElement) -> None:
        if self._skipped is not None:
            return
        if element.tag in _SKIPPED:
            self._skipped = element
            return
        if element.tag not in _INLINE:
            self._break()
        if element.tag == "a":
            self._link = element
            if element in self._targets:
                self._line.targets.setdefault(self._targets[element], "")
        elif element.tag in _HEADINGS:
            self._line.is_heading = True
        self._add(element.text)

    def _end(self, element: HtmlElement) -> None:
        if self._skipped is not None:
            if self._skipped is not element:
                return
            self._skipped = None
        elif element.tag == "a":
            self._link = None
        elif element.tag not in _INLINE:
            self._break()
            if self._link in self._targets:
                self._line.targets[self._targets[self._link]] = ""
        self._add(element.tail)

    def _break(self) -> None:
        """End the line."""
        if self._line.words or self._line.targets:
            self.lines.append(self._line)
        self._line = _Line()

    def _add(self, text: str | None) -> None:
        """Add a piece of text to the line."""
        if not text or text.isspace():
            return
        words = count_words(text)
        self._line.words += words
        if self._link is not None:
            self._line.linked_words += words
            if target := self._targets.get(self._link):
                self._line.targets[target] = f"{self._line.targets.get(target, '')} {text}"


class _Reading:
    """The lines read from top to bottom: to which page the running text belongs."""

    def __init__(self, lines: Iterable[_Line]) -> None:
        self._lines = tuple(lines)
        self._read_on = _read_on_labels(self._lines)
        self._read_on_to: set[str] = set()
        self._headlines: set[str] = set()
        self._headings: set[str] = set()  # linked headlines that are headings
        self._words: defaultdict[str | None, int] = defaultdict(int)  # by target; None: the page's own
        self._current: str | None = None
        self._pending = 0

    def shape(self) -> Shape:
        """What the lines add up to."""
        for line in self._lines:
            self._read(line)
        self._settle(self._current)
        teasers = {target: words for target, words in self._words.items() if target and words >= RUNNING_TEXT}
        return Shape(
            headlines=len(self._headlines),
            teasers=len(teasers),
            headed_teasers=len(teasers.keys() & self._headings),
            teaser_words=sum(teasers.values()),
            own_words=self._words[None],
            read_on=len(self._read_on_to),
        )

    def _read(self, line: _Line) -> None:
        label = squeeze(next(iter(line.targets.values()), "")).lower()
        target = next(iter(line.targets)) if len(line.targets) == 1 else None
        if target and self._leads_on(label, line):
            # "Read more", or an empty link laid over the whole teaser: what is above belongs to its page.
            if line.is_running_text:
                self._pending += line.own_words
            self._read_on_to.add(target)
            self._settle(target)
            self._current = None
        elif target and target == self._current and line.is_link:
            self._pending += line.linked_words  # a teaser inside the link
        elif target and line.is_link and count_words(label) >= HEADLINE_WORDS:
            self._settle(self._current)
            self._headlines.add(target)
            if line.is_heading:
                self._headings.add(target)
            self._current = target
        elif len(line.targets) > 1 and line.own_words < len(line.targets):  # a line of links
            self._headlines.update(
                t for t, label_text in line.targets.items() if count_words(label_text) >= HEADLINE_WORDS
            )
        elif line.is_heading:
            self._settle(self._current)
            self._current = None
        elif line.is_running_text:
            self._pending += line.own_words

    def _leads_on(self, label: str, line: _Line) -> bool:
        """Whether a link leads from the text above it to the whole of it."""
        if not label:
            return line.is_link and self._pending > 0
        return (line.is_link and label in self._read_on) or page_words.is_read_on(label)

    def _settle(self, owner: str | None) -> None:
        """Give the running text since the last link or heading to its owner."""
        words = self._pending
        if owner is not None and owner not in self._headings:
            words = min(words, max(0, LONGEST_TEASER - self._words[owner]))
        self._words[owner] += words
        self._words[None] += self._pending - words
        self._pending = 0


def _read_on_labels(lines: Iterable[_Line]) -> frozenset[str]:
    """The labels that lead to several pages each, as "Read more" does, in lines of their own."""
    pages: defaultdict[str, set[str]] = defaultdict(set)
    for line in lines:
        for target, label_text in line.targets.items():
            if label := squeeze(label_text).lower():
                pages[label].add(target)
    return frozenset(label for label, leading in pages.items() if len(leading) >= READ_ON_LINKS)
