"""The fields of an article: as the profile selects them, as the page declares them, as it looks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from newsspider import dates, urls
from newsspider.profiles.site import split_selector
from newsspider.text import normal, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from newsspider.document import Document
    from newsspider.items import Hint, PublicationDate
    from newsspider.profiles.site import Layout, SiteProfile

_ISSUE = re.compile(r"Published in Issue (\d+) of [^,]{3,40}, *((?:[A-Z]\w+/)?[A-Z]\w+ \d{4})")
_BY = re.compile(r"^\s*by:?\s+(.{3,120})$", re.IGNORECASE | re.DOTALL)
_NAMES = re.compile(r"\s*(?:,|;|&|\band\b|、)\s*")
_TITLE_PARTS = re.compile(r"\s*[_|]\s*|\s+[-–—]\s+|\s+LG #\d+$")
_HOME = re.compile(r"home|home ?page|start|startseite|accueil|inicio|首页|الرئيسية", re.IGNORECASE)
_BREADCRUMB = re.compile(r"[>›»/]")


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


def headline(page: Page) -> Found | None:
    """The headline."""
    return _first(
        _selected(page, "headline"),
        _declared(page, "title", "headline"),
        _inferred_headline(page),
        _of_hint(page.hint.text if page.hint else None),
    )


def standfirst(page: Page) -> Found | None:
    """The words under the headline; never the description for search engines."""
    return _first(_selected(page, "standfirst"), _declared(page, "subtitle", "alternativeHeadline"))


def section(page: Page) -> Found | None:
    """The part of the publication."""
    return _first(
        _selected(page, "section"),
        _declared(page, "nodename", "articleSection"),
        _meta(page, "article:section"),
        _breadcrumb(page),
        _of_hint(page.hint.section if page.hint else None),
    )


def issue(page: Page) -> Found | None:
    """The issue's name or number, as the front says it or the page."""
    found = _ISSUE.search(_text(page))
    return _first(
        _selected(page, "issue"),
        _of_hint(page.hint.issue if page.hint else None),
        Found(value=found[1], source="inferred:published-in") if found else None,
    )


def language(page: Page) -> Found | None:
    """The language's tag."""
    only = page.profile.languages if page.profile and len(page.profile.languages) == 1 else ()
    return _first(
        _selected(page, "language"),
        Found(value=page.document.language, source="declared:lang") if page.document.language else None,
        Found(value=only[0], source="profile") if only else None,
    )


def authors(page: Page) -> tuple[tuple[str, ...], str | None]:
    """The names of those who wrote it, and who says so."""
    stated = [name for item in page.document.linked_data for name in _names_of(item.get("author"))]
    if found := _selected(page, "authors", every=True):
        return _split(found.value), found.source
    if stated:
        return tuple(dict.fromkeys(stated)), "declared:json-ld"
    if found := _declared(page, "author", "") or _meta(page, "author") or _byline(page):
        return _split(found.value), found.source
    return (page.hint.authors, "hint") if page.hint and page.hint.authors else ((), None)


def published(page: Page) -> PublicationDate | None:
    """The date it ran, the first of those stated that is possible, most telling source first."""
    for text, source in _stated_dates(page):
        if (found := _date(page, text)) and _is_possible(page, found):
            return replace(found, source=source)
    found = urls.date_in(page.document.url)
    if found and _is_possible(page, found):
        return replace(found, source="inferred:url")
    return replace(page.hint.date, source="hint") if page.hint and page.hint.date else None


def modified_at(page: Page) -> datetime | None:
    """When it was last changed, if the page says it with a time."""
    said = [str(item["dateModified"]) for item in page.document.linked_data if item.get("dateModified")]
    said += [text for text in (page.document.meta("article:modified_time"),) if text]
    return next((found.at for text in said if (found := _date(page, text)) and found.at), None)


def _stated_dates(page: Page) -> Iterator[tuple[str, str]]:
    document = page.document
    if found := _selected(page, "published"):
        yield found.value, found.source
    if text := document.comments.get("date"):
        yield text, "declared:enpproperty"
    for item in document.linked_data:
        if item.get("datePublished"):
            yield str(item["datePublished"]), "declared:json-ld"
    for name in ("article:published_time", "publishdate", "pubdate", "datepublished", "dc.date", "date"):
        if text := document.meta(name):
            yield text, f"declared:{name}"
    for element in document.root.iter("time"):
        yield element.get("datetime") or squeeze(element.text_content()), "declared:time"
    if issued := _ISSUE.search(_text(page)):
        yield issued[2], "inferred:published-in"


