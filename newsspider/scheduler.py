"""The frontier behind Scrapy's SCHEDULER setting: what is asked next comes from the archive."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Self

from newsspider.bridge import request_for
from newsspider.errors import ArchiveError

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

    from newsspider.spiders.magazine import MagazineSpider
    from newsspider.storage.frontier import Address

BATCH = 32


class FrontierScheduler:
    """Hands out the addresses that are due; retried and redirected requests go first, from memory."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._again: deque[Request] = deque()
        self._taken: deque[Address] = deque()
        self._is_dry = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The scheduler of one crawl."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Begin: the spider has opened the run."""

    def close(self, reason: str) -> None:
        """End: what was taken and not asked is due again in the next run."""

    def has_pending_requests(self) -> bool:
        """Whether there may be something to ask."""
        return bool(self._again or self._taken or self._spider.run.waiting or not self._is_dry)

    def enqueue_request(self, request: Request) -> bool:
        """Take a request back in: a retry, a redirect, or one of a user's own."""
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request, or None while there is none."""
        if self._again:
            return self._again.popleft()
        try:
            return self._next_due()
        except ArchiveError as error:
            self._spider.fail(error)
            self._is_dry = True
            return None

    def _next_due(self) -> Request | None:
        spider = self._spider
        while True:
            if not self._taken:
                self._taken.extend(spider.run.take(BATCH))
                self._is_dry = not self._taken
            if not self._taken:
                return None
            address = self._taken.popleft()
            if spider.wants(address):
                return request_for(address, spider.base, errback=spider.failed)

    @property
    def _spider(self) -> MagazineSpider:
        return self._crawler.spider  # type: ignore[return-value] # MagazineSpider names this scheduler, no other does
