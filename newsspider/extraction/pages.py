"""The pages of one article: which they are, and how they are joined."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from newsspider import urls
from newsspider.page_numbers import page_number
from newsspider.profiles.paging import PagesRule
from newsspider.profiles.site import split_selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml.html import HtmlElement

    from newsspider.document import Document
    from newsspider.items import Article, LinkBlock
    from newsspider.profiles.site import Layout, SiteProfile

_SCRIPT = PagesRule(script="createPageHTML")
_LETTERS = re.compile(r"[^\W_]+")
# What some sites add to the headline of a further page: "(page 2)", "2/3", "- Seite 2".
_PAGE_MARK = re.compile(r"\W*\b(?:[^\W\d_]{1,8}\.? ?)?\d{1,3}(?: ?(?:/|[^\W\d_]{1,4}) ?\d{1,3})?\W*$")


class FurtherPages(NamedTuple):
    """The article's other pages, in order, and who names them, in the words of `Article.provenance`."""

    urls: tuple[str, ...]
    source: str | None


def further_pages(
    document: Document, profile: SiteProfile | None = None, layout: Layout | None = None
) -> FurtherPages:
    """The article's other pages: as the profile selects, as a script counts them, or as `rel=next` says."""
    rule = profile.pages if profile else None
    selectors = (
        *(layout.select.get("next_page", ()) if layout else ()),
        *([rule.link] if rule and rule.link else []),
    )
    found = [url for css in selectors for url in _selected(document, css)]
    source = "selected:pages"
    for counting in (rule, _SCRIPT):
        if counting and counting.script and document.mentions(counting.script):
            scripts = "\n".join(script.text or "" for script in document.tagged("script"))
            counted = counting.counted(scripts, document.url) or ()
            source = source if found or counting is rule else "declared:script"
            found += counted
    own = urls.canonical(document.url) or document.url
    if not found:
        named = _addresses((e for e in document.tagged("link") if e.get("rel") == "next"), document)
        found, source = [url for url in named if page_number(url, own)], "declared:rel=next"
    others = tuple(dict.fromkeys(url for url in found if url != own))
    return FurtherPages(others, source if others else None)


def _selected(document: Document, selector: str) -> list[str]:
    css, attribute = split_selector(selector)
    return list(_addresses(document.select(css), document, attribute or "href"))


def _addresses(elements: Iterable[HtmlElement], document: Document, attribute: str = "href") -> Iterator[str]:
    hrefs = (element.get(attribute) for element in elements)
    yield from (url for href in hrefs if href and (url := urls.canonical(href, base=document.base_url)))


def is_page_of(page: Article, first: Article) -> bool:
    """Whether a further page continues the first: it has its headline, or none of its own.

    A page that the profile, or a script's count, names is believed whatever its headline.
    """
    is_told = first.provenance.get("pages", "").startswith(("selected:", "declared:script"))
    if is_told or page.headline is None or first.headline is None:
        return True
    own, other = _words(page.headline), _words(first.headline)
    return own == other or _words(_PAGE_MARK.sub("", page.headline)) in (
        other,
        _words(_PAGE_MARK.sub("", first.headline)),
    )


def _words(text: str) -> list[str]:
    return _LETTERS.findall(text.casefold())


def whole_story(pages: Mapping[str, Article]) -> Article:
    """One article of its pages by their addresses; the first page comes first, the others in any order.

    Joined are the pages that the first page, or one joined before, names.  `next_urls` are those
    that are named and not there.
    """
    (first_url, first), *_ = pages.items()
    order = _in_order(first_url, pages)
    there = [pages[url] for url in order if url in pages and is_page_of(pages[url], first)]
    missing = tuple(url for url in order if url not in pages)
    return replace(join(there) if len(there) > 1 else first, next_urls=missing)


def _in_order(first_url: str, pages: Mapping[str, Article]) -> list[str]:
    """The addresses of the pages, as each page names those that follow it."""
    first, order = pages[first_url], [first_url]
    for url in order:
        page = pages.get(url)
        if page and is_page_of(page, first):
            order += [named for named in page.next_urls if named not in order]
    numbers = {url: page_number(url, first_url) for url in order[1:]}
    if all(numbers.values()):
        order[1:] = sorted(order[1:], key=lambda url: numbers[url].number)  # type: ignore[union-attr]
    return order


def join(pages: Sequence[Article]) -> Article:
    """One article of its pages in order: bodies one after another, the first page's fields."""
    first = pages[0]
    return replace(
        first,
        body=tuple(text for page in pages for text in page.body),
        html="\n".join(page.html for page in pages if page.html),
        images=tuple(
            {image.url: image for page in reversed(pages) for image in reversed(page.images)}.values()
        )[::-1],
        link_blocks=_united(pages),
        next_urls=(),
    )


def _united(pages: Sequence[Article]) -> tuple[LinkBlock, ...]:
    """The link blocks of all pages, each once."""
    blocks = {(block.label, block.links): block for page in pages for block in page.link_blocks}
    return tuple(replace(block, position=n) for n, block in enumerate(blocks.values()))
