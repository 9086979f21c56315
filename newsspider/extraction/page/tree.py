"""A page annotated: what every element holds, and the page's text as lines.

Everything that looks for a body or for boxes asks here and does not walk the page again (`walk` has).
Elements are known by their place in reading order (preorder), so that the elements inside `n` are the
places from `n + 1` to `end[n]`, and what they hold together is a difference of running sums.

A *line* is text that a reader sees as one run: between two block elements, or two `<br>`.
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
MOST_DEPTH = 100  # elements around one that count; of 1,900 pages of the web the deepest has 36
FEW = 50  # elements that are looked at one by one
LARGEST_FIELD = 500  # elements that a headline or a date is made of
LONG_LINE = 40  # characters that make a line of running text
DENSE_SCRIPT = 2.5  # letters that one character of Chinese, Japanese or Thai is worth
LONGEST_NUMBER = 6  # digits of a number that counts lines of code
MOSTLY_LINKS = 0.5  # share of its text in links from which a line is not running text

COMMENT = "!"  # the tag of a comment
BREAK = -1  # the owner of a piece that stands for a `<br>`


@dataclass(slots=True)
class Line:
    """A run of text: `block` is the element it stands in, `pieces` its texts and their owners' places.

    `key` is its number on the page; `at` the place of the last element before it in reading order.
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
        """What it says, on one line."""
        if self._text is None:
            self._text = squeeze("".join([text for _, text in self.pieces]))
        return self._text

    def may_equal(self, wanted: str) -> bool:
        """Whether its length is that of a text, as `normal` gives it: three dots may have been one sign."""
        return self.chars <= 2 * len(wanted) + 8 and len(wanted) <= 3 * self.chars

    @property
    def first(self) -> int:
        """The place of the element that its first text stands in."""
        return self.pieces[0][0]


@dataclass(slots=True)
class Tree:
    """The elements of a page in reading order, and what each is and holds.

    Parallel lists by an element's place: `tags`, `parents` (-1 above the first; where more than `DEEPEST`
    are around it, the innermost that counts), `ends`, `classes` (the attribute, None without one),
    `blocks` (the nearest block element, itself where it is one), `links` (the nearest `a href`, -1
    outside of links), `own` (what its names say, bits of `marks`).  `named` are the places of those whose
    names say something, `hrefs` what links lead to as the page writes it, by their places.  The methods
    count what is inside an element with all below it; what is not shown counts nowhere.
    `scale` is `DENSE` on a page of Chinese, Japanese or Thai, else 1: lengths times `scale` compare.
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
        """The places of the elements of some tags, in page order."""
        found = [n for tag in tags for n in self._by_tag.get(tag, ())]
        return sorted(found) if len(tags) > 1 else found

    def within(self, n: int, tag: str) -> list[int]:
        """The places of the elements of a tag inside an element, itself among them, in page order."""
        places = self._by_tag.get(tag, [])
        return places[bisect_left(places, n) : bisect_left(places, self.ends[n])]

    def holds(self, n: int, tags: frozenset[str]) -> bool:
        """Whether an element is of one of some tags, or holds one that is."""
        if self.ends[n] - n <= FEW:
            return not tags.isdisjoint(self.tags[n : self.ends[n]])
        return any(self.count(n, tag) for tag in tags)

    def count(self, n: int, tag: str) -> int:
        """How many elements of a tag are inside an element, itself with them."""
        places = self._by_tag.get(tag, [])
        return bisect_left(places, self.ends[n]) - bisect_left(places, n)

    def children(self, n: int, *, until: int | None = None) -> list[int]:
        """The elements right inside an element, in order, or those of them before a place."""
        found, here = [], n + 1
        end = self.ends[n] if until is None else until
        while here < end:
            found.append(here)
            here = self.ends[here]
        return found

    def text(self, n: int) -> str:
        """All that an element says, scripts and what is hidden too, on one line."""
        element = self.elements[n]
        return squeeze(element.text_content() if self.has_children(n) else element.text or "")

    def short_text(self, n: int, longest: int) -> str:
        """What an element says; nothing where that is longer, or the element too large to say so little."""
        if not self.is_small(n, 2 * longest):
            return ""
        text = self.text(n)
        return text if len(text) <= longest else ""

    def is_small(self, n: int, chars: int) -> bool:
        """Whether an element holds so few characters at most, in no more elements than these need."""
        return self.ends[n] - n <= LARGEST_FIELD and self.chars(n) <= chars

    def has_children(self, n: int) -> bool:
        """Whether there are elements in an element."""
        return self.ends[n] > n + 1

    def chars(self, n: int) -> int:
        """Characters of text."""
        return self._chars[self.ends[n]] - self._chars[n]

    def linked_chars(self, n: int) -> int:
        """Characters of text that stand in links."""
        return self._linked[self.ends[n]] - self._linked[n]

    def link_count(self, n: int) -> int:
        """Links with text."""
        return self._anchors[self.ends[n]] - self._anchors[n]

    def prose_chars(self, n: int) -> int:
        """Characters of running text: long lines that are not mostly links."""
        return self._prose[self.ends[n]] - self._prose[n]

    def prose_chars_before(self, n: int) -> int:
        """Characters of running text above an element."""
        return self._prose[n]

    def link_density(self, n: int) -> float:
        """The share of its text that stands in links; 0 where there is no text."""
        return self.linked_chars(n) / (self.chars(n) or 1)

    def is_inside(self, n: int, outer: int) -> bool:
        """Whether the element is another one or inside it."""
        return outer <= n < self.ends[outer]

    def lines_of(self, n: int) -> list[Line]:
        """The lines whose text stands inside an element, in order."""
        begin = bisect_left(self.lines, n, key=_at)
        until = bisect_left(self.lines, self.ends[n], lo=begin, key=_at)
        return [line for line in self.lines[begin:until] if line.first >= n]

    def line_after(self, n: int) -> Line | None:
        """The first line whose text begins after an element begins."""
        lines = self.lines[(begin := bisect_right(self.lines, n, key=_at)) : begin + 1]
        return lines[0] if lines else None

    def ancestors(self, n: int) -> list[int]:
        """The elements around one, from the nearest."""
        found = []
        while (n := self.parents[n]) >= 0:
            found.append(n)
        return found

    def nearest(self, n: int, *tags: str) -> int:
        """The nearest of an element and those around it that is of one of some tags; -1 where none is."""
        while n >= 0 and self.tags[n] not in tags:
            n = self.parents[n]
        return n

    def hints_around(self, n: int) -> int:
        """What its names and those of the elements around it say."""
        bits = self.hints[n]
        while (n := self.parents[n]) > 0:
            bits |= self.hints[n]
        return bits


_at = attrgetter("at")
