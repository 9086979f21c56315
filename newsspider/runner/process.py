"""Starts one crawl and gives its report; nothing else starts Scrapy."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from newsspider import profiles
from newsspider.errors import NewsspiderError, UsageError
from newsspider.run_reports import Progress, RunReport
from newsspider.runner import dry_run
from newsspider.web import urls

if TYPE_CHECKING:
    from datetime import date
    from multiprocessing.connection import Connection
    from pathlib import Path

    from newsspider.runner.watchdog import Watchdog

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


def run(
    order: CrawlOrder, on_progress: OnProgress | None = None, *, watchdog: Watchdog | None = None
) -> RunReport:
    """The report of one crawl; *watchdog* ends the process where a page cannot be read in time.

    A process can run Scrapy once: a second crawl of the same process has a child of its own.

    Raises:
        ProfileError: the site's profile cannot be used.
        UsageError: an option or a setting cannot be used.
        LockHeld: another run has this site and archive.
        ArchiveError: the archive cannot be written.
    """
    from newsspider.runner import setting_overrides

    site = profiles.load(order.site)
    urls.refuse_credentials(order.base_url or "", what="--base")
    if order.base_url is not None and not urls.host_of(order.base_url):
        raise UsageError(f"--base {order.base_url!r} is no address; wanted http://HOST[:PORT][/PATH]")
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
        )
    tell = on_progress or (lambda _: None)
    if "twisted.internet.reactor" in sys.modules:
        return _in_child(order, tell)
    return _here(order, tell, watchdog)


def _here(order: CrawlOrder, tell: OnProgress, watchdog: Watchdog | None = None) -> RunReport:
    from scrapy import signals
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
        longest_s = crawler.settings.getfloat("NEWSSPIDER_LONGEST_READING")
        if watchdog and longest_s > 0:
            spider.run.watch = partial(
                watchdog.page, page_in_progress=spider.run.page_in_progress, longest_s=longest_s
            )
            spider.run.returns_in_time = partial(watchdog.returns_in_time, longest_s=longest_s)
        _end_cleanly_at_signals(spider)

    crawler.signals.connect(opened, signals.spider_opened)
    task = process.crawl(crawler, **_arguments(order))
    task.add_done_callback(lambda done: failed.extend(filter(None, [done.exception()])))
    process.start()
    return _outcome(order, crawler.spider, failed[0] if failed else None)


def _end_cleanly_at_signals(spider: Any) -> None:
    """Tell at the first SIGINT, SIGTERM or SIGHUP that the run ends; Scrapy's own handlers go on from there.

    Scrapy has none for SIGHUP, which comes when a terminal is closed: it ends a run as SIGTERM does.  Who
    ignores it (`nohup`) goes on ignoring it.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    from twisted.internet import reactor

    for number in (signal.SIGINT, signal.SIGTERM):
        scrapys = signal.getsignal(number)

        def interrupted(number: int, frame: object, scrapys: Any = scrapys) -> None:
            reactor.callFromThread(spider.interrupt)
            scrapys(number, frame)

        if callable(scrapys):
            signal.signal(number, interrupted)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, signal.getsignal(signal.SIGTERM))


def _outcome(order: CrawlOrder, spider: Any, failed: BaseException | None) -> RunReport:
    """The report of a crawl whose process has stopped, however it did."""
    if failed and not isinstance(failed, asyncio.CancelledError):
        if hasattr(spider, "run"):
            spider.run.abandon(reason="not begun", exit_status=2)
        if isinstance(failed, NewsspiderError) or not order.settings:
            raise failed
        what = f"{type(failed).__name__}: {failed}".splitlines()[0]
        raise UsageError(f"the crawl cannot begin with the settings given: {what}") from failed
    if spider is not None and not (spider.report or spider.error):
        spider.finish("shutdown")  # killed by a second signal before it could end
    if spider is not None and spider.error:
        raise spider.error
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
    with _leaving_signals_to_the_child():
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


@contextmanager
def _leaving_signals_to_the_child() -> Iterator[None]:
    """Ctrl-C reaches the child as well, which ends the run cleanly: its parent has but to wait."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _tell_parent(order: CrawlOrder, pipe: Connection) -> None:
    try:
        pipe.send(_here(order, pipe.send))
    except Exception as error:  # noqa: BLE001 # the parent tells it
        pipe.send(_plain(error))
    finally:
        pipe.close()


def _plain(error: Exception) -> NewsspiderError:
    """The error as one that can be sent: its words and its exit status."""
    if isinstance(error, NewsspiderError):
        plain = NewsspiderError(str(error))
        plain.exit_status = error.exit_status
    else:
        plain = NewsspiderError(f"unexpected error, {type(error).__name__}: {error}".splitlines()[0])
        plain.exit_status = 1
    return plain
