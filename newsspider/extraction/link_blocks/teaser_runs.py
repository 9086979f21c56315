"""Runs of teasers: what stands together between two headings or two paragraphs, with its label.

A page is read from its smallest parts up, in one walk over the elements that hold links: an element
becomes one teaser (a card), or words, or runs, or is passed on as the parts it has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsspider.extraction.link_blocks import teasers
from newsspider.extraction.link_blocks.block_kinds import announces_stories
from newsspider.extraction.link_blocks.letter_counts import letter_weight
from newsspider.extraction.link_blocks.menus import is_menu
from newsspider.extraction.link_blocks.teasers import LONGEST_LABEL, PROSE, SKIPPED, Teaser, Words, shape_of
from newsspider.extraction.page.tree import HEADINGS, MOST_DEPTH
from newsspider.language.text import normal, squeeze

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from newsspider.extraction.page.tree import Tree

DEEPEST_INLINE = 40
FEWEST_KICKERS = 3

_INLINE_WORDS = (
    "a abbr b bdi big cite code del em font i ins label mark picture img q s small span strong sub"
    " sup time tt u nobr wbr"
)
_INLINE = frozenset(_INLINE_WORDS.split())
_LISTS = frozenset(("ul", "ol", "dl"))
_SENTENCE = re.compile(r"[.!…。！](?:\W*$| [A-ZÀ-Þ])")
# What joins a link to the words before it.
_JOINT = re.compile(r"\b(?:\w{1,3}|more|from|mehr|plus)$", re.IGNORECASE)


@dataclass(slots=True)
class TeaserRun:
    """Teasers that stand together, and the words above them.

    `place` is that of what holds all of them and nothing else, -1 where there is none; `is_list` says
    that they came from one container; `in_prose`, that paragraphs stand beside them.
    """

    teasers: list[Teaser] = field(default_factory=list)
    label: Words | None = None
    place: int = -1
    shape: str = ""
    in_prose: bool = False
    is_list: bool = False


Part = Words | Teaser | TeaserRun
_NO_NAMES: Mapping[str, str] = {}
_NONE: frozenset[int] = frozenset()


def read(
    page: Tree, root: int, anchors: set[int], title: str = "", names: Mapping[str, str] = _NO_NAMES
) -> list[TeaserRun]:
    """The runs of teasers in an element, in the page's order.

    *anchors* are the places of its links, *title* what the page says of itself, as `normal` gives it,
    *names* what it calls its elements (see `tabs`).
    """
    reader = _Reader(page, _holders(page, anchors), anchors, names, title)
    return [part for part in _grouped(reader.parts(root)) if isinstance(part, TeaserRun)]


def tab_names(page: Tree) -> dict[str, str]:
    """What links inside a page call the elements that they lead to, by these elements' ids."""
    names: dict[str, str] = {}
    for anchor, href in page.hrefs.items():
        if len(href) > 1 and href.startswith("#"):
            text = page.text(anchor)
            if text and len(text) <= LONGEST_LABEL / 2:
                names.setdefault(href[1:], text)
    return names


def _holders(page: Tree, anchors: Collection[int]) -> set[int]:
    """The elements that hold links."""
    found: set[int] = set()
    for anchor in anchors:
        above = page.parents[anchor]
        while above >= 0 and above not in found:
            found.add(above)
            above = page.parents[above]
    return found


