"""What the fields are read from: a page with all that is known of it, and how a source is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from newsspider import dates
from newsspider.profiles.site import split_selector
from newsspider.text import squeeze

if TYPE_CHECKING:
    from datetime import datetime

    from newsspider.document import Document
    from newsspider.items import Hint, PublicationDate
    from newsspider.profiles.site import Layout, SiteProfile


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A value and who answered for it."""

    value: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What the fields are read from."""

    document: Document
    profile: SiteProfile | None = None
    layout: Layout | None = None
    hint: Hint | None = None
    at: datetime | None = None

    def date(self, text: str) -> PublicationDate | None:
        """The date that a text states, on the publisher's calendar."""
        layout, profile = self.layout, self.profile
        zone = (layout.zone if layout else None) or (profile.zone if profile else ZoneInfo("UTC"))
        order = (layout.date_order if layout else None) or (profile.date_order if profile else None)
        return dates.parse(text, zone=zone, order=order, languages=profile.languages if profile else ())


def first(*found: Found | None) -> Found | None:
    """The first answer that says something."""
    return next((one for one in found if one is not None and one.value), None)


def selected(page: Page, name: str, *, separator: str | None = None) -> Found | None:
    """What the layout's selectors give for a field: the first text, or all of them joined by *separator*."""
    for selector in page.layout.select.get(name, ()) if page.layout else ():
        css, attribute = split_selector(selector)
        said = [
            squeeze(e.get(attribute) or "" if attribute else e.text_content())
            for e in page.document.select(css)
        ]
        texts = [text for text in said if text]
        if texts:
            joined = texts[0] if separator is None else separator.join(texts)
            return Found(value=joined, source=f"selected:{selector}")
    return None


def declared(page: Page, comment: str, key: str) -> Found | None:
    """What the comment `enpproperty` or JSON-LD says."""
    if text := page.document.comments.get(comment):
        return Found(value=text, source="declared:enpproperty")
    for item in page.document.linked_data:
        said = item.get(key) if key else None
        said = said[0] if isinstance(said, list) and said else said
        if isinstance(said, str) and squeeze(said):
            return Found(value=squeeze(said), source="declared:json-ld")
    return None


def meta(page: Page, name: str) -> Found | None:
    """What a `meta` tag says."""
    text = squeeze(page.document.meta(name) or "")
    return Found(value=text, source=f"declared:{name}") if text else None


def of_hint(text: str | None) -> Found | None:
    """What the front said."""
    return Found(value=text, source="hint") if text else None
