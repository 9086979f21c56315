"""The elements and lines that may hold a field: headings, times, bylines, the lines near the headline."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from newsspider.extraction.page import class_hints, line_rows
from newsspider.extraction.page.tree import BREAK
from newsspider.language.text import normal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from newsspider.extraction.page.tree import Line, Tree
    from newsspider.web.document import Document

NEAR, SMALL = 80, 250  # places from the headline, and characters, of a dateline in a box
TEXT_LINE = 140  # characters of a line that is text for certain
ROWS, MOST_ROWS = 200, 3  # characters of the other rows in a headline's line, and rows of a headline
BEFORE, AFTER = 12, 30  # lines above and below a headline that may hold dateline or byline
_STAMP = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")  # the title of `abbr` in hCard and hAtom
_BEFORE_TEXT = class_hints.STANDFIRST | class_hints.CAPTION | class_hints.CREDIT


class Candidates:
    """The places of elements by the field that they may hold, in page order."""

    def __init__(self, page: Tree, document: Document) -> None:
        self.page = page
        self.document = document
        self._outside: dict[tuple[int, int], bool] = {}  # by element and headline
        self._text_starts: dict[int, int] = {}  # by headline
        self._articles: dict[int, int] = {}  # by headline
        titled = [n for n in page.hinted if page.hints[n] & class_hints.HEADLINE and page.tags[n] != "h1"]
        self.h1s = page.tagged("h1")
        self.headings = sorted({*page.tagged("h2"), *titled})
        stamped = [n for n in page.tagged("abbr") if _STAMP.match(page.elements[n].get("title") or "")]
        self.times = sorted((*page.tagged("time", "relative-time"), *stamped))
        self.dates = [n for n in page.hinted if page.hints[n] & (class_hints.DATE | class_hints.META)]
        self.authors = [n for n in page.hinted if page.hints[n] & class_hints.AUTHOR]

    def props(self, name: str) -> Iterator[HtmlElement]:
        """The elements of a property in microdata or RDFa, without those outside of the story."""
        for element in self.document.props(name):
            n = self.page.places.get(element)
            if n is None or not self.is_outside_story(n):
                yield element

    def is_outside_story(self, n: int, beside: int = 0) -> bool:
        """Whether an element belongs to other stories, comments, a menu or the footer.

        *beside* is the headline's place, 0 where it is not known.  An element that holds the headline as
        well is part of the story, whatever its name, and so is a small box next to the headline.
        """
        page = self.page
        is_outside = self._outside.get((n, beside))
        if is_outside is None:
            least, hints = 0, class_hints.OUTSIDE_STORY
            if beside and abs(n - beside) <= NEAR and n < self.text_start(beside):
                least, hints = SMALL, hints & ~class_hints.ASIDE
            is_outside = self._is_in_other_article(n, beside) or any(
                page.hints[box] & hints and page.chars(box) >= least for box in self._boxes(n, beside)
            )
            self._outside[n, beside] = is_outside
        return is_outside

    def hints_of_boxes(self, n: int) -> int:
        """The hints of an element and of those around it, up to one that holds half of the page."""
        bits = 0
        for box in self._boxes(n, 0):
            bits |= self.page.hints[box]
        return bits

    def _is_in_other_article(self, n: int, headline: int) -> bool:
        """Whether element and headline stand in two `article`s, the headline's not much the shorter."""
        page = self.page
        if headline not in self._articles:
            self._articles[headline] = page.nearest(headline, "article")
        own = self._articles[headline]
        if own < 0 or page.is_inside(n, own):
            return False
        others = [a for a in page.ancestors(n) if page.tags[a] == "article" and not page.is_inside(own, a)]
        return bool(others) and page.chars(others[-1]) <= 2 * page.chars(own)

    def text_start(self, headline: int) -> int:
        """Where the text begins: the first long line below the headline that is no standfirst or caption."""
        if headline not in self._text_starts:
            page = self.page
            below = page.lines[bisect_left(self._starts, headline) :]
            long = (line for line in below if line.chars * page.scale >= TEXT_LINE)
            text = (line.at for line in long if not page.hints_around(line.block) & _BEFORE_TEXT)
            self._text_starts[headline] = next(text, len(page.tags))
        return self._text_starts[headline]

    def hints_beside(self, n: int, headline: int) -> int:
        """The hints of an element and of those around it that do not hold the headline, too."""
        bits = 0
        for box in self._boxes(n, headline):
            bits |= self.page.hints[box]
        return bits

    def _boxes(self, n: int, beside: int) -> Iterator[int]:
        """The element and those around it, up to one that holds the headline or half of the page."""
        page = self.page
        most = page.chars(0) / 2
        while n > 0 and not (beside and page.is_inside(beside, n)) and page.chars(n) <= most:
            yield n
            n = page.parents[n]

    def place_of(self, headline: str | None) -> int:
        """The headline's place: a heading, else a line, else rows; else the first heading in the story."""
        text = normal(headline or "")
        headings = (*self.h1s, *self.headings)
        if text:
            for n in headings:
                if text in normal(self.page.short_text(n, 3 * len(text))):
                    return n
            lines = [x for x in self.page.lines if x.may_equal(text) and normal(x.text) == text]
            if lines:  # a table of contents has it too, as a link
                return next((line for line in lines if not line.links), lines[0]).first
            if (row := self._row_of(text)) is not None:
                return row
        return next((n for n in headings if not self.is_outside_story(n)), 0)

    def _row_of(self, text: str) -> int | None:
        """The place of the rows in a longer line that are the headline; None without such rows."""
        for line in self.page.lines:
            is_broken = line.chars <= len(text) + ROWS and any(owner == BREAK for owner, _ in line.pieces)
            if not is_broken or text not in normal(line.text):
                continue
            rows = line_rows.rows_of(self.page, line)
            for n in range(len(rows)):
                for until in range(n + 1, min(n + MOST_ROWS, len(rows)) + 1):
                    if normal(line_rows.join_rows(rows[n:until]).text) == text:
                        return rows[n].owners[0]
        return None

    def lines_near(self, n: int) -> list[Line]:
        """The lines below an element, then those above it, the nearest first."""
        lines, starts = self.page.lines, self._starts
        here = bisect_left(starts, n)
        return lines[here : here + AFTER] + lines[max(0, here - BEFORE) : here][::-1]

    @cached_property
    def _starts(self) -> list[int]:
        return [line.at for line in self.page.lines]
