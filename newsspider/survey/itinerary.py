"""Which addresses of a publication are looked at, in which order: home, feeds, site maps, lists, articles.

The order is a generator: each step sees what the steps before have found.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from newsspider.discovery.links import forwarding_pages
from newsspider.items import Hint, Verdict
from newsspider.profiles import address_patterns, is_service
from newsspider.survey.observed import Stop
from newsspider.web import urls
from newsspider.web.page_numbers import page_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsspider.items import AddressKind, FoundLink
    from newsspider.survey.observed import Observed

MOST_PAGES = 40
MOST_FEEDS, MOST_SITEMAPS, MOST_MAPS_OF_INDEX = 3, 2, 3
MOST_LISTS, MOST_OF_A_SHAPE, MOST_FURTHER = 8, 3, 2
MOST_ARTICLES, LEAST_OTHERS = 20, 4
MOST_FORWARDS = 3
MOST_STARTS, MOST_LATEST = 4, 8  # of a site that has a profile
MOST_OF_A_LIST = 400  # addresses that are compared
LEAST_WRONG = 2  # addresses of a shape that are no articles
# Where many programs put a feed or a site map that no page names.
_FEEDS = ("feed/", "rss.xml", "feed.xml", "atom.xml", "index.xml")
_SITEMAPS = ("/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml")


def stops(seen: Observed) -> Iterator[Stop]:
    """The addresses to look at; *seen* must grow by each answer before the next address is taken."""
    yield Stop(url=seen.site.home_url, kind="front")
    yield from _forwarded(seen)
    if seen.home is None:
        return
    yield from _feeds(seen)
    yield from _sitemaps(seen)
    yield from _lists(seen)
    yield from _further(seen)
    yield from _articles(seen)
    yield from _others(seen)


def latest(seen: Observed) -> Iterator[Stop]:
    """The start pages and feeds that the profile names, and the first articles on them."""
    for url in seen.site.start[:MOST_STARTS]:
        yield Stop(url=url, kind="front")
    for url in seen.site.feeds[:MOST_FEEDS]:
        yield Stop(url=url, kind="feed")
    for url, hint in list(story_hints(seen).items())[:MOST_LATEST]:
        yield Stop(url=url, kind="article", hint=hint)


def _forwarded(seen: Observed) -> Iterator[Stop]:
    """Where a nearly empty home page sends its readers."""
    for _ in range(MOST_FORWARDS):
        last = next(reversed(tuple(seen.pages())), None)
        moved = forwarding_pages.moved_urls(last.document, last.url) if last else ()
        url = next((url for url in moved if seen.site.allows(url) and not seen.was_asked(url)), None)
        if url is None:
            return
        yield Stop(url=url, kind="front")


def _feeds(seen: Observed) -> Iterator[Stop]:
    """The feeds that the first pages name; else the usual places, until one of them is a feed."""
    named = [link.url for link in _linked(seen, "feed") if "comment" not in link.url]
    for url in named[:MOST_FEEDS]:
        yield Stop(url=url, kind="feed")
    for leaf in _FEEDS:
        if seen.lists("feed"):
            return
        yield from _guess(seen, leaf, "feed")


def _sitemaps(seen: Observed) -> Iterator[Stop]:
    """The site maps of robots.txt; else the usual places, until one of them is a site map."""
    named = (*seen.robots_sitemaps, *(link.url for link in _linked(seen, "sitemap")))
    for url in list(dict.fromkeys(named))[:MOST_SITEMAPS]:
        yield Stop(url=url, kind="sitemap")
    for leaf in _SITEMAPS:
        if seen.lists("sitemap"):
            break
        yield from _guess(seen, leaf, "sitemap")
    parts = [link.url for one in seen.lists("sitemap") for link in one.links if link.kind == "sitemap"]
    for url in _spread(parts, MOST_MAPS_OF_INDEX):
        yield Stop(url=url, kind="sitemap")


def _guess(seen: Observed, leaf: str, kind: AddressKind) -> Iterator[Stop]:
    url = urls.canonical(urljoin(seen.home.url if seen.home else seen.site.home_url, leaf))
    if url and not seen.was_asked(url):
        yield Stop(url=url, kind=kind, is_guess=True)


def _lists(seen: Observed) -> Iterator[Stop]:
    """Lists that the pages before link to; of one shape a few."""
    shapes = Counter[str]()
    for _ in range(MOST_LISTS):
        links = (link for link in _linked(seen, "front") if not is_service(link.url))
        url = next((link.url for link in links if _is_new_list(link.url, seen, shapes)), None)
        if url is None:
            return
        shapes[urls.shape(url)] += 1
        yield Stop(url=url, kind="front")


def _is_new_list(url: str, seen: Observed, shapes: Counter[str]) -> bool:
    is_further = any(page_number(url, one.url) or url in one.further_urls for one in seen.pages())
    return not seen.was_asked(url) and not is_further and shapes[urls.shape(url)] < MOST_OF_A_SHAPE


def _further(seen: Observed) -> Iterator[Stop]:
    """The next page of the first lists that have one."""
    lists = [one for one in seen.fronts() if one.further_urls and not seen.was_asked(one.further_urls[0])]
    for url in list(dict.fromkeys(one.further_urls[0] for one in lists))[:MOST_FURTHER]:
        yield Stop(url=url, kind="front")


def _articles(seen: Observed) -> Iterator[Stop]:
    """Articles of each kind of address, new and old ones; what looked like one may be a list of others."""
    while len(seen.articles()) < MOST_ARTICLES and len(seen.answers) + LEAST_OTHERS < MOST_PAGES:
        hints = {url: hint for url, hint in story_hints(seen).items() if not seen.was_asked(url)}
        if not hints:
            return
        url = next_story(tuple(hints), seen)
        yield Stop(url=url, kind="article", hint=hints[url])


def _others(seen: Observed) -> Iterator[Stop]:
    """Addresses of a kind of which nothing was seen."""
    groups = {group_of(one.url) for one in seen.answers}
    for link in _linked(seen, "front"):
        if not seen.was_asked(link.url) and group_of(link.url) not in groups:
            groups.add(group_of(link.url))
            yield Stop(url=link.url, kind="front")


def story_hints(seen: Observed) -> dict[str, Hint]:
    """The addresses that look like articles, with what the first list says of each; feeds come first."""
    found: dict[str, Hint] = {}
    for one in (*seen.lists("feed"), *seen.fronts(), *seen.lists("sitemap")):
        links = one.stories()
        for link in links[:: len(links) // MOST_OF_A_LIST + 1]:
            if found.get(link.url, Hint()) == Hint():
                found[link.url] = link.hint
    return found


def next_story(candidates: tuple[str, ...], seen: Observed) -> str:
    """The address that is worth the next look.

    It is of the group of addresses, and in it of the shape, of which least was seen; a shape that turned out
    to be something else comes last. Of several the first, the last and the middle are taken in turn.
    """
    articles = {one.stop.url for one in seen.articles()}
    asked = [one.stop.url for one in seen.answers if one.stop.kind == "article"]
    asked += [url for url in seen.failures if url not in seen.site.start]
    groups, shapes = Counter(map(group_of, asked)), Counter(map(_shape, asked))
    good = Counter(map(_shape, articles))

    def rank(url: str) -> tuple[bool, int, int]:
        shape = _shape(url)
        is_else = shapes[shape] - good[shape] >= LEAST_WRONG and shapes[shape] > 2 * good[shape]
        return is_else, groups[group_of(url)], shapes[shape]

    ranks = {url: rank(url) for url in candidates}
    best = min(ranks.values())
    equal = [url for url in candidates if ranks[url] == best]
    return equal[(0, -1, len(equal) // 2)[len(asked) % 3]]


@lru_cache(maxsize=8_192)
def _shape(url: str) -> str:
    return urls.shape(url)


@lru_cache(maxsize=8_192)
def group_of(url: str) -> str:
    """What the addresses of one part of a site have in common, as a pattern."""
    return address_patterns.patterns((url,))[0]


def _spread(items: list[str], most: int) -> list[str]:
    """Up to *most* items: the first, the last, the middle, then those between."""
    if not items:
        return []
    places = [0, len(items) - 1]
    parts = 2
    while len(places) < 4 * most and parts <= len(items) * 2:
        places += [len(items) * n // parts for n in range(1, parts, 2)]
        parts *= 2
    return [items[place] for place in dict.fromkeys(places)][:most]


def _linked(seen: Observed, kind: AddressKind) -> Iterable[FoundLink]:
    """The links of that kind on the pages seen so far, each address once, those of lists first."""
    pages = sorted(seen.pages(), key=lambda one: one.verdict is Verdict.ARTICLE)
    links: dict[str, FoundLink] = {}
    for link in (link for one in pages for link in one.links if link.kind == kind):
        links.setdefault(link.url, link)
    return tuple(links.values())
