"""Scrapy's scheduler (SCHEDULER setting): the next request comes from the archive's frontier."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from newsspider.crawl.scrapy_adapter import request_for

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

    from newsspider.spiders.magazine import MagazineSpider
    from newsspider.storage.crawl_frontier import Address

BATCH = 16  # addresses taken at a time: few, so that a story is requested soon after the front that names it


class FrontierScheduler:
    """Hands out requests for due addresses; retried and redirected requests go first, from memory.

    Each host gets one request more than may be active: the downloader always has the next one, and no
    long queue has to be emptied when the run is interrupted or the host needs a pause.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._most_active = crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") + 1
        self._again: deque[Request] = deque()
        self._taken: deque[Address] = deque()
        self._later: list[Address] = []
        self._is_dry = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The scheduler of one crawl."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:  # noqa: ARG002 # Scrapy's signature
        """Begin; the spider has opened the run already."""
        self._spider.count_handed_out = lambda: len(self._taken) + len(self._again)

    def close(self, reason: str) -> None:
        """End; addresses that were taken and not requested are due in the next run."""

    def has_pending_requests(self) -> bool:
        """Whether there may be something to request."""
        if self._spider.budget.used_up:
            return bool(self._again)
        return bool(self._again or self._taken or self._spider.run.waiting or not self._is_dry)

    def enqueue_request(self, request: Request) -> bool:
        """Queue a request: a retry, a redirect, or one of the user's own."""
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request, or None while there is none."""
        try:
            request = self._again.popleft() if self._again else self._next_due()
        except Exception as error:  # noqa: BLE001 # Scrapy would log it, request nothing more, and never end
            self._taken.clear()
            self._is_dry = True
            self._spider.fail(error)
            return None
        if request:
            self._spider.budget.spend()
        return request

    def _next_due(self) -> Request | None:
        spider = self._spider
        while not spider.budget.used_up:
            if not self._taken:
                self._refill()
            address = self._with_room()
            if address is None:
                return None
            match spider.due_selection.decide(address):
                case "now":
                    return self._request(address)
                case "later":
                    self._later.append(address)
        return None  # the budget is used up; active requests, retries and redirects are finished

    def _request(self, address: Address) -> Request:
        spider = self._spider
        most_bytes = spider.site.limits.asset_bytes if address.asset else None
        return request_for(address, spider.base, errback=spider.request_failed, most_bytes=most_bytes)

    def _refill(self) -> None:
        """Take due addresses; if there are none, those left for later that may bring something now."""
        spider, selection = self._spider, self._spider.due_selection
        self._taken.extend(
            spider.run.take(BATCH, rest_only=selection.has_reached_limit, with_assets=selection.keeps_assets)
        )
        if not self._taken and self._later:
            later, self._later = self._later, []
            for address in later:
                (self._taken if selection.may_bring(address) else self._later).append(address)
        self._is_dry = not self._taken

    def _with_room(self) -> Address | None:
        """The first taken address whose host may get another request."""
        active = Counter(urlsplit(request.url).hostname for request in self._crawler.engine.downloader.active)
        for position, address in enumerate(self._taken):
            if active[urlsplit(self._spider.fetch_url(address.url)).hostname] < self._most_active:
                del self._taken[position]
                return address
        return None

    @property
    def _spider(self) -> MagazineSpider:
        return self._crawler.spider  # type: ignore[return-value] # MagazineSpider names this scheduler, no other does
