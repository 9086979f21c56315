"""Finds boxes called "Services" or the like beside the text; their links are shorter than headlines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsspider.extraction.link_blocks import block_kinds
from newsspider.extraction.link_blocks.label_words import LONGEST_LABEL, image_alt, texts_of
from newsspider.extraction.link_blocks.menus import is_page_edge
from newsspider.extraction.page import class_hints
from newsspider.extraction.page.tree import HEADINGS
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from newsspider.extraction.page.tree import Tree

MOST_LINKS = 30  # of a box; more are a menu
_LABELS = frozenset((*HEADINGS, "dt", "strong", "b", "legend", "caption", "summary"))


class ServiceBox(NamedTuple):
    """A box: the element and the text of its label, and its links with their texts."""

    place: int
    label: str
    links: tuple[tuple[int, str], ...]


def find(page: Tree, anchors: AbstractSet[int]) -> Iterator[ServiceBox]:
    """The boxes in elements beside the text, in page order; not in the page's head, foot or menus."""
    for n, tag in enumerate(page.tags):
        if tag not in _LABELS:
            continue
        label = squeeze(" ".join(texts_of(page, n))) if page.ends[n] - n < MOST_LINKS else ""
        if not 0 < len(label) <= LONGEST_LABEL or not block_kinds.names_service_box(label):
            continue
        around = list(page.ancestors(n))
        beside = [
            here for here in around if page.tags[here] == "aside" or page.hints[here] & class_hints.ASIDE
        ]
        if not beside or any(is_page_edge(page, here) or page.tags[here] == "nav" for here in around):
            continue
        links = _links_after(page, n, anchors, around[: around.index(beside[-1]) + 1])
        if 0 < len(links) <= MOST_LINKS:
            yield ServiceBox(n, label, links)


def _links_after(
    page: Tree, label: int, anchors: AbstractSet[int], around: list[int]
) -> tuple[tuple[int, str], ...]:
    """The links behind the label up to the next heading, in the smallest element around both."""
    for box in around:
        behind = [a for a in page.within(box, "a") if a in anchors and a >= page.ends[label]]
        if behind:
            headings = (n for n in range(page.ends[label], page.ends[box]) if page.tags[n] in HEADINGS)
            end = next(headings, page.ends[box])
            named = ((a, squeeze(" ".join(texts_of(page, a))) or _alt(page, a)) for a in behind if a < end)
            return tuple((a, text) for a, text in named if text)
    return ()


def _alt(page: Tree, anchor: int) -> str:
    return squeeze(" ".join(image_alt(page, n) for n in page.within(anchor, "img")))
