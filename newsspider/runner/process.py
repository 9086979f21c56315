"""Starts one crawl and returns its report; nothing else starts Scrapy."""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from newsspider.collection import settings as collection_settings
from newsspider.collection import site_files
from newsspider.errors import NewsspiderError, UsageError
from newsspider.run_reports import Progress, RunReport
from newsspider.runner import child_process, dry_run, log_lines
from newsspider.settings import DOWNLOAD_DELAY
from newsspider.web import urls

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from newsspider.runner.watchdog import Watchdog

OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class CrawlOrder:
    """What to crawl and how; *site* is the name of a profile, or the path of its file (`site_files.load`).

    `log_format` and `log_level` outrank the collection's settings of that name.
    """

    site: str
    archive: Path
    base_url: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    full: bool = False
    limit: int | None = None
    since: date | None = None
    dry_run: bool = False
    log_format: str | None = None
    log_level: str | None = None


def run(
    order: CrawlOrder, on_progress: OnProgress | None = None, *, watchdog: Watchdog | None = None
) -> RunReport:
    """Crawl once and return the report; *watchdog* ends the process when reading a page takes too long.

    One process can run Scrapy only once, so a second crawl runs in a child process.

    Raises:
        ProfileError: the site's profile cannot be used.
        UsageError: an option or a setting cannot be used.
        LockHeld: another run holds the lock of this site and archive, or of a host.
        ArchiveError: the archive cannot be written.
    """
    from newsspider.runner import setting_overrides

    site = site_files.load(order.site, order.archive)
    urls.refuse_credentials(order.base_url or "", what="--base")
    if order.base_url is not None and not urls.host_of(order.base_url):
        raise UsageError(f"--base {order.base_url!r} is not an address; expected http://HOST[:PORT][/PATH]")
    collection = collection_settings.load(order.archive)
    for name, value in collection.scrapy.items():
        setting_overrides.check(name, value, where=f"{collection.source('scrapy')}, key scrapy: ")
    for name, value in order.settings.items():
        setting_overrides.check(name, value)
    if order.dry_run:
        return dry_run.report(
            site,
            order.archive,
            base_url=order.base_url,
            is_full=order.full,
            limit=order.limit,
            since=order.since,
            delay_s=order.settings.get("DOWNLOAD_DELAY"),
            usual_delay_s=DOWNLOAD_DELAY if collection.delay_s is None else collection.delay_s,
        )
    on_progress = on_progress or (lambda _: None)
    if "twisted.internet.reactor" in sys.modules:
        return child_process.run(_run_scrapy, order, on_progress)
    return _run_scrapy(order, on_progress, watchdog)


def _run_scrapy(order: CrawlOrder, on_progress: OnProgress, watchdog: Watchdog | None = None) -> RunReport:
    from scrapy import signals
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from newsspider.spiders.magazine import MagazineSpider

    settings = Settings()
    settings.setmodule("newsspider.settings", priority="project")
    collection = collection_settings.load(order.archive).with_options(
        log_format=order.log_format, log_level=order.log_level
    )
    is_json = collection.log_format == "json"
    # The report counts and names what failed; `--log-level INFO` shows Scrapy's own log.
    settings.set("LOG_LEVEL", collection.log_level or ("INFO" if is_json else "CRITICAL"), priority="project")
    settings.update(dict(order.settings), priority="cmdline")
    if is_json:
        log_lines.install(site_files.load(order.site, order.archive).name, settings["LOG_LEVEL"])
        settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="project")
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(MagazineSpider)
    errors: list[BaseException] = []

    def opened(spider: MagazineSpider) -> None:
        spider.on_progress = on_progress
        longest_s = crawler.settings.getfloat("NEWSSPIDER_LONGEST_READING")
        if watchdog and longest_s > 0:
            spider.run.watch = partial(
                watchdog.page, page_in_progress=spider.run.page_in_progress, longest_s=longest_s
            )
            spider.run.returns_in_time = partial(watchdog.returns_in_time, longest_s=longest_s)
        _end_cleanly_at_signals(spider)

    crawler.signals.connect(opened, signals.spider_opened)
    arguments = {
        "site": order.site,
        "archive": str(order.archive),
        "base": order.base_url,
        "full": "1" if order.full else None,
        "limit": str(order.limit) if order.limit else None,
        "since": order.since.isoformat() if order.since else None,
    }
    task = process.crawl(crawler, **{name: value for name, value in arguments.items() if value})
    task.add_done_callback(lambda done: errors.extend(filter(None, [done.exception()])))
    process.start()
    return _report(order, crawler.spider, errors[0] if errors else None)


def _end_cleanly_at_signals(spider: Any) -> None:
    """Tell the spider about the first SIGINT, SIGTERM or SIGHUP, then call Scrapy's own handler.

    Scrapy has no handler for SIGHUP, which comes when a terminal is closed: here it does what SIGTERM does,
    unless it is ignored already (`nohup`).
    """
    if threading.current_thread() is not threading.main_thread():
        return
    from twisted.internet import reactor

    for number in (signal.SIGINT, signal.SIGTERM):
        scrapy_handler = signal.getsignal(number)

        def interrupted(number: int, frame: object, scrapy_handler: Any = scrapy_handler) -> None:
            reactor.callFromThread(spider.interrupt)
            scrapy_handler(number, frame)

        if callable(scrapy_handler):
            signal.signal(number, interrupted)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM))


def _report(order: CrawlOrder, spider: Any, error: BaseException | None) -> RunReport:
    """Return the report of a crawl that has stopped, or raise what stopped it."""
    if error and not isinstance(error, asyncio.CancelledError):
        if hasattr(spider, "run"):
            spider.run.abandon(reason="not begun", exit_status=2)
        if isinstance(error, NewsspiderError) or not order.settings:
            raise error
        what = f"{type(error).__name__}: {error}".splitlines()[0]
        raise UsageError(f"the crawl cannot begin with these settings: {what}") from error
    if spider is not None and not (spider.report or spider.error):
        spider.finish("shutdown")  # a second signal stopped it before it could end
    if spider is not None and spider.error:
        raise spider.error
    if spider is None or spider.report is None:
        raise NewsspiderError(f"site {order.site!r}: the crawl ended before it began")
    report: RunReport = spider.report
    return report
