"""Finds the authors: people whom the profile selects, the publisher declares or the page prints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsspider.extraction.context import Page, from_comment, from_meta, from_selectors
from newsspider.extraction.fields import bylines, unsigned_names
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


def authors(page: Page) -> tuple[tuple[str, ...], str | None]:
    """The authors' names in their usual spelling, and the source."""
    names, source = _authors(page)
    return tuple(dict.fromkeys(map(people.without_capitals, names))), source


def _authors(page: Page) -> tuple[tuple[str, ...], str | None]:
    """The authors' names as the source has them, and the source.

    The first source that names people counts, with only its people; if no source names people, the
    publication or an agency is the author.
    """
    unsure: tuple[tuple[str, ...], str | None] = ((), None)
    for texts, source in _sources(page):
        publications = [text for text in texts if _is_publication(page, text)]
        cleaned = people.cleaned(text for text in texts if text not in publications)
        names = tuple(dict.fromkeys(_without_agency(page, name) for name in (*cleaned, *publications)))
        others = tuple(name for name in names if not _has_publication(page, name))
        persons = tuple(name for name in others if not people.is_organisation(name))
        is_sure = not all(map(chinese_names.is_other, persons))
        if is_sure and (not unsure[0] or all(map(people.is_person_in_any_case, others))):
            return persons if source == bylines.SOURCE else others, source
        if not unsure[0] and (names := others or names or people.texts_without_addresses(texts)):
            unsure = names, source
    return unsure


def _is_publication(page: Page, name: str) -> bool:
    """Whether a name is the publication's own, or a label of its host: "LTO" of lto.de."""
    return is_site_name(name, page.site_names) or name_key(name) in urls.host_of(page.document.url).split(".")


def _has_publication(page: Page, name: str) -> bool:
    """Whether a name is the publication's, perhaps with a word before it: "Editions The Mirror"."""
    rest = name.partition(" ")[2]
    return _is_publication(page, name) or (" " in rest and is_site_name(rest, page.site_names))


def _without_agency(page: Page, name: str) -> str:
    """A name without an agency or the publication behind it: "Anna Reed Valley News"."""
    words = name.split()
    for n in range(2, len(words)):
        end = " ".join(words[n:])
        if people.is_agency(end) or is_site_name(end, page.site_names):
            return " ".join(words[:n])
    return name


def _sources(page: Page) -> Iterator[tuple[tuple[str, ...], str]]:
    """The names that each source gives, the most trusted source first."""
    if found := from_selectors(page, "authors", separator="; "):
        yield (found.value,), found.source
    if found := from_comment(page, "author"):
        yield (found.value,), found.source
    yield tuple(_json_ld_authors(page.article_data)), "declared:json-ld"
    for item in page.document.linked_data:
        yield tuple(_json_ld_authors(item)), "declared:json-ld"
    for found in filter(None, (from_meta(page, name) for name in _METAS)):
        name = found.source.removeprefix("declared:")
        texts = tuple(text for text in page.document.metas(name) if not _is_site_maker(page, text))
        yield tuple(map(_in_order, texts)) if name in _CATALOGUED else texts, found.source
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
    yield tuple(unsigned_names.on_card(page)), "inferred:hcard"
    if page.hint and page.hint.authors:
        yield page.hint.authors, "hint"
    yield unsigned_names.from_author_link(page), "inferred:author-link"
    yield tuple(bylines.on_any_line(page)), bylines.SOURCE
    yield unsigned_names.chinese_reporters(page), bylines.SOURCE
    yield unsigned_names.name_alone(page), bylines.SOURCE


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


def _marked(page: Page) -> list[tuple[int, HtmlElement]]:
    """The elements that are the author in microdata or RDFa, with their places (-1 in the page's head)."""
    placed = ((page.tree.places.get(e, -1), e) for e in page.candidates.props("author"))
    return [(n, e) for n, e in placed if n < 0 or page.tree.is_small(n, LONGEST_BOX)]


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


def _names_of_elements(elements: Iterable[HtmlElement]) -> Iterator[str]:
    """The names in elements marked as authors: the marked name inside, else the whole text."""
    for element in elements:
        name = next((e for e in element.iter() if e.get("itemprop") == "name"), element)
        yield squeeze(element.get("content") or name.get("content") or name.text_content())
