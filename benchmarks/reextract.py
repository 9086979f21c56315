"""How fast an archive is read again from its captures, held against extraction alone.

    python benchmarks/reextract.py [--articles 8000] [--archive DIR]

crawls the demo's magazine, grown to so many articles, into a new archive (or takes the one in DIR), reads
it again twice, and times `newsspider.extract` over the same pages by itself.  Exits with 1 where reading
again changed something.
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from newsspider import profiles
from newsspider.crawl import CrawlOrder
from newsspider.crawl import run as crawl
from newsspider.demo.apart import serving_apart
from newsspider.demo.invented import Growth
from newsspider.demo.runs import PROFILE
from newsspider.extraction import extract
from newsspider.storage.warc_reading import read_payload
from newsspider.upkeep.reextract import reextract

_PAGES = """SELECT warc_file, warc_offset, address_url, content_type FROM captures
WHERE verdict IN ('article', 'page') AND address_url NOT LIKE '%/robots.txt' ORDER BY id LIMIT 1000"""


class Spent(NamedTuple):
    """Seconds by the clock on the wall, and of all cores together."""

    wall_s: float
    cpu_s: float


def main() -> int:
    """Print a line for each measurement."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=8_000)
    parser.add_argument("--archive", type=Path)
    said = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        archive = said.archive or Path(folder) / "archive"
        if not archive.exists():
            grow(archive, said.articles)
        return measure(archive)


def grow(archive: Path, articles: int) -> None:
    """Crawl a grown magazine into *archive*."""
    with serving_apart(Growth(count=articles)) as magazine:
        report = crawl(CrawlOrder(site=str(PROFILE), archive=archive, base_url=magazine.url))
    print(f"crawled: {report.pages:,} pages in {report.duration_s:.0f} s")


def measure(archive: Path) -> int:
    """Time extraction alone, then reading again; 1 where that changed something."""
    alone_s = extraction_s(archive)
    print(f"extraction alone: {1000 * alone_s:.2f} ms of one core a page")
    has_changed = False
    for name in ("first", "second"):
        began = now()
        told = reextract(archive)
        spent = Spent(*(after - before for before, after in zip(began, now(), strict=True)))
        has_changed |= bool(told.fields)
        print(
            f"{name} time: {told.captures:,} captures in {spent.wall_s:.1f} s,"
            f" {told.captures / spent.wall_s:.0f} a second on {os.cpu_count()} cores;"
            f" {spent.cpu_s / told.captures / alone_s:.2f} times the cores' time of extraction alone;"
            f" {told.changed:,} articles changed"
        )
    return int(has_changed)


def extraction_s(archive: Path) -> float:
    """Seconds of one core that extraction takes for a page, over a thousand pages read before."""
    site = profiles.load(str(PROFILE))
    pages = list(bodies(archive))
    began = time.process_time()
    for body, url, content_type in pages:
        extract(body, url, content_type=content_type, profile=site)
    return (time.process_time() - began) / len(pages)


def bodies(archive: Path) -> Iterator[tuple[bytes, str, str]]:
    """Body, address and type of some pages."""
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        for file, offset, url, content_type in conn.execute(_PAGES):
            yield read_payload(archive, file, offset).body, url, content_type


def now() -> Spent:
    """The clock on the wall, and the cores' time of this process and of those that it started."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return Spent(time.monotonic(), sum(one.ru_utime + one.ru_stime for one in used))


if __name__ == "__main__":
    sys.exit(main())
