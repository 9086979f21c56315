"""What one page can teach of its site: its lines and its title, as numbers to be counted.

A line is known by its words and its place, the shapes of the elements that it stands in: a story's
first paragraph that another page shows in a teaser is not the same line.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from zlib import crc32

from newsspider.extraction.link_blocks.teasers import TELLING, shape_of
from newsspider.extraction.page.tree import LINKED, LONG
from newsspider.extraction.site.names import SEPARATOR, squashed

if TYPE_CHECKING:
    from newsspider.document import Document
    from newsspider.extraction.page.tree import Line, Tree

LEVELS = 3  # elements, from the one that a line stands in, whose shapes make its place
MOST_LINES = 1_000  # of one page
LONGEST_END = 40  # letters of a part of a title that may be the site's name


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """One page, as numbers: its address, and its lines with their places.

    `long` are the lines of running text; `ends` are the first and the last part of the title,
    squashed (see `names`).
    """

    address: int
    lines: dict[int, int]
    long: frozenset[int]
    ends: frozenset[str]


class NumberedLines:
    """The lines of a page that other pages may have, too, each with its number and that of its place."""

    def __init__(self, page: Tree) -> None:
        self.page = page
        self.lines = [line for line in page.lines if _is_told(line)]
        self._shapes: dict[int, str] = {}
        self._places: dict[int, int] = {}

    @cached_property
    def numbers(self) -> list[tuple[int, int]]:
        """The numbers of each line and of its place."""
        return [self._numbers(line) for line in self.lines]

    def is_long(self, line: Line) -> bool:
        """Whether a line is running text."""
        return line.chars * self.page.scale >= LONG and line.linked < line.chars * LINKED

    def _numbers(self, line: Line) -> tuple[int, int]:
        place = self._places.get(line.block)
        if place is None:
            place = self._places[line.block] = self._place(line.block)
        return _number(line.text, place), place

    def _place(self, n: int) -> int:
        """The number of the shapes of an element and of those around it."""
        shapes: list[str] = []
        while n >= 0 and len(shapes) < LEVELS:
            if n not in self._shapes:
                self._shapes[n] = shape_of(self.page, n)
            shapes.append(self._shapes[n])
            n = self.page.parents[n]
        return _number(" ".join(shapes))


def lesson(document: Document, read: NumberedLines) -> Lesson:
    """What a page teaches."""
    told = list(zip(read.lines, read.numbers, strict=True))[:MOST_LINES]
    return Lesson(
        address=of_address(document.url),
        lines=dict(read.numbers[:MOST_LINES]),
        long=frozenset(number for line, (number, _) in told if read.is_long(line)),
        ends=_ends(document),
    )


def of_address(url: str) -> int:
    """The number that stands for an address."""
    return _number(url)


def _is_told(line: Line) -> bool:
    """Whether a line says something by itself: it is no entry of a menu, and not signs or figures alone."""
    is_entry = line.linked >= line.chars * LINKED and line.chars < TELLING
    return not is_entry and any(map(str.isalpha, line.text))


def _number(text: str, start: int = 0) -> int:
    return crc32(text.encode("utf-8", "replace"), start)


def _ends(document: Document) -> frozenset[str]:
    """The first and the last part of the title, where it has several."""
    element = document.root.find("head/title")
    parts = SEPARATOR.split(element.text_content().strip()) if element is not None else []
    ends = {squashed(part) for part in (parts[0], parts[-1])} if len(parts) > 1 else set()
    return frozenset(end for end in ends if 1 < len(end) <= LONGEST_END)
