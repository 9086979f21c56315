"""On the way out: the host guard and robots.txt.  On the way in: the unit of work."""

from __future__ import annotations

import ipaddress
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy import signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest

from newsspider import urls
from newsspider.items import Article, Unit

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newsspider.spiders.magazine import MagazineSpider

_DISALLOW_ALL = b"User-agent: *\nDisallow: /\n"
_UNIT = "newsspider_unit"


class HostGuard:
    """Lets only requests for the publication's exact hosts out: first, retried and redirected ones.

    Scrapy's own offsite check lets `dont_filter` pass and takes subdomains for inside.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The guard of one crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> Request | None:
        """Nothing for a good request; one for the copy where `--base` names one.

        Raises:
            IgnoreRequest: the host is not ours, or is a private address that no start page names.
        """
        spider: MagazineSpider = self._crawler.spider  # type: ignore[assignment] # only MagazineSpider names this guard
        if spider.base and urls.host_of(request.url) == spider.base.host:
            there = spider.base.there(request.url)
            return None if there == request.url else request.replace(url=there)
        allowed = {urls.host_of(spider.base.url)} if spider.base else spider.site.hosts
        if urls.host_of(request.url) not in allowed:
            raise IgnoreRequest(f"not a host of {spider.site.name}: {request.url}")
        if _is_private(request.url) and not spider.names_host(request.url):
            raise IgnoreRequest(f"a private address that no start page names: {request.url}")
        return None


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt, after RFC 9309: a server that fails means disallow; Crawl-delay is kept."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._delays: dict[str, float] = {}

    async def process_request(self, request: Request, spider: object = None) -> None:  # noqa: ARG002 # Scrapy's signature
        """Let the request pass where robots.txt allows it, at the pace that it asks for."""
        await super().process_request(request)
        netloc = urlsplit(request.url).netloc
        if delay := self._delays.get(netloc):
            key = str(request.meta.get("download_slot") or urlsplit(request.url).hostname)
            slot = self.crawler.engine.downloader.slots.get(key)
            if slot and slot.delay < delay:
                slot.delay = delay

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500:
            response = response.replace(body=_DISALLOW_ALL, headers={})
        elif response.status >= 400:
            response = response.replace(body=b"", headers={})
        await super()._parse_robots(response, netloc, request)
        parser = self._parsers[netloc]
        agent = self._robotstxt_useragent or self._default_useragent
        delay = parser.crawl_delay(agent) if parser and not hasattr(parser, "addCallback") else None
        if delay:
            self._delays[netloc] = float(delay)
        if parser and hasattr(parser, "rp"):
            self.crawler.spider.heard_of(tuple(parser.rp.sitemaps))  # type: ignore[union-attr]


class _Pending:
    """What is known of one answer's unit so far."""

    def __init__(self) -> None:
        self.unit: Unit | None = None
        self.article: Article | None = None
        self.items = 0
        self.is_exhausted = False


class UnitOfWork:
    """Holds a unit back until its callback is exhausted and its article is through the pipelines."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of one crawl."""
        middleware = cls(crawler)
        crawler.signals.connect(middleware.scraped, signals.item_scraped)
        crawler.signals.connect(middleware.lost, signals.item_dropped)
        crawler.signals.connect(middleware.lost, signals.item_error)
        return middleware

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        """All that a callback gives but its unit, which stays here."""
        pending = response.meta.setdefault(_UNIT, _Pending())
        async for given in result:
            if isinstance(given, Unit):
                pending.unit = given
                continue
            pending.items += isinstance(given, Article)
            yield given
        pending.is_exhausted = True
        self._settle(pending)

    def scraped(self, item: object, response: Response) -> None:
        """An article came through the pipelines, perhaps changed."""
        self._done(response, item if isinstance(item, Article) else None)

    def lost(self, response: Response) -> None:
        """A pipeline dropped the article or failed: its capture stays."""
        self._done(response, None)

    def _done(self, response: Response, article: Article | None) -> None:
        pending = response.meta.get(_UNIT)
        if pending is None:
            return
        pending.items -= 1
        pending.article = article or pending.article
        self._settle(pending)

    def _settle(self, pending: _Pending) -> None:
        """Hand the unit to the run once nothing of it is under way."""
        if pending.is_exhausted and not pending.items and pending.unit:
            unit, pending.unit = pending.unit, None
            self._crawler.spider.keep(replace(unit, article=pending.article))  # type: ignore[union-attr]


def _is_private(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
