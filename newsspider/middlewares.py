"""Downloader middlewares: allowed hosts, robots.txt, recovered answers, content codings, redirects."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin, urlsplit

from scrapy import Request, signals
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.responsetypes import responsetypes
from scrapy.robotstxt import ProtegoRobotParser

from newsspider.crawl.received_body import BROKEN, ReceivedBody, decode_body
from newsspider.crawl.scrapy_adapter import (
    ADDRESS,
    CAPTURES,
    MOST_BYTES,
    RECEIVED,
    Forbidden,
    capture_of,
    failure_verdict,
    is_for_robots,
    publication_url,
    response_of,
)
from newsspider.items import STATUSES_WITH_BODY
from newsspider.resolver import is_private_name, watch
from newsspider.scheduling import robots_txt
from newsspider.web import url_parser, urls

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

    from newsspider.spiders.magazine import MagazineSpider


class HostGuard:
    """Lets only requests to the publication's exact hosts pass, also retried and redirected ones.

    Scrapy's own offsite check lets `dont_filter` requests and subdomains pass.  Names are checked here,
    the IP addresses that they resolve to in `resolver`.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The guard of one crawl."""
        guard = cls(crawler)
        crawler.signals.connect(guard.watch_names, signals.engine_started)
        return guard

    def process_request(self, request: Request) -> Request | None:
        """Let the request pass (None), or send it to the copy under `--base`.

        Raises:
            Forbidden: the host is not the publication's, or it is a private address that no start page
                names, or the address was withdrawn from the archive.
        """
        spider = self._spider
        if spider.is_withdrawn(request.url):
            raise Forbidden(f"withdrawn from the archive: {request.url}")
        if spider.base and urls.host_of(request.url) == spider.base.host:
            copy_url = spider.base.to_copy(request.url)
            return None if copy_url == request.url else request.replace(url=copy_url)
        if urls.host_of(request.url) not in spider.allowed_hosts:
            raise Forbidden(f"not a host of {spider.site.name}: {request.url}")
        if is_private_name(urlsplit(request.url).hostname or "") and not spider.names_host(request.url):
            raise Forbidden(f"a private address that no start page names: {request.url}")
        return None

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Explain a failed name lookup if its address was refused as private."""
        host = urlsplit(request.url).hostname or ""
        if isinstance(exception, CannotResolveHostError) and (address := self._refused.get(host)):
            raise Forbidden(f"{host} is the private address {address}, which no start page names")

    def watch_names(self) -> None:
        """Refuse, from now on, private addresses that guarded names resolve to."""
        spider, settings = self._spider, self._crawler.settings
        named = {host for url in spider.named_urls if is_private_name(host := urlsplit(url).hostname or "")}
        guarded = {urlsplit(f"//{host}").hostname or "" for host in spider.allowed_hosts}
        trusted = named | set(settings.getlist("NEWSSPIDER_PRIVATE_HOSTS"))
        self._refused = watch(guarded - trusted)

    @property
    def _spider(self) -> MagazineSpider:
        return self._crawler.spider  # type: ignore[return-value] # only MagazineSpider names this guard


class Robots(RobotsTxtMiddleware):
    """Scrapy's robots.txt middleware, with the rules of RFC 9309 and Crawl-delay.

    If robots.txt cannot be fetched because the server fails, is busy or does not answer, nothing is allowed.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._closed: dict[str, str] = {}
        self._delays: dict[str, float] = {}
        self._longest_s = crawler.settings.getfloat("NEWSSPIDER_LONGEST_PAUSE")

    async def process_request(self, request: Request, spider: object = None) -> None:  # noqa: ARG002 # Scrapy's signature
        """Let the request pass if robots.txt allows it, at the pace that robots.txt sets."""
        if is_for_robots(request):
            request.meta[MOST_BYTES] = 0  # for Scrapy: WarcCapture cuts a long one, and keeps its beginning
        await super().process_request(request)
        parts = urlsplit(request.url)
        if delay_s := self._delays.get(parts.netloc):
            self._slow_down(str(request.meta.get("download_slot") or parts.hostname), delay_s)

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        """Raises Forbidden where robots.txt does not allow the request."""
        if why := self._closed.get(urlsplit(request.url).netloc):
            raise Forbidden(why)
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest:
            raise Forbidden("robots.txt forbids it") from None

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            self._close(netloc, f"robots.txt answers {response.status}")
            return
        if BROKEN in response.flags:
            self._close(netloc, "robots.txt broke off")
            return
        body = response.body[: robots_txt.MOST_BYTES] if response.status in STATUSES_WITH_BODY else b""
        await super()._parse_robots(response.replace(body=robots_txt.rules(body)), netloc, request)
        parser = self._parsers[netloc]
        if isinstance(parser, ProtegoRobotParser):
            self._take_over_rules(netloc, parser, urlsplit(request.url).scheme)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        """Allow nothing if robots.txt cannot be fetched; a redirect in a circle means that there is none."""
        if not isinstance(exc, RedirectsInCircle):
            _, why = failure_verdict(exc, Request(f"http://{netloc}/robots.txt"))
            self._closed[netloc] = f"robots.txt cannot be fetched: {why}"
        super()._robots_error(exc, netloc)

    def _close(self, netloc: str, why: str) -> None:
        self._closed[netloc] = why
        super()._robots_error(Forbidden(why), netloc)

    def _take_over_rules(self, netloc: str, parser: ProtegoRobotParser, scheme: str) -> None:
        """Take over the pace and the site maps in robots.txt; a site map may be named by its path."""
        agent = self._robotstxt_useragent or self._default_useragent
        rate = parser.rp.request_rate(agent)
        rate_s = rate.seconds / rate.requests if rate and rate.requests else None
        self._delays[netloc] = delay_s = robots_txt.pause_s(parser.crawl_delay(agent), rate_s)
        if why := robots_txt.too_slow(delay_s, longest_s=self._longest_s):
            self._closed[netloc] = why
        spider: MagazineSpider = self.crawler.spider  # type: ignore[assignment] # only MagazineSpider names this middleware
        own_url = f"{scheme}://{netloc}/robots.txt"
        spider.add_sitemaps(tuple(urljoin(own_url, url) for url in parser.rp.sitemaps))

    def _slow_down(self, key: str, delay_s: float) -> None:
        """Set the slot's delay, without jitter, which would make some pauses too short."""
        downloader = self.crawler.engine.downloader
        slot = downloader.slots.get(key)
        if slot and slot.delay < delay_s:
            slot.delay, slot.jitter = delay_s, 0.0
        # Scrapy drops a slot after a minute without use, and makes the next one from these settings.
        downloader.per_slot_settings.setdefault(key, {}).update(delay=delay_s, jitter=0.0)


