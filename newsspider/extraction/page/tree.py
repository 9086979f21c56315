"""An annotated page: what every element holds, and the page's text as lines.

`walk` makes it in one pass; all later steps ask it instead of walking the page again.
An element is a number, its place in reading order (preorder).  The elements inside `n` are the places
from `n + 1` to `ends[n]`, and what they hold together is a difference of two running sums.

A *line* is text that a reader sees as one run: between two block elements, or two `<br>`.
*Running text* is lines of at least `LONG_LINE` characters that are not mostly links.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
MOST_DEPTH = 100  # elements around one that count; the deepest of 1,900 web pages has 36
FEW = 50  # elements that holds() looks at one by one
LARGEST_FIELD = 500  # elements inside one that holds a headline or a date
LONG_LINE = 40  # characters of a line of running text
DENSE_SCRIPT = 2.5  # letters that one character of Chinese, Japanese or Thai is worth
LONGEST_NUMBER = 6  # digits of a line number beside code
MOSTLY_LINKS = 0.5  # share of text in links, from which a line is not running text

COMMENT = "!"  # the tag of a comment
BREAK = -1  # the owner of a piece that stands for a `<br>`


@dataclass(slots=True)
class Line:
    """A run of text: `block` is its block element, `pieces` are its texts with the element of each.

    `key` is its number on the page; `at` is the last element that begins before its text.
    """

    key: int
    block: int
    at: int
    pieces: list[tuple[int, str]]
    chars: int
    linked: int
    links: int
    _text: str | None = field(default=None, repr=False, init=False)

    @property
    def text(self) -> str:
        """The text, without line breaks."""
        if self._text is None:
            self._text = squeeze("".join([text for _, text in self.pieces]))
        return self._text

    def may_equal(self, other: str) -> bool:
        """Whether its length allows the text to equal *other*, a text as `normal` gives it.

        `normal` may write several signs for one: three dots for "…".
        """
        return self.chars <= 2 * len(other) + 8 and len(other) <= 3 * self.chars

    @property
    def first(self) -> int:
        """The element that holds its first text, at times `BREAK`."""
        return self.pieces[0][0]


@dataclass(slots=True)
class Tree:
    """The elements of a page in reading order: what each is and what it holds.

    Lists by place: `tags`, `parents` (-1 for the first; an element deeper than `MOST_DEPTH` has the
    one at that depth), `ends`, `classes` (the attribute or None), `blocks` (the nearest block element, or
    itself), `links` (the nearest `a href`, -1 outside of links), `hints` (bits of `class_hints`).
    `places` gives the number of an lxml element.  `hinted` are the places with hints; `hrefs` are the
    addresses of links as the page writes them.  The methods count an element with all inside it; text
    that is not shown counts nowhere.  `scale` is `DENSE_SCRIPT` on a page of Chinese, Japanese or Thai,
    else 1; multiply a length with it to compare pages.
    """

    elements: list[HtmlElement]
    places: dict[HtmlElement, int]
    tags: list[str]
    parents: list[int]
    ends: list[int]
    classes: list[str | None]
    blocks: list[int]
    links: list[int]
    hrefs: dict[int, str]
    hints: list[int]
    hinted: list[int]
    lines: list[Line]
    scale: float
    _by_tag: dict[str, list[int]]
    _chars: list[int]
    _linked: list[int]
    _anchors: list[int]
    _prose: list[int]

    def tagged(self, *tags: str) -> list[int]:
        """The elements of these tags, in page order."""
        found = [n for tag in tags for n in self._by_tag.get(tag, ())]
        return sorted(found) if len(tags) > 1 else found

    def within(self, n: int, tag: str) -> list[int]:
        """The elements of a tag inside an element, the element itself included, in page order."""
        places = self._by_tag.get(tag, [])
        return places[bisect_left(places, n) : bisect_left(places, self.ends[n])]

    def holds(self, n: int, tags: frozenset[str]) -> bool:
        """Whether an element has one of these tags, or holds an element that has."""
        if self.ends[n] - n <= FEW:
            return not tags.isdisjoint(self.tags[n : self.ends[n]])
        return any(self.count(n, tag) for tag in tags)

    def count(self, n: int, tag: str) -> int:
        """The number of elements of a tag inside an element, the element itself included."""
        places = self._by_tag.get(tag, [])
        return bisect_left(places, self.ends[n]) - bisect_left(places, n)

    def children(self, n: int, *, until: int | None = None) -> list[int]:
        """The child elements, in order; only those before *until*, where it is given."""
        found, here = [], n + 1
        end = self.ends[n] if until is None else until
        while here < end:
            found.append(here)
            here = self.ends[here]
        return found

    def text(self, n: int) -> str:
        """All text of an element, scripts and hidden text included, without line breaks."""
        element = self.elements[n]
        return squeeze(element.text_content() if self.has_children(n) else element.text or "")

    def short_text(self, n: int, longest: int) -> str:
        """The text of an element; "" where it is longer, or has more elements than such a text needs."""
        if not self.is_small(n, 2 * longest):
            return ""
        text = self.text(n)
        return text if len(text) <= longest else ""

    def is_small(self, n: int, chars: int) -> bool:
        """Whether an element holds at most *chars* characters and `LARGEST_FIELD` elements."""
        return self.ends[n] - n <= LARGEST_FIELD and self.chars(n) <= chars

    def has_children(self, n: int) -> bool:
        """Whether an element has child elements."""
        return self.ends[n] > n + 1

    def chars(self, n: int) -> int:
        """Characters of text."""
        return self._chars[self.ends[n]] - self._chars[n]

    def linked_chars(self, n: int) -> int:
        """Characters of text in links."""
        return self._linked[self.ends[n]] - self._linked[n]

    def link_count(self, n: int) -> int:
        """The number of links with text."""
        return self._anchors[self.ends[n]] - self._anchors[n]

    def prose_chars(self, n: int) -> int:
        """Characters of running text: long lines that are not mostly links."""
        return self._prose[self.ends[n]] - self._prose[n]

    def prose_chars_before(self, n: int) -> int:
        """Characters of running text before an element."""
        return self._prose[n]

    def link_density(self, n: int) -> float:
        """The share of the text that stands in links; 0 without text."""
        return self.linked_chars(n) / (self.chars(n) or 1)

    def is_inside(self, n: int, outer: int) -> bool:
        """Whether an element is *outer* or inside it."""
        return outer <= n < self.ends[outer]

    def lines_of(self, n: int) -> list[Line]:
        """The lines inside an element, in order."""
        begin = bisect_left(self.lines, n, key=_at)
        until = bisect_left(self.lines, self.ends[n], lo=begin, key=_at)
        return [line for line in self.lines[begin:until] if line.first >= n]

    def line_after(self, n: int) -> Line | None:
        """The first line that begins after the start of an element."""
        lines = self.lines[(begin := bisect_right(self.lines, n, key=_at)) : begin + 1]
        return lines[0] if lines else None

    def line_before(self, n: int) -> Line | None:
        """The last line that begins before an element."""
        end = bisect_left(self.lines, n, key=_at)
        return self.lines[end - 1] if end else None

    def ancestors(self, n: int) -> list[int]:
        """The elements around one, the nearest first."""
        found = []
        while (n := self.parents[n]) >= 0:
            found.append(n)
        return found

    def nearest(self, n: int, *tags: str) -> int:
        """The element, or the nearest one around it, that has one of these tags; -1 without one."""
        while n >= 0 and self.tags[n] not in tags:
            n = self.parents[n]
        return n

    def make(self, n: int) -> tuple[str, str | None]:
        """Tag and class attribute: elements of one make are made by one template."""
        return self.tags[n], self.classes[n]

    def hints_around(self, n: int) -> int:
        """The hints of an element and of those around it."""
        bits = self.hints[n]
        while (n := self.parents[n]) > 0:
            bits |= self.hints[n]
        return bits


_at = attrgetter("at")
