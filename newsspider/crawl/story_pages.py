"""Joins the pages of a story as their answers arrive."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from newsspider.extraction import is_page_of, whole_story
from newsspider.items import FoundLink, Verdict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from newsspider.crawl.session import RunSession
    from newsspider.crawl.stored_pages import StoredPages
    from newsspider.items import Article, Unit
    from newsspider.profiles import SiteProfile
    from newsspider.storage.crawl_frontier import Address

MOST_REMEMBERED = 200
_NOT_THERE = frozenset((Verdict.GONE, Verdict.SOFT_404, Verdict.REDIRECT_HOME))


class StoryPages:
    """Joins the pages of stories in any order of arrival.

    The first page is stored at once.  Each further page is joined with those that are already there; the
    article's `next_urls` are the pages still missing.
    """

    def __init__(self, site: SiteProfile, run: RunSession, kept: StoredPages) -> None:
        self._site = site
        self._run = run
        self._stored_pages = kept
        # Pages that this run read, which may not be committed yet, and the first pages of named pages.
        self._seen: OrderedDict[str, Article | None] = OrderedDict()
        self._firsts: OrderedDict[str, str] = OrderedDict()

    def joined(self, unit: Unit, article: Article | None, address: Address) -> tuple[Unit, Article | None]:
        """The unit, and the article to be stored: the story joined from the pages that are there."""
        if address.part_of_url:
            return self._further_page(unit, article, address)
        if article is None or unit.verdict is not Verdict.ARTICLE:
            return unit, article
        if first_url := self._firsts.get(address.url):  # a page read since it was handed out names it
            return self._further_page(unit, article, replace(address, part_of_url=first_url))
        self._remember(address.url, article)
        article = self._ours(article)
        if article.first_url:
            return self._unasked_page(unit, article, address)
        parts = {url for url, _ in self._run.frontier.parts_of(address.url)}
        if article.next_urls or article.whole_url or parts:
            return self._first_page(unit, article, address)
        return unit, article

    def _first_page(self, unit: Unit, first: Article, address: Address) -> tuple[Unit, Article]:
        """A first page, joined with those of its further pages that this run has requested already."""
        parts = [url for url, _ in self._run.frontier.parts_of(address.url)]
        calling_first = [url for url, page in self._seen.items() if page and page.first_url == address.url]
        named = tuple(dict.fromkeys((*_other_pages(first), *parts, *calling_first)))
        requested = self._requested(named)
        self._name(_other_pages(first), address.url)
        pages = {address.url: first} | self._pages(requested)
        links = (*_links(_other_pages(first), address, unit.links), *unit.links)
        return _with_story(replace(unit, links=links), pages, awaited=set(_other_pages(first)) - requested)

    def _further_page(
        self, unit: Unit, page: Article | None, address: Address
    ) -> tuple[Unit, Article | None]:
        """A page that another page names; with a different headline it is a story of its own."""
        first_url = address.part_of_url or ""
        if unit.verdict is Verdict.NOT_MODIFIED:
            page = self._stored_pages.article(address.url)
        self._remember(address.url, page)
        first = self._article(first_url)
        if first is None or (page is None and unit.verdict not in _NOT_THERE):
            return (_as_page(unit) if page else unit), None
        if page and not is_page_of(page, first):
            unit = replace(unit, is_apart=True)
            return unit, page if unit.verdict is Verdict.ARTICLE else None
        states = dict(self._run.frontier.parts_of(first_url))
        states |= {url: True for url in (*states, address.url) if url in self._seen}
        pages = {first_url: self._ours(first)} | self._pages(url for url in states if url != address.url)
        if page:
            page = self._ours(page)
            pages[address.url] = page
            self._name((url for url in _other_pages(page) if url != first_url), first_url)
            unit = replace(
                _as_page(unit), links=(*_links(_other_pages(page), address, unit.links), *unit.links)
            )
        named = {url for one in pages.values() for url in _other_pages(one)} - {first_url}
        awaited = {url for url in named if not states.get(url) and url not in self._seen}
        return _with_story(unit, pages, awaited=awaited)

    def _unasked_page(self, unit: Unit, page: Article, address: Address) -> tuple[Unit, Article | None]:
        """A page that arrived before its first page, or that the first page does not name."""
        first_url = page.first_url or ""
        first = self._article(first_url)
        is_known = first is not None or self._run.frontier.is_done(first_url)
        if is_known and (first is None or not is_page_of(page, first)):
            return replace(unit, is_apart=True), page
        of_story = replace(address, part_of_url=first_url)
        to_first = (replace(link, part_of_url=None) for link in _links([first_url], address, unit.links))
        links = (*to_first, *_links([address.url], of_story, unit.links), *unit.links)
        unit = replace(unit, links=links)
        if first is None:
            return _as_page(unit), None
        return self._further_page(unit, page, of_story)

    def _pages(self, urls: Iterable[str]) -> dict[str, Article]:
        """Those of the pages that are stored."""
        kept = ((url, self._article(url)) for url in urls)
        return {url: self._ours(page) for url, page in kept if page}

    def _remember(self, url: str, page: Article | None) -> None:
        self._run.flush()
        self._seen[url] = page
        while len(self._seen) > MOST_REMEMBERED:
            self._seen.popitem(last=False)

    def _name(self, urls: Iterable[str], first_url: str) -> None:
        """Remember the first page of these pages: one may have been handed out before it was named."""
        self._firsts |= dict.fromkeys(urls, first_url)
        while len(self._firsts) > MOST_REMEMBERED:
            self._firsts.popitem(last=False)

    def _article(self, url: str) -> Article | None:
        """The article on a page, as this run read it or as it is stored."""
        return self._seen.get(url) or self._stored_pages.article(url)

    def _requested(self, urls: Collection[str]) -> frozenset[str]:
        """Those of the addresses that this run has requested already."""
        return self._run.frontier.asked_in(self._run.run_id, urls) | (self._seen.keys() & set(urls))

    def _ours(self, article: Article) -> Article:
        """The article without pages on hosts that are not crawled."""
        allows = self._site.allows
        first_url, whole_url = article.first_url, article.whole_url
        return replace(
            article,
            next_urls=tuple(filter(allows, article.next_urls)),
            first_url=first_url if first_url and allows(first_url) else None,
            whole_url=whole_url if whole_url and allows(whole_url) else None,
        )


def _as_page(unit: Unit) -> Unit:
    """The unit with verdict PAGE: alone, a further page may look like a list."""
    *before, last = unit.captures
    if last.verdict is not Verdict.NOT_MODIFIED:
        last = replace(last, verdict=Verdict.PAGE, note="a further page of an article")
    return replace(unit, verdict=Verdict.PAGE, captures=(*before, last))


def _with_story(unit: Unit, pages: Mapping[str, Article], *, awaited: set[str]) -> tuple[Unit, Article]:
    """The unit, and the story joined from *pages*; this run still requests the *awaited* pages."""
    story = whole_story(pages)
    first_url, *further = pages
    joined = tuple(url for url in further if is_page_of(pages[url], pages[first_url]))
    apart = tuple(url for url in further if url not in joined)
    whole_url = pages[first_url].whole_url
    if whole_url and whole_url in awaited and whole_url not in story.next_urls:
        story = replace(story, next_urls=(*story.next_urls, whole_url))
    return replace(unit, awaits_pages=bool(awaited), joined_urls=joined, apart_urls=apart), story


def _other_pages(page: Article) -> tuple[str, ...]:
    """The other pages that a page names, with the page that shows all of them."""
    return (*page.next_urls, *([page.whole_url] if page.whole_url else []))


def _links(named: Iterable[str], address: Address, linked: Iterable[FoundLink]) -> tuple[FoundLink, ...]:
    """Links to the *named* pages of the story that an address belongs to.

    They are requested in the form in which the page linked to them (*linked*).
    """
    forms = {link.url: link.asked_url for link in linked}
    first_url = address.part_of_url or address.url
    return tuple(
        FoundLink(
            url=url,
            kind="article",
            found_on_url=address.url,
            part_of_url=first_url,
            depth=address.depth,
            asked_url=forms.get(url),
        )
        for url in named
    )
