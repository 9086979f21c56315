"""The pages of one article: which they are, and how they are joined."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsspider import urls
from newsspider.profiles.paging import PagesRule
from newsspider.profiles.site import split_selector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from newsspider.document import Document
    from newsspider.items import Article, LinkBlock
    from newsspider.profiles.site import Layout, SiteProfile

_SCRIPT = PagesRule(script="createPageHTML")


def next_urls(
    document: Document, profile: SiteProfile | None = None, layout: Layout | None = None
) -> tuple[str, ...]:
    """The article's other pages, in order: as selected, as a script counts them, or as `rel=next` says."""
    rule = profile.pages if profile else None
    selectors = (
        *(layout.select.get("next_page", ()) if layout else ()),
        *([rule.link] if rule and rule.link else []),
    )
    found = [url for css in selectors for url in _selected(document, css)]
    for counting in (rule, _SCRIPT):
        if counting and counting.script and document.mentions(counting.script):
            scripts = "\n".join(script.text or "" for script in document.tagged("script"))
            found += counting.counted(scripts, document.url) or ()
    if not found:
        found = list(_addresses((e for e in document.tagged("link") if e.get("rel") == "next"), document))
    own = urls.canonical(document.url)
    return tuple(dict.fromkeys(url for url in found if url != own))


def _selected(document: Document, selector: str) -> list[str]:
    css, attribute = split_selector(selector)
    return list(_addresses(document.select(css), document, attribute or "href"))


def _addresses(elements: Iterable[HtmlElement], document: Document, attribute: str = "href") -> Iterator[str]:
    hrefs = (element.get(attribute) for element in elements)
    yield from (url for href in hrefs if href and (url := urls.canonical(href, base=document.base_url)))


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
