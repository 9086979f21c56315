"""Invented stories: any number of them, the same ones each time, in sentences built from patterns."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import yaml

from newsspider.demo.story import SECTIONS, TEXTS, Made, Story

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_DAY, LAST_DAY = date(2003, 3, 1), date(2025, 12, 20)
ADDED_ON = date(2026, 1, 12)
DUPLICATE_EVERY = 50  # one story in 50 also has a second address
PAGED_EVERY = 10  # one story in 10 has several pages
AUTHORS = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Growth:
    """How many stories the first edition has, and how many the second one edits, removes and adds."""

    count: int
    edited: int = 20
    removed: int = 5
    added: int = 10

    def __post_init__(self) -> None:
        if self.edited + self.removed > self.count:
            raise ValueError(f"{self.edited} edited and {self.removed} removed of {self.count} stories")

    def changes(self) -> tuple[frozenset[int], frozenset[int]]:
        """The numbers of the stories that the second edition edits, and the numbers of those it removes."""
        changed = random.Random("changes").sample(range(self.count), self.edited + self.removed)  # noqa: S311
        return frozenset(changed[: self.edited]), frozenset(changed[self.edited :])


@cache
def stories(growth: Growth) -> tuple[Story, ...]:
    """The stories of both editions in order of their numbers; the added ones come last."""
    edited, removed = growth.changes()
    return tuple(
        _story(
            number,
            on=ADDED_ON if number >= growth.count else _day(number, growth.count),
            is_edited=number in edited,
            is_removed=number in removed,
            since=2 if number >= growth.count else 1,
        )
        for number in range(growth.count + growth.added)
    )


def _day(number: int, count: int) -> date:
    """The day of a story: spread evenly over the years; in quarterly issues the first day of the season."""
    on = FIRST_DAY + timedelta(days=number * (LAST_DAY - FIRST_DAY).days // count)
    if on.year >= 2009:
        return on
    month = max(3, on.month // 3 * 3)
    return date(on.year, month, 1)


def _story(number: int, *, on: date, is_edited: bool, is_removed: bool, since: int) -> Story:
    chance = random.Random(f"story {number}")  # noqa: S311 # the same story each time
    made, section = _made(on), SECTIONS[number % len(SECTIONS)]
    headline = _headline(number)
    path = _path(made, section, on, number, headline)
    blocks = [_paragraph(chance) for _ in range(chance.randint(5, 9))]
    if number % 7 == 3:
        blocks.insert(3, f"## {_filled('heading', chance)}")
    has_pages = number % PAGED_EVERY == 4 and made in ("enp", "trs")
    pages = (tuple(blocks[:3]), tuple(blocks[3:])) if has_pages else (tuple(blocks),)
    return Story(
        path=path,
        made=made,
        section=section,
        on=on,
        headline=headline,
        pages=pages,
        authors=_authors(chance),
        standfirst=_filled("standfirst", chance) if made == "modern" else None,
        caption=_filled("caption", chance) if made in ("trs", "modern") else None,
        second_path=_second(path, number) if made == "enp" else None,
        reworded=_rewording(blocks) if is_edited else {},
        since=since,
        gone=410 if is_removed else None,
    )


def _made(on: date) -> Made:
    return "hand" if on.year < 2009 else "enp" if on.year < 2018 else "trs" if on.year < 2022 else "modern"


def _path(made: Made, section: str, on: date, number: int, headline: str) -> str:
    folder = section.lower()
    slug = re.sub(r"\W+", "-", headline.lower())
    return {
        "hand": f"/{on.year}/{('spring', 'summer', 'autumn', 'winter')[on.month // 3 - 1]}/{slug}.html",
        "enp": f"/{folder}/{on:%Y-%m}/{on:%d}/content_{100_000 + number}.htm",
        "trs": f"/2018/{folder}/{on:%Y%m}/t{on:%Y%m%d}_{200_000 + number}.html",
        "modern": f"/{folder}/{on.year}/{on:%m}/{slug}.html",
    }[made]


def _second(path: str, number: int) -> str | None:
    return f"/archive{path}" if number % DUPLICATE_EVERY == 7 else None


def _rewording(blocks: list[str]) -> dict[str, str]:
    """Add one sentence, which only this story has, to the second paragraph."""
    about = " ".join(blocks[0].split()[:5]).rstrip(".,")
    return {blocks[1]: f"{blocks[1]} An earlier version of this story was wrong where it said: {about}."}


@cache
def _words() -> Mapping[str, list[str]]:
    words: dict[str, list[str]] = yaml.safe_load((TEXTS / "_invented.yaml").read_text(encoding="utf-8"))
    return words


def _headline(number: int) -> str:
    """A headline that is unique to the number: its three parts are the digits of the number."""
    parts = [_words()[name] for name in ("opening", "middle", "ending")]
    rest = number * 7_919 % (len(parts[0]) * len(parts[1]) * len(parts[2]))
    words = []
    for part in parts:
        rest, place = divmod(rest, len(part))
        words.append(part[place])
    return " ".join(words)


def _authors(chance: random.Random) -> tuple[str, ...]:
    names = _words()["name"]
    pool = [f"{names[n % len(names)]} {_words()['surname'][n]}" for n in range(AUTHORS)]
    return tuple(chance.sample(pool, 2 if chance.random() < 0.15 else 1))


def _paragraph(chance: random.Random) -> str:
    patterns = chance.sample(_words()["sentence"], chance.randint(2, 4))
    return " ".join(_fill(pattern, chance) for pattern in patterns)


def _filled(name: str, chance: random.Random) -> str:
    return _fill(chance.choice(_words()[name]), chance)


def _fill(pattern: str, chance: random.Random) -> str:
    """Replace each {name} in the pattern with a word of that kind."""
    filled = re.sub(r"\{(\w+)\}", lambda hole: _chosen(hole[1], chance), pattern)
    return filled[0].upper() + filled[1:]


def _chosen(name: str, chance: random.Random) -> str:
    return str(chance.randint(2, 999)) if name == "number" else chance.choice(_words()[name])
