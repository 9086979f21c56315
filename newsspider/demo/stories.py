"""The stories of the magazine, and how they read in each edition."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml

from newsspider.demo import markup
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from newsspider.demo.invented import Growth

SECTIONS = ("Harbour", "Economy", "Society", "Culture", "Nature", "Kitchen")
FIRST_YEAR, FIRST_MONTHLY_YEAR = 2003, 2009
TEXTS = Path(__file__).with_name("texts")
Made = Literal["hand", "enp", "trs", "modern"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """One story as it reads in one edition.

    `pages` holds its blocks, in the markup of `newsspider.demo.markup`.  `second_path` is another
    address of the same page, `old_path` one that redirects to it.  `since` is its first edition,
    `changed_in` the one that gave it these words; `gone` is the status of its address from the
    second edition on.
    """

    path: str
    made: Made
    section: str
    on: date
    headline: str
    pages: tuple[tuple[str, ...], ...]
    authors: tuple[str, ...] = ()
    standfirst: str | None = None
    caption: str | None = None
    language: str = "en"
    second_path: str | None = None
    old_path: str | None = None
    reworded: dict[str, str] = field(default_factory=dict)
    since: int = 1
    changed_in: int = 1
    gone: int | None = None

    @property
    def body(self) -> tuple[str, ...]:
        """The blocks of all its pages."""
        return tuple(block for page in self.pages for block in page)

    @property
    def paths(self) -> tuple[str, ...]:
        """The path of each of its pages."""
        stem, dot, suffix = self.path.rpartition(".")
        first = 2 if self.made == "enp" else 1  # content_1041_2.htm, but t20190415_2201_1.html
        further = (f"{stem}_{number}{dot}{suffix}" for number in range(first, first + len(self.pages) - 1))
        return (self.path, *further)

    @property
    def issue(self) -> str:
        """The printed issue: four a year at first, monthly from 2009."""
        return issue_of(self.on)

    @property
    def ran_at(self) -> datetime:
        """The moment it was put up."""
        return datetime.combine(self.on, time(9, 30), UTC)


def issue_of(on: date) -> str:
    """The issue of a day: `No. 10, Summer 2005`."""
    if on.year < FIRST_MONTHLY_YEAR:
        quarter = on.month // 3
        season = ("Spring", "Summer", "Autumn", "Winter")[quarter - 1]
        return f"No. {(on.year - FIRST_YEAR) * 4 + quarter}, {season} {on.year}"
    number = (FIRST_MONTHLY_YEAR - FIRST_YEAR) * 4 + (on.year - FIRST_MONTHLY_YEAR) * 12 + on.month
    return f"No. {number}, {on:%B} {on.year}"


def stories(edition: int, growth: Growth | None = None) -> tuple[Story, ...]:
    """The stories of an edition, newest first, in that edition's words; withdrawn ones are not among them.

    Those of *growth* are invented, as many as it says; else they are the ones that were written.
    """
    told = [_in_edition(story, edition) for story in _all(growth) if _runs(story, edition)]
    return tuple(sorted(told, key=lambda story: (story.on, story.path), reverse=True))


def withdrawn(edition: int, growth: Growth | None = None) -> tuple[Story, ...]:
    """The stories that ran before an edition and are withdrawn in it."""
    return tuple(story for story in _all(growth) if story.gone and edition > 1)


def _all(growth: Growth | None) -> tuple[Story, ...]:
    if growth is None:
        return _written()
    from newsspider.demo import invented

    return invented.stories(growth)


@cache
def _written() -> tuple[Story, ...]:
    files = sorted(TEXTS.glob("[!_]*.yaml"))
    return tuple(
        _story(entry) for file in files for entry in yaml.safe_load(file.read_text(encoding="utf-8"))
    )


def _story(entry: dict[str, object]) -> Story:
    named = {("on" if key == "date" else key): value for key, value in entry.items() if key != "body"}
    named["authors"] = tuple(squeeze(name) for name in str(named.get("authors", "")).split(",") if name)
    return Story(pages=markup.pages_of(str(entry["body"])), **named)  # type: ignore[arg-type]  # our own files, read by the tests


def _runs(story: Story, edition: int) -> bool:
    return story.since <= edition and not (story.gone and edition > 1)


def _in_edition(story: Story, edition: int) -> Story:
    if edition == 1 or not story.reworded:
        return story
    return replace(
        story,
        changed_in=2,
        headline=_reworded(story.headline, story.reworded),
        standfirst=_reworded(story.standfirst, story.reworded) if story.standfirst else None,
        pages=tuple(tuple(_reworded(block, story.reworded) for block in page) for page in story.pages),
    )


def _reworded(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        text = text.replace(old, new)
    return text
