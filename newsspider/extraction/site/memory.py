"""What several pages of a site have in common: the lines that repeat, and its name.

It is learnt from repetition alone, never from what the reader made of a page, so that it cannot
learn the reader's mistakes.  A story under two addresses teaches once, and a line counts by how
much of what stands in its place it is: "Subscribe" is all that its box says on any page, while
an editor's note is one paragraph among thousands.

What is held is bounded: what was not seen for long is forgotten, as in lossy counting (Manku and
Motwani 2002), after a time that grows with how often it was seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from newsspider.document import Document
from newsspider.extraction.body.bodies import home
from newsspider.extraction.page import walk
from newsspider.extraction.page.tree import HEADINGS
from newsspider.extraction.site import lessons

if TYPE_CHECKING:
    from newsspider.extraction.page.tree import Line
    from newsspider.extraction.site.lessons import Lesson, NumberedLines

FORM = 1  # of `as_json`
MOST_LINES, MOST_PLACES, MOST_ENDS = 1_500, 400, 32  # 64 kB as JSON, with what follows
MOST_ADDRESSES = 256
PATIENCE = 16  # stories that a thing seen once is kept for; one seen n times for n times as many
RIPE = 4  # stories from which it is used
# On how many of the stories with its place a line must have been to be the site's, and how many at
# least.  tests/test_memory.py has the cases at each border; benchmarks/reader.md what they gain.
LEAST, SHARE = 2, 0.5
LEAST_LONG, SHARE_LONG = 6, 0.1  # of running text: no sentence is a subheading of many stories
NEW = 1 / 6  # share of unknown lines among a page's lines of running text that are not known to repeat
SHARE_NAMED = 0.5  # of the titles with one end

K = TypeVar("K", int, str)


class Seen(NamedTuple):
    """How many stories something was on, and the number of the last of them."""

    stories: int
    last: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteMemory:
    """What a site's pages have in common; to be given to `extract`.

    `stories` counts the pages that it was learnt from, twins of others left out; `addresses` are the
    latest pages.
    """

    stories: int = 0
    lines: Mapping[int, Seen] = field(default_factory=dict)
    places: Mapping[int, Seen] = field(default_factory=dict)
    ends: Mapping[str, Seen] = field(default_factory=dict)
    addresses: tuple[int, ...] = ()

    @classmethod
    def learn(cls, pages: Iterable[tuple[bytes | str, str]]) -> Self:
        """The memory of pages, given as HTML and address; raises UnreadablePage for what is no HTML."""
        memory = cls()
        for html, url in pages:
            document = Document(html, url)
            read = lessons.NumberedLines(walk.read(document.root))
            memory = memory.after(lessons.lesson(document, read))
        return memory

    def knows(self, url: str) -> bool:
        """Whether the page of an address is among the latest that it was learnt from."""
        return lessons.of_address(url) in self.addresses

    def after(self, lesson: Lesson) -> Self:
        """The memory with one page more; it learns nothing of a page or a story that it knows."""
        if lesson.address in self.addresses:
            return self
        addresses = (*self.addresses, lesson.address)[-MOST_ADDRESSES:]
        if not self._is_new(lesson):
            return replace(self, addresses=addresses)
        now = self.stories + 1
        return replace(
            self,
            stories=now,
            lines=_counted(self.lines, lesson.lines, now, MOST_LINES),
            places=_counted(self.places, lesson.lines.values(), now, MOST_PLACES),
            ends=_counted(self.ends, sorted(lesson.ends), now, MOST_ENDS),
            addresses=addresses,
        )

    def _is_new(self, lesson: Lesson) -> bool:
        """Whether a page tells what no page before told: its story is not known under another address."""
        seen = [self.lines[line].stories if line in self.lines else 0 for line in lesson.long]
        unknown = seen.count(0)
        return unknown > 0 and unknown >= NEW * (unknown + seen.count(1))

    def merged(self, other: Self) -> Self:
        """What two memories of one site know together; a story that both know counts twice."""
        return replace(
            self,
            stories=self.stories + other.stories,
            lines=_sum(self.lines, self.stories, other.lines, other.stories, MOST_LINES),
            places=_sum(self.places, self.stories, other.places, other.stories, MOST_PLACES),
            ends=_sum(self.ends, self.stories, other.ends, other.stories, MOST_ENDS),
            addresses=tuple(dict.fromkeys((*self.addresses, *other.addresses)))[-MOST_ADDRESSES:],
        )

    def repeated(self, read: NumberedLines, url: str) -> frozenset[int]:
        """The lines of a page (by `key`) that the site says on other pages, too, in the same place."""
        if self.stories < RIPE:
            return frozenset()
        own = int(self.knows(url))
        found = set()
        for line, (number, place) in zip(read.lines, read.numbers, strict=True):
            seen = self.lines.get(number)
            if seen is not None and seen.stories - own >= LEAST:
                there = max(seen, self.places.get(place, seen)).stories - own
                if seen.stories - own >= _least(there, is_long=read.is_long(line)):
                    found.add(line.key)
        pairs = pairwise(read.lines)
        return frozenset(found - {line.key for line, then in pairs if _leads_in(line, then, read, found)})

    @property
    def names(self) -> frozenset[str]:
        """What most titles begin or end with, squashed: the names of the site."""
        least = max(RIPE, self.stories * SHARE_NAMED)
        return frozenset(end for end, seen in self.ends.items() if seen.stories >= least)

    def as_json(self) -> str:
        """The memory as text of at most 64 kB."""
        held = {
            "form": FORM,
            "stories": self.stories,
            "lines": {f"{key:x}": seen for key, seen in self.lines.items()},
            "places": {f"{key:x}": seen for key, seen in self.places.items()},
            "ends": self.ends,
            "addresses": [f"{one:x}" for one in self.addresses],
        }
        return json.dumps(held, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """The memory that `as_json` wrote; an empty one, to be learnt anew, of text in another form."""
        held = json.loads(text)
        if held.get("form") != FORM:
            return cls()
        return cls(
            stories=held["stories"],
            lines={int(key, 16): Seen(*seen) for key, seen in held["lines"].items()},
            places={int(key, 16): Seen(*seen) for key, seen in held["places"].items()},
            ends={end: Seen(*seen) for end, seen in held["ends"].items()},
            addresses=tuple(int(one, 16) for one in held["addresses"]),
        )


def _least(there: int, *, is_long: bool) -> int:
    """On how many stories a line must have been, of those that have its place."""
    usual = max(LEAST, ceil(there * SHARE))
    return min(usual, max(LEAST_LONG, ceil(there * SHARE_LONG))) if is_long else usual


def _leads_in(line: Line, then: Line, read: NumberedLines, repeated: set[int]) -> bool:
    """Whether a line is a heading of the page's own words: "Ingredients" stands above each recipe."""
    page = read.page
    is_heading = page.tags[line.block] in HEADINGS
    is_own = then.key not in repeated and read.is_long(then)
    return is_heading and is_own and home(page, line.block) == home(page, then.block)


def _counted(known: Mapping[K, Seen], on_page: Iterable[K], now: int, most: int) -> dict[K, Seen]:
    """The counts with those of one story more."""
    counts = dict(known)
    for key in dict.fromkeys(on_page):
        counts[key] = Seen(counts[key].stories + 1 if key in counts else 1, now)
    return _bounded(counts, most)


def _bounded(counts: dict[K, Seen], most: int) -> dict[K, Seen]:
    """At most so many counts, those that last longest; a fifth goes at a time, for sorting takes long."""
    if len(counts) <= most:
        return counts
    lasting = sorted(counts, key=lambda key: (-counts[key].last - PATIENCE * counts[key].stories, key))
    return {key: counts[key] for key in lasting[: most * 4 // 5]}


def _sum(one: Mapping[K, Seen], ones: int, other: Mapping[K, Seen], others: int, most: int) -> dict[K, Seen]:
    """The counts of both together; what either saw lately was seen lately."""
    counts = {key: Seen(seen.stories, seen.last + others) for key, seen in one.items()}
    for key, seen in other.items():
        before = counts.get(key, Seen(0, 0))
        counts[key] = Seen(before.stories + seen.stories, max(before.last, seen.last + ones))
    return _bounded(counts, most)
