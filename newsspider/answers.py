"""What one answer is worth, and all that it brings: read, judged, and with what is to be asked next."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from newsspider import urls
from newsspider.decisions import revisits, verdicts
from newsspider.discovery import feeds, fronts, pagers, sitemaps, traps
from newsspider.document import Document
from newsspider.errors import NewsspiderError
from newsspider.extraction import extract, join, page_blocks
from newsspider.items import Article, Capture, FoundLink, Unit, Verdict
from newsspider.storage.waiting import FAILURES
from newsspider.storage.warc import read_payload

if TYPE_CHECKING:
    from newsspider.profiles import SiteProfile
    from newsspider.storage.frontier import Address
    from newsspider.storage.open_run import OpenRun

log = logging.getLogger(__name__)
MOST_WORDS_OF_A_SIGNPOST = 60  # "This page has moved, please change your bookmarks" in several languages
_KIND_OF_LIST = {"front": Verdict.FRONT, "feed": Verdict.FEED, "sitemap": Verdict.SITEMAP}


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came of asking for an address.

    `captures` holds redirects first; `url` is the publication's own address that answered in the
    end, and `payload` its decoded body.
    """

    address: Address
    url: str
    captures: tuple[Capture, ...]
    payload: bytes

    @property
    def last(self) -> Capture:
        """The answer itself."""
        return self.captures[-1]


class _Home(NamedTuple):
    """The home page, to be known again under another address."""

    size_bytes: int
    fingerprint: str


class AnswerReader:
    """Reads the answers of one run."""

    def __init__(self, site: SiteProfile, run: OpenRun) -> None:
        self.site = site
        self.run = run
        self._home: _Home | None = None

    def read(self, answer: Answer) -> tuple[Unit, Article | None]:
        """The unit of all that the answer brought, and the article that is now whole, if one is."""
        address = answer.address
        unit, article = self._read(answer)
        if address.part_of_url:
            unit = replace(unit, verdict=Verdict.PAGE) if article else unit
            return unit, self._assembled(address, article)
        if article and article.next_urls:
            return replace(unit, links=(*_parts(article, address), *unit.links)), None
        return unit, article

    def without_answer(self, address: Address, captures: tuple[Capture, ...], verdict: Verdict) -> Unit:
        """The unit of an address that gave nothing to read.

        What robots.txt forbids is looked at again in the next run: that costs no request.
        """
        is_forbidden = verdict is Verdict.FORBIDDEN
        return Unit(
            site=self.site.name,
            address_url=address.url,
            captures=captures,
            verdict=verdict,
            next_due_at=datetime.now(UTC) if is_forbidden else _due(verdict, None, address),
        )

    def _read(self, answer: Answer) -> tuple[Unit, Article | None]:
        address, last = answer.address, answer.last
        page: Document | None = None
        article: Article | None = None
        links: tuple[FoundLink, ...] = ()
        if last.status == 200 and address.kind in ("feed", "sitemap"):
            links = self._listed(answer)
        elif last.status == 200 and answer.payload:
            page, article = self._page(answer)
        verdict = self._verdict(answer, page, article)
        if page and (moved_url := _moved_url(page, answer)):
            verdict, last = Verdict.REDIRECT, replace(last, location_url=moved_url)
            links = (self._moved(moved_url, address),)
        if page and verdict in (Verdict.ARTICLE, Verdict.FRONT):
            links = self._links(page, address)
        is_page = address.part_of_url is not None and verdict is Verdict.FRONT  # its first page knows better
        article = article if verdict is Verdict.ARTICLE or is_page else None
        judged = replace(
            last,
            verdict=verdict,
            charset=page.charset if page else None,
            charset_source=page.charset_source if page else None,
        )
        unit = Unit(
            site=self.site.name,
            address_url=address.url,
            captures=(*answer.captures[:-1], judged),
            verdict=verdict,
            other_urls=_other_urls(answer),
            page_blocks=page_blocks(page, self.site) if page and verdict is Verdict.FRONT else (),
            links=tuple(link for link in links if self._follows(link)),
            next_due_at=_due(verdict, article, address),
        )
        return unit, article

    def _verdict(self, answer: Answer, page: Document | None, article: Article | None) -> Verdict:
        if answer.url in self.site.start:
            if answer.address.kind == "article" and answer.address.url not in self.site.start:
                return Verdict.SOFT_404  # the site's way to say that a story is gone
            if page and answer.url == self.site.home_url:
                self._home = _Home(len(answer.payload), verdicts.fingerprint(page))
        return verdicts.judge(
            answer.last.status,
            answer.last.content_type,
            answer.payload,
            article,
            page,
            profile=self.site,
            url=answer.url,
            kind=answer.address.kind,
            home_fingerprint=self._fingerprint_of_home(len(answer.payload)),
        )

    def _fingerprint_of_home(self, size_bytes: int) -> str | None:
        """The home page's fingerprint, for a page of about its size; others cannot be it."""
        home = self._home
        if home is None or abs(size_bytes - home.size_bytes) > home.size_bytes / 10:
            return None
        return home.fingerprint

    def _moved(self, url: str, address: Address) -> FoundLink:
        """The link that a page is which only says where its story is now."""
        return FoundLink(
            url=self.site.rewrite(url),
            kind=self.site.kind_of(url) or address.kind,
            found_on_url=address.url,
            hint=address.hint,
            depth=address.depth,
        )

    def _page(self, answer: Answer) -> tuple[Document | None, Article | None]:
        """The page and its article; a page that cannot be read costs itself alone."""
        last = answer.last
        try:
            page = Document(answer.payload, answer.url, content_type=last.content_type)
            article = extract(
                answer.payload,
                answer.url,
                content_type=last.content_type,
                at=last.captured_at,
                hint=answer.address.hint,
                profile=self.site,
            )
        except NewsspiderError as error:
            log.info("%s", error)
            return None, None
        except Exception:
            log.warning("cannot read %s", answer.url, exc_info=True)
            return None, None
        return page, article

    def _listed(self, answer: Answer) -> tuple[FoundLink, ...]:
        if answer.address.kind == "feed":
            content_type = answer.last.content_type
            return feeds.read(answer.payload, answer.url, content_type=content_type, profile=self.site)
        return sitemaps.read(answer.payload, answer.url, self.site)

    def _links(self, page: Document, address: Address) -> tuple[FoundLink, ...]:
        found = fronts.found(page, self.site, depth=address.depth + 1, at=datetime.now(UTC))
        return (*found, *pagers.further_pages(page, self.site))

    def _assembled(self, address: Address, last: Article | None) -> Article | None:
        """The whole article when the last of its pages has arrived (or is known to be gone), else None."""
        first_url = address.part_of_url or ""
        self.run.flush()
        parts = self.run.frontier.parts_of(first_url)
        if any(not is_done for url, is_done in parts if url != address.url):
            return None
        pages = [
            self._stored(first_url),
            *(last if url == address.url else self._stored(url) for url, _ in parts),
        ]
        there = [page for page in pages if page]
        return join(there) if pages[0] else None

    def _stored(self, url: str) -> Article | None:
        """What the latest good capture of an address says."""
        capture = self.run.archive.latest_capture(self.site.name, url)
        if capture is None or capture.warc_file is None or capture.warc_offset is None:
            return None
        answer = read_payload(self.run.folder, capture.warc_file, capture.warc_offset)
        return extract(
            answer.body,
            url,
            content_type=capture.content_type,
            at=capture.captured_at,
            hint=self.run.frontier.hint_of(url),
            profile=self.site,
        )

    def _follows(self, link: FoundLink) -> bool:
        """Whether a link leads somewhere this crawl ever goes."""
        is_ours = self.site.allows(link.url)
        return is_ours and not traps.is_trap(link.url, depth=link.depth, limits=self.site.limits)


