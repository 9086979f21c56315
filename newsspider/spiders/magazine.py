"""The spider of every publication: what differs by site stands in its profile."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals

from newsspider import profiles, urls
from newsspider.bridge import ADDRESS, CAPTURES, Base, header
from newsspider.decisions import revisits, verdicts
from newsspider.discovery import feeds, fronts, pagers, sitemaps, traps
from newsspider.document import Document
from newsspider.errors import ArchiveError, NewsspiderError
from newsspider.extraction import extract, join, page_blocks
from newsspider.items import Article, Capture, Decision, FoundLink, Progress, RunReport, Unit, Verdict
from newsspider.storage.open_run import OpenRun
from newsspider.storage.warc import read_payload

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newsspider.storage.archive import Kept
    from newsspider.storage.frontier import Address

log = logging.getLogger(__name__)
_FAILED = frozenset((Verdict.ERROR, Verdict.BLOCKED, Verdict.UNREADABLE, Verdict.TOO_LARGE))


class MagazineSpider(Spider):
    """Keeps one publication: `scrapy crawl magazine -a site=chinatoday`.

    Arguments are those of `newsspider crawl`: site, archive, base, full, limit, since.
    """

    name = "magazine"
    custom_settings = {  # noqa: RUF012 # Scrapy wants a plain dict here
        "SCHEDULER": "newsspider.scheduler.FrontierScheduler",
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            # The profile's hosts first; robots.txt of a host that is not ours is not even asked.
            "newsspider.middlewares.HostGuard": 50,
            "newsspider.middlewares.Robots": 100,
        },
        "SPIDER_MIDDLEWARES": {"newsspider.middlewares.UnitOfWork": 50},
        "EXTENSIONS": {"newsspider.extensions.WarcCapture": 100},
        "HTTPERROR_ALLOW_ALL": True,  # every answer is kept and judged, a 404 too
        "METAREFRESH_ENABLED": False,
        "REFERER_ENABLED": True,
    }

    run: OpenRun

    def __init__(self, site: str = "", **arguments: Any) -> None:
        if not site:
            raise ValueError("which site? e.g. scrapy crawl magazine -a site=chinatoday")
        super().__init__(self.name)
        self.site = profiles.load(site)
        self.archive = arguments.get("archive")
        self.base = _base(self.site.home_url, arguments.get("base"))
        self.is_full = str(arguments.get("full") or "").lower() in ("1", "true", "yes")
        self.limit = int(arguments["limit"]) if arguments.get("limit") else None
        self.since = date.fromisoformat(str(arguments["since"])) if arguments.get("since") else None
        self.on_progress: Callable[[Progress], None] = lambda _: None
        self.report: RunReport | None = None
        self.error: NewsspiderError | None = None
        self.progress = Progress()
        self._budget = traps.ShapeBudget(self.site.limits.per_shape)
        self._asked_articles = 0
        self._left = 0
        self._has_answer = False
        self._trouble: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider, with the profile's politeness in the crawler's settings."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        for name, value in spider.own_settings().items():
            crawler.settings.set(name, value, priority="spider")
        crawler.signals.connect(spider.finish, signals.spider_closed)
        crawler.signals.connect(spider.stumbled, signals.spider_error)
        spider.open_run(Path(spider.archive or crawler.settings["NEWSSPIDER_ARCHIVE"]))
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Nothing: what is asked comes from the frontier."""
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def wants(self, address: Address) -> bool:
        """Whether an address that is due is asked in this run."""
        if self.base and urls.host_of(address.url) != self.base.host:
            self._left += 1
            return False
        if not address.is_known and not self._budget.allows(address.url):
            self._left += 1
            return False
        if address.kind == "article":
            if self.limit is not None and self._asked_articles >= self.limit:
                return False
            self._asked_articles += 1
        return True

    def parse(self, response: Response, **_: Any) -> Iterator[Article | Unit]:
        """The article of a page, if it holds one, and the unit of all that the answer brought."""
        address: Address = response.meta[ADDRESS]
        url = self.base.here(response.url) if self.base else response.url
        url = urls.canonical(url) or url
        unit, article = self._read(response, address, url)
        if address.part_of_url:
            unit = replace(unit, verdict=Verdict.PAGE) if article else unit
            article = self._assembled(address, article)
        elif article and article.next_urls:
            unit = replace(unit, links=(*self._parts(article, address), *unit.links))
            article = None
        if article:
            yield article
        yield unit

    def failed(self, failure: Failure) -> None:
        """Note an address that gave no answer: refused, broken off, forbidden, outside."""
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy adds it
        address: Address | None = request.meta.get(ADDRESS)
        if address is None:
            return
        self._trouble = f"{address.url}: {failure.getErrorMessage()}"
        log.info("no answer (%s): %s", failure.getErrorMessage(), address.url)
        captures = tuple(request.meta.get(CAPTURES, ()))
        verdict = Verdict.REDIRECT if captures and captures[-1].location_url else Verdict.ERROR
        self.keep(
            Unit(
                site=self.site.name,
                address_url=address.url,
                captures=captures,
                verdict=verdict,
                next_due_at=self._due(verdict, None, address),
            )
        )

    def stumbled(self, failure: Failure, response: Response) -> None:
        """Note a page that our own reading broke on: it costs itself alone, and its capture stays."""
        address: Address | None = response.meta.get(ADDRESS)
        if address:
            self._trouble = f"{address.url}: {failure.getErrorMessage()}"
            captures = tuple(response.meta[CAPTURES])
            verdict = Verdict.UNREADABLE
            self.keep(Unit(site=self.site.name, address_url=address.url, captures=captures, verdict=verdict))

    def keep(self, unit: Unit) -> None:
        """Hand a finished unit to the run."""
        try:
            self.run.collect(unit)
        except ArchiveError as error:
            self.fail(error)

    def heard_of(self, sitemap_urls: tuple[str, ...]) -> None:
        """Take in the site maps that robots.txt names."""
        if "sitemaps" not in self.site.discover:
            return
        here = (self.base.here(url) if self.base else url for url in sitemap_urls)
        known = [url for url in map(urls.canonical, here) if url and self.site.allows(url)]
        self.run.frontier.seed(
            [FoundLink(url=url, kind="sitemap", found_on_url=self.site.home_url) for url in known],
            datetime.now(UTC),
        )

    def names_host(self, url: str) -> bool:
        """Whether a start page or `--base` names this address's host."""
        named = {urls.host_of(start) for start in self.site.start}
        return urls.host_of(url) in (named | ({urls.host_of(self.base.url)} if self.base else set()))

    def fail(self, error: NewsspiderError) -> None:
        """End the run because nothing more can be kept."""
        if self.error is None:
            self.error = error
            import asyncio

            asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="archive"))  # noqa: RUF006

    def open_run(self, archive: Path) -> None:
        """Begin the run: its lock, its files, and the addresses that the profile names."""
        self.run = OpenRun(archive, self.site, base_url=self.base.url if self.base else None)
        self.run.on_kept = self._kept
        now = datetime.now(UTC)
        kinds = (("front", self.site.start), ("feed", self.site.feeds), ("sitemap", self.site.sitemaps))
        self.run.frontier.seed(
            [FoundLink(url=url, kind=kind, found_on_url=url) for kind, known in kinds for url in known],  # type: ignore[arg-type] # kinds are AddressKind
            now,
        )
        if self.is_full:
            self.run.frontier.mark_all_due(now)

    def own_settings(self) -> dict[str, Any]:
        """What the profile asks of Scrapy's settings."""
        own = self.site.politeness
        chosen = {
            # A copy on this machine is nobody else's server: no pause, unless one is set.
            "DOWNLOAD_DELAY": 0 if self.base and self.base.is_here else own.delay_s,
            "DOWNLOAD_TIMEOUT": own.timeout_s,
            "USER_AGENT": own.user_agent,
            "NEWSSPIDER_CONTACT": own.contact,
            "DOWNLOAD_MAXSIZE": self.site.limits.page_bytes,
        }
        return {name: value for name, value in chosen.items() if value is not None}

    def _read(self, response: Response, address: Address, url: str) -> tuple[Unit, Article | None]:
        """What the answer is worth, and all that it brings."""
        now = datetime.now(UTC)
        captures: list[Capture] = response.meta[CAPTURES]
        page: Document | None = None
        article: Article | None = None
        links: tuple[FoundLink, ...] = ()
        payload, content_type = response.body, header(response, "Content-Type")
        if response.status == 200 and address.kind in ("feed", "sitemap"):
            links = self._listed(address, url, payload, content_type)
        elif response.status == 200 and payload:
            page, article = self._page(payload, url, content_type, address, captures[-1].captured_at)
        verdict = verdicts.judge(
            response.status,
            content_type,
            payload,
            article,
            page,
            profile=self.site,
            url=url,
            kind=address.kind,
        )
        if page and verdict in (Verdict.ARTICLE, Verdict.FRONT):
            links = self._links(page, address, now)
        is_page = address.part_of_url is not None and verdict is Verdict.FRONT  # its first page knows better
        article = article if verdict is Verdict.ARTICLE or is_page else None
        last = replace(
            captures[-1],
            verdict=verdict,
            charset=page.charset if page else None,
            charset_source=page.charset_source if page else None,
        )
        unit = Unit(
            site=self.site.name,
            address_url=address.url,
            captures=(*captures[:-1], last),
            verdict=verdict,
            other_urls=self._other_urls(address, url, captures),
            page_blocks=page_blocks(page, self.site) if page and verdict is Verdict.FRONT else (),
            links=tuple(link for link in links if self._follows(link)),
            next_due_at=self._due(verdict, article, address),
        )
        return unit, article

    def _page(
        self, payload: bytes, url: str, content_type: str | None, address: Address, at: datetime
    ) -> tuple[Document | None, Article | None]:
        """The page and its article; a page that cannot be read costs itself alone."""
        try:
            page = Document(payload, url, content_type=content_type)
            article = extract(
                payload, url, content_type=content_type, at=at, hint=address.hint, profile=self.site
            )
        except NewsspiderError as error:
            log.info("%s", error)
            return None, None
        except Exception:
            log.warning("cannot read %s", url, exc_info=True)
            return None, None
        return page, article

    def _listed(
        self, address: Address, url: str, payload: bytes, content_type: str | None
    ) -> tuple[FoundLink, ...]:
        if address.kind == "feed":
            return feeds.read(payload, url, content_type=content_type, profile=self.site)
        return sitemaps.read(payload, url, self.site)

    def _links(self, page: Document, address: Address, now: datetime) -> tuple[FoundLink, ...]:
        found = fronts.found(page, self.site, depth=address.depth + 1, at=now)
        return (*found, *pagers.further_pages(page, self.site))

    def _parts(self, article: Article, address: Address) -> tuple[FoundLink, ...]:
        """The further pages of an article, to be joined with it when all are there."""
        return tuple(
            FoundLink(
                url=url,
                kind="article",
                found_on_url=address.url,
                part_of_url=address.url,
                depth=address.depth,
            )
            for url in article.next_urls
        )

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
        """Whether a link leads somewhere this crawl goes."""
        if not self.site.allows(link.url):
            return False
        if traps.is_trap(link.url, depth=link.depth, limits=self.site.limits):
            return False
        return not (self.since and _is_earlier(link, self.since))

    def _other_urls(self, address: Address, url: str, captures: list[Capture]) -> dict[str, str]:
        others = {capture.address_url: "redirect" for capture in captures[:-1] if capture.location_url}
        if address.url != url:
            others[address.url] = "redirect"
        return others

    def _due(self, verdict: Verdict, article: Article | None, address: Address) -> datetime:
        told = {"front": Verdict.FRONT, "feed": Verdict.FEED, "sitemap": Verdict.SITEMAP}
        if verdict is Verdict.NOT_MODIFIED:
            verdict = told.get(address.kind, verdict)
        return revisits.next_due(
            verdict=verdict,
            published_on=article.published_on if article else None,
            changed_at=None,
            now=datetime.now(UTC),
            failures=address.tries + 1 if verdict in _FAILED or verdict is Verdict.GONE else 0,
        )

    def _kept(self, kept: Kept) -> None:
        """Count what a committed unit was to the archive, and tell who watches."""
        unit = kept.unit
        if unit.address_url is None:
            return
        self._has_answer |= any(capture.status < 500 for capture in unit.captures)
        if kept.decision is Decision.FIRST and not kept.is_duplicate:
            self._budget.earned(unit.address_url)
        elif unit.verdict not in (Verdict.GONE, Verdict.ERROR, Verdict.NOT_MODIFIED):
            self._budget.spent(unit.address_url)
        seen = self.progress
        self.progress = replace(
            seen,
            pages=seen.pages + 1,
            articles=seen.articles + (kept.article_id is not None),
            new=seen.new + (kept.decision is Decision.FIRST),
            changed=seen.changed + (kept.decision is Decision.CHANGED),
            failed=seen.failed + (unit.verdict in _FAILED),
            url=unit.address_url,
        )
        self.on_progress(self.progress)

    def finish(self, reason: str) -> None:
        """End the run, and keep its report."""
        if self.error:
            self.run.abandon()
            return
        why = {"finished": "finished", "shutdown": "interrupted"}.get(reason, reason)
        if self.limit is not None and self._asked_articles >= self.limit and why == "finished":
            why = "limit"
        try:
            self.run.flush()
            self.report = self.run.end(
                reason=why, exit_status=0 if self._has_answer else 3, notes=self._notes()
            )
        except ArchiveError as error:
            self.error = error

    def _notes(self) -> tuple[str, ...]:
        notes = []
        if self._left:
            notes.append(f"{self._left} addresses were left: other hosts than the copy's, or an endless row")
        if not self._has_answer:
            notes.append(f"nothing could be fetched: {self._trouble or 'no server answered'}")
        return tuple(notes)


def _base(home_url: str, base: object) -> Base | None:
    if not base:
        return None
    return Base(host=urls.host_of(home_url), url=str(base), scheme=home_url.partition(":")[0])


def _is_earlier(link: FoundLink, since: date) -> bool:
    """Whether all days that the link's date may mean are before *since*."""
    told = link.hint.date or urls.date_in(link.url)
    if told is None or link.kind != "article":
        return False
    match told.precision:
        case "year":
            return told.on.year < since.year
        case "month":
            return (told.on.year, told.on.month) < (since.year, since.month)
        case "season":
            return (told.on.year, told.on.month + 2) < (since.year, since.month)
    return told.on < since
