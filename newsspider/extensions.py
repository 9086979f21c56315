"""Scrapy extensions: each answer goes to the WARC file before it is read, and busy hosts get pauses."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Self

from scrapy import signals
from scrapy.exceptions import StopDownload

from newsspider.crawl import scrapy_adapter
from newsspider.crawl.received_body import decode_body
from newsspider.errors import ArchiveError
from newsspider.items import Unit, Verdict
from newsspider.scheduling import pauses, robots_txt
from newsspider.scheduling.pauses import Pace

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.core.downloader import Slot
    from scrapy.crawler import Crawler
    from scrapy.http import Headers, Response

    from newsspider.spiders.magazine import MagazineSpider

_GOT = "newsspider_got"  # bytes of the body that have arrived


class WarcCapture:
    """Writes each answer to the WARC file as it was sent, and adds its capture to the request's meta.

    An answer larger than DOWNLOAD_MAXSIZE is cut off and its beginning stored; Scrapy itself would drop
    all of it.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._most_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension of one crawl."""
        extension = cls(crawler)
        crawler.signals.connect(extension.check_announced_size, signals.headers_received)
        crawler.signals.connect(extension.check_size, signals.bytes_received)
        crawler.signals.connect(extension.capture, signals.response_downloaded)
        return extension

    def check_announced_size(self, headers: Headers, body_length: object, request: Request) -> None:
        """Cut off an answer whose Content-Length is too large; of robots.txt, the beginning is read."""
        del headers
        request.meta[_GOT] = 0
        request.meta.pop(scrapy_adapter.CUT, None)
        if scrapy_adapter.is_for_robots(request):
            return
        if isinstance(body_length, int) and self._is_too_large(body_length, request):
            self._cut(request)

    def check_size(self, data: bytes, request: Request) -> None:
        """Cut off an answer that has grown too large."""
        request.meta[_GOT] = request.meta.get(_GOT, 0) + len(data)
        if self._is_too_large(request.meta[_GOT], request):
            self._cut(request)

    def capture(self, response: Response, request: Request, spider: MagazineSpider) -> None:
        """Store one answer; robots.txt becomes a unit here, because no callback gets it."""
        try:
            self._capture(response, request, spider)
        except ArchiveError as error:
            spider.fail(error)

    def _capture(self, response: Response, request: Request, spider: MagazineSpider) -> None:
        is_cut_off = bool(request.meta.get(scrapy_adapter.CUT))
        arrived = decode_body(response, most_bytes=self._most_of(request), is_cut_off=is_cut_off)
        exchange = scrapy_adapter.exchange_of(response, request, arrived)
        capture = spider.run.write(
            exchange, scrapy_adapter.capture_of(response, exchange, arrived, spider.base)
        )
        request.meta[scrapy_adapter.RECEIVED] = arrived
        if scrapy_adapter.CAPTURES in request.meta:
            request.meta[scrapy_adapter.CAPTURES].append(capture)
            return
        verdict = Verdict.ROBOTS if scrapy_adapter.is_for_robots(request) else Verdict.PAGE
        if verdict is Verdict.PAGE and response.status != 200:
            verdict = Verdict.GONE if response.status in (404, 410) else Verdict.ERROR
        captures = (replace(capture, verdict=verdict),)
        spider.run.collect(Unit(site=spider.site.name, address_url=None, captures=captures, verdict=verdict))

    def _is_too_large(self, size_bytes: int, request: Request) -> bool:
        return 0 < self._most_of(request) < size_bytes

    def _most_of(self, request: Request) -> int:
        """How large the request's answer may be, as sent and decoded; 0 for any size."""
        if scrapy_adapter.is_for_robots(request):
            return robots_txt.MOST_BYTES
        most_bytes: int = request.meta.get(scrapy_adapter.MOST_BYTES, self._most_bytes)
        return most_bytes

    def _cut(self, request: Request) -> None:
        request.meta[scrapy_adapter.CUT] = True
        raise StopDownload(fail=False)


# Without any pause, Scrapy sends two requests of a slot in one turn of its loop.
_LEAST_DELAY_S = 0.001


class Pauses:
    """Pauses requests to a host that answers that it is busy (429, 503), longer each time.

    After that the host gets requests more slowly, and at the usual pace after enough good answers.  This
    happens as the answer arrives, before the downloader sends the next request.  Every slot also gets a
    least delay, so that only one request is sent at a time even without a pause.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._longest_s = crawler.settings.getfloat("NEWSSPIDER_LONGEST_PAUSE")
        self._usual_s = crawler.settings.getfloat("DOWNLOAD_DELAY")
        self._in_a_row: Counter[str] = Counter()
        self._paces: dict[str, Pace] = {}  # of hosts that were busy

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension of one crawl."""
        extension = cls(crawler)
        crawler.signals.connect(extension.set_least_delay, signals.request_reached_downloader)
        crawler.signals.connect(extension.slow_down_if_busy, signals.response_downloaded)
        return extension

    def set_least_delay(self, request: Request) -> None:
        """Give the request's slot the least delay, or its host's pace if Scrapy has made the slot again."""
        key, slot = str(request.meta.get("download_slot")), self._slot(request)
        least_s = self._paces[key].delay_s if key in self._paces else _LEAST_DELAY_S
        if slot and slot.delay < least_s:
            slot.delay = least_s

    def slow_down_if_busy(self, response: Response, request: Request) -> None:
        """Pause the answer's host if it is busy, and set its pace."""
        key, slot = str(request.meta.get("download_slot")), self._slot(request)
        is_busy = response.status in pauses.BUSY
        if slot and (is_busy or key in self._paces):
            slot.delay = self._pace(key, slot, response.status)
        if not is_busy:
            self._in_a_row.pop(key, None)
            return
        self._in_a_row[key] += 1
        if slot:
            self._pause(slot, response, self._in_a_row[key])

    def _pace(self, key: str, slot: Slot, status: int) -> float:
        """The delay between the host's requests after one more answer."""
        own = self._crawler.engine.downloader.per_slot_settings.get(key, {})
        floor_s = float(own.get("delay", self._usual_s))
        pace = self._paces.get(key) or Pace(floor_s=floor_s, delay_s=slot.delay)
        pace = pace.on(floor_s).after(status, longest_s=self._longest_s)
        self._paces[key] = pace
        if pace.delay_s <= floor_s and status not in pauses.BUSY:
            del self._paces[key]
        return max(pace.delay_s, _LEAST_DELAY_S)

    def _slot(self, request: Request) -> Slot | None:
        slot: Slot | None = self._crawler.engine.downloader.slots.get(str(request.meta.get("download_slot")))
        return slot

    def _pause(self, slot: Slot, response: Response, in_a_row: int) -> None:
        pause_s = pauses.pause_s(
            scrapy_adapter.header(response, "Retry-After"),
            in_a_row=in_a_row,
            longest_s=self._longest_s,
            now=datetime.now(UTC),
        )
        # The downloader knows only its delay, which it counts, with jitter, from the slot's last request.
        slot.lastseen = monotonic() + pause_s - slot.delay * (1 - slot.jitter)
