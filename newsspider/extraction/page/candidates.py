"""Where on a page a field may stand: headings, times, bylines, the lines around the headline."""

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

NEAR, SMALL = 80, 250  # places from the headline, and characters, of what is no box but a dateline
TEXT_LINE = 140  # characters of a line with which the text begins
ROWS, MOST_ROWS = 200, 3  # characters of other rows beside a headline in its line, and rows of a headline
BEFORE, AFTER = 12, 30  # lines above and below a headline that may be its dateline or byline
_STAMP = re.compile(r"(?:19|20)\d\d-\d\d-\d\d")  # what hCard and hAtom put into an abbreviation's title
# Names and dates there are those of other stories, of readers, of the publisher.
_ELSEWHERE = (
    class_hints.COMMENT
    | class_hints.RELATED
    | class_hints.FOOTER
    | class_hints.NAV
    | class_hints.ASIDE
    | class_hints.NEWSLETTER
    | class_hints.NOTICE
    | class_hints.TEASER
    | class_hints.ADVERT
    | class_hints.MEDIA
    | class_hints.TAGS
)
_BEFORE_TEXT = class_hints.STANDFIRST | class_hints.CAPTION | class_hints.CREDIT


class Candidates:
    """Places of a page's elements by what they may hold, in page order."""

    def __init__(self, page: Tree, document: Document) -> None:
        self.page = page
        self.document = document
        self._boxed: dict[tuple[int, int], bool] = {}
        self._beginnings: dict[int, int] = {}
        self._articles: dict[int, int] = {}
        titled = [n for n in page.hinted if page.hints[n] & class_hints.HEADLINE and page.tags[n] != "h1"]
        self.h1s = page.tagged("h1")
        self.headings = sorted({*page.tagged("h2"), *titled})
        stamped = [n for n in page.tagged("abbr") if _STAMP.match(page.elements[n].get("title") or "")]
        self.times = sorted((*page.tagged("time", "relative-time"), *stamped))
        self.dates = [n for n in page.hinted if page.hints[n] & (class_hints.DATE | class_hints.META)]
        self.authors = [n for n in page.hinted if page.hints[n] & class_hints.AUTHOR]

    def props(self, name: str) -> Iterator[HtmlElement]:
        """The elements that microdata or RDFa give a name, but those of comments and other stories."""
        for element in self.document.props(name):
            n = self.page.places.get(element)
            if n is None or not self.is_outside_story(n):
                yield element

    def is_outside_story(self, n: int, beside: int = 0) -> bool:
        """Whether an element stands in a box of other stories, in comments, in a menu or the footer.

        *beside* is the headline's place: what holds both is no such box, whatever it is called, nor is
        a small one right beside it, above the text.
        """
        page = self.page
        known = self._boxed.get((n, beside))
        if known is None:
            is_near = beside and abs(n - beside) <= NEAR and n < self.text_start(beside)
            least, boxed = (SMALL, _ELSEWHERE & ~class_hints.ASIDE) if is_near else (0, _ELSEWHERE)
            known = self._is_in_other_article(n, beside) or any(
                page.hints[box] & boxed and page.chars(box) >= least for box in self._boxes(n, beside)
            )
            self._boxed[n, beside] = known
        return known

    def _is_in_other_article(self, n: int, headline: int) -> bool:
        """Whether an element stands in an `article`, and the headline in another one, not much shorter."""
        page = self.page
        if headline not in self._articles:
            self._articles[headline] = page.nearest(headline, "article")
        own = self._articles[headline]
        if own < 0 or page.is_inside(n, own):
            return False
        others = [a for a in page.ancestors(n) if page.tags[a] == "article" and not page.is_inside(own, a)]
        return bool(others) and page.chars(others[-1]) <= 2 * page.chars(own)

    def text_start(self, headline: int) -> int:
        """Where the text begins: the first long line below a headline, but a standfirst or a caption."""
        if headline not in self._beginnings:
            page = self.page
            below = page.lines[bisect_left(self._starts, headline) :]
            long = (line for line in below if line.chars * page.scale >= TEXT_LINE)
            text = (line.at for line in long if not page.hints_around(line.block) & _BEFORE_TEXT)
            self._beginnings[headline] = next(text, len(page.tags))
        return self._beginnings[headline]

    def _boxes(self, n: int, beside: int) -> Iterator[int]:
        """The elements around one, itself with them, up to what holds the headline or most of the page."""
        page = self.page
        most = page.chars(0) / 2
        while n > 0 and not (beside and page.is_inside(beside, n)) and page.chars(n) <= most:
            yield n
            n = page.parents[n]

    def place_of(self, headline: str | None) -> int:
        """Where the headline stands: as a heading, else as a line; else the first heading of no box."""
        wanted = normal(headline or "")
        headings = (*self.h1s, *self.headings)
        if wanted:
            for n in headings:
                if wanted in normal(self.page.short_text(n, 3 * len(wanted))):
                    return n
            lines = [x for x in self.page.lines if x.may_equal(wanted) and normal(x.text) == wanted]
            if lines:  # a list of contents says it, too, and links it
                return next((line for line in lines if not line.links), lines[0]).first
            if (row := self._row_of(wanted)) is not None:
                return row
        return next((n for n in headings if not self.is_outside_story(n)), 0)

    def _row_of(self, wanted: str) -> int | None:
        """Where the rows of a longer line stand that say a headline; the byline is the line's next row."""
        for line in self.page.lines:
            is_broken = line.chars <= len(wanted) + ROWS and any(owner == BREAK for owner, _ in line.pieces)
            if not is_broken or wanted not in normal(line.text):
                continue
            told = line_rows.rows_of(self.page, line)
            for n in range(len(told)):
                for until in range(n + 1, min(n + MOST_ROWS, len(told)) + 1):
                    if normal(line_rows.join_rows(told[n:until]).text) == wanted:
                        return told[n].owners[0]
        return None

    def lines_near(self, n: int) -> list[Line]:
        """The lines around an element, those below it first, then those above it from the nearest."""
        lines, starts = self.page.lines, self._starts
        here = bisect_left(starts, n)
        return lines[here : here + AFTER] + lines[max(0, here - BEFORE) : here][::-1]

    @cached_property
    def _starts(self) -> list[int]:
        return [line.at for line in self.page.lines]