@dataclass(slots=True)
class _Reader:
    """Reads the parts of a page."""

    page: Tree
    holders: set[int]
    anchors: Collection[int]
    names: Mapping[str, str]
    title: str

    def parts(self, n: int, depth: int = 0) -> list[Part]:
        """What an element is made of."""
        found: list[Part] = []
        for piece in _lines(self.pieces(n), self.page.tags):
            if isinstance(piece, list):
                found += teasers.read_line(self.page, piece, n)
            elif piece in self.holders:
                if depth < MOST_DEPTH and not is_menu(self.page, piece):
                    found += self.parts(piece, depth + 1)
            elif (words := teasers.words_of(self.page, piece)) is not None:
                found.append(self.told(words))
        return self.reduced(n, found) if found else found

    def told(self, words: Words) -> Words:
        """The words; as prose where they are the page's own headline, for a story begins there."""
        is_long = len(words.text) > 15 or (words.place >= 0 and self.page.tags[words.place] == "h1")
        if words.rank == 3 and is_long and self.title and normal(words.text) in self.title:
            return Words("", 0, PROSE, words.place, words.shape)
        return words

    def pieces(self, n: int, depth: int = 0) -> list[str | int]:
        """The texts, links, line breaks and blocks in an element, inline elements opened."""
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
        """The parts of an element made few."""
        shown = [part for part in found if isinstance(part, Teaser)]
        if len(shown) == len(found) == 1:
            return [_alone(self.page, n, shown[0])]
        words = [part for part in found if isinstance(part, Words)]
        if len(words) == len(found):
            return [teasers.words_together(self.page, n, words)]
        is_flat = len(shown) + len(words) == len(found)
        is_card = self.page.tags[n] == "dl" and len({one.href for one in shown}) == 1
        if (
            is_flat
            and not is_card
            and self.page.tags[n] in _LISTS
            and any(one.size >= PROSE for one in words)
        ):
            return [Words("", 0, PROSE, n, shape_of(self.page, n))]  # a list that tells something
        if is_flat:
            card = teasers.card_of(self.page, n, shown, words)
            if card is not None:
                first = found[0]
                card.lead = first if isinstance(first, Words) and first.rank else card.lead
                return [card]
        said = sum([one.size for one in words]) + sum([one.deck for one in shown])
        return self.whole(n, _grouped(found), said)

    def whole(self, n: int, made: list[Part], said: float) -> list[Part]:
        """The parts of an element; where they are one run, the run is the element, and bears its name."""
        if self.page.tags[n] == "p" and said > teasers.BESIDE:
            return made
        if len(made) == 1 and isinstance(run := made[0], TeaserRun):
            run.place, run.shape = n, run.shape or shape_of(self.page, n)
            if run.label is None or run.label.rank < 2:
                element = self.page.elements[n]
                name = element.get("aria-label") or self.names.get(element.get("id") or "")
                text = squeeze(name or "")[:LONGEST_LABEL]
                run.label = Words(text, 2, len(text)) if text else run.label
        return made


def _lines(pieces: list[str | int], tags: list[str]) -> Iterator[list[str | int] | int]:
    """Blocks as they are, and between them lines of texts and links."""
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


def _alone(page: Tree, n: int, one: Teaser) -> Teaser:
    """The teaser that is all that an element holds."""
    one.places, one.core, one.shape = [n], [n], shape_of(page, n)
    one.is_heading = one.is_heading or page.tags[n] in HEADINGS
    return one


def _grouped(found: list[Part]) -> list[Part]:
    """The parts of one container with its teasers put together to runs."""
    if len(found) == 1 and isinstance(run := found[0], TeaserRun):  # a wrapper, as many are
        run.is_list = run.is_list or run.label is None
        return found
    grouping = _Grouping(found)
    for place, part in enumerate(found):
        if isinstance(part, TeaserRun):
            grouping.take(part)
        elif isinstance(part, Words):
            if place not in grouping.kickers:
                grouping.say(part)
        elif not grouping.names_next(place, part):
            grouping.add(part)
    return grouping.end()


def _kickers(found: list[Part]) -> frozenset[int]:
    """The headings that stand before every single teaser: they say what it is about, they name no run."""
    if len(found) < FEWEST_KICKERS * 2:
        return _NONE
    told = [(n, part) for n, part in enumerate(found) if not isinstance(part, Words) or part.rank >= 2]
    if len(told) < FEWEST_KICKERS * 2:
        return _NONE
    singles: dict[str, list[int]] = {}
    last: tuple[int, Part] = (len(found), Words("", 2, 0))
    for (n, part), (_, then), (_, after) in zip(told, told[1:], [*told[2:], last], strict=False):
        if isinstance(part, Words) and isinstance(then, Teaser) and isinstance(after, Words):
            singles.setdefault(part.shape, []).append(n)
    return frozenset(n for places in singles.values() if len(places) >= FEWEST_KICKERS for n in places)


