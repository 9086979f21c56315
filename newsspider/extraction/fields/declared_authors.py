"""The names of authors that a publisher declares: in JSON-LD, meta tags, microdata."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsspider.extraction.context import Page, from_meta
from newsspider.extraction.headline import headlines
from newsspider.language import people, word_lists
from newsspider.language.text import squeeze
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_METAS = (
    "author", "article:author", "sailthru.author", "parsely-author", "dc.creator", "dcterms.creator",
    "citation_author", "byl", "byline", "cxenseparse:author", "article:author_name", "rnews:author",
    "twitter:misc:written by", "og:article:author", "og.article.author",
)  # fmt: skip
_CATALOGUED = frozenset(("dc.creator", "dcterms.creator", "citation_author"))  # most have the surname first
# The label of the first text for Twitter's cards, as Yoast's plugin writes it.
_WRITTEN_BY = frozenset(word_lists.entries("bylines.written_by"))
# Who made the site is credited in its last lines.
FOOT_LINES = 12
_MAIL = re.compile(r"([\w.+-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63}){1,4})")
_WEB = re.compile(r"(?:https?://|www\.)([\w-]{1,63}(?:\.[\w-]{1,63}){1,4})")
_ROLE = re.compile(word_lists.pattern("organisations.role_mailboxes"), re.IGNORECASE)
_MADE_BY = re.compile(rf"\b{word_lists.pattern('organisations.made_the_site')}", re.IGNORECASE)
LONGEST_BOX = 5_000  # characters of an element marked as the author, with a biography
_SURNAME_FIRST = re.compile(r"\s*([^\W\d_][^\s,;@]+),\s+([^\W\d_][^\s,;@]*(?:\s+[^\W\d_][^\s,;@]*){0,2})\s*")


def in_head(page: Page) -> Iterator[tuple[tuple[str, ...], str]]:
    """The names that JSON-LD and meta tags give, and the source; the most trusted first."""
    yield tuple(_json_ld_authors(page.article_data)), "declared:json-ld"
    for item in page.document.linked_data:
        yield tuple(_json_ld_authors(item)), "declared:json-ld"
    for found in filter(None, (from_meta(page, name) for name in _METAS)):
        name = found.source.removeprefix("declared:")
        texts = tuple(text for text in page.document.metas(name) if not _is_site_maker(page, text))
        yield tuple(map(_in_order, texts)) if name in _CATALOGUED else texts, found.source
    if (page.document.meta("twitter:label1") or "").lower() in _WRITTEN_BY:
        yield (page.document.meta("twitter:data1") or "",), "declared:twitter:data1"


def _is_site_maker(page: Page, text: str) -> bool:
    """Whether a declared author is who made the site: an agency with a mailbox or address of its own.

    An agency has a mailbox of a role (RFC 2142: `info@`, `webmaster@`) at another host with its name, or
    a web address elsewhere; or the foot of the page credits it with the site.
    """
    own = _domain(urls.host_of(page.document.url))
    name = squeeze(_MAIL.sub(" ", _WEB.sub(" ", text))).strip(" ,;:|/()<>-")
    for box, host in _MAIL.findall(text):
        is_named = any(len(word) > 3 and word in host.lower() for word in name.lower().split())
        if _ROLE.fullmatch(box) and _domain(host) != own and (is_named or people.is_organisation(name)):
            return True
    if any(_domain(host) != own for host in _WEB.findall(text)) and people.is_organisation(name):
        return True
    foot = (line.text for line in page.tree.lines[-FOOT_LINES:])
    return len(name) > 2 and any(name in line and _MADE_BY.search(line) for line in foot)


def _domain(host: str) -> str:
    return ".".join(host.lower().split(".")[-2:])


def marked(page: Page, most: int | None = None) -> tuple[str, ...]:
    """The names in microdata or RDFa; with *most*, at most so many places from the headline."""
    here = headlines.headline_place(page)
    placed = ((page.tree.places.get(e, -1), e) for e in page.candidates.props("author"))
    elements = [
        element
        for n, element in placed
        if n < 0 or (page.tree.is_small(n, LONGEST_BOX) and (most is None or _is_near(page, n, here, most)))
    ]
    return tuple(map(_name_in, elements))


def _is_near(page: Page, n: int, headline: int, most: int) -> bool:
    return abs(n - headline) <= most and not page.candidates.is_outside_story(n, headline)


def organisations(page: Page) -> frozenset[str]:
    """The authors in JSON-LD that are declared as organisations."""
    found = page.article_data.get("author")
    listed = found if isinstance(found, list) else [found]
    return frozenset(
        squeeze(one["name"])
        for one in listed
        if isinstance(one, dict)
        and isinstance(one.get("name"), str)
        and "Organization" in str(one.get("@type"))
    )


def _in_order(name: str) -> str:
    """A name with the surname last, where a catalogue has it first: "Reed, Anna"."""
    found = _SURNAME_FIRST.fullmatch(name)
    return f"{found[2]} {found[1]}" if found else name


def _json_ld_authors(item: Any) -> Iterator[str]:
    """The names in JSON-LD's `author`, else in its `creator`."""
    yield from _names_of(item.get("author") or item.get("creator"))


def _names_of(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for one in value:
            yield from _names_of(one)
    elif isinstance(value, dict):
        yield from _names_of(value.get("name"))
    elif isinstance(value, str):
        yield squeeze(value)


def _name_in(element: HtmlElement) -> str:
    """The name in an element marked as the author: the marked name inside, else the whole text."""
    name = next((e for e in element.iter() if e.get("itemprop") == "name"), element)
    return squeeze(element.get("content") or name.get("content") or name.text_content())
