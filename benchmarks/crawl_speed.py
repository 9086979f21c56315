"""How fast a crawl is, held against a bare Scrapy spider that follows the same links and keeps nothing.

Run by hand, on a calm machine:

    python benchmarks/crawl_speed.py                    # 2,000 stories, three times each, in turn
    python benchmarks/crawl_speed.py --articles 500 --repeats 1 --profile

One process serves an invented magazine (no pause, no limit).  In turn, a process each, the bare spider
and `newsspider crawl` fetch it whole; imports are not counted.  `--profile` says what costs most.
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
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response, TextResponse

from newsspider.demo.child_server import RemoteMagazine, serving_in_child
from newsspider.demo.invented import Growth
from newsspider.demo.runs import PROFILE
from newsspider.runner.process import CrawlOrder, run

# What the parts of a crawl are called in a profile: the first match of a function's file and name.
PARTS = (
    ("read the article", "newsspider/extraction/article.py", "read"),
    ("parse the page", "newsspider/web/document.py", "__init__"),
    ("judge the answer", "newsspider/classify/verdicts.py", "judge"),
    ("links of a page", "newsspider/discovery/lists/fronts.py", "found"),
    ("further pages of a list", "newsspider/discovery/lists/list_pages.py", "further_pages"),
    ("boxes of a front", "newsspider/extraction/link_blocks/blocks.py", "page_blocks"),
    ("commit to SQLite", "newsspider/storage/archive.py", "keep"),
    ("take from the frontier", "newsspider/storage/crawl_frontier.py", "take"),
    ("write the WARC", "newsspider/crawl/session.py", "write"),
    ("fsync the WARC", "newsspider/storage/warc/writer.py", "sync"),
)


class Measured(NamedTuple):
    """One crawl: what the server answered, how long it took, and the CPU that it cost."""

    pages: int
    seconds: float
    cpu_s: float

    @property
    def pages_per_s(self) -> float:
        """Its speed."""
        return self.pages / self.seconds


def main() -> None:
    """Measure, and print."""
    given = _arguments()
    if given.crawl:
        kind, url = given.crawl
        print(json.dumps(_crawled(kind, url, given.at_once)))
        return
    with serving_in_child(Growth(count=given.articles)) as magazine:
        if given.profile:
            _profile(magazine.url, given.at_once)
            return
        runs: dict[str, list[Measured]] = {"bare": [], "newsspider": []}
        for n in range(given.repeats):
            for kind, measured in runs.items():
                measured.append(_measured(magazine, kind, given.at_once))
                print(f"{n + 1}. {kind:<10} {_line(measured[-1])}", flush=True)
    _tell(runs)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--at-once", type=int, default=1, help="requests at a time, for both (default: 1)")
    parser.add_argument("--profile", action="store_true", help="say what costs most, instead")
    parser.add_argument("--crawl", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


def _measured(magazine: RemoteMagazine, kind: str, at_once: int) -> Measured:
    """One crawl in a process of its own."""
    magazine.reset_counts()
    command = [sys.executable, __file__, "--crawl", kind, magazine.url, "--at-once", str(at_once)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told = json.loads(done.stdout)
    return Measured(sum(magazine.counts().values()), told["seconds"], told["cpu_s"])


def _line(run: Measured) -> str:
    return (
        f"{run.pages:>6,} answers in {run.seconds:6.1f} s: {run.pages_per_s:6.1f} a second,"
        f" {1000 * run.cpu_s / run.pages:5.1f} ms of CPU each"
    )


def _tell(runs: dict[str, list[Measured]]) -> None:
    speeds = {kind: median(run.pages_per_s for run in each) for kind, each in runs.items()}
    costs = {kind: median(run.cpu_s / run.pages for run in each) for kind, each in runs.items()}
    print(f"speed, newsspider / bare: {speeds['newsspider'] / speeds['bare']:.2f} (medians)")
    print(f"CPU a page, newsspider / bare: {costs['newsspider'] / costs['bare']:.1f}")


def _crawled(kind: str, url: str, at_once: int) -> dict[str, float]:
    """Crawl in this process, and say how long it took from the first request to the end."""
    crawl = _crawl_bare if kind == "bare" else _crawl_ours
    before = resource.getrusage(resource.RUSAGE_SELF)
    seconds = crawl(url, at_once)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": seconds, "cpu_s": cpu_s}


def _crawl_bare(url: str, at_once: int) -> float:
    settings = {
        "LOG_LEVEL": "ERROR",
        "ROBOTSTXT_OBEY": True,
        "COOKIES_ENABLED": False,
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": at_once,
    }
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(BareSpider)
    process.crawl(crawler, url=url)
    process.start()
    assert crawler.stats
    return float(crawler.stats.get_value("elapsed_time_seconds"))


def _crawl_ours(url: str, at_once: int) -> float:
    settings = {"DOWNLOAD_DELAY": "0", "CONCURRENT_REQUESTS_PER_DOMAIN": str(at_once)}
    with tempfile.TemporaryDirectory() as folder:
        order = CrawlOrder(site=str(PROFILE), archive=Path(folder), base_url=url, settings=settings)
        return run(order).duration_s


class BareSpider(Spider):
    """Follows what the magazine links to, and keeps nothing."""

    name = "bare"

    def __init__(self, url: str) -> None:
        super().__init__(self.name)
        self.start_urls = [url]
        self._host = urlsplit(url).netloc

    def parse(self, response: Response, **_: object) -> Iterator[Request]:
        """The links of a page or a site map."""
        if not isinstance(response, TextResponse):
            return
        for written in response.css("a::attr(href), link[rel=alternate]::attr(href), loc::text").getall():
            url = response.urljoin(written).replace("http://estuary.example", f"http://{self._host}")
            if urlsplit(url).netloc == self._host and "/calendar/" not in url:
                yield Request(url)


def _profile(url: str, at_once: int) -> None:
    """Say what the parts of a crawl cost; profiling itself makes all of it about twice as slow."""
    profiler = cProfile.Profile()
    seconds = profiler.runcall(_crawl_ours, url, at_once)
    stats = pstats.Stats(profiler)
    total_s = stats.total_tt  # type: ignore[attr-defined] # typeshed leaves it out
    print(f"{seconds:.1f} s, of which, with all that each calls:")
    for name, file, function in PARTS:
        found = _entries(stats, file, function)
        print(f"  {name:<24} {sum(e[3] for e in found):6.1f} s {sum(e[3] for e in found) / total_s:6.1%}")
    print("by itself, in the packages:")
    for package, own_s in _packages(stats).most_common(8):
        print(f"  {package:<24} {own_s:6.1f} s {own_s / total_s:6.1%}")


def _entries(stats: pstats.Stats, file: str, function: str) -> list[tuple[Any, ...]]:
    every: dict[tuple[str, int, str], tuple[Any, ...]] = stats.stats  # type: ignore[attr-defined]
    return [entry for key, entry in every.items() if key[0].endswith(file) and key[2] == function]


def _packages(stats: pstats.Stats) -> Counter[str]:
    """The time that functions of each package took without what they call."""
    own: Counter[str] = Counter()
    for (file, _, function), entry in stats.stats.items():  # type: ignore[attr-defined]
        parts = Path(file).parts
        name = parts[parts.index("site-packages") + 1] if "site-packages" in parts else Path(file).stem
        if "newsspider" in parts:
            name = ".".join(Path(*parts[parts.index("newsspider") :]).with_suffix("").parts[-3:][:2])
        own[f"built in: {function}"[:24] if file == "~" else name] += entry[2]
    return own


if __name__ == "__main__":
    main()