def _date(page: Page, text: str) -> PublicationDate | None:
    layout, profile = page.layout, page.profile
    zone = (layout.zone if layout else None) or (profile.zone if profile else ZoneInfo("UTC"))
    order = (layout.date_order if layout else None) or (profile.date_order if profile else None)
    return dates.parse(text, zone=zone, order=order, languages=profile.languages if profile else ())


def _is_possible(page: Page, found: PublicationDate) -> bool:
    return page.at is None or found.on <= (page.at + timedelta(days=1)).date()


def _first(*found: Found | None) -> Found | None:
    return next((one for one in found if one is not None and one.value), None)


def _selected(page: Page, name: str, *, every: bool = False) -> Found | None:
    for selector in page.layout.select.get(name, ()) if page.layout else ():
        css, attribute = split_selector(selector)
        said = [
            squeeze(e.get(attribute) or "" if attribute else e.text_content())
            for e in page.document.select(css)
        ]
        texts = [text for text in said if text]
        if texts:
            return Found(value="; ".join(texts) if every else texts[0], source=f"selected:{selector}")
    return None


def _declared(page: Page, comment: str, key: str) -> Found | None:
    """What the comment `enpproperty` or JSON-LD says."""
    if text := page.document.comments.get(comment):
        return Found(value=text, source="declared:enpproperty")
    for item in page.document.linked_data:
        said = item.get(key) if key else None
        said = said[0] if isinstance(said, list) and said else said
        if isinstance(said, str) and squeeze(said):
            return Found(value=squeeze(said), source="declared:json-ld")
    return None


def _meta(page: Page, name: str) -> Found | None:
    text = squeeze(page.document.meta(name) or "")
    return Found(value=text, source=f"declared:{name}") if text else None


def _of_hint(text: str | None) -> Found | None:
    return Found(value=text, source="hint") if text else None


def _inferred_headline(page: Page) -> Found | None:
    """The only `h1`, else what the title begins with, else `og:title`, else the title."""
    title = squeeze(" ".join(e.text_content() for e in page.document.select("head > title")[:1]))
    short = _TITLE_PARTS.split(title)[0]
    h1s = [text for e in page.document.root.iter("h1") if (text := squeeze(e.text_content()))]
    fitting = [text for text in h1s if normal(text) in normal(title)] or (h1s if len(h1s) == 1 else [])
    if fitting:
        return Found(value=fitting[0], source="inferred:h1")
    if short and any(squeeze(e.text_content()) == short for e in page.document.select("body *")):
        return Found(value=short, source="inferred:title")
    h2s = [text for e in page.document.root.iter("h2") if (text := squeeze(e.text_content()))]
    if h2s and normal(h2s[0]) in normal(title):
        return Found(value=h2s[0], source="inferred:h2")
    return _meta(page, "og:title") or (Found(value=short, source="inferred:title") if short else None)


def _breadcrumb(page: Page) -> Found | None:
    """The last link of a path that begins with the home page."""
    for element in page.document.root.iter("div", "p", "ul", "ol", "nav", "td", "span"):
        links = [squeeze(a.text_content()) for a in element.iter("a")]
        text = squeeze(element.text_content())
        if (
            2 <= len(links) <= 6
            and len(text) < 200
            and _HOME.fullmatch(links[0])
            and _BREADCRUMB.search(text)
        ):
            if not re.search(r"\d", links[-1]):
                return Found(value=links[-1], source="inferred:breadcrumb")
            return None
    return None


def _byline(page: Page) -> Found | None:
    """A short line that begins with "By"."""
    for element in page.document.root.iter(
        "p", "h2", "h3", "h4", "h5", "div", "strong", "b", "span", "address"
    ):
        found = _BY.match(squeeze(element.text_content()))
        if found and found[1][0].isupper() and "." not in found[1].rstrip(".")[4:]:
            names = [squeeze(a.text_content()) for a in element.iter("a")]
            return Found(value="; ".join(n for n in names if n) or found[1], source="inferred:byline")
    return None


def _split(said: str) -> tuple[str, ...]:
    text = re.sub(r"^\s*by:?\s+", "", said, flags=re.IGNORECASE)
    return tuple(dict.fromkeys(name for part in _NAMES.split(text) if (name := squeeze(part))))


def _names_of(said: Any) -> list[str]:
    if isinstance(said, list):
        return [name for one in said for name in _names_of(one)]
    name = said.get("name") if isinstance(said, dict) else said
    return [squeeze(name)] if isinstance(name, str) and squeeze(name) else []


def _text(page: Page) -> str:
    return squeeze(page.document.root.text_content())