class RecoveredAnswers:
    """Answers a request with what an earlier run had written to its WARC file before it was killed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of one crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """The recovered answer, its capture added to the request's meta; None if it must be fetched."""
        address = request.meta.get(ADDRESS)
        if address is None:
            return None
        spider: MagazineSpider = self._crawler.spider  # type: ignore[assignment] # only MagazineSpider names this middleware
        address_url = publication_url(request.url, spider.base)
        left = spider.run.recover_answer(request.url, address, address_url=address_url)
        if left is None:
            return None
        response = response_of(left.exchange)
        arrived = decode_body(response, most_bytes=self._crawler.settings.getint("DOWNLOAD_MAXSIZE"))
        request.meta[RECEIVED] = arrived
        capture = replace(
            capture_of(response, left.exchange, arrived, spider.base),
            warc_file=left.file,
            warc_offset=left.offset,
            same_as_id=left.same_as_id,
        )
        request.meta[CAPTURES].append(capture)
        return response


class ContentCodings:
    """Decodes content codings, in place of Scrapy's HttpCompressionMiddleware.

    An answer that broke off or was not complete in time is retried, as often as Scrapy retries a request
    without an answer.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of one crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """The decoded answer, with the flag BROKEN if it is incomplete; or a request to retry."""
        arrived: ReceivedBody | None = request.meta.pop(RECEIVED, None)
        if arrived is None:  # a user's own middleware answered, without a download
            arrived = decode_body(response, most_bytes=self._crawler.settings.getint("DOWNLOAD_MAXSIZE"))
        assert self._crawler.spider
        if arrived.broken and arrived.truncated:
            again = get_retry_request(request, spider=self._crawler.spider, reason="the answer is incomplete")
            if again:
                return again
        headers = response.headers.copy()
        headers.pop("Content-Encoding", None)
        kind = responsetypes.from_args(headers=headers, url=response.url, body=arrived.body)
        flags = [*response.flags, BROKEN] if arrived.broken else response.flags
        return response.replace(cls=kind, headers=headers, body=arrived.body, flags=flags)


def _header_text(value: bytes) -> str:
    """The text of a header: UTF-8 if it is valid, as browsers do, otherwise Latin-1."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


class RedirectsInCircle(IgnoreRequest):
    """A redirect to an address where the request has been, or one redirect too many."""


class Redirects(RedirectMiddleware):
    """Scrapy's redirects, stopped at the first circle and without the validators of the first address."""

    def _build_redirect_request(
        self, source_request: Request, response: Response, *, url: str, **changes: Any
    ) -> Request:
        """The request for a redirect's target, parsed as browsers do."""
        location = _header_text(response.headers.get("Location") or b"")
        target = url_parser.parse(location, base=source_request.url)
        target_url = str(target._replace(fragment=None)) if target else url
        return super()._build_redirect_request(source_request, response, url=target_url, **changes)

    def _redirect(self, redirected: Request, request: Request, reason: object) -> Request:
        spider: MagazineSpider = self.crawler.spider  # type: ignore[assignment] # only MagazineSpider names this middleware
        if spider.base:
            redirected = redirected.replace(url=spider.base.to_copy(redirected.url))
        if redirected.url in (request.url, *request.meta.get("redirect_urls", ())):
            raise RedirectsInCircle(f"redirects in a circle: {redirected.url}")
        for name in ("If-None-Match", "If-Modified-Since"):
            redirected.headers.pop(name, None)
        try:
            return super()._redirect(redirected, request, reason)
        except IgnoreRequest:
            raise RedirectsInCircle(f"more than {self.max_redirect_times} redirects") from None
