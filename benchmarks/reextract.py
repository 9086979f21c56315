"""How fast an archive is read again from its captures, held against extraction alone.

    python benchmarks/reextract.py [--articles 8000] [--archive DIR]

crawls the demo's magazine, grown to so many articles, into a new archive (or takes the one in DIR); reads a
thousand articles again in one process, and tells how much of that is extraction; then reads all again on all
cores.  Exits with 1 where reading again changed something.
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from newsspider.demo.child_server import serving_in_child
from newsspider.demo.invented import Growth
from newsspider.demo.runs import PROFILE
from newsspider.extraction import extract
from newsspider.maintenance.reextract import captured_sources, reread
from newsspider.maintenance.reextract.reextract import BATCH, reextract
from newsspider.runner.process import CrawlOrder
from newsspider.runner.process import run as crawl

if TYPE_CHECKING:
    from newsspider.items import Article


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
    with serving_in_child(Growth(count=articles)) as magazine:
        report = crawl(CrawlOrder(site=str(PROFILE), archive=archive, base_url=magazine.url))
    print(f"crawled: {report.pages:,} pages in {report.duration_s:.0f} s")


def measure(archive: Path) -> int:
    """Tell what reading again costs; 1 where it changed something."""
    alone_s, all_s, pages = shares(archive)
    print(
        f"one process: {1000 * all_s / pages:.2f} ms a page, {1000 * alone_s / pages:.2f} ms of it extraction"
    )
    print(f"ratio to extraction alone: {all_s / alone_s:.2f}")
    began, spent_s = time.monotonic(), cpu_s()
    told = reextract(archive)
    took_s, spent_s = time.monotonic() - began, cpu_s() - spent_s
    print(
        f"{os.cpu_count()} cores: {told.captures:,} captures in {took_s:.1f} s,"
        f" {told.captures / took_s:.0f} a second; {told.changed:,} articles changed"
    )
    print(f"CPU of all processes, their start included: {1000 * spent_s / told.captures:.2f} ms a capture")
    return int(bool(told.fields))


def cpu_s() -> float:
    """Seconds of CPU of this process and of those that it started and that have ended."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def shares(archive: Path) -> tuple[float, float, int]:
    """Seconds of one core for extraction alone, and for all of reading again; and the number of pages."""
    spent_s, pages = 0.0, 0

    def timed(*args: Any, **options: Any) -> Article:
        nonlocal spent_s, pages
        began = time.process_time()
        article = extract(*args, **options)
        spent_s += time.process_time() - began
        pages += 1
        return article

    with closing(sqlite3.connect(archive / "news.db")) as conn:
        (site,) = conn.execute("SELECT site FROM sites").fetchone()
        ids = captured_sources.article_ids(conn, site, None)[:1000]
    with (
        mock.patch.object(reread, "extract", timed),
        reread.Rereader(archive, {site: str(PROFILE)}) as reader,
    ):
        reader.article(ids[0])  # what is made once
        spent_s, pages, began = 0.0, 0, time.process_time()
        for start in range(0, len(ids), BATCH):
            reader.articles(ids[start : start + BATCH])
        return spent_s, time.process_time() - began, pages


if __name__ == "__main__":
    sys.exit(main())
