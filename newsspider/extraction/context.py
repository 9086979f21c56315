"""The page that fields are read from, and the values that each of its sources gives."""

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
    """The text of a field, and its source in the words of `Article.provenance`."""

    value: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page with its profile, layout, hint and moment of capture; all fields are read from it."""

    document: Document
    profile: SiteProfile | None = None
    layout: Layout | None = None
    hint: Hint | None = None
    at: datetime | None = None
    results: dict[Callable[[Page], Any], Any] = field(default_factory=dict)  # of `once_per_page` finders

    @cached_property
    def article_data(self) -> Mapping[str, Any]:
        """The article's object in JSON-LD, preferably the one with this address; empty without one."""
        return structured_data.article_of(self.document.linked_data, self.document.url) or NO_DATA

    @cached_property
    def tree(self) -> Tree:
        """The page annotated in one pass."""
        return walk.read(self.document.root)

    @cached_property
    def candidates(self) -> Candidates:
        """The elements and lines that may hold a field."""
        return Candidates(self.tree, self.document)

    @cached_property
    def site_names(self) -> frozenset[str]:
        """The names of the publication, as `site_names.name_key` gives them."""
        return site_names(self.document, self.profile.title if self.profile else None)

    def date(self, text: str) -> PublicationDate | None:
        """The date in a text, on the publisher's calendar; None without one."""
        layout, profile = self.layout, self.profile
        zone: ZoneInfo = (layout.zone if layout else None) or (profile.zone if profile else ZoneInfo("UTC"))
        order = (layout.date_order if layout else None) or (profile.date_order if profile else None)
        return dates.parse(text, zone=zone, order=order, languages=self._languages)

    @cached_property
    def _languages(self) -> tuple[str, ...]:
        if self.profile and self.profile.languages:
            return self.profile.languages
        return (self.document.language,) if self.document.language else ()


def once_per_page(find: Callable[[Page], T]) -> Callable[[Page], T]:
    """Makes a finder run once for each page, because other finders use its result."""

    @wraps(find)
    def result(page: Page) -> T:
        if find not in page.results:
            page.results[find] = find(page)
        return cast("T", page.results[find])

    return result


def first_value(*found: FieldValue | None) -> FieldValue | None:
    """The first value that is not empty."""
    return next((one for one in found if one is not None and one.value), None)


def from_selectors(page: Page, name: str, *, separator: str | None = None) -> FieldValue | None:
    """A field's text by the layout's selectors: the first text, or all texts joined by *separator*."""
    for selector in page.layout.select.get(name, ()) if page.layout else ():
        css, attribute = split_selector(selector)
        elements = page.document.select(css)
        found = (squeeze(e.get(attribute) or "" if attribute else e.text_content()) for e in elements)
        if texts := [text for text in found if text]:
            joined = texts[0] if separator is None else separator.join(texts)
            return FieldValue(value=joined, source=f"selected:{selector}")
    return None


def from_comment(page: Page, name: str) -> FieldValue | None:
    """A field in the comment `enpproperty` of Founder's publishing systems."""
    text = page.document.comments.get(name)
    return FieldValue(value=text, source="declared:enpproperty") if text else None


def from_json_ld(page: Page, key: str) -> FieldValue | None:
    """The first text of a key of the article's JSON-LD."""
    text = next(_json_texts(page.article_data.get(key)), "")
    return FieldValue(value=text, source="declared:json-ld") if text else None


def from_meta(page: Page, *names: str) -> FieldValue | None:
    """The first `meta` tag of these names that has text."""
    for name in names:
        if text := squeeze(structured_data.plain(page.document.meta(name) or "")):
            return FieldValue(value=text, source=f"declared:{name}")
    return None


def from_metas(page: Page, name: str) -> Iterator[FieldValue]:
    """The texts of all `meta` tags of a name."""
    for content in page.document.metas(name):
        if text := squeeze(structured_data.plain(content)):
            yield FieldValue(value=text, source=f"declared:{name}")


def from_hint(text: str | None) -> FieldValue | None:
    """The text of the hint, which a front, feed or site map gave."""
    return FieldValue(value=text, source="hint") if text else None


def _json_texts(value: object) -> Iterator[str]:
    """The texts in a value of JSON-LD, those of lists and objects included."""
    if isinstance(value, str):
        if text := squeeze(structured_data.plain(value)):
            yield text
    elif isinstance(value, list):
        for one in value:
            yield from _json_texts(one)
    elif isinstance(value, dict):
        yield from _json_texts(value.get("@value") or value.get("name"))
