"""The authors: names of people, as the profile selects, the publisher declares or the page prints them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsspider.extraction.context import Page, from_comment, from_meta, from_selectors
from newsspider.extraction.fields import bylines
from newsspider.extraction.headline import headlines
from newsspider.extraction.site_names import is_site_name, name_key
from newsspider.language import chinese_names, people, word_lists
from newsspider.language.text import squeeze
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.html import HtmlElement

_METAS = (
    "author", "article:author", "sailthru.author", "parsely-author", "dc.creator", "dcterms.creator",
    "citation_author", "byl", "byline", "cxenseparse:author", "article:author_name", "rnews:author",
    "twitter:misc:written by", "og:article:author", "og.article.author",
)  # fmt: skip
_CATALOGUED = frozenset(("dc.creator", "dcterms.creator", "citation_author"))  # mostly with the surname first
# How Yoast's plugin labels the first of two texts for Twitter's cards.
_WRITTEN_BY = frozenset(word_lists.entries("bylines.written_by"))
LONGEST_BOX = 5_000  # characters of what is marked as the author, with all that it tells of them
_SURNAME_FIRST = re.compile(r"\s*([^\W\d_][^\s,;@]+),\s+([^\W\d_][^\s,;@]*(?:\s+[^\W\d_][^\s,;@]*){0,2})\s*")


def authors(page: Page) -> tuple[tuple[str, ...], str | None]:
    """The names of those who wrote it, as names are written, and who says so."""
    names, source = _authors(page)
    return tuple(dict.fromkeys(map(people.written, names))), source


def _authors(page: Page) -> tuple[tuple[str, ...], str | None]:
    """The names of those who wrote it as they are said, and who says so.

    The first source that names people counts, and of its names those of people; the publication itself,
    or an agency, where none does.
    """
    unsure: tuple[tuple[str, ...], str | None] = ((), None)
    for said, source in _sources(page):
        own = [text for text in said if _is_publication(page, text)]
        named = people.cleaned(text for text in said if text not in own)
        names = tuple(dict.fromkeys(_alone(page, name) for name in (*named, *own)))
        others = tuple(name for name in names if not (_is_publication(page, name) or _is_house(page, name)))
        found = tuple(name for name in others if not people.is_organisation(name))
        is_sure = not all(map(chinese_names.is_other, found))
        if is_sure and (not unsure[0] or all(map(people.is_person_in_any_case, others))):
            return found if source == bylines.SOURCE else others, source
        if not unsure[0] and (names := others or names or people.as_said(said)):
            unsure = names, source
    return unsure


def _is_publication(page: Page, name: str) -> bool:
    """Whether a name is the publication's own, or the word that its host is known by: "LTO" of lto.de."""
    return is_site_name(name, page.site_names) or name_key(name) in urls.host_of(page.document.url).split(".")


def _is_house(page: Page, name: str) -> bool:
    """Whether a name is the publication's with a word before it: "Editions The Mirror"."""
    rest = name.partition(" ")[2]
    return " " in rest and is_site_name(rest, page.site_names)


def _alone(page: Page, name: str) -> str:
    """A name without an agency's or the publication's behind it: "Anna Reed Valley News"."""
    words = name.split()
    for n in range(2, len(words)):
        end = " ".join(words[n:])
        if people.is_agency(end) or is_site_name(end, page.site_names):
            return " ".join(words[:n])
    return name


def _sources(page: Page) -> Iterator[tuple[tuple[str, ...], str]]:
    """What each source says, the most trusted first."""
    if found := from_selectors(page, "authors", separator="; "):
        yield (found.value,), found.source
    if found := from_comment(page, "author"):
        yield (found.value,), found.source
    yield tuple(_stated(page.article_data)), "declared:json-ld"
    for item in page.document.linked_data:
        yield tuple(_stated(item)), "declared:json-ld"
    for found in filter(None, (from_meta(page, name) for name in _METAS)):
        name = found.source.removeprefix("declared:")
        said = page.document.metas(name)
        yield tuple(map(_in_order, said)) if name in _CATALOGUED else said, found.source
    if (page.document.meta("twitter:label1") or "").lower() in _WRITTEN_BY:
        yield (page.document.meta("twitter:data1") or "",), "declared:twitter:data1"
    here, marked = headlines.headline_place(page), _marked(page)
    near = [
        e
        for n, e in marked
        if n < 0 or (abs(n - here) <= bylines.NEAR and not page.candidates.is_outside_story(n, here))
    ]
    yield tuple(_names_of_elements(near)), "declared:itemprop"
    yield bylines.beside_headline(page), bylines.SOURCE
    yield tuple(_names_of_elements(element for _, element in marked)), "declared:itemprop"
    yield tuple(bylines.on_card(page)), "inferred:hcard"
    if page.hint and page.hint.authors:
        yield page.hint.authors, "hint"
    yield bylines.from_author_link(page), "inferred:author-link"
    yield tuple(bylines.on_any_line(page)), bylines.SOURCE
    yield bylines.chinese_reporters(page), bylines.SOURCE
    yield bylines.name_alone(page), bylines.SOURCE


def _marked(page: Page) -> list[tuple[int, HtmlElement]]:
    """The elements that microdata or RDFa call the author, with their places (-1 in the page's head)."""
    placed = ((page.tree.places.get(e, -1), e) for e in page.candidates.props("author"))
    return [(n, e) for n, e in placed if n < 0 or page.tree.is_small(n, LONGEST_BOX)]


def _in_order(name: str) -> str:
    """A name as people say it, where a catalogue has the surname first: "Reed, Anna"."""
    found = _SURNAME_FIRST.fullmatch(name)
    return f"{found[2]} {found[1]}" if found else name


def _stated(item: Any) -> Iterator[str]:
    """The names in JSON-LD's `author`, or else in its `creator`."""
    yield from _names_of(item.get("author") or item.get("creator"))


def _names_of(said: Any) -> Iterator[str]:
    if isinstance(said, list):
        for one in said:
            yield from _names_of(one)
    elif isinstance(said, dict):
        yield from _names_of(said.get("name"))
    elif isinstance(said, str):
        yield squeeze(said)


def _names_of_elements(elements: Iterable[HtmlElement]) -> Iterator[str]:
    """What elements say that are marked as authors: their name, where it is marked within."""
    for element in elements:
        name = next((e for e in element.iter() if e.get("itemprop") == "name"), element)
        yield squeeze(element.get("content") or name.get("content") or name.text_content())
