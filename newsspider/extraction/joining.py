"""Finds the pages of one article and joins them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from newsspider.extraction import page_links
from newsspider.extraction.repeated_parts import without_paragraphs, without_repeats, without_space
from newsspider.profiles.paging_rules import PagesRule
from newsspider.profiles.site import split_selector
from newsspider.web import urls
from newsspider.web.page_numbers import PAGE_WORD, page_number

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from newsspider.items import Article
    from newsspider.profiles.site import Layout, SiteProfile
    from newsspider.web.document import Document

_SCRIPT = PagesRule(script="createPageHTML")
_DECLARED = frozenset(("declared:json-ld", "declared:itemprop", "declared:meta"))  # sources of declared dates
_LETTERS = re.compile(r"[^\W_]+")
# An addition to the headline of a further page: "(page 2)", "2/3", "- Seite 2 von 3".
_OF = r"\s*(?:/|of|von|de|sur|di|van|av|af|из|z)\s*"
_PAGE_MARK = re.compile(
    rf"[\s\-\u2013\u2014|:,(\[]*(?:\b(?:{PAGE_WORD})\b\.?\s*\d{{1,3}}(?:{_OF}\d{{1,3}})?|\b\d{{1,3}}{_OF}\d{{1,3}}"
    r"|第\s*\d+\s*[页頁]|\d+\s*ページ目?)[)\]\s]*$",
    re.IGNORECASE,
)
_NUMBER_MARK = re.compile(r"\s*[(（\[]\d{1,3}[)）\]]\s*$")  # "(2)", beside a first page that has no "(1)"


class FurtherPages(NamedTuple):
    """The article's other pages, in order, and their source in the words of `Article.provenance`.

    `first_url`, `whole_url` and `words` are those of a `Pager`.
    """

    urls: tuple[str, ...]
    source: str | None
    first_url: str | None = None
    whole_url: str | None = None
    words: frozenset[str] = frozenset()


def further_pages(
    document: Document, profile: SiteProfile | None = None, layout: Layout | None = None
) -> FurtherPages:
    """The article's other pages: those that the profile selects, a script counts, or links lead to."""
    rule = profile.pages if profile else None
    selectors = (
        *(layout.select.get("next_page", ()) if layout else ()),
        *([rule.link] if rule and rule.link else []),
    )
    found = [url for css in selectors for url in _selected(document, css)]
    source: str | None = "selected:pages"
    for counting in (rule, _SCRIPT):
        if counting and counting.script and document.mentions(counting.script):
            scripts = "\n".join(script.text or "" for script in document.tagged("script"))
            counted = counting.counted(scripts, document.url) or ()
            source = source if found or counting is rule else "declared:script"
            found += counted
    own = urls.canonical(document.url) or document.url
    if others := tuple(dict.fromkeys(url for url in found if url != own)):
        return FurtherPages(others, source)
    pager = page_links.pager(document)
    source = "inferred:pager" if pager.next_urls or pager.first_url else None
    return FurtherPages(pager.next_urls, source, pager.first_url, pager.whole_url, pager.words)


def _selected(document: Document, selector: str) -> list[str]:
    """The addresses that a selector gives, of `href` where it names no attribute."""
    css, attribute = split_selector(selector)
    hrefs = (element.get(attribute or "href") for element in document.select(css))
    return [url for href in hrefs if href and (url := urls.canonical(href, base=document.base_url))]


def without_pager_words(article: Article, words: Collection[str]) -> Article:
    """The article without paragraphs that hold only the words of its pager."""
    if not words:
        return article
    pager = set(map(without_space, words))
    cut = [text for text in article.body if without_space(text) in pager]
    if not cut:
        return article
    body = tuple(text for text in article.body if text not in cut)
    return replace(article, body=body, html=without_paragraphs(article.html, cut))


def is_page_of(page: Article, first: Article) -> bool:
    """Whether a further page continues the first: it has the same headline, or no headline.

    A page that the profile or a script names needs no equal headline.
    """
    is_certain = first.provenance.get("pages", "").startswith(("selected:", "declared:script"))
    if is_certain or page.headline is None or first.headline is None:
        return True
    if _dates_differ(page, first):
        return False
    own, other = _words(page.headline), _words(first.headline)
    unmarked = _words(_PAGE_MARK.sub("", page.headline)), _words(_PAGE_MARK.sub("", first.headline))
    if own == other or (unmarked[0] and unmarked[0] == unmarked[1]):
        return True
    return bool(other) and _words(_NUMBER_MARK.sub("", page.headline)) == other


def _dates_differ(page: Article, first: Article) -> bool:
    """Whether two pages declare different days of publication."""
    sources = {article.published_source or "" for article in (page, first)}
    is_declared = all(source in _DECLARED for source in sources)
    days = {(article.published_on, article.published_precision) for article in (page, first)}
    return is_declared and len(days) == 2 and all(precision in ("day", "time") for _, precision in days)


def _words(text: str) -> list[str]:
    return _LETTERS.findall(text.casefold())


def whole_story(pages: Mapping[str, Article]) -> Article:
    """One article made of its pages, given by address; the first page comes first, the others in any order.

    It joins the pages that the first page or another joined page names, and those that name the first page
    as theirs.  A page that shows the whole text is taken instead.  `next_urls` are the named pages that are
    missing.
    """
    (first_url, first), *_ = pages.items()
    whole = pages.get(first.whole_url or "")
    if whole and is_page_of(whole, first) and _contains(whole, first):
        return replace(join([first, whole]), body=whole.body, html=whole.html)
    order = _page_order(first_url, pages)
    there = [pages[url] for url in order if url in pages and is_page_of(pages[url], first)]
    missing = tuple(url for url in order if url not in pages)
    return replace(join(there) if len(there) > 1 else first, next_urls=missing)


def _contains(whole: Article, first: Article) -> bool:
    """Whether a page has the first page's text and more; the first page may cut its last paragraph."""
    lines = set(map(without_space, whole.body))
    missing = [text for text in map(without_space, first.body[:-1]) if text not in lines]
    return len(whole.body) > len(first.body) and len(missing) <= len(first.body) // 10


def _page_order(first_url: str, pages: Mapping[str, Article]) -> list[str]:
    """The addresses of the pages in order: by their numbers, else as each page names the next ones."""
    first, order = pages[first_url], [first_url]
    for url in order:
        page = pages.get(url)
        if page and is_page_of(page, first):
            order += [named for named in page.next_urls if named not in order]
    order += [url for url, page in pages.items() if page.first_url == first_url and url not in order]
    numbers = {url: page_number(url, first_url) for url in order[1:]}
    if all(numbers.values()):
        order[1:] = sorted(order[1:], key=lambda url: numbers[url].number)  # type: ignore[union-attr]
    return order


def join(pages: Sequence[Article]) -> Article:
    """One article made of its pages in order: their bodies, the first page's fields."""
    first, bodies = pages[0], without_repeats(pages)
    blocks = {(block.label, block.links): block for page in pages for block in page.link_blocks}
    return replace(
        first,
        body=tuple(text for body, _ in bodies for text in body),
        html="\n".join(html for _, html in bodies if html),
        images=tuple(
            {image.url: image for page in reversed(pages) for image in reversed(page.images)}.values()
        )[::-1],
        link_blocks=tuple(replace(block, position=n) for n, block in enumerate(blocks.values())),
        next_urls=(),
        whole_url=None,
    )
