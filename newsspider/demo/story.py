"""A story of the magazine: its nouns and its printed issue."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Literal

SECTIONS = ("Harbour", "Economy", "Society", "Culture", "Nature", "Kitchen")
FIRST_YEAR, FIRST_MONTHLY_YEAR = 2003, 2009
TEXTS = Path(__file__).with_name("texts")
Made = Literal["hand", "enp", "trs", "modern"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """A story as it reads in one edition.

    `pages` holds the blocks of each page, in the markup of `newsspider.demo.markup`. `second_path` is
    another address of the same page; `old_path` redirects to it. `since` is its first edition,
    `changed_in` the edition that last changed its text. `gone` is the HTTP status of its address from
    the second edition on.
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
        """The label of its printed issue: quarterly at first, monthly from 2009."""
        return issue_of(self.on)

    @property
    def ran_at(self) -> datetime:
        """When it was published, in UTC."""
        return datetime.combine(self.on, time(9, 30), UTC)


def issue_of(on: date) -> str:
    """The label of the issue that a day falls in: `No. 10, Summer 2005`."""
    if on.year < FIRST_MONTHLY_YEAR:
        quarter = on.month // 3
        season = ("Spring", "Summer", "Autumn", "Winter")[quarter - 1]
        return f"No. {(on.year - FIRST_YEAR) * 4 + quarter}, {season} {on.year}"
    number = (FIRST_MONTHLY_YEAR - FIRST_YEAR) * 4 + (on.year - FIRST_MONTHLY_YEAR) * 12 + on.month
    return f"No. {number}, {on:%B} {on.year}"
