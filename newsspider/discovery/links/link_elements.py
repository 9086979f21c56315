"""The elements of a page that lead to another address: links, frames, options, handlers of clicks."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from newsspider.discovery.links import script_links
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from newsspider.web.document import Document

FRAMES = ("frame", "iframe")
_MOST_TEXTS = 40  # texts inside an element that are read for its words: handlers may nest
_SCRIPT = "javascript:"


def linking(document: Document) -> Iterator[tuple[HtmlElement, str, str]]:
    """Each element that leads somewhere, the absolute address, and the element's words.

    Plain links come first, then frames, then what a script or a menu would open.
    """
    yield from document.links()
    for element, written in _others(document):
        if url := document.absolute(written):
            yield element, url, _words(element)


def framed_urls(document: Document) -> tuple[str, ...]:
    """The absolute addresses that the page shows in frames."""
    sources = (element.get("src") or "" for element in document.root.iter(*FRAMES))
    return tuple(url for source in sources if source and (url := document.absolute(source)))


def _others(document: Document) -> Iterator[tuple[HtmlElement, str]]:
    """The elements that lead to another address without being plain links, with the addresses as written."""
    for sign, elements_of in _KINDS.items():
        if document.mentions_any_case(sign):
            yield from elements_of(document)


def _frames(document: Document) -> Iterator[tuple[HtmlElement, str]]:
    for element in document.root.iter(*FRAMES):
        yield element, element.get("src") or ""


def _options(document: Document) -> Iterator[tuple[HtmlElement, str]]:
    for element in document.root.iter("option"):
        if script_links.looks_like_address(value := element.get("value") or ""):
            yield element, value


def _script_links(document: Document) -> Iterator[tuple[HtmlElement, str]]:
    for element in document.root.iter("a", "area"):
        href = (element.get("href") or "").strip()
        if href[: len(_SCRIPT)].lower() == _SCRIPT:
            yield from ((element, written) for written in script_links.opened_by(href))


def _clicked(document: Document) -> Iterator[tuple[HtmlElement, str]]:
    for element in document.with_attribute("onclick"):
        yield from ((element, written) for written in script_links.opened_by(element.get("onclick") or ""))


def _data_links(document: Document) -> Iterator[tuple[HtmlElement, str]]:
    for element in document.with_attribute("data-href"):
        if script_links.looks_like_address(value := element.get("data-href") or ""):
            yield element, value


# What the source of the page has if there are such elements; looking for them costs far more.
_KINDS = {
    "frame": _frames,
    "<option": _options,
    _SCRIPT: _script_links,
    "onclick": _clicked,
    "data-href": _data_links,
}


def _words(element: HtmlElement) -> str:
    texts = islice(element.itertext(), _MOST_TEXTS)
    return squeeze(" ".join(texts)) or squeeze(element.get("alt") or element.get("title") or "")
