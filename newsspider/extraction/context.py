"""What the fields are read from: a page with all that is known of it, and how a source is asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast
from zoneinfo import ZoneInfo

from newsspider.extraction.page import walk
from newsspider.extraction.page.candidates import Candidates
from newsspider.extraction.site_names import site_names
from newsspider.language import dates
from newsspider.language.text import squeeze
from newsspider.profiles.site import split_selector
from newsspider.web import structured_data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime

    from newsspider.extraction.page.tree import Tree
    from newsspider.items import Hint, PublicationDate
    from newsspider.profiles.site import Layout, SiteProfile
    from newsspider.web.document import Document

T = TypeVar("T")
NO_DATA: Mapping[str, Any] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldValue:
    """A value and who answered for it."""

    value: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """What the fields are read from."""

    document: Document
    profile: SiteProfile | None = None
    layout: Layout | None = None
    hint: Hint | None = None
    at: datetime | None = None
    answers: dict[Callable[[Page], Any], Any] = field(
        default_factory=dict
    )  # to what is asked `once_per_page`

    @cached_property
    def article_data(self) -> Mapping[str, Any]:
        """What JSON-LD says of the article: the object of an article's type, at best with this address."""
        return structured_data.article_of(self.document.linked_data, self.document.url) or NO_DATA

    @cached_property
    def tree(self) -> Tree:
        """The page annotated in one pass."""
        return walk.read(self.document.root)

    @cached_property
    def candidates(self) -> Candidates:
        """The elements that may hold a field."""
        return Candidates(self.tree, self.document)

    @cached_property
    def site_names(self) -> frozenset[str]:
        """The names that the publication goes by, squashed (see `names.squashed`)."""
        return site_names(self.document, self.profile.title if self.profile else None)

    def date(self, text: str) -> PublicationDate | None:
        """The date that a text states, on the publisher's calendar."""
        layout, profile = self.layout, self.profile
        zone: ZoneInfo = (layout.zone if layout else None) or (profile.zone if profile else ZoneInfo("UTC"))
        order = (layout.date_order if layout else None) or (profile.date_order if profile else None)
        return dates.parse(text, zone=zone, order=order, languages=self._languages)

    @cached_property
    def _languages(self) -> tuple[str, ...]:
        if self.profile and self.profile.languages:
            return self.profile.languages
        return (self.document.language,) if self.document.language else ()


def once_per_page(ask: Callable[[Page], T]) -> Callable[[Page], T]:
    """A question that other questions ask, too: of each page it is answered once."""

    @wraps(ask)
    def asked(page: Page) -> T:
        if ask not in page.answers:
            page.answers[ask] = ask(page)
        return cast("T", page.answers[ask])

    return asked


def first_value(*found: FieldValue | None) -> FieldValue | None:
    """The first answer that says something."""
    return next((one for one in found if one is not None and one.value), None)


def from_selectors(page: Page, name: str, *, separator: str | None = None) -> FieldValue | None:
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
            return FieldValue(value=joined, source=f"selected:{selector}")
    return None


def from_comment(page: Page, name: str) -> FieldValue | None:
    """What the comment `enpproperty` of Founder's systems says."""
    text = page.document.comments.get(name)
    return FieldValue(value=text, source="declared:enpproperty") if text else None


def from_json_ld(page: Page, key: str) -> FieldValue | None:
    """What JSON-LD says of the article."""
    text = next(_json_texts(page.article_data.get(key)), "")
    return FieldValue(value=text, source="declared:json-ld") if text else None


def from_meta(page: Page, *names: str) -> FieldValue | None:
    """What the first of some `meta` tags says."""
    for name in names:
        if text := squeeze(structured_data.plain(page.document.meta(name) or "")):
            return FieldValue(value=text, source=f"declared:{name}")
    return None


def from_hint(text: str | None) -> FieldValue | None:
    """What the front said."""
    return FieldValue(value=text, source="hint") if text else None


def _json_texts(said: object) -> Iterator[str]:
    """The texts in a value of JSON-LD."""
    if isinstance(said, str):
        if text := squeeze(structured_data.plain(said)):
            yield text
    elif isinstance(said, list):
        for one in said:
            yield from _json_texts(one)
    elif isinstance(said, dict):
        yield from _json_texts(said.get("@value") or said.get("name"))
