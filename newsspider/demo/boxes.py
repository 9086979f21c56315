"""The boxes of links beside and inside a story; every edition has the same ones."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from newsspider.demo.editions import stories
from newsspider.demo.story import SECTIONS, Story

if TYPE_CHECKING:
    from newsspider.demo.invented import Growth

IN_A_BOX = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A labelled list of stories."""

    label: str
    stories: tuple[Story, ...]


class Neighbours:
    """The stories a page links to: the ones before it, or the ones after it where it has none before.

    Pages are made once, so their boxes link to stories of the first edition; some of those links are
    dead in the second.
    """

    def __init__(self, growth: Growth | None = None) -> None:
        self._by_section: dict[str, list[Story]] = {name: [] for name in SECTIONS}
        for story in reversed(stories(1, growth)):
            self._by_section[story.section].append(story)
        self._places = {
            name: [(story.on, story.path) for story in listed] for name, listed in self._by_section.items()
        }

    def own(self, story: Story) -> Box:
        """More from the story's own section."""
        return Box(label=f"More from {story.section}", stories=self._near(story, story.section))

    def other(self, story: Story) -> Box:
        """The channel box: stories of another section, under that section's name."""
        name = SECTIONS[(SECTIONS.index(story.section) + 1) % len(SECTIONS)]
        return Box(label=name, stories=self._near(story, name))

    def related(self, story: Story) -> Box:
        """The box inside the text."""
        name = SECTIONS[(SECTIONS.index(story.section) + 2) % len(SECTIONS)]
        return Box(label="Related stories", stories=self._near(story, name)[:2])

    def _near(self, story: Story, section: str) -> tuple[Story, ...]:
        listed = self._by_section[section]
        place = bisect_left(self._places[section], (story.on, story.path))
        earlier = listed[max(0, place - IN_A_BOX) : place][::-1]
        later = [other for other in listed[place : place + IN_A_BOX + 1] if other.path != story.path]
        return tuple([*earlier, *later][:IN_A_BOX])


@cache
def neighbours(growth: Growth | None = None) -> Neighbours:
    """The neighbours of all stories of a magazine."""
    return Neighbours(growth)
