"""The stories of the magazine, and how they read in each edition."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml

from newsspider.text import squeeze

if TYPE_CHECKING:
    from datetime import date

SECTIONS = ("Harbour", "Economy", "Culture", "Society")
Made = Literal["hand", "enp", "trs", "modern"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """One story; `since` is its first edition, `gone` says that the second one has withdrawn it."""

    path: str
    made: Made
    section: str
    on: date
    author: str
    headline: str
    body: tuple[str, ...]
    standfirst: str | None = None
    page_two: int | None = None
    second_path: str | None = None
    reworded: dict[str, str] = field(default_factory=dict)
    since: int = 1
    gone: bool = False

    @property
    def pages(self) -> tuple[tuple[str, ...], ...]:
        """Its paragraphs, page by page."""
        if self.page_two is None:
            return (self.body,)
        return self.body[: self.page_two], self.body[self.page_two :]

    def page_path(self, number: int) -> str:
        """The path of page *number*, counted from 0."""
        return self.path.replace(".html", f"_{number}.html") if number else self.path


@cache
def _written() -> tuple[Story, ...]:
    entries = yaml.safe_load(Path(__file__).with_name("stories.yaml").read_text(encoding="utf-8"))
    return tuple(_story(entry) for entry in entries)


def _story(entry: dict[str, object]) -> Story:
    paragraphs = tuple(squeeze(part) for part in str(entry["body"]).split("\n\n"))
    named = {("on" if key == "date" else key): value for key, value in entry.items() if key != "body"}
    return Story(body=paragraphs, **named)  # type: ignore[arg-type]  # our own file, read by the tests


def stories(edition: int) -> tuple[Story, ...]:
    """The stories of an edition, newest first, in that edition's words; withdrawn ones are not among them."""
    told = [_in_edition(story, edition) for story in _written() if _runs(story, edition)]
    return tuple(sorted(told, key=lambda story: story.on, reverse=True))


def withdrawn(edition: int) -> tuple[Story, ...]:
    """The stories that ran before an edition and are withdrawn in it."""
    return tuple(story for story in _written() if story.gone and edition > 1)


def _runs(story: Story, edition: int) -> bool:
    return story.since <= edition and not (story.gone and edition > 1)


def _in_edition(story: Story, edition: int) -> Story:
    if edition == 1:
        return story
    text = "\n".join(story.body)
    for old, new in story.reworded.items():
        text = text.replace(old, new)
    return replace(story, body=tuple(text.split("\n")))
