"""The assets of a page: what its article shows and links, and what the page needs to look right."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree, html

from newsspider.items import FoundLink
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from lxml.html import HtmlElement

    from newsspider.items import Article, AssetKind
    from newsspider.web.document import Document

# Assets of one page or stylesheet; a page with more would fill the frontier.
MOST = 2_000
_LINKED = frozenset(("stylesheet", "icon", "apple-touch-icon", "mask-icon"))
_PRELOADED = frozenset(("style", "script", "font"))
_SOURCES = ("src", "data-src", "data-original", "data-lazy-src")
_SOURCE_SETS = ("srcset", "data-srcset")
# One candidate of a srcset (HTML, section 4.8.4.2.1): an address, and how wide or how dense it is; a comma
# that ends the address ends the candidate.  Nothing is given back, so that no text takes long.
_CANDIDATE = re.compile(r"([^\s,]\S*+)(?:(?<!,)\s++(?:([\d.]++)[wx])?[^,]*+)?")
# What is not closed reaches to the end (CSS Syntax, section 4.3.2).
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_IN_STYLE = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|((?:\\.|[^"'()\s\\])+))\s*\)|@import\s+(?:"([^"]+)"|'([^']+)')""",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([^0-9a-fA-F\n])")


def on_page(
    page: Document, article: Article | None, *, keep: AbstractSet[AssetKind], depth: int
) -> tuple[FoundLink, ...]:
    """The assets of a page of the kinds to *keep*, each once, at that *depth*; MOST of them at most.

    Without an *article* they are what the page needs to look right, and nothing else.
    """
    found: dict[str, AssetKind] = {}
    if "image" in keep and article:
        _note(found, "image", images(page, article), page.base_url)
    if "document" in keep and article:
        _note(found, "document", documents(page, article), page.base_url)
    if "requisite" in keep:
        _note(found, "requisite", requisites(page, article), page.base_url)
    found.pop(urls.canonical(page.url) or page.url, None)
    return tuple(
        FoundLink(url=url, kind=kind, found_on_url=page.url, depth=depth) for url, kind in found.items()
    )


def in_stylesheet(text: str, url: str, *, depth: int) -> tuple[FoundLink, ...]:
    """What a stylesheet at *url* imports and points to: further stylesheets, fonts, pictures."""
    found: dict[str, AssetKind] = {}
    _note(found, "requisite", in_style(text), url)
    found.pop(url, None)
    return tuple(FoundLink(url=each, kind="requisite", found_on_url=url, depth=depth) for each in found)


def images(page: Document, article: Article) -> Iterator[str]:
    """The pictures that an article shows: as a browser without and with a choice loads them, and enlarged.

    The picture that the page names for others to show it by (`og:image`) is one of them.
    """
    shown = {urls.canonical(image.url) for image in article.images}
    yield from (image.url for image in article.images)
    yield from filter(urls.is_picture, _linked(article))
    yield from page.metas("og:image")
    for element in page.tagged("img", "amp-img"):
        own = list(_sources(element))
        if shown.isdisjoint(urls.canonical(source, base=page.base_url) for source in own):
            continue
        yield from own
        around = next(element.iterancestors("picture"), None)
        if around is not None:
            yield from chain.from_iterable(_sources(source) for source in around.iter("source"))
        links = (link.get("href") or "" for link in element.iterancestors("a"))
        yield from filter(urls.is_picture, links)


def documents(page: Document, article: Article) -> Iterator[str]:
    """What an article links, plays or embeds, other than pages and pictures."""
    yield from filter(_is_document, _linked(article))
    for element in page.tagged("audio", "video"):
        yield from filter(None, (each.get("src") for each in (element, *element.iter("source"))))
    embedded = (element.get("src") or element.get("data") for element in page.tagged("embed", "object"))
    yield from (url for url in embedded if url and _is_document(url))


def requisites(page: Document, article: Article | None) -> Iterator[str]:
    """Stylesheets, scripts, fonts and icons, what styles point to, and the pictures of the layout."""
    yield from _layout_pictures(page, article)
    for link in page.tagged("link"):
        relations = set((link.get("rel") or "").lower().split())
        is_preloaded = "preload" in relations and link.get("as") in _PRELOADED
        if is_preloaded or (relations & _LINKED and "alternate" not in relations):
            yield link.get("href") or ""
    yield from (script.get("src") or "" for script in page.tagged("script"))
    yield from chain.from_iterable(in_style(style.text or "") for style in page.tagged("style"))
    if page.mentions("url("):
        styled = (element.get("style") for element in page.root.iter(etree.Element))
        yield from chain.from_iterable(in_style(style) for style in styled if style)
    yield from (element.get("background") or "" for element in page.tagged("body", "table", "td"))


def _layout_pictures(page: Document, article: Article | None) -> Iterator[str]:
    """Pictures that are not the article's and lead to no other page: banners, rules, the logo."""
    shown = {urls.canonical(url, base=page.base_url) for url in images(page, article)} if article else set()
    for element in page.tagged("img"):
        if not _leads_on(element, page):
            sources = _sources(element)
            yield from (url for url in sources if urls.canonical(url, base=page.base_url) not in shown)


def _leads_on(element: HtmlElement, page: Document) -> bool:
    """Whether an element, such as a teaser's picture, is in a link to a page other than the home page."""
    href = next((link.get("href") or "" for link in element.iterancestors("a")), "")
    url = urls.canonical(href, base=page.base_url) if href else None
    if url is None or url == urls.canonical(page.url):
        return False
    return urls.is_page(url) and urlsplit(url).path != "/"


def in_style(text: str) -> Iterator[str]:
    """The addresses in a stylesheet, or in a part of one, as written."""
    for found in _IN_STYLE.finditer(_COMMENT.sub(" ", text)):
        yield _ESCAPED.sub(r"\1", next(filter(None, found.groups()), ""))


def best_of(source_set: str) -> str | None:
    """The widest or densest address of a `srcset`."""
    candidates = [(_number(size), url.rstrip(",")) for url, size in _CANDIDATE.findall(source_set)]
    return max(candidates, key=lambda each: each[0])[1] if candidates else None


def _note(found: dict[str, AssetKind], kind: AssetKind, addresses: Iterable[str], base_url: str) -> None:
    """Add addresses in canonical form; the first kind of an address counts."""
    for address in addresses:
        if len(found) >= MOST:
            return
        url = urls.canonical(address, base=base_url) if address.strip() else None
        if url:
            found.setdefault(url, kind)


def _sources(element: HtmlElement) -> Iterator[str]:
    """What an element of a picture may load."""
    yield from filter(None, (element.get(name) for name in _SOURCES))
    yield from filter(None, (best_of(element.get(name) or "") for name in _SOURCE_SETS))


def _linked(article: Article) -> Iterator[str]:
    """The addresses that an article's body links, absolute."""
    if "<a" not in article.html:
        return
    body = html.fragment_fromstring(article.html, create_parent="div")
    for link in body.iter("a"):
        if url := urls.canonical(link.get("href") or "", base=article.url):
            yield url


def _is_document(url: str) -> bool:
    return not (urls.is_page(url) or urls.is_picture(url))


def _number(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0
