"""The lines at a body's place, while those that are not body are cut."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsspider.extraction.body.running_text import text_container
from newsspider.extraction.page.tree import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.extraction.body.running_text import Prose
    from newsspider.extraction.page.tree import Line

FIGURES, CELL = 4, 40  # rows of a table of figures at least, and characters of a cell on average
LIST_OF_LINKS, LINK_BLOCK = "list of links", "link block"
LONGEST_LABEL = 60  # characters of the words above a list

SENTENCE_END = re.compile(r"[.!?…:;。！？؟।”\"»’)]\s*$")


@dataclass(frozen=True, slots=True)
class ReadFields:
    """The fields that are read before the body, and so are not part of it."""

    headline: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    declared: str | None = None  # the text in JSON-LD
    place: int = 0  # the headline's element, 0 where it is not known
    host: str | None = None  # of the page's address


@dataclass(slots=True)
class BodyLines:
    """The lines at a body's place, by number; `reasons` says why a line is cut."""

    lines: list[Line]
    reasons: dict[int, str]
    prose: Prose
    _containers: dict[int, int] = field(default_factory=dict)

    def weight(self, n: int) -> int:
        """Characters of running text of a line; 0 where it is cut."""
        return 0 if n in self.reasons else self.prose.weights[self.lines[n].key]

    def running(self) -> Iterator[int]:
        """The lines of running text that are not cut."""
        return (n for n in range(len(self.lines)) if self.weight(n))

    def total(self) -> int:
        """Characters of running text that are not cut."""
        return sum(map(self.weight, range(len(self.lines))))

    def tag(self, n: int) -> str:
        """The tag of a line's element."""
        return self.prose.tree.tags[self.lines[n].block]

    def container(self, n: int) -> int:
        """The element that holds a line's paragraph as one of several."""
        found = self._containers.get(n)
        if found is None:
            found = self._containers[n] = text_container(self.prose.tree, self.lines[n].block)
        return found

    def make(self, n: int) -> tuple[str, str | None]:
        """Tag and class of a line's container."""
        return self.prose.tree.make(self.container(n))

    def is_figure_cell(self, n: int) -> bool:
        """Whether a line is a cell of a table of figures, with which a story may begin or end."""
        tree = self.prose.tree
        if self.tag(n) not in ("td", "th"):
            return False
        table = tree.nearest(self.lines[n].block, "table")
        rows, cells = tree.count(table, "tr"), tree.count(table, "td") + tree.count(table, "th")
        is_full = rows >= FIGURES and cells >= 2 * rows and tree.chars(table) < cells * CELL
        return table > 0 and is_full and not tree.linked_chars(table)

    def footnotes(self) -> frozenset[int]:
        """The lines that a link inside the text leads down to."""
        tree = self.prose.tree
        links = {tree.links[owner] for line in self.lines for owner, _ in line.pieces if owner >= 0}
        targets = {tree.hrefs[a][1:]: a for a in links if a >= 0 and tree.hrefs[a].startswith("#")}
        targets.pop("", None)
        if not targets:
            return frozenset()
        found = set()
        for n, line in enumerate(self.lines):
            for place in (line.at, line.first, line.block, *tree.ancestors(line.block)[:2]):
                element = tree.elements[place]
                link = targets.get(element.get("id") or element.get("name") or "", place)
                if link < place and tree.tags[place] not in HEADINGS:
                    found.add(n)
        return frozenset(found)
