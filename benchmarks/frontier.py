"""How fast the frontier is, held against Scrapy's own queue in memory: the same spider, at full throttle.

Run by hand:

    python benchmarks/frontier.py                    # 3,000 stories, five times each, in turn
    python benchmarks/frontier.py --articles 500 --repeats 1 --profile

One process serves an invented magazine.  In turn, a process each, one spider fetches it whole and follows
every link; it reads nothing and keeps nothing, so that the queue is the only difference.  With Scrapy's
scheduler it yields requests; with ours it hands in units, whose links and "done" are rows in SQLite.  CPU
is the process's own; compare that on a busy machine.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.http import Response, TextResponse

from newsspider import profiles
from newsspider.crawl.due_selection import RunBudget
from newsspider.crawl.scrapy_adapter import ADDRESS
from newsspider.crawl.session import RunSession
from newsspider.demo.child_server import RemoteMagazine, serving_in_child
from newsspider.demo.invented import Growth
from newsspider.items import FoundLink, Unit, Verdict
from newsspider.profiles import Limits
from newsspider.settings import CONCURRENT_ITEMS

if TYPE_CHECKING:
    from newsspider.storage.crawl_frontier import Address

SETTINGS = {
    "LOG_LEVEL": "ERROR",
    "ROBOTSTXT_OBEY": False,
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "HTTPERROR_ALLOW_ALL": True,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
    "CONCURRENT_ITEMS": CONCURRENT_ITEMS,  # Scrapy's hundred tasks a page would hide what the queue costs
}


class Measured(NamedTuple):
    """One crawl: what the server answered, how long it took, and the CPU that it cost."""

    pages: int
    seconds: float
    cpu_s: float


class InMemory(Spider):
    """Follows what the magazine links to, through Scrapy's own queue."""

    name = "in memory"

    def __init__(self, url: str, **_: str) -> None:
        super().__init__(self.name)
        self._home_url, self._host = url, urlsplit(url).netloc

    async def start(self) -> AsyncIterator[Request]:
        """The home page."""
        yield Request(self._home_url)

    def parse(self, response: Response, **_: object) -> Iterator[Request]:
        """The links of a page as requests."""
        yield from map(Request, self.links(response))

    def links(self, response: Response) -> tuple[str, ...]:
        """The addresses that a page or a site map links to, each once."""
        return tuple(dict.fromkeys(self._links(response)))

    def _links(self, response: Response) -> Iterator[str]:
        if not isinstance(response, TextResponse):
            return
        for written in response.css("a::attr(href), link[rel=alternate]::attr(href), loc::text").getall():
            url = response.urljoin(written).replace("http://estuary.example", f"http://{self._host}")
            url = url.partition("#")[0]
            if urlsplit(url).netloc == self._host and "/calendar/" not in url:
                yield url


class EverythingIsDue:
    """In place of a DueSelection: leaves nothing out."""

    has_reached_limit = keeps_assets = False

    def decide(self, _: Address) -> Literal["now"]:
        """Whatever is due."""
        return "now"

    def may_bring(self, _: Address) -> bool:
        """Whatever there is."""
        return True


class InArchive(InMemory):
    """The same through the frontier of an archive."""

    name = "in archive"
    custom_settings = {"SCHEDULER": "newsspider.scheduler.FrontierScheduler"}  # noqa: RUF012 # as Scrapy wants it
    base = None

    def __init__(self, url: str, folder: str) -> None:
        super().__init__(url)
        self.due_selection = EverythingIsDue()
        self.budget = RunBudget(Limits(requests=1_000_000_000), clock=time.monotonic)
        self.run = RunSession(Path(folder), profiles.parse(f"name: bench\nstart: ['{url}']", source="bench"))
        seed = FoundLink(url=url, kind="front", found_on_url=url)
        self.run.frontier.seed([seed], datetime.now(UTC))

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> InArchive:
        """The spider, which ends its run when it is closed."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.end, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """Nothing: the frontier has it."""
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    def parse(self, response: Response, **_: object) -> Iterator[Request]:
        """The links of a page as a unit of work."""
        address: Address = response.meta[ADDRESS]
        links = tuple(
            FoundLink(url=url, kind="article", found_on_url=address.url, depth=address.depth + 1)
            for url in self.links(response)
        )
        verdict = Verdict.FRONT if address.kind == "front" else Verdict.ARTICLE
        self.run.collect(Unit(site="bench", address_url=address.url, links=links, verdict=verdict))
        return iter(())

    def end(self) -> None:
        """Commit what waits, and close all."""
        self.run.end(reason="finished", exit_status=0)

    def fetch_url(self, url: str) -> str:
        """The address itself."""
        return url

    def request_failed(self, failure: object) -> None:
        """No answer: a measurement that means nothing."""
        raise SystemExit(f"no answer: {failure}")


QUEUES = {spider.name: spider for spider in (InMemory, InArchive)}


def main() -> None:
    """Measure, and print."""
    given = _arguments()
    if given.crawl:
        queue, url = given.crawl
        print(json.dumps(_crawled(queue, url)))
        return
    with serving_in_child(Growth(count=given.articles)) as magazine:
        if given.profile:
            _profile(magazine.url)
            return
        runs: dict[str, list[Measured]] = {queue: [] for queue in QUEUES}
        for n in range(given.repeats):
            for queue, measured in runs.items():
                measured.append(measured_in(magazine, queue))
                print(f"{n + 1}. {queue:<10} {_line(measured[-1])}", flush=True)
    _tell(runs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=3_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--profile", action="store_true", help="say what costs most in the archive, instead")
    parser.add_argument("--crawl", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


def measured_in(magazine: RemoteMagazine, queue: str, *, longest_s: float | None = None) -> Measured:
    """One crawl in a process of its own, which may take *longest_s* at most."""
    magazine.reset_counts()
    command = [sys.executable, __file__, "--crawl", queue, magazine.url]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=longest_s)
    return Measured(sum(magazine.counts().values()), **json.loads(done.stdout))


def _line(run: Measured) -> str:
    return (
        f"{run.pages:>6,} answers in {run.seconds:5.1f} s: {run.pages / run.seconds:6.1f} a second,"
        f" {1000 * run.cpu_s / run.pages:5.2f} ms of CPU each"
    )


def _tell(runs: dict[str, list[Measured]]) -> None:
    memory, archive = runs.values()
    if {run.pages for run in memory} != {run.pages for run in archive}:
        print("NOT THE SAME PAGES: the measurement means nothing")
    speeds = [median(run.pages / run.seconds for run in each) for each in (memory, archive)]
    costs = [median(run.cpu_s / run.pages for run in each) for each in (memory, archive)]
    print(f"speed, in archive / in memory: {speeds[1] / speeds[0]:.2f} (medians)")
    print(f"CPU a page, in archive / in memory: {costs[1] / costs[0]:.2f}")


def _crawled(queue: str, url: str) -> dict[str, float]:
    """Crawl in this process, and say how long it took from the first request to the end."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    seconds = _crawl(queue, url)
    after = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": seconds,
        "cpu_s": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
    }


def _crawl(queue: str, url: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        process = AsyncCrawlerProcess(SETTINGS)
        crawler = process.create_crawler(QUEUES[queue])
        process.crawl(crawler, url=url, folder=folder)
        process.start()
        assert crawler.stats
        return float(crawler.stats.get_value("elapsed_time_seconds"))


def _profile(url: str) -> None:
    """Say which functions of ours cost most; profiling itself makes all of it about twice as slow."""
    profiler = cProfile.Profile()
    profiler.runcall(_crawl, InArchive.name, url)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(35)


if __name__ == "__main__":
    main()
