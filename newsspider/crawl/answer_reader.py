"""Reads an answer: its verdict, its article, the links to follow, and the assets to fetch."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newsspider.classify import alternate_addresses
from newsspider.crawl import kept_assets
from newsspider.crawl.answer_judge import AnswerJudge
from newsspider.crawl.stored_pages import StoredPages
from newsspider.crawl.story_pages import StoryPages
from newsspider.discovery import story_ids
from newsspider.discovery.feeds import feed_entries, sitemaps
from newsspider.discovery.links import followed_links, forwarding_pages, link_elements
from newsspider.errors import NewsspiderError
from newsspider.extraction import open_page, page_blocks, read, read_without_selectors
from newsspider.items import (
    NAMES_NO_ADDRESS,
    STATUSES_WITH_BODY,
    Article,
    Capture,
    FoundLink,
    Hint,
    Unit,
    Verdict,
)
from newsspider.monitoring.selector_drift import SelectorDrift
from newsspider.web import urls
from newsspider.web.document import Document, too_much

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsspider.classify.verdicts import Judgement
    from newsspider.crawl.answer import Answer
    from newsspider.crawl.session import RunSession
    from newsspider.extraction.context import Page
    from newsspider.profiles import SiteProfile
    from newsspider.storage.crawl_frontier import Address

    Clock = Callable[[], datetime]

log = logging.getLogger(__name__)
# Pages whose links are followed; a page that seems empty may have some, as a menu in a frame has.
_LEADING_ON = frozenset((Verdict.ARTICLE, Verdict.STUB, Verdict.FRONT, Verdict.SERVICE, Verdict.EMPTY))
MISSING_HOLDS = timedelta(days=7)  # how long a host's answer for an address that cannot exist is believed


def _now() -> datetime:
    return datetime.now(UTC)


class AnswerReader:
    """Reads the answers of one run; *clock* gives the time, a past one when old answers are read again."""

    def __init__(self, site: SiteProfile, run: RunSession, *, clock: Clock = _now) -> None:
        self._clock = clock
        self.site = site
        self.run = run
        self.stored_pages = StoredPages(site, run)
        self.stories = StoryPages(site, run, self.stored_pages)
        self.drift = SelectorDrift()
        self.judge = AnswerJudge(site, run.frontier.missing_pages(since=clock() - MISSING_HOLDS))

    def read(self, answer: Answer) -> tuple[Unit, Article | None]:
        """The unit of what the answer brings, and its article with the further pages that are there."""
        address = answer.address
        if address.asset:
            return kept_assets.read_asset(answer, self.site), None
        unit, article = self._unchanged(answer) or self._read(answer)
        if unit.verdict is Verdict.NOT_MODIFIED and self.site.keep:
            unit = replace(unit, assets=self.stored_pages.assets(answer))
        return self.stories.joined(unit, article, address)

    def too_large(self, answer: Answer) -> Unit | None:
        """The unit of an answer that is too large to be read; None for any other.

        The beginning of a feed or site map is worth reading.
        """
        if not answer.is_list and not answer.address.asset and (why := too_much(answer.payload)):
            answer = answer.with_verdict(Verdict.TOO_LARGE, note=why)
        if answer.last.verdict is not Verdict.TOO_LARGE or (answer.is_list and answer.payload):
            return None
        return self.without_answer(answer.address, answer.captures, Verdict.TOO_LARGE)

    def try_reading(self, answer: Answer) -> None:
        """Read an answer like read(), without the archive, and drop the outcome."""
        address, last = answer.address, answer.last
        if address.asset:
            kept_assets.read_asset(answer, self.site)
        elif answer.is_list:
            self._list_entries(answer)
        else:
            page = open_page(
                answer.payload,
                answer.url,
                content_type=last.content_type,
                at=last.captured_at,
                hint=address.hint,
                profile=self.site,
            )
            self.judge.judge(answer, page.document, read(page))
            page_blocks(page.document, self.site)
            self._links(page.document, answer, Verdict.FRONT)

    def without_answer(self, address: Address, captures: tuple[Capture, ...], verdict: Verdict) -> Unit:
        """The unit of an address whose answer is not read, or that has none.

        An address that robots.txt forbids is due again in the next run: checking it costs no request.
        """
        is_forbidden = verdict is Verdict.FORBIDDEN
        return Unit(
            site=self.site.name,
            address_url=address.url,
            captures=captures,
            verdict=verdict,
            next_due_at=self._clock() if is_forbidden and not address.asset else None,
            asset=address.asset,
        )

    def _unchanged(self, answer: Answer) -> tuple[Unit, None] | None:
        """The unit of a body that is the same as at the last visit: it counts as a 304."""
        known_hash = answer.address.payload_hash
        if answer.last.status not in STATUSES_WITH_BODY or known_hash != answer.last.payload_hash:
            return None
        judged = replace(answer.last, verdict=Verdict.NOT_MODIFIED, payload_hash=known_hash)
        unit = Unit(
            site=self.site.name,
            address_url=answer.address.url,
            captures=(*answer.captures[:-1], judged),
            verdict=Verdict.NOT_MODIFIED,
        )
        return unit, None

    def _read(self, answer: Answer) -> tuple[Unit, Article | None]:
        address, last = answer.address, answer.last
        page: Document | None = None
        article: Article | None = None
        links: tuple[FoundLink, ...] = ()
        if last.status in STATUSES_WITH_BODY and answer.is_list:
            links = self._list_entries(answer)
        elif last.status in STATUSES_WITH_BODY and answer.payload:
            page, article = self._page(answer)
        judgement = self.judge.judge(answer, page, article)
        verdict = self._verdict(judgement, answer, page)
        if moved := _moved_urls(page, answer) or self._own_urls(article, answer, verdict):
            verdict, last = Verdict.REDIRECT, replace(last, location_url=moved[0])
            links = tuple(self._moved_link(url, address, page) for url in moved)
        elif page and verdict in _LEADING_ON:
            links = self._links(page, answer, verdict)
        # A further page may look like a list or lack a headline; its first page shows what it is.
        is_further_page = address.part_of_url is not None and verdict in _LEADING_ON
        if verdict not in (Verdict.ARTICLE, Verdict.STUB) and not is_further_page:
            article = None
        is_empty_list = verdict in (Verdict.FEED, Verdict.SITEMAP) and not links
        judged = replace(
            last,
            verdict=verdict,
            charset=page.charset if page else None,
            charset_source=page.charset_source if page else None,
            note=NAMES_NO_ADDRESS if is_empty_list else last.note or _note(page, judgement),
        )
        unit = Unit(
            site=self.site.name,
            address_url=address.url,
            captures=(*answer.captures[:-1], judged),
            verdict=verdict,
            other_urls=_other_urls(answer),
            links=tuple(link for link in links if followed_links.is_followed(link, self.site)),
            declares_article=judgement.declares_article,
        )
        return self._with_page(unit, page, article, answer) if page else unit, article

    def _with_page(self, unit: Unit, page: Document, article: Article | None, answer: Answer) -> Unit:
        """The unit with what is read from a page besides its article: blocks, editions, assets."""
        is_front = unit.verdict is Verdict.FRONT
        if is_front:
            unit = replace(unit, page_blocks=page_blocks(page, self.site))
        if article:
            story_id = story_ids.story_id(page, self.site)
            unit = replace(unit, editions=page.editions, story_id=story_id)
        if article or is_front:
            depth = answer.address.depth + 1
            unit = replace(unit, assets=kept_assets.on_page(page, article, self.site, depth=depth))
        return unit

    def _verdict(self, judgement: Judgement, answer: Answer, page: Document | None) -> Verdict:
        verdict = judgement.verdict
        if answer.last.verdict is Verdict.TOO_LARGE and verdict not in (Verdict.FEED, Verdict.SITEMAP):
            return Verdict.TOO_LARGE  # not even the beginning is a list
        if page and verdict is Verdict.EMPTY:
            # A page without text whose frames show pages of the site is a list of them.
            framed = (urls.canonical(url) for url in link_elements.framed_urls(page))
            if any(url and self.site.allows(url) for url in framed):
                return Verdict.FRONT
        return verdict

    def _own_urls(self, article: Article | None, answer: Answer, verdict: Verdict) -> tuple[str, ...]:
        """The story's own address, if the page is an alternate of it and it was never requested.

        The story is read there; the alternate is stored only if that address turns out to be dead.
        """
        if article is None or verdict is not Verdict.ARTICLE:
            return ()
        url, own_url = article.canonical_url, answer.address.url
        is_plain = answer.url == own_url and url in alternate_addresses.plain_urls(own_url)
        return (url,) if is_plain and self.site.allows(url) and not self.run.frontier.was_asked(url) else ()

    def _moved_link(self, url: str, address: Address, page: Document | None) -> FoundLink:
        """The link to follow for a page that only says where its story is now."""
        link = FoundLink(
            url=self.site.rewrite(url),
            kind=self.site.kind_of(url) or address.kind,
            found_on_url=address.url,
            hint=address.hint,
            depth=address.depth,
        )
        return followed_links.as_linked(link, page, self.site) if page else link

    def _page(self, answer: Answer) -> tuple[Document | None, Article | None]:
        """The page and its article; (None, None) for a page that cannot be read."""
        last = answer.last
        try:
            page = open_page(
                answer.payload,
                answer.url,
                content_type=last.content_type,
                at=last.captured_at,
                hint=self._hint(answer.address),
                profile=self.site,
            )
            article = read(page)
            if answer.address.kind == "article":
                self._compare(page, article)
        except NewsspiderError as error:
            log.info("%s", error)
            return None, None
        except Exception:
            log.warning("cannot read %s", answer.url, exc_info=True)
            return None, None
        return page.document, article

    def _hint(self, address: Address) -> Hint:
        """What lists and feeds say about an address now, which may be more than when it was handed out."""
        newest = self.run.frontier.hint_of(address.url)
        return address.hint if newest == Hint() else newest

    def _compare(self, page: Page, article: Article) -> None:
        """Compare now and then what the profile's selectors find with what is read without them."""
        layout = page.layout
        if layout and layout.select and article.body and self.drift.is_due(layout.name):
            self.drift.compare(layout.name, article, read_without_selectors(page))

    def _list_entries(self, answer: Answer) -> tuple[FoundLink, ...]:
        """The addresses in a feed or site map; depth 0 is only for what a profile or robots.txt names."""
        content_type, depth = answer.last.content_type, answer.address.depth
        if answer.address.kind == "feed":
            links = feed_entries.read(
                answer.payload, answer.url, content_type=content_type, profile=self.site
            )
        else:
            links = sitemaps.read(answer.payload, answer.url, self.site, content_type=content_type)
        own_kind = answer.address.kind
        return tuple(
            replace(link, depth=max(1, depth) if link.kind == own_kind else depth + 1) for link in links
        )

    def _links(self, page: Document, answer: Answer, verdict: Verdict) -> tuple[FoundLink, ...]:
        return followed_links.followed(
            page,
            self.site,
            depth=answer.address.depth,
            is_article=verdict is Verdict.ARTICLE,
            at=self._clock(),
            next_urls=forwarding_pages.next_in_header(answer.link, answer.url),
        )


def _note(page: Document | None, judgement: Judgement) -> str | None:
    """The note of a page's capture: which part was not read, and the reason of the verdict."""
    return "; ".join(filter(None, (page.note if page else None, judgement.note))) or None


def _moved_urls(page: Document | None, answer: Answer) -> tuple[str, ...]:
    """Where a page with next to no text of its own sends its readers."""
    if answer.last.status not in STATUSES_WITH_BODY:
        return ()
    moved = forwarding_pages.moved_urls(page, answer.url, refresh=answer.refresh)
    return () if answer.address.url in moved else moved


def _other_urls(answer: Answer) -> dict[str, str]:
    others = {capture.address_url: "redirect" for capture in answer.captures[:-1] if capture.location_url}
    if answer.address.url != answer.url:
        others[answer.address.url] = "redirect"
    return others
