"""Groups the teasers of one container into runs, each with its label."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

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

FEWEST_KICKERS = 3
_SENTENCE = re.compile(r"[.!…。！](?:\W*$| [A-ZÀ-Þ])")
# The end of words that go on in the link behind them: "More in" Sports.
_GOES_ON = re.compile(r"\b(?:\w{1,3}|more|from|mehr|plus)$", re.IGNORECASE)


@dataclass(slots=True)
class TeaserRun:
    """Neighbouring teasers under one label.

    `place` is the element that holds all of them and nothing else, -1 without one.  `is_list`: they come
    from one container.  `in_prose`: paragraphs stand beside them.
    """

    teasers: list[Teaser] = field(default_factory=list)
    label: Words | None = None
    place: int = -1
    shape: str = ""
    in_prose: bool = False
    is_list: bool = False


Part = Words | Teaser | TeaserRun


def grouped(parts: list[Part]) -> list[Part]:
    """The parts of one container, neighbouring teasers grouped into runs."""
    if len(parts) == 1 and isinstance(run := parts[0], TeaserRun):  # a wrapper, as many are
        run.is_list = run.is_list or run.label is None
        return parts
    grouping = _Grouping(parts)
    for n, part in enumerate(parts):
        if isinstance(part, TeaserRun):
            grouping.add_run(part)
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
    `tabs` are the labels of the next runs, where they stand side by side above all of them.
    """

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.kickers = _kickers(parts)
        self.made: list[Part] = []
        self.run = TeaserRun()
        self.pending: list[Words] = []
        self.tabs: list[Words] = []
        self.has_prose = False

    def add_words(self, words: Words) -> None:
        """Running text and headings end the open run; all other words may be the next label."""
        if words.is_prose:
            self.close_run()
            self.has_prose, self.pending = True, []
            if not (self.made and isinstance(self.made[-1], Words)):
                self.made.append(words)
        elif words.rank >= STYLED:
            self.close_run()
            self.pending = [one for one in self.pending if one.rank > words.rank] + [words]
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
        lead = teaser.lead.text if teaser.is_heading and teaser.lead and teaser.lead.is_label else ""
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
            self.run, self.pending = TeaserRun(label=_best_label(self.pending)), []
        self.run.teasers.append(teaser)

    def add_run(self, run: TeaserRun) -> None:
        """Adds the run of an inner element: as it is where it has a label, else to the open run."""
        above = self.next_tab() or _best_label(self.pending)
        is_printed = run.label is not None and run.label.rank >= STYLED and run.label.place >= 0
        if run.label is not None and (is_printed or not above or above.rank <= run.label.rank):
            self.close_run()
            self.pending = []
            self.made.append(run)
            return
        if self.run.teasers and (self.tabs or (self.run.is_list and run.shape != self.run.shape)):
            self.close_run()
        if self.run.teasers:
            self.run.teasers += run.teasers
            self.run.place = -1
            return
        run.label, run.is_list = above or run.label, True
        self.run, self.pending = run, []

    def next_tab(self) -> Words | None:
        """The next of several labels that stand side by side above several lists."""
        bar = self.pending[-1] if self.pending else None
        if not self.tabs and bar and bar.is_label and 2 <= len(bar.items) <= 5:
            self.tabs = [Words(text, bar.rank, letter_weight(text), bar.place) for text in bar.items]
        return self.tabs.pop(0) if self.tabs else None

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


def _best_label(pending: list[Words]) -> Words | None:
    """The last heading; without one, the last words that may be a label."""
    fit = [one for one in pending if one.is_label and (one.rank >= STYLED or not _SENTENCE.search(one.text))]
    headings = [one for one in fit if one.rank >= STYLED]
    return next(reversed(headings or fit), None)
