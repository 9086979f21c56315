"""Which stories the magazine has in each edition, and how they read in it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import yaml

from newsspider.demo import invented, markup
from newsspider.demo.story import TEXTS, Story
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from newsspider.demo.invented import Growth


def stories(edition: int, growth: Growth | None = None) -> tuple[Story, ...]:
    """The stories of an edition, newest first, as they read in it; without the withdrawn ones.

    With *growth* they are invented; without it they come from `texts/`.
    """
    present = [
        _in_edition(story, edition)
        for story in _all(growth)
        if story.since <= edition and not (story.gone and edition > 1)
    ]
    return tuple(sorted(present, key=lambda story: (story.on, story.path), reverse=True))


def withdrawn(edition: int, growth: Growth | None = None) -> tuple[Story, ...]:
    """The stories of the first edition that *edition* has withdrawn."""
    return tuple(story for story in _all(growth) if story.gone and edition > 1)


def _all(growth: Growth | None) -> tuple[Story, ...]:
    return _written() if growth is None else invented.stories(growth)


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
