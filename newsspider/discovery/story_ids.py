"""The publication's own id of a story, which its editions in all languages share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from newsspider.language.text import squeeze
from newsspider.profiles import searched, split_selector
from newsspider.web import structured_data

if TYPE_CHECKING:
    from newsspider.profiles import SiteProfile, StoryIdRule
    from newsspider.web.document import Document

LONGEST = 100  # characters
_METAS = ("article:id", "article-id", "article_id", "articleid", "story-id", "story_id", "storyid")
_ATTRIBUTES = ("data-article-id", "data-story-id")
# Letters and digits of some length, such as a UUID.  A number may be the counter of one edition's database,
# and mean another story in the next: it counts only if a profile says so.
_UNMISTAKABLE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w:.-]{12,}", re.ASCII)


def story_id(page: Document, profile: SiteProfile) -> str | None:
    """The id by the profile's rule, else a declared id that is surely unique."""
    if profile.story_id:
        return _as_told(page, profile.story_id)
    for text in _declared(page):
        # Several are those of teasers.
        if len(text) == 1 and _UNMISTAKABLE.fullmatch(one := squeeze(min(text))) and len(one) <= LONGEST:
            return one
    return None


def _as_told(page: Document, rule: StoryIdRule) -> str | None:
    found = searched(rule.address, page.url) if rule.address else None
    if found and found[1]:
        return str(found[1])[:LONGEST]
    for selector in rule.select:
        css, attribute = split_selector(selector)
        for element in page.select(css):
            if text := squeeze(element.get(attribute) or "" if attribute else element.text_content()):
                return text[:LONGEST]
    return None


def _declared(page: Document) -> Iterator[frozenset[str]]:
    """What the page calls an article's id, by who says so: meta tags, attributes, JSON-LD."""
    for name in _METAS:
        yield frozenset(page.metas(name))
    elements = page.tagged("html", "body", "main", "article")
    for name in _ATTRIBUTES:
        yield frozenset(filter(None, (element.get(name) for element in elements)))
    text = (structured_data.article_of(page.linked_data, page.url) or {}).get("identifier")
    values = (one.get("value") if isinstance(one, dict) else one for one in _listed(text))
    yield frozenset(value for value in values if isinstance(value, str))


def _listed(text: object) -> list[object]:
    return text if isinstance(text, list) else [text]