class _Grouping:
    """The state of putting one container's teasers together."""

    def __init__(self, found: list[Part]) -> None:
        self.found = found
        self.kickers = _kickers(found)
        self.made: list[Part] = []
        self.run = TeaserRun()
        self.pending: list[Words] = []
        self.tabs: list[Words] = []
        self.has_prose = False

    def say(self, words: Words) -> None:
        """Words part two runs where they are prose or a heading, and may be the label of the next."""
        if words.is_prose:
            self.close()
            self.has_prose, self.pending = True, []
            if not (self.made and isinstance(self.made[-1], Words)):
                self.made.append(words)
        elif words.rank >= 2:
            self.close()
            self.pending = [one for one in self.pending if one.rank > words.rank] + [words]
        elif not self.run.teasers:
            self.pending.append(words)

    def names_next(self, place: int, teaser: Teaser) -> bool:
        """Whether a short link is but the heading of what comes next; then it is said."""
        then = self.found[place + 1] if place + 1 < len(self.found) else None
        if isinstance(then, TeaserRun):
            may_name = then.label is None
        elif isinstance(then, Teaser):
            may_name = teaser.is_heading and then.is_headline_like and then.shape != teaser.shape
        else:
            return False
        if not may_name or not 0 < len(teaser.text) <= LONGEST_LABEL:
            return False
        if teaser.href in ("", "/") and not teaser.is_heading:
            return False
        if teaser.is_headline_like and not announces_stories(teaser.text):
            return False
        rank = 3 if teaser.is_heading else 1 if teaser.is_unseen else 2
        text = _named_by(teaser)
        self.say(Words(text, rank, letter_weight(text), teaser.places[0], teaser.shape))
        return True

    def add(self, teaser: Teaser) -> None:
        """Puts a teaser into the open run; a heading inside its card may begin another one."""
        lead, before = teaser.lead, self.run.teasers
        if lead and before and lead.rank >= 2:
            is_first = not any(one.lead for one in before)
            if is_first or announces_stories(lead.text):
                self.close()
                self.pending = [lead]
        if not self.run.teasers:
            self.run, self.pending = TeaserRun(label=_best(self.pending)), []
        self.run.teasers.append(teaser)

    def take(self, run: TeaserRun) -> None:
        """Takes the run of an inner element: as it is if it has a label, else into the open one."""
        above = self.tab() or _best(self.pending)
        is_printed = run.label is not None and run.label.rank >= 2 and run.label.place >= 0
        if run.label is not None and (is_printed or not above or above.rank <= run.label.rank):
            self.close()
            self.pending = []
            self.made.append(run)
            return
        if self.run.teasers and (self.tabs or (self.run.is_list and run.shape != self.run.shape)):
            self.close()
        if self.run.teasers:
            self.run.teasers += run.teasers
            self.run.place = -1
            return
        run.label, run.is_list = above or run.label, True
        self.run, self.pending = run, []

    def tab(self) -> Words | None:
        """The next of several names that stand side by side above several lists."""
        bar = self.pending[-1] if self.pending else None
        if not self.tabs and bar and bar.is_label and 2 <= len(bar.items) <= 5:
            self.tabs = [Words(text, bar.rank, letter_weight(text), bar.place) for text in bar.items]
        return self.tabs.pop(0) if self.tabs else None

    def close(self) -> None:
        """Ends the open run."""
        if self.run.teasers:
            self.made.append(self.run)
        self.run = TeaserRun()

    def end(self) -> list[Part]:
        """The container's parts: runs, prose, and the last words, which may name what follows it."""
        self.close()
        for part in self.made:
            if isinstance(part, TeaserRun) and self.has_prose:
                part.in_prose = True
        return [*self.made, *(one for one in self.pending[-3:] if one.rank)]


def _named_by(teaser: Teaser) -> str:
    """What a heading with a link says: "Sports", "More in Sports", "Latest" with a link to all beside it."""
    lead = teaser.lead.text if teaser.is_heading and teaser.lead and teaser.lead.is_label else ""
    if not lead or _JOINT.search(lead):
        return f"{lead} {teaser.text}".strip()
    return lead


def _best(pending: list[Words]) -> Words | None:
    """The heading nearest above the links; where there is none, the last words that may be a label."""
    fit = [one for one in pending if one.is_label and (one.rank > 1 or not _SENTENCE.search(one.text))]
    headings = [one for one in fit if one.rank > 1]
    return next(reversed(headings or fit), None)
