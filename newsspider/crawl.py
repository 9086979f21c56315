"""Starts one crawl and gives its report; nothing else starts Scrapy."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from newsspider import profiles
from newsspider.errors import NewsspiderError, UsageError
from newsspider.items import Progress, RunReport

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class CrawlOrder:
    """What to crawl: *site* is a shipped profile's name or the path of a YAML file."""

    site: str
    archive: Path
    base_url: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    full: bool = False
    limit: int | None = None
    since: date | None = None
    dry_run: bool = False


def run(order: CrawlOrder, on_progress: OnProgress | None = None) -> RunReport:
    """The report of one crawl.

    A process can run Scrapy once: a second crawl of the same process has a child of its own.

    Raises:
        ProfileError: the site's profile cannot be used.
        LockHeld: another run has this site and archive.
        ArchiveError: the archive cannot be written.
    """
    profiles.load(order.site)
    if order.base_url is not None and urlsplit(order.base_url).scheme not in ("http", "https"):
        raise UsageError(f"--base {order.base_url!r} is no address; wanted http://HOST[:PORT][/PATH]")
    tell = on_progress or (lambda _: None)
    if order.dry_run:
        return _dry(order)
    if "twisted.internet.reactor" in sys.modules:
        return _in_child(order, tell)
    return _here(order, tell)


def _here(order: CrawlOrder, tell: OnProgress) -> RunReport:
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from newsspider.spiders.magazine import MagazineSpider

    settings = Settings()
    settings.setmodule("newsspider.settings", priority="project")
    # What fails is counted and told in the report; `--set LOG_LEVEL=INFO` shows Scrapy's own words.
    settings.set("LOG_LEVEL", "CRITICAL", priority="project")
    settings.update(dict(order.settings), priority="cmdline")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(MagazineSpider)
    failed: list[BaseException] = []

    def opened(spider: MagazineSpider) -> None:
        spider.on_progress = tell

    from scrapy import signals

    crawler.signals.connect(opened, signals.spider_opened)
    task = process.crawl(crawler, **_arguments(order))
    task.add_done_callback(lambda done: failed.extend(filter(None, [done.exception()])))
    process.start()
    spider: Any = crawler.spider
    if spider is not None and spider.error:
        raise spider.error
    if failed:
        raise failed[0]
    if spider is None or spider.report is None:
        raise NewsspiderError(f"site {order.site!r}: the crawl ended before it began")
    report: RunReport = spider.report
    return report


def _arguments(order: CrawlOrder) -> dict[str, str]:
    given = {
        "site": order.site,
        "archive": str(order.archive),
        "base": order.base_url,
        "full": "1" if order.full else None,
        "limit": str(order.limit) if order.limit else None,
        "since": order.since.isoformat() if order.since else None,
    }
    return {name: value for name, value in given.items() if value}


def _in_child(order: CrawlOrder, tell: OnProgress) -> RunReport:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_tell_parent, args=(order, theirs))
    child.start()
    theirs.close()
    told: object = None
    with suppress(EOFError):
        while True:
            told = ours.recv()
            if isinstance(told, Progress):
                tell(told)
    child.join()
    if isinstance(told, RunReport):
        return told
    if isinstance(told, NewsspiderError):
        raise told
    raise NewsspiderError(f"site {order.site!r}: the crawl's process ended with status {child.exitcode}")


def _tell_parent(order: CrawlOrder, pipe: Connection) -> None:
    try:
        pipe.send(_here(order, pipe.send))
    except NewsspiderError as error:
        pipe.send(NewsspiderError(str(error)))
    finally:
        pipe.close()


def _dry(order: CrawlOrder) -> RunReport:
    """What is known to be due, without asking anybody anything."""
    from newsspider.storage.archive import DATABASE, Archive
    from newsspider.storage.frontier import Frontier

    site, now = profiles.load(order.site), datetime.now(UTC)
    due = len(site.start) + len(site.feeds) + len(site.sitemaps)
    if (order.archive / DATABASE).is_file():
        with Archive.open(order.archive, create=False) as archive:
            counts = Frontier(archive, site.name).counts()
            due = counts.known if order.full else max(due, counts.waiting)
    pace_s = site.politeness.delay_s or 1.0
    took = f"about {due * pace_s:.0f} s at one each {pace_s:g} s"
    note = f"{due} addresses are due now, {took}; fronts may name more"
    return RunReport(
        run_id=0,
        site=site.name,
        archive=str(order.archive),
        started_at=now,
        ended_at=now,
        reason="dry run",
        exit_status=0,
        notes=(note,),
    )


def fetch(url: str) -> tuple[bytes, str | None, str]:
    """The body of one page, its Content-Type, and the address that answered in the end.

    Raises:
        FetchError: no answer, or no good one.
    """
    from urllib.error import URLError
    from urllib.request import Request, urlopen

    from newsspider.errors import FetchError
    from newsspider.settings import DOWNLOAD_MAXSIZE, DOWNLOAD_TIMEOUT, USER_AGENT

    if urlsplit(url).scheme not in ("http", "https"):
        raise UsageError(f"{url!r} is no address; wanted http:// or https://")
    try:
        with urlopen(Request(url, headers={"User-Agent": USER_AGENT}), timeout=DOWNLOAD_TIMEOUT) as answer:  # noqa: S310 # the scheme is checked above
            body: bytes = answer.read(DOWNLOAD_MAXSIZE + 1)
            if len(body) > DOWNLOAD_MAXSIZE:
                raise FetchError(f"{url}: larger than {DOWNLOAD_MAXSIZE:,} bytes")
            return body, answer.headers.get("Content-Type"), answer.url
    except (URLError, OSError, ValueError) as error:
        raise FetchError(f"{url}: {getattr(error, 'reason', error)}") from error
