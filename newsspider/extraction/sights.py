"""Where on a page a field may stand: headings, times, bylines, the lines around the headline."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, cast

from lxml import etree

from newsspider.extraction import marks
from newsspider.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from newsspider.extraction.tree import Line, Tree

BEFORE, AFTER = 12, 30  # lines above and below a headline that may be its dateline or byline
_PROPS = etree.XPath("//*[@itemprop or @property]")
# Names and dates there are those of other stories, of readers, of the publisher.
_ELSEWHERE = (
    marks.COMMENT | marks.RELATED | marks.FOOTER | marks.NAV | marks.ASIDE | marks.NEWSLETTER | marks.NOTICE
)
_OTHERS = marks.TEASER | marks.ADVERT | marks.MEDIA


class Sights:
    """Places of a page's elements by what they may hold, in page order."""

    def __init__(self, page: Tree) -> None:
        self.page = page
        self.h1s: list[int] = []
        self.headings: list[int] = []
        self.times: list[int] = []
        self.authors: list[int] = []
        self.dates: list[int] = []
        for n, tag in enumerate(page.tags):
            bits = page.own[n]
            if tag == "h1":
                self.h1s.append(n)
            elif tag == "h2" or bits & marks.HEADLINE:
                self.headings.append(n)
            if tag in ("time", "relative-time"):
                self.times.append(n)
            if bits & (marks.DATE | marks.META):
                self.dates.append(n)
            if bits & marks.AUTHOR:
                self.authors.append(n)

    @cached_property
    def _props(self) -> dict[str, list[HtmlElement]]:
        named: dict[str, list[HtmlElement]] = {}
        for element in cast("list[HtmlElement]", _PROPS(self.page.elements[0].getroottree())):
            if element.tag != "meta" or element.get("itemprop"):
                for prop in (element.get("itemprop") or element.get("property") or "").lower().split():
                    named.setdefault(prop.rpartition(":")[2], []).append(element)
        return named

    def props(self, name: str) -> Iterator[HtmlElement]:
        """The elements that microdata or RDFa give a name, but those of comments and other stories."""
        for element in self._props.get(name.lower(), ()):
            n = self.page.places.get(element)
            if n is None or not self.is_elsewhere(n):
                yield element

    def is_elsewhere(self, n: int) -> bool:
        """Whether an element stands in a box of other stories, in comments, in a menu or the footer."""
        around = self.page.around[n]
        return bool(around & _ELSEWHERE) or bool(around & _OTHERS and not around & marks.HEADER)

    def text(self, n: int) -> str:
        """All that an element says, on one line."""
        return squeeze(self.page.elements[n].text_content())

    def lines_near(self, n: int) -> list[Line]:
        """The lines around an element, those below it first, then those above it from the nearest."""
        lines, starts = self.page.lines, self._starts
        here = bisect_left(starts, n)
        return lines[here : here + AFTER] + lines[max(0, here - BEFORE) : here][::-1]

    @cached_property
    def _starts(self) -> list[int]:
        return [line.at for line in self.page.lines]
