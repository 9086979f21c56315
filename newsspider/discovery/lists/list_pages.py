"""The other pages of a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.discovery.links.anchors import anchors_on
from newsspider.items import FoundLink
from newsspider.language.text import squeeze
from newsspider.profiles import PagesRule
from newsspider.web import urls
from newsspider.web.page_numbers import NEXT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.profiles import SiteProfile
    from newsspider.web.document import Document

_SCRIPT = PagesRule(script="createPageHTML")  # TRS, on thousands of Chinese sites
LONGEST = 60  # characters of a link that says "next"
_ARROWS = re.compile(r"^[\s|\[(]*|[\s|\])>»›→-]*$")


def further_pages(
    document: Document, profile: SiteProfile, *, depth: int = 1, next_urls: tuple[str, ...] = ()
) -> tuple[FoundLink, ...]:
    """The further pages of the list that this front belongs to.

    They are at *depth*; *next_urls* are the addresses that the answer's headers call next. The profile's
    rule comes first, then a script's count of pages, `rel="next"`, a link that says "next", and page
    numbers. A profile's numbers are tried one page at a time, if nothing else names further pages, and
    only while the page lists stories.
    """
    if profile.kind_of(document.url) == "article":
        return ()
    front = profile.front_rule(document.url)
    rule = front.more if front else None
    pages = [*next_urls, *_linked_pages(document, rule)]
    if not pages and rule and rule.number and _lists_stories(document, profile):
        pages = [page] if (page := rule.next_page(document.url)) else []
    return tuple(
        FoundLink(url=url, kind="front", found_on_url=document.url, list_url=document.url, depth=depth)
        for url in dict.fromkeys(profile.rewrite(page) for page in pages)
        if url != document.url and profile.allows(url) and profile.kind_of(url) != "article"
    )


def _linked_pages(document: Document, rule: PagesRule | None) -> list[str]:
    """The pages that the page itself links to."""
    scripts = "\n".join(script.text or "" for script in document.root.iter("script"))
    counted = rule.counted(scripts, document.url) if rule else None
    counted = _SCRIPT.counted(scripts, document.url) if counted is None else counted
    pages = list(counted or ())
    if rule and rule.link:
        hrefs = (element.get("href") for element in document.select(rule.link))
        pages += [url for href in hrefs if href and (url := urls.canonical(href, base=document.base_url))]
    return pages or [*_named_next(document), *_numbered(document)]


def _named_next(document: Document) -> Iterable[str]:
    """The targets of links with `rel="next"`, or the word for it."""
    for element in document.select('link[rel="next"][href]'):
        if url := urls.canonical(element.get("href", ""), base=document.base_url):
            yield url
    for element, url, text in document.links():
        label = _ARROWS.sub("", words) if len(words := squeeze(text)) <= LONGEST else ""
        is_next = "next" in (element.get("rel") or "").lower().split() or (label and NEXT.fullmatch(label))
        if is_next and (settled := urls.canonical(url)) and urls.is_page(settled):
            yield settled


def _numbered(document: Document) -> Iterable[str]:
    """The targets of links that are a number and have this page's path or shape."""
    own_path, own_shape = document.url.partition("?")[0], urls.shape(document.url)
    for _, url, text in document.links():
        settled = urls.canonical(url) if re.fullmatch(r"\[?\d{1,4}\]?", squeeze(text)) else None
        if settled and (settled.partition("?")[0] == own_path or urls.shape(settled) == own_shape):
            yield settled


def _lists_stories(document: Document, profile: SiteProfile) -> bool:
    return any(anchor.kind == "article" for anchor in anchors_on(document, profile))
