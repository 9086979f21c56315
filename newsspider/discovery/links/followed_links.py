"""The links of a page that a crawl follows, by what the page is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsspider.discovery import traps
from newsspider.discovery.links import adjacent_stories
from newsspider.discovery.lists import fronts, list_pages

if TYPE_CHECKING:
    from datetime import datetime

    from newsspider.items import FoundLink
    from newsspider.profiles import SiteProfile
    from newsspider.web.document import Document


def followed(
    page: Document,
    site: SiteProfile,
    *,
    depth: int,
    is_article: bool,
    at: datetime,
    next_urls: tuple[str, ...] = (),
) -> tuple[FoundLink, ...]:
    """The addresses that a page at *depth* leads to, each once and with the address to fetch.

    An article leads to the stories before and after it, a list to its further pages; *next_urls* are those
    that the HTTP header names.  A date after *at*, the moment of the capture, is not a date.
    """
    found = fronts.found(page, site, depth=depth + 1, at=at)
    if is_article:
        named = {link.url for link in found}
        beside = adjacent_stories.stories(page, site, depth=depth + 1)
        found = (*found, *(link for link in beside if link.url not in named))
    else:
        # Each next page would be one step deeper than the last, and a long list end at the limit.
        found = (*found, *list_pages.further_pages(page, site, depth=max(1, depth), next_urls=next_urls))
    return tuple(as_linked(link, page, site) for link in found if is_followed(link, site))


def is_followed(link: FoundLink, site: SiteProfile) -> bool:
    """Whether a link leads to an address that a crawl of the site may request."""
    return site.allows(link.url) and not traps.is_trap(link.url, depth=link.depth, limits=site.limits)


def as_linked(link: FoundLink, page: Document, site: SiteProfile) -> FoundLink:
    """The link with the address to fetch, which is the one that the page links."""
    linked_url = page.as_linked(link.written_url or link.url)
    if linked_url is None or link.asked_url:
        return link
    return replace(link, asked_url=site.fetch_url(linked_url))