def _moved_url(page: Document, answer: Answer) -> str | None:
    """Where a page sends its readers (meta refresh) that holds next to nothing itself."""
    url = urls.canonical(page.refresh_url) if page.refresh_url else None
    if url is None or url in (answer.url, answer.address.url):
        return None
    return url if len(page.root.text_content().split()) <= MOST_WORDS_OF_A_SIGNPOST else None


def is_earlier(address: Address, since: date) -> bool:
    """Whether all days that the date of an article's address may mean are before *since*."""
    told = address.hint.date or urls.date_in(address.url)
    if told is None or address.kind != "article" or address.part_of_url:
        return False
    match told.precision:
        case "year":
            return told.on.year < since.year
        case "month":
            return (told.on.year, told.on.month) < (since.year, since.month)
        case "season":
            return (told.on.year, told.on.month + 2) < (since.year, since.month)
    return told.on < since


def _parts(article: Article, address: Address) -> tuple[FoundLink, ...]:
    """The further pages of an article, to be joined with it when all are there."""
    return tuple(
        FoundLink(
            url=url, kind="article", found_on_url=address.url, part_of_url=address.url, depth=address.depth
        )
        for url in article.next_urls
    )


def _other_urls(answer: Answer) -> dict[str, str]:
    others = {capture.address_url: "redirect" for capture in answer.captures[:-1] if capture.location_url}
    if answer.address.url != answer.url:
        others[answer.address.url] = "redirect"
    return others


def _due(verdict: Verdict, article: Article | None, address: Address) -> datetime:
    if verdict is Verdict.NOT_MODIFIED:
        verdict = _KIND_OF_LIST.get(address.kind, verdict)
    has_failed = verdict in FAILURES or verdict is Verdict.GONE
    return revisits.next_due(
        verdict=verdict,
        published_on=article.published_on if article else None,
        changed_at=None,
        now=datetime.now(UTC),
        failures=address.tries + 1 if has_failed else 0,
    )
