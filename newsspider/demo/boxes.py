"""The boxes of links that stand beside and inside a story, the same in every edition."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from newsspider.demo.stories import SECTIONS, Story, stories

if TYPE_CHECKING:
    from newsspider.demo.invented import Growth

IN_A_BOX = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A labelled list of stories."""

    label: str
    stories: tuple[Story, ...]


class Neighbours:
    """Which stories a page links to: earlier ones, or the next where there are none.

    Pages were made once and not made again, so the boxes know only the first edition; some of
    their links lead nowhere in the second.
    """

    def __init__(self, growth: Growth | None = None) -> None:
        self._by_section: dict[str, list[Story]] = {name: [] for name in SECTIONS}
        for story in reversed(stories(1, growth)):
            self._by_section[story.section].append(story)
        self._places = {
            name: [(story.on, story.path) for story in told] for name, told in self._by_section.items()
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
        told = self._by_section[section]
        place = bisect_left(self._places[section], (story.on, story.path))
        earlier = told[max(0, place - IN_A_BOX) : place][::-1]
        later = [other for other in told[place : place + IN_A_BOX + 1] if other.path != story.path]
        return tuple([*earlier, *later][:IN_A_BOX])


@cache
def neighbours(growth: Growth | None = None) -> Neighbours:
    """The neighbours of the stories of a magazine."""
    return Neighbours(growth)
