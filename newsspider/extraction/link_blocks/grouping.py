"""Groups the teasers of one container into runs, each with its label."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsspider.extraction.link_blocks import labels
from newsspider.extraction.link_blocks.block_kinds import announces_stories
from newsspider.extraction.link_blocks.label_words import (
    HEADING,
    LONGEST_LABEL,
    PLAIN,
    STYLED,
    Words,
    letter_weight,
)
from newsspider.extraction.link_blocks.teasers import Teaser

if TYPE_CHECKING:
    from newsspider.extraction.page.tree import Tree

FEWEST_KICKERS = 3
MOST_TABS = 5
# Elements that fill a box: its heading is not that of what follows.
_FILLED = frozenset(("form", "input", "button", "select", "img", "iframe", "video", "object", "ins"))
# The end of words that go on in the link behind them: "More in" Sports.
_GOES_ON = re.compile(r"\b(?:\w{1,3}|more|from|mehr|plus)$", re.IGNORECASE)


@dataclass(slots=True)
class TeaserRun:
    """Neighbouring teasers under one label; `group` is the heading above it, of several runs.

    `place` is the element that holds all of them and nothing else, -1 without one.  `is_list`: they come
    from one container.  `in_prose`: paragraphs stand beside them.
    """

    teasers: list[Teaser] = field(default_factory=list)
    label: Words | None = None
    place: int = -1
    shape: str = ""
    in_prose: bool = False
    is_list: bool = False
    group: Words | None = None


Part = Words | Teaser | TeaserRun


def grouped(page: Tree, parts: list[Part]) -> list[Part]:
    """The parts of one container, neighbouring teasers grouped into runs."""
    if len(parts) == 1 and isinstance(run := parts[0], TeaserRun):  # a wrapper, as many are
        run.is_list = run.is_list or run.label is None
        return parts
    grouping = _Grouping(page, parts)
    for n, part in enumerate(parts):
        if isinstance(part, TeaserRun):
            grouping.add_run(n, part)
        elif isinstance(part, Words):
            if n not in grouping.kickers:
                grouping.add_words(part)
        elif not grouping.add_heading_link(n, part):
            grouping.add_teaser(part)
    return grouping.finish()


def _kickers(parts: list[Part]) -> frozenset[int]:
    """The numbers of headings that stand before single teasers again and again, and so label no run."""
    if len(parts) < FEWEST_KICKERS * 2:
        return frozenset()
    main = [(n, part) for n, part in enumerate(parts) if not isinstance(part, Words) or part.rank >= STYLED]
    if len(main) < FEWEST_KICKERS * 2:
        return frozenset()
    by_shape: dict[str, list[int]] = {}
    end: tuple[int, Part] = (len(parts), Words("", STYLED, 0))
    for (n, part), (_, second), (_, third) in zip(main, main[1:], [*main[2:], end], strict=False):
        if isinstance(part, Words) and isinstance(second, Teaser) and isinstance(third, Words):
            by_shape.setdefault(part.shape, []).append(n)
    return frozenset(n for places in by_shape.values() if len(places) >= FEWEST_KICKERS for n in places)


class _Grouping:
    """Goes through the parts of one container and collects its runs.

    `run` is the open run; `pending` are the words since the last teaser, which may be the next label;
    `outer` are the headings whose part of the page goes on; `tabs` are the labels of the next runs, where
    they stand side by side above all of them.
    """

    def __init__(self, page: Tree, parts: list[Part]) -> None:
        self.page = page
        self.parts = parts
        self.kickers = _kickers(parts)
        self.made: list[Part] = []
        self.run = TeaserRun()
        self.pending: list[Words] = []
        self.outer: list[Words] = []
        self.tabs: list[Words] = []
        self.has_prose = False

    def add_words(self, words: Words) -> None:
        """Running text and headings end the open run; all other words may be the next label."""
        if words.is_prose:
            self.close_run()
            self.has_prose, self.pending, self.outer = True, [], []
            if not (self.made and isinstance(self.made[-1], Words)):
                self.made.append(words)
        elif words.rank >= STYLED:
            self.close_run()
            self.outer = [one for one in self.outer if one.level < words.level]
            self.pending = [one for one in self.pending if self.stays_above(one, words)] + [words]
        elif not self.run.teasers:
            self.pending.append(words)

    def add_heading_link(self, n: int, teaser: Teaser) -> bool:
        """If the link is only the heading of the next run, add its words and return True."""
        following = self.parts[n + 1] if n + 1 < len(self.parts) else None
        if isinstance(following, TeaserRun):
            may_head = following.label is None
        elif isinstance(following, Teaser):
            may_head = teaser.is_heading and following.is_headline_like and following.shape != teaser.shape
        else:
            return False
        if not may_head or not 0 < len(teaser.text) <= LONGEST_LABEL:
            return False
        if teaser.href in ("", "/") and not teaser.is_heading:
            return False
        if teaser.is_headline_like and not announces_stories(teaser.text):
            return False
        rank = HEADING if teaser.is_heading else PLAIN if teaser.is_unseen else STYLED
        # "Sports", "More in" Sports, or "Latest" with a link to all of them.
        lead = teaser.lead.text if teaser.is_heading and teaser.lead and labels.may_label(teaser.lead) else ""
        text = lead if lead and not _GOES_ON.search(lead) else f"{lead} {teaser.text}".strip()
        self.add_words(Words(text, rank, letter_weight(text), teaser.places[0], teaser.shape))
        return True

    def add_teaser(self, teaser: Teaser) -> None:
        """Adds a teaser to the open run, or to a new one where a heading in its card starts one."""
        lead, before = teaser.lead, self.run.teasers
        if lead and before and lead.rank >= STYLED:
            is_first = not any(one.lead for one in before)
            if is_first or announces_stories(lead.text):
                self.close_run()
                self.pending = [lead]
        if not self.run.teasers:
            label, group = self.label_above(teaser)
            self.run = TeaserRun(label=label, group=group)
        self.run.teasers.append(teaser)

    def add_run(self, n: int, run: TeaserRun) -> None:
        """Adds the run of an inner element: as it is where it has a label, else to the open run."""
        is_printed = run.label is not None and run.label.rank >= STYLED and run.label.place >= 0
        if is_printed and run.label is not None:
            self.close_run()
            run.group = run.group or self.group_of(run.label)
            self.made.append(run)
            return
        tab = self.next_tab(n)
        above, group = (tab, None) if tab else self.label_above(run.teasers[0])
        if run.label is not None and (not above or above.rank <= run.label.rank):
            self.close_run()
            self.made.append(run)
            return
        if self.run.teasers and (self.tabs or (self.run.is_list and run.shape != self.run.shape)):
            self.close_run()
        if self.run.teasers:
            self.run.teasers += run.teasers
            self.run.place = -1
            return
        run.label, run.group, run.is_list = above or run.label, group or run.group, True
        self.run = run

    def label_above(self, first: Teaser) -> tuple[Words | None, Words | None]:
        """The label of a run that begins with this teaser, and the heading of its group."""
        label, group = labels.choose(self.pending, above_headline=first.is_headline_like)
        pending, self.pending = self.pending, []
        if label is None:
            return None, None
        group = group if group and self.is_over(group, label) else None
        self.outer += [one for one in pending if one.rank >= STYLED and one.level < label.level]
        return label, group or self.group_of(label)

    def group_of(self, label: Words) -> Words | None:
        """The heading of the group that a run with this label belongs to."""
        self.outer += [one for one in self.pending if one.rank >= STYLED and self.stays_above(one, label)]
        self.pending = []
        self.outer = [one for one in self.outer if one.text != label.text]
        return next((one for one in reversed(self.outer) if self.is_over(one, label)), None)

    def is_over(self, outer: Words, label: Words) -> bool:
        """Whether a heading is that of a group with this label in it: it stands alone, in the same part."""
        if outer.place < 0 or label.place < 0 or not labels.may_group(outer):
            return False
        around = self.page.parents[outer.place]
        return self.page.is_inside(label.place, around) and not self.page.holds(outer.place, _FILLED)

    def stays_above(self, outer: Words, inner: Words) -> bool:
        """Whether a heading stands over another one, too: it is higher, or right before it."""
        if outer.level < inner.level:
            return True
        place = inner.place
        if outer.place < 0 or place < 0 or self.page.parents[outer.place] != self.page.parents[place]:
            return False
        return self.page.ends[outer.place] == place

    def next_tab(self, n: int) -> Words | None:
        """The next of several labels that stand side by side above as many lists."""
        bar = self.pending[-1] if self.pending else None
        if not self.tabs and bar and 2 <= len(bar.items) <= min(MOST_TABS, self.runs_from(n)):
            self.tabs = [one for one in bar.items if labels.may_label(one)]
            self.tabs = self.tabs if len(self.tabs) == len(bar.items) else []
            self.pending = [] if self.tabs else self.pending
        return self.tabs.pop(0) if self.tabs else None

    def runs_from(self, n: int) -> int:
        """The number of runs that follow one another from this part on."""
        rest = itertools.islice(self.parts, n, n + MOST_TABS)
        return sum(1 for _ in itertools.takewhile(lambda part: isinstance(part, TeaserRun), rest))

    def close_run(self) -> None:
        """Ends the open run."""
        if self.run.teasers:
            self.made.append(self.run)
        self.run = TeaserRun()

    def finish(self) -> list[Part]:
        """The runs and the running text, then the last words, which may be the label of what follows."""
        self.close_run()
        for part in self.made:
            if isinstance(part, TeaserRun) and self.has_prose:
                part.in_prose = True
        return [*self.made, *(one for one in self.pending[-3:] if one.rank)]
