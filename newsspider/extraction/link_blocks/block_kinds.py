"""The kind of a link block, by its label or by where its links lead."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newsspider.language import word_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsspider.items import BlockKind

_POPULAR = re.compile(word_lists.pattern("link_blocks.popular"), re.IGNORECASE)
_LATEST = re.compile(word_lists.pattern("link_blocks.latest"), re.IGNORECASE)
_RELATED = re.compile(word_lists.pattern("link_blocks.related"), re.IGNORECASE)
_CONTENTS = re.compile(word_lists.pattern("link_blocks.contents"), re.IGNORECASE)
_TAGS = re.compile(word_lists.pattern("link_blocks.tags"), re.IGNORECASE)
_SERVICES = re.compile(
    rf"\W*{word_lists.pattern('link_blocks.services', 'page_titles.services')}\W*$", re.IGNORECASE
)
_SERVICE_BOX = re.compile(rf"\W*{word_lists.pattern('link_blocks.services')}\W*$", re.IGNORECASE)
_TOPICS = re.compile(rf"/{word_lists.pattern('page_addresses.topics')}/", re.IGNORECASE)
_LABELLED: tuple[tuple[re.Pattern[str], BlockKind], ...] = (
    (_CONTENTS, "contents"),
    (_POPULAR, "popular"),
    (_RELATED, "related"),
    (_LATEST, "latest"),
    (_TAGS, "tags"),
)


@lru_cache(maxsize=4_096)
def announces_stories(label: str) -> bool:
    """Whether a label announces other stories."""
    return _RELATED.search(label) is not None or _POPULAR.search(label) is not None


@lru_cache(maxsize=4_096)
def names_services(label: str) -> bool:
    """Whether a label announces what the publication offers."""
    return _SERVICES.match(label) is not None


@lru_cache(maxsize=4_096)
def names_service_box(label: str) -> bool:
    """Whether a label is that of a box of services, and not of a single one such as "Search"."""
    return _SERVICE_BOX.match(label) is not None


def says_kind(label: str) -> bool:
    """Whether a label says what is in its list."""
    return names_services(label) or any(words.search(label) for words, _ in _LABELLED)


def kind_of(label: str | None, addresses: Sequence[str], *, in_prose: bool) -> BlockKind:
    """The kind of a block: by its label, else by the addresses of its links, else by its place."""
    for words, kind in _LABELLED:
        if label and words.search(label):
            return kind
    if label and names_service_box(label):
        return "services"
    if sum(_TOPICS.search(url) is not None for url in addresses) * 2 > len(addresses):
        return "tags"
    return "related" if in_prose and label is None else "sidebar"
