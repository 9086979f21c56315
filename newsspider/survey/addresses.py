"""Start pages, feeds, site maps, how lists page, and what the addresses of articles look like."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from newsspider.items import Verdict
from newsspider.profiles import address_patterns, is_service, searched
from newsspider.survey.itinerary import story_hints
from newsspider.survey.profile_text import Item, Line
from newsspider.web import urls
from newsspider.web.page_numbers import page_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from newsspider.survey.observed import Observed, Seen

MOST_LISTS, MOST_FEEDS, MOST_SITEMAPS = 5, 3, 3
LEAST_STORIES = 4  # of a list that is worth a start page
SITE_WIDE = 0.75  # of the pages link to it
LEAST_ARTICLES = 8


def start_line(seen: Observed, *, typed_url: str) -> Line:
    """The home page, and the lists of sections: most pages link to them, and they have stories of their own.

    A list with a date in its address is that of one issue.
    """
    home_url = seen.site.home_url
    why = "the address you gave" if home_url == typed_url else f"where {typed_url} leads"
    items = [Item(value=home_url, why=why)]
    pages = list(seen.pages())
    linking = Counter(url for page in pages for url in {link.url for link in page.links})
    widely = {url for url, number in linking.items() if number >= SITE_WIDE * len(pages)}
    for one in seen.fronts():
        own = {link.url for link in one.stories()} - widely
        is_first = one.url == one.stop.url and not _is_further(one, seen) and not is_service(one.url)
        if urls.date_in(one.url) is not None:
            continue
        if one.url in widely and is_first and len(own) >= LEAST_STORIES and one.url != home_url:
            told = f"list of {len(own)} stories; {linking[one.url]} of {len(pages)} pages link to it"
            items.append(Item(value=one.url, why=told))
    return Line(key="start", items=tuple(items[: 1 + MOST_LISTS]))


def _is_further(one: Seen, seen: Observed) -> bool:
    """Whether a list is a further page of another one."""
    return any(
        page_number(one.url, other.url) or one.url in other.further_urls
        for other in seen.fronts()
        if other is not one
    )


def feeds_line(seen: Observed) -> Line | None:
    """The feeds that have entries."""
    items = tuple(_list_item(one, "entries") for one in seen.lists("feed")[:MOST_FEEDS])
    return Line(key="feeds", items=items) if items else None


def sitemaps_line(seen: Observed) -> Line | None:
    """The site maps that name pages; those that an index names are left to the index."""
    inside = {link.url for one in seen.lists("sitemap") for link in one.links}
    found = [one for one in seen.lists("sitemap") if one.stop.url not in inside]
    items = tuple(_list_item(one, _noun(one)) for one in found[:MOST_SITEMAPS])
    return Line(key="sitemaps", items=items) if items else None


def _noun(one: Seen) -> str:
    """What a site map names: pages, or other site maps."""
    return "site maps" if all(link.kind == "sitemap" for link in one.links) else "addresses"


def _list_item(one: Seen, noun: str) -> Item:
    where = "at the usual place, nothing names it" if one.stop.is_guess else "the site names it"
    return Item(value=one.stop.url, why=f"{len(one.links):,} {noun}; {where}")


def fronts_line(seen: Observed) -> Line | None:
    """The links to further pages of lists, where nothing but their addresses says what they are."""
    selectors: dict[str, set[str]] = defaultdict(set)
    for one in seen.fronts():
        for element in _unfound_pages(one):
            if selector := _selector_of(element):
                selectors[selector].add(one.url)
    ranked = sorted(selectors, key=lambda selector: -len(selectors[selector]))
    if not ranked or len(selectors[ranked[0]]) < 2:
        return None
    number = len(selectors[ranked[0]])
    why = f"{number} lists have their further pages there, and nothing in the link says so"
    return Line(key="fronts", value=[{"more": {"link": ranked[0]}}], why=why)


def _unfound_pages(one: Seen) -> Iterator[HtmlElement]:
    """The links to further pages of a list that a crawl does not know as such."""
    if one.document is None or one.further_urls:
        return
    for element, url, _ in one.document.links():
        settled = urls.canonical(url)
        number = page_number(settled, one.url) if settled else None
        if number and number.is_sure:
            yield element


def _selector_of(element: HtmlElement) -> str | None:
    """A selector of the link by its class, or by the class of what is around it."""
    for one, ending in ((element, ""), (element.getparent(), " > a")):
        names = (one.get("class") or "").split() if one is not None else []
        if names and re.fullmatch(r"[A-Za-z_][\w-]*", names[0]):
            return f"{one.tag}.{names[0]}{ending}"
    return None


def articles_line(seen: Observed) -> Line | None:
    """What the addresses of articles look like: for information, as the rule would exclude all others."""
    articles = [one.url for one in seen.articles()]
    if len(articles) < LEAST_ARTICLES:
        return None
    patterns = address_patterns.patterns(articles)
    held = sum(_looks_so(url, patterns) for url in articles)
    others = [one.url for one in seen.pages() if one.verdict in (Verdict.FRONT, Verdict.SERVICE)]
    mistaken = sum(_looks_so(url, patterns) for url in others)
    known = story_hints(seen)
    unlike = sum(not _looks_so(url, patterns) for url in known)
    why = (
        f"{held} of {len(articles)} articles look so, and {mistaken} of {len(others)} other pages; of"
        f" {len(known):,} addresses that may be articles, {unlike:,} look otherwise. Not used: no other"
        " address would be an article"
    )
    return Line(key="articles", value={"match": list(patterns)}, why=why, is_used=False)


def _looks_so(url: str, patterns: tuple[str, ...]) -> bool:
    return any(searched(re.compile(pattern), url) for pattern in patterns)
