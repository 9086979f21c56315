"""The spider for every publication; the profile holds what differs between sites."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider, signals

from newsspider import signals as article_signals
from newsspider.collection import settings as collection_settings
from newsspider.collection import site_files
from newsspider.crawl import scrapy_adapter
from newsspider.crawl.answer_reader import AnswerReader
from newsspider.crawl.due_selection import DueSelection, RunBudget, start_links
from newsspider.crawl.received_body import BROKEN
from newsspider.crawl.remaining_work import Estimate
from newsspider.crawl.run_end import UNEXPECTED, EndingRun, end_reason
from newsspider.crawl.scrapy_adapter import ADDRESS, CAPTURES, Base
from newsspider.crawl.session import RunSession
from newsspider.crawl.stats import RunCounts
from newsspider.errors import NewsspiderError, UsageError
from newsspider.items import STATUSES_WITH_BODY, Article, Decision, FoundLink, Unit, Verdict
from newsspider.language import typed_periods
from newsspider.monitoring import next_steps
from newsspider.web import urls

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from newsspider.run_reports import Progress, RunReport
    from newsspider.storage.archive import StoredUnit
    from newsspider.storage.crawl_frontier import Address

log = logging.getLogger(__name__)
_SIGNALS = {
    Decision.FIRST: article_signals.article_new,
    Decision.CHANGED: article_signals.article_changed,
}
_OF_COLLECTION = 25  # between Scrapy's priorities `project` (20) and `spider` (30)
REMEMBERED_VISITS = 10_000  # of lists; reading them takes a tenth of a second


class MagazineSpider(Spider):
    """Crawls one publication: `scrapy crawl magazine -a site=chinatoday`.

    The arguments are those of `newsspider crawl`: site, archive, base, full, limit, since.
    """

    name = "magazine"
    custom_settings = {  # noqa: RUF012 # Scrapy wants a plain dict here
        "SCHEDULER": "newsspider.scheduler.FrontierScheduler",
        "DOWNLOADER_MIDDLEWARES": {
            "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
            # The host check comes first: not even robots.txt of another host is requested.
            "newsspider.middlewares.HostGuard": 50,
            "newsspider.middlewares.Robots": 100,
            "newsspider.middlewares.RecoveredAnswers": 150,
            "newsspider.middlewares.ContentCodings": 590,
            "newsspider.middlewares.Redirects": 600,
        },
        "SPIDER_MIDDLEWARES": {"newsspider.spider_middlewares.UnitOfWork": 50},
        "EXTENSIONS": {"newsspider.extensions.WarcCapture": 100, "newsspider.extensions.Pauses": 200},
        "DOWNLOAD_HANDLERS": {
            "http": "newsspider.download_handler.DownloadHandler",
            "https": "newsspider.tls_context.VerifiedHttps",
        },
        "DOWNLOAD_FAIL_ON_DATALOSS": False,  # ContentCodings stores what arrived and retries
        "HTTPERROR_ALLOW_ALL": True,  # every answer is stored and judged, a 404 too
        "METAREFRESH_ENABLED": False,
        "REFERER_ENABLED": True,
    }

    run: RunSession
    reader: AnswerReader

    def __init__(self, site: str = "", **arguments: Any) -> None:
        if not site:
            raise UsageError("which site? e.g. scrapy crawl magazine -a site=chinatoday")
        super().__init__(self.name)
        self.archive = Path(arguments.get("archive") or "archive")
        self.site = site_files.load(site, self.archive)
        self.base = Base.parse(arguments.get("base"), home_url=self.site.home_url)
        self.is_full = str(arguments.get("full") or "").lower() in ("1", "true", "yes")
        self.on_progress: Callable[[Progress], None] = lambda _: None
        self.count_handed_out: Callable[[], int] = lambda: 0
        self._remaining = Estimate(self._count_waiting, clock=time.monotonic)
        self._finished = 0
        self.report: RunReport | None = None
        self.error: Exception | None = None
        self.run_counts = RunCounts(self.site)
        self.due_selection = DueSelection(
            self.site,
            self.run_counts,
            only_host=self.base.host if self.base else None,
            limit=_limit(arguments.get("limit")),
            since=_since(arguments.get("since")),
        )
        self.budget = RunBudget(self.site.limits, clock=time.monotonic)
        self._is_stopping = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider, with its run opened and its politeness in the crawler's settings.

        The profile's politeness outranks that of the collection, and `-s` and `--set` outrank both.
        """
        kwargs.setdefault("archive", crawler.settings["NEWSSPIDER_ARCHIVE"])
        spider = super().from_crawler(crawler, *args, **kwargs)
        for name, value in collection_settings.load(spider.archive).for_scrapy().items():
            crawler.settings.set(name, value, priority=_OF_COLLECTION)
        for name, value in spider.own_settings().items():
            crawler.settings.set(name, value, priority="spider")
        scrapy_adapter.set_user_agent(crawler.settings)
        scrapy_adapter.silence_cookies(crawler.settings)
        crawler.signals.connect(spider.finish, signals.spider_closed)
        crawler.signals.connect(spider.page_failed, signals.spider_error)
        settings = crawler.settings
        spider.open_run(
            spider.archive,
            warc_bytes=settings.getint("NEWSSPIDER_WARC_BYTES"),
            settings={
                "http-header-user-agent": settings["USER_AGENT"],
                "operator": settings["NEWSSPIDER_CONTACT"] or "",
                "robots": "obey" if settings.getbool("ROBOTSTXT_OBEY") else "ignore",
            },
        )
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Probe each host with an address that cannot exist; all other requests come from the frontier."""
        for url in self.reader.judge.probe_urls():
            host = urls.host_of(url)
            if host in self.allowed_hosts or (self.base and host == self.base.host):
                yield scrapy_adapter.probe_request(
                    url, self.fetch_url(url), callback=self.probe_answered, errback=self.probe_failed
                )

    def probe_answered(self, response: Response) -> None:
        """Store what a host answers for an address that cannot exist."""
        url = self.base.to_publication(response.url) if self.base else response.url
        captures, probe_url = tuple(response.meta[CAPTURES]), response.meta[scrapy_adapter.PROBE_URL]
        if self.run.page_in_progress.ends_runs(probe_url):
            return
        with self.run.reading(probe_url):
            unit = self.reader.judge.probe_unit(probe_url, url, captures, response.body)
        self.keep(unit)

    def probe_failed(self, failure: Failure) -> None:
        """Do nothing when a probe has no answer: the next run probes again."""

    def is_withdrawn(self, fetch_url: str) -> bool:
        """Whether a requested address belongs to an article that was withdrawn from the archive."""
        url = self.base.to_publication(fetch_url) if self.base else fetch_url
        return not self.run.withdrawn.isdisjoint((url, urls.canonical(url)))

    def fetch_url(self, url: str) -> str:
        """The address to request for one of the publication's: in its copy, under `--base`."""
        return self.base.to_copy(url) if self.base else url

    def parse(self, response: Response, **_: Any) -> Iterator[Article | Unit]:
        """The article of a page, if there is one, then the unit of everything that the answer brings."""
        answer = scrapy_adapter.answer_of(response, self.base)
        address = answer.address
        if BROKEN in response.flags:
            self.run_counts.note_unanswered(address, answer.last.note or BROKEN)
            yield self.reader.without_answer(address, answer.captures, Verdict.ERROR)
            return
        if unit := self.reader.too_large(answer):
            self.run_counts.note_answer(address, unit)
            yield unit
            return
        is_page = answer.last.status in STATUSES_WITH_BODY
        read = partial(self.reader.try_reading, answer)
        if is_page and (why := self.run.why_unread(address.url, read)):
            self.run_counts.note_not_read(address, why)
            unread = answer.with_verdict(Verdict.UNREADABLE, note=why)
            yield self.reader.without_answer(address, unread.captures, Verdict.UNREADABLE)
            return
        with self.run.reading(address.url):
            unit, article = self.reader.read(answer)
            is_drawn = address.url in self.site.start and next_steps.is_drawn_by_script(response.body)
        self.run_counts.note_answer(address, unit)
        if is_drawn:
            self.run_counts.note_drawn_by_script(address)
        if article:
            self.run_counts.count_selected(article)
            yield article
        yield unit

    def request_failed(self, failure: Failure) -> None:
        """Store that an address has no answer: refused, broken off, forbidden or on another host."""
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy adds it
        address: Address | None = request.meta.get(ADDRESS)
        if address is None or self._is_stopping:
            return
        verdict, why = scrapy_adapter.failure_verdict(failure.value or failure, request)
        log.info("no answer (%s): %s", why, address.url)
        if verdict is Verdict.FORBIDDEN:
            self.run_counts.note_forbidden(address, why)
        elif verdict is Verdict.ERROR:
            self.run_counts.note_lost(address, why)
        else:
            self.run_counts.note_unreadable(address, why)
        captures = [*request.meta.get(CAPTURES, ())]
        captures[-1:] = [replace(last, verdict=verdict, note=why) for last in captures[-1:]]
        self.keep(self.reader.without_answer(address, tuple(captures), verdict))

    def page_failed(self, failure: Failure, response: Response | None) -> None:
        """Store that a callback raised: the page is unreadable, its capture stays, and the run goes on."""
        address: Address | None = response.meta.get(ADDRESS) if response else None
        if response is None or address is None:
            return
        why = f"{address.url}: {failure.getErrorMessage()}"
        self.run_counts.note_unreadable(address, failure.getErrorMessage())
        captures = [*response.meta[CAPTURES]]
        captures[-1:] = [replace(last, verdict=Verdict.UNREADABLE, note=why) for last in captures[-1:]]
        self.keep(self.reader.without_answer(address, tuple(captures), Verdict.UNREADABLE))

    def keep(self, unit: Unit) -> None:
        """Pass a finished unit to the run."""
        self.run_counts.add_asset_bytes(unit)
        try:
            self.run.collect(unit)
        except Exception as error:  # noqa: BLE001 # Scrapy would count one page and lose the other units
            self.fail(error)

    def add_sitemaps(self, sitemap_urls: tuple[str, ...]) -> None:
        """Add the site maps that robots.txt names to the frontier."""
        if "sitemaps" not in self.site.discover:
            return
        own_urls = (self.base.to_publication(url) if self.base else url for url in sitemap_urls if url)
        allowed = [url for url in map(urls.canonical, own_urls) if url and self.site.allows(url)]
        self.run.frontier.seed(
            [FoundLink(url=url, kind="sitemap", found_on_url=self.site.home_url) for url in allowed],
            datetime.now(UTC),
        )

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """The exact hosts, with ports, that may be requested."""
        return frozenset((urls.host_of(self.base.url),)) if self.base else self.site.hosts

    @property
    def named_urls(self) -> tuple[str, ...]:
        """The addresses that a person gave: `--base`, or the start pages."""
        return (self.base.url,) if self.base else self.site.start

    def names_host(self, url: str) -> bool:
        """Whether a person named this address's host."""
        return urls.host_of(url) in {urls.host_of(named) for named in self.named_urls}

    def fail(self, error: Exception) -> None:
        """End the run, because the archive cannot store more or because of an unexpected error."""
        if self.error is None:
            self.error = error
            if not isinstance(error, NewsspiderError):
                log.error("unexpected error, the run ends", exc_info=error)
            self.drop_queued()
            asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="archive"))  # noqa: RUF006

    def drop_queued(self) -> None:
        """Drop the queued requests; their addresses stay due."""
        self._is_stopping = True
        for slot in self.crawler.engine.downloader.slots.values():
            while slot.queue:
                _, queued = slot.queue.popleft()
                queued.errback(scrapy_adapter.Dropped())

    def interrupt(self) -> None:
        """Report that the run is ending, and drop the queued requests."""
        self.run_counts.progress = replace(self.run_counts.progress, is_ending=True)
        self.on_progress(self.run_counts.progress)
        self.drop_queued()

    def open_run(self, archive: Path, *, warc_bytes: int, settings: Mapping[str, str]) -> None:
        """Open the run, and add the addresses that the profile names to the frontier."""
        self.run = RunSession(
            archive,
            self.site,
            base_url=self.base.url if self.base else None,
            warc_bytes=warc_bytes,
            settings=settings,
            trusts_clock=self.is_full,
            hosts=self.allowed_hosts,
        )
        self.run.on_committed = self._committed
        self.reader = AnswerReader(self.site, self.run)
        now = datetime.now(UTC)
        self.run.frontier.seed(start_links(self.site), now)
        if self.is_full:
            self.run.frontier.mark_all_due(now)
        else:
            self.due_selection.recall(self.run.frontier.last_visits(REMEMBERED_VISITS))

    def own_settings(self) -> dict[str, Any]:
        """The Scrapy settings that the profile sets."""
        politeness = self.site.politeness
        settings = {
            # A copy on this machine belongs to the user: no pause, unless the user sets one.
            "DOWNLOAD_DELAY": 0 if self.base and self.base.is_here else politeness.delay_s,
            "DOWNLOAD_TIMEOUT": politeness.timeout_s,
            "USER_AGENT": politeness.user_agent,
            "NEWSSPIDER_CONTACT": politeness.contact,
            "DOWNLOAD_MAXSIZE": self.site.limits.page_bytes,
            "NEWSSPIDER_UNVERIFIED_HOSTS": sorted(self.site.tls.unverified) or None,
        }
        return {name: value for name, value in settings.items() if value is not None}

    def finish(self, reason: str) -> None:
        """End the run and keep its report, or the error that prevents one."""
        if self.report:
            return
        if self.error is None:
            ending = EndingRun(
                site=self.site,
                run=self.run,
                run_counts=self.run_counts,
                due_selection=self.due_selection,
                budget=self.budget,
                drift=self.reader.drift,
                count_waiting=self._count_waiting,
                on_gone=self._send_gone,
            )
            try:
                self.report = ending.end(reason)
                return
            except Exception as error:  # noqa: BLE001 # Scrapy would log it and leave the run open
                self.error = error
        self.run.abandon(
            reason=end_reason(self.error), exit_status=getattr(self.error, "exit_status", UNEXPECTED)
        )

    def _count_waiting(self) -> int:
        """How many of the addresses known now this run still has to request."""
        waiting = self.run.frontier.count_waiting(
            datetime.now(UTC), with_assets=self.due_selection.keeps_assets
        )
        most_left = self.due_selection.most_left
        waiting += self.count_handed_out()
        return waiting if most_left is None else min(waiting, most_left)

    def _send_gone(self, article_id: int, url: str) -> None:
        self.crawler.signals.send_catch_log(
            article_signals.article_gone,
            spider=self,
            site=self.site.name,
            article_id=article_id,
            url=url,
        )

    def _send_stored(self, kept: StoredUnit) -> None:
        """Tell receivers of signals about an article that is new or changed."""
        signal = _SIGNALS.get(kept.decision) if kept.decision else None
        if signal is not None:
            self.crawler.signals.send_catch_log(
                signal,
                spider=self,
                site=self.site.name,
                article=kept.unit.article,
                article_id=kept.article_id,
                decision=str(kept.decision),
            )

    def _committed(self, kept: StoredUnit) -> None:
        """Count a committed unit, send its signal, and report progress."""
        self.run_counts.count_unit(kept)
        self._send_stored(kept)
        self.due_selection.count(kept)
        self._finished += kept.unit.address_url is not None
        remaining = self._remaining.after(self._finished)
        self.run_counts.progress = replace(
            self.run_counts.progress, waiting=remaining.waiting, left_s=remaining.left_s
        )
        self.on_progress(self.run_counts.progress)


def _limit(value: object) -> int | None:
    if not value:
        return None
    if not re.fullmatch(r"0*[1-9][0-9]{0,8}", str(value)):
        raise UsageError(f"limit {value!r} is not a number of pages; expected 1 or more")
    return int(str(value))


def _since(value: object) -> date | None:
    return typed_periods.first_day(str(value)) if value else None
