"""Capture first: every answer into the run's WARC file before a line of ours reads it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Self

from scrapy import signals

from newsspider import bridge
from newsspider.errors import ArchiveError
from newsspider.items import Unit, Verdict

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from newsspider.spiders.magazine import MagazineSpider


class WarcCapture:
    """Writes each answer as it came over the wire, and notes its place in the request's meta."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension of one crawl."""
        extension = cls()
        crawler.signals.connect(extension.capture, signals.response_downloaded)
        return extension

    def capture(self, response: Response, request: Request, spider: MagazineSpider) -> None:
        """Keep one answer; robots.txt is a unit by itself, since no callback ever sees it."""
        try:
            exchange = bridge.exchange_of(response, request)
            capture = bridge.capture_of(response, exchange, spider.run.write(exchange), spider.base)
            if bridge.CAPTURES in request.meta:
                request.meta[bridge.CAPTURES].append(capture)
            else:
                verdict = Verdict.PAGE if response.status == 200 else Verdict.GONE
                spider.run.collect(
                    Unit(
                        site=spider.site.name,
                        address_url=None,
                        captures=(replace(capture, verdict=verdict),),
                        verdict=verdict,
                    )
                )
        except ArchiveError as error:
            spider.fail(error)
