"""Finds the runs of teasers in an element: neighbouring teasers between two headings or paragraphs.

The page is read from its smallest parts up, in one walk over the elements that hold links.  Each element
is reduced to one teaser (a card), to words, to runs, or to the list of its parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.extraction.link_blocks import teasers
from newsspider.extraction.link_blocks.grouping import TeaserRun, grouped
from newsspider.extraction.link_blocks.label_words import (
    HEADING,
    LONGEST_LABEL,
    PROSE,
    RUNNING,
    SKIPPED,
    STYLED,
    Words,
    shape_of,
    words_of,
    words_together,
)
from newsspider.extraction.link_blocks.menus import is_menu
from newsspider.extraction.link_blocks.teasers import Teaser
from newsspider.extraction.page.tree import HEADINGS, MOST_DEPTH
from newsspider.language.text import normal, squeeze

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from newsspider.extraction.link_blocks.grouping import Part
    from newsspider.extraction.page.tree import Tree

DEEPEST_INLINE = 40  # inline elements inside one another that are opened
SHORT_HEADLINE = 15  # letters; a heading that short may be in the title by chance

_INLINE_WORDS = (
    "a abbr b bdi big cite code del em font i ins label mark picture img q s small span strong sub"
    " sup time tt u nobr wbr"
)
_INLINE = frozenset(_INLINE_WORDS.split())
_LISTS = frozenset(("ul", "ol", "dl"))
_NO_NAMES: Mapping[str, str] = {}


def read(
    page: Tree, root: int, anchors: set[int], title: str = "", names: Mapping[str, str] = _NO_NAMES
) -> list[TeaserRun]:
    """The runs of teasers in an element, in page order.

    *anchors* are the places of its links; *title* is the page's title, as `normal` gives it; *names* are
    the names that tabs give to elements (see `tab_names`).
    """
    holders: set[int] = set()  # the elements that hold links
    for anchor in anchors:
        above = page.parents[anchor]
        while above >= 0 and above not in holders:
            holders.add(above)
            above = page.parents[above]
    reader = _Reader(page, holders, anchors, names, title)
    return [part for part in grouped(page, reader.parts(root)) if isinstance(part, TeaserRun)]


def tab_names(page: Tree) -> dict[str, str]:
    """The short texts of links inside the page, by the id of the element that they lead to."""
    names: dict[str, str] = {}
    for anchor, href in page.hrefs.items():
        if len(href) > 1 and href.startswith("#"):
            text = page.text(anchor)
            if text and len(text) <= LONGEST_LABEL / 2:
                names.setdefault(href[1:], text)
    return names


@dataclass(slots=True)
class _Reader:
    """Reduces the elements of a page to their parts."""

    page: Tree
    holders: set[int]
    anchors: Collection[int]
    names: Mapping[str, str]
    title: str

    def parts(self, n: int, depth: int = 0) -> list[Part]:
        """The parts that an element is reduced to."""
        found: list[Part] = []
        for piece in _lines(self.pieces(n), self.page.tags):
            if isinstance(piece, list):
                found += teasers.read_line(self.page, piece, n)
            elif piece in self.holders:
                if depth < MOST_DEPTH and not is_menu(self.page, piece):
                    found += self.parts(piece, depth + 1)
            elif (words := words_of(self.page, piece)) is not None:
                found.append(
                    Words("", RUNNING, PROSE, words.place, words.shape) if self.is_headline(words) else words
                )
        return self.reduced(n, found) if found else found

    def is_headline(self, words: Words) -> bool:
        """Whether the words are the page's own headline: a story begins there."""
        if words.rank != HEADING or not self.title:
            return False
        is_h1 = words.place >= 0 and self.page.tags[words.place] == "h1"
        return (is_h1 or len(words.text) > SHORT_HEADLINE) and normal(words.text) in self.title

    def pieces(self, n: int, depth: int = 0) -> list[str | int]:
        """The texts, links, line breaks and blocks in an element and in its inline elements."""
        elements, tags, ends = self.page.elements, self.page.tags, self.page.ends
        text = elements[n].text
        found: list[str | int] = [text] if text and not text.isspace() else []
        child, end = n + 1, ends[n]
        while child < end:
            tag = tags[child]
            if tag not in SKIPPED:
                if tag not in _INLINE or (tag == "a" and child in self.anchors):
                    found.append(child)
                elif child in self.holders and depth < DEEPEST_INLINE:
                    found += self.pieces(child, depth + 1)
                elif text := "".join(elements[child].itertext()):
                    found.append(text)
            if (text := elements[child].tail) and not text.isspace():
                found.append(text)
            child = ends[child]
        return found

    def reduced(self, n: int, found: list[Part]) -> list[Part]:
        """The parts of an element, made fewer."""
        tag = self.page.tags[n]
        cards = [part for part in found if isinstance(part, Teaser)]
        if len(cards) == len(found) == 1:
            only = cards[0]
            only.places, only.core, only.shape = [n], [n], shape_of(self.page, n)
            only.is_heading = only.is_heading or tag in HEADINGS
            return [only]
        words = [part for part in found if isinstance(part, Words)]
        if len(words) == len(found):
            return [words_together(self.page, n, words)]
        if len(cards) + len(words) == len(found):
            is_card = tag == "dl" and len({one.href for one in cards}) == 1
            if tag in _LISTS and not is_card and any(one.size >= PROSE for one in words):
                return [Words("", RUNNING, PROSE, n, shape_of(self.page, n))]  # a list of paragraphs
            if (card := teasers.card_of(self.page, n, cards, words)) is not None:
                first = found[0]
                card.lead = first if isinstance(first, Words) and first.rank else card.lead
                return [card]
        letters = sum([one.size for one in words]) + sum([one.deck for one in cards])
        made = grouped(self.page, found)
        if tag == "p" and letters > teasers.BESIDE:
            return made
        if len(made) == 1 and isinstance(run := made[0], TeaserRun):
            self.take_over(n, run)
        return made

    def take_over(self, n: int, run: TeaserRun) -> None:
        """Makes an element the place of the run that is all it holds; its name becomes a missing label."""
        run.place, run.shape = n, run.shape or shape_of(self.page, n)
        if run.label is None or run.label.rank < STYLED:
            element = self.page.elements[n]
            name = element.get("aria-label") or self.names.get(element.get("id") or "")
            text = squeeze(name or "")[:LONGEST_LABEL]
            run.label = Words(text, STYLED, len(text)) if text else run.label


def _lines(pieces: list[str | int], tags: list[str]) -> Iterator[list[str | int] | int]:
    """The blocks, and between them the lines of texts and links."""
    line: list[str | int] = []
    for piece in pieces:
        if isinstance(piece, str) or tags[piece] == "a":
            line.append(piece)
            continue
        if line:
            yield line
            line = []
        if tags[piece] != "br":
            yield piece
    if line:
        yield line
