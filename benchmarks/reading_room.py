"""What browsing a large archive costs: first bytes of every page, searches, memory, and a write.

    python benchmarks/big_archive.py /tmp/big
    python benchmarks/reading_room.py /tmp/big [--repeats 9]

Prints a table, and exits with 1 where a bound is broken.  Run it on a calm machine (on a busy one, the
columns of CPU tell more); the archive stays as it is, for the writes are taken back.
"""

from __future__ import annotations

import argparse
import http.client
import random
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from big_archive import FIRST_RUN, MAGAZINES, Desk

from newsspider.browse.datasette.serving import Server, serving
from newsspider.storage.archive import DATABASE, Archive
from newsspider.storage.persist import store_unit
from newsspider.storage.schema import cjk_index
from newsspider.storage.transaction import Transaction

MOST_PAGE_MS, MOST_SEARCH_MS, MOST_COMMON_MS = 200, 50, 500
MOST_GROWTH = 1.25  # of memory, from a warm server to one that answered thousands
QUERIES, UNSPACED_QUERIES, WRITES = 200, 60, 500

PAGES = (
    "/",
    "/search",
    "/search?order=oldest&page=40",
    "/search?site=harbour&section={section}",
    "/search?since=2010&until=2012",
    "/search?author={author}",
    "/search?changed=1",
    "/search?gone=1&site=ledger",
    "/search?q={words}&section={section}&since=2015",
    "/search.atom",
    "/search.atom?q={words}",
    "/issues",
    "/issue?site=gazette&name={issue}",
    "/sections",
    "/section?name={section}",
    "/section?site=harbour&name={section}",
    "/authors",
    "/authors?q=ba",
    "/author?name={author}",
    "/links",
    "/links?label=Services",
    "/runs",
    "/runs?site=ledger",
    "/article/{article}",
    "/article/{changed}",
    "/article/{changed}/history",
    "/article/{changed}/history?view=beside",
    "/news",
    "/news/articles",
    "/news/articles?site=ledger",
    "/news/articles?section={section}",
    "/news/articles?published_on__startswith=2012",
    "/news/articles?_search={words}",
    "/news/articles/77",
    "/news/articles.json",
    "/news/articles_list",
    "/news/articles_list?year=2012",
    "/news/authors",
    "/news/article_authors",
    "/news/link_blocks",
    "/news/links",
    "/news/urls",
    "/news/captures",
    "/news/revisions",
    "/news/frontier",
    "/news/runs",
    "/news/facet_counts",
    "/news/linked",
    "/news/sections",
    "/news/years",
    "/news/authors_by_articles",
    "/news/articles_by_author?author={author}",
)


class Answered(NamedTuple):
    """Milliseconds to the first byte, those of the server's CPU, the status, and the size of the answer."""

    ms: float
    cpu_ms: float
    status: int
    size_bytes: int


class Timed(NamedTuple):
    """How long an address took, each time it was asked, and what it answered."""

    name: str
    ms: Sequence[float]
    cpu_ms: Sequence[float]
    status: int
    size_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Bound:
    """A figure, and the most that it may be."""

    name: str
    figure: float
    most: float
    unit: str


class Visitor:
    """Asks one server, over one connection."""

    def __init__(self, server: Server) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=120)
        self._process_id = server.process.pid

    def ask(self, path: str) -> Answered:
        """Ask once; the connection stays."""
        cpu_ms, begun = self._cpu_ms(), time.perf_counter()
        self._connection.request("GET", path)
        answer = self._connection.getresponse()
        took_ms = (time.perf_counter() - begun) * 1000
        size_bytes = len(answer.read())
        return Answered(took_ms, self._cpu_ms() - cpu_ms, answer.status, size_bytes)

    def timed(self, name: str, paths: Sequence[str]) -> Timed:
        """All of *paths*, one after another; where they are the same, the first only warms up."""
        if len(set(paths)) == 1:
            self.ask(paths[0])
        answers = [self.ask(path) for path in paths]
        return Timed(
            name=name,
            ms=[answer.ms for answer in answers],
            cpu_ms=[answer.cpu_ms for answer in answers],
            status=max(answer.status for answer in answers),
            size_bytes=answers[-1].size_bytes,
        )

    def _cpu_ms(self) -> float:
        """What the server's threads have cost so far."""
        threads = Path(f"/proc/{self._process_id}/task").glob("*/schedstat")
        return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e6


def places(archive: Path) -> dict[str, str]:
    """What stands in the pages' addresses: the busiest of each kind."""
    asked = {
        "section": (
            "SELECT section FROM facet_counts WHERE section <> '' GROUP BY 1 ORDER BY sum(articles) DESC"
        ),
        "author": "SELECT name FROM author_counts JOIN authors ON id = author_id ORDER BY articles DESC",
        "issue": (
            "SELECT issue FROM facet_counts WHERE site = 'gazette' AND issue <> '' ORDER BY articles DESC"
        ),
        "article": "SELECT key FROM articles WHERE id = (SELECT max(article_id) FROM link_blocks)",
        "changed": "SELECT key FROM articles ORDER BY revision_count DESC, length(text) DESC",
        "words": "SELECT headline FROM articles WHERE site = 'harbour' AND id > 5000",
    }
    with closing(sqlite3.connect(archive / DATABASE)) as conn:
        found = {name: str(conn.execute(f"{sql} LIMIT 1").fetchone()[0]) for name, sql in asked.items()}
    return {
        name: quote(value if name != "words" else " ".join(value.split()[-2:]))
        for name, value in found.items()
    }


def queries(archive: Path) -> list[str]:
    """Two or three neighbouring words of so many headlines."""
    chance = random.Random(5)
    sql = "SELECT headline FROM articles WHERE id % 997 = 5 AND language IN ('en', 'de')"
    with closing(sqlite3.connect(archive / DATABASE)) as conn:
        headlines = [headline.split() for (headline,) in conn.execute(sql)]
    found = []
    for words in chance.choices(headlines, k=QUERIES):
        length = chance.choice((2, 3))
        start = chance.randint(0, len(words) - length)
        found.append(" ".join(words[start : start + length]))
    return found


def pairs_of_characters(archive: Path) -> list[str]:
    """Words of two characters out of so many Chinese and Japanese headlines."""
    sql = "SELECT substr(headline, 3, 2) FROM articles WHERE language IN ('zh', 'ja') AND id % 29 = 3 LIMIT ?"
    with closing(sqlite3.connect(archive / DATABASE)) as conn:
        return [str(word) for (word,) in conn.execute(sql, (UNSPACED_QUERIES,))]


def memory_mb(process_id: int) -> float:
    """What the server's process holds, in MB."""
    lines = Path(f"/proc/{process_id}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmRSS"))


class _TakenBackError(Exception):
    """Ends a transaction that shall leave nothing."""


def written_ms(archive: Path) -> float:
    """Milliseconds to keep a new article, boxes and all, in a full archive; then all are taken back."""
    paper = replace(MAGAZINES[0], site="morning", share=1)
    units = [unit for unit in Desk(WRITES * 2, (paper,)).edition(paper, 0, FIRST_RUN) if unit.article][
        :WRITES
    ]
    took_ms = 0.0
    with (
        Archive.open(archive, create=False) as opened,
        suppress(_TakenBackError),
        opened.transaction() as conn,
    ):
        conn.execute("INSERT INTO sites (site) VALUES (?)", (paper.site,))
        begun = time.perf_counter()
        for unit in units:
            store_unit(Transaction(conn=conn, run_id=1, at="2026-07-01T00:00:00Z"), unit)
        cjk_index.fill(conn)
        took_ms = (time.perf_counter() - begun) * 1000
        raise _TakenBackError
    return took_ms / len(units)


def searches(visitor: Visitor, archive: Path) -> tuple[Timed, ...]:
    """Searches by words of headlines, by the commonest word, and by words of two characters."""
    return (
        visitor.timed(
            f"{QUERIES} searches of two or three words", [_search(text) for text in queries(archive)]
        ),
        visitor.timed("the commonest word", [_search("the")] * 5),
        visitor.timed("the commonest word, a filter", [_search("the") + "&section=Economy"] * 5),
        visitor.timed(
            f"{UNSPACED_QUERIES} words of two characters",
            [_search(text) for text in pairs_of_characters(archive)],
        ),
    )


def bounds(
    pages: Sequence[Timed], found: Sequence[Timed], before_mb: float, after_mb: float
) -> Iterator[Bound]:
    """What must hold."""
    slowest = max(pages, key=lambda page: median(page.ms))
    yield Bound(name=f"slowest page, {slowest.name}", figure=median(slowest.ms), most=MOST_PAGE_MS, unit="ms")
    words, common, _, unspaced = found
    yield Bound(name="searches, p95", figure=p95(words.ms), most=MOST_SEARCH_MS, unit="ms")
    yield Bound(name="the commonest word, median", figure=median(common.ms), most=MOST_COMMON_MS, unit="ms")
    yield Bound(name="words of two characters, p95", figure=p95(unspaced.ms), most=MOST_SEARCH_MS, unit="ms")
    yield Bound(name="memory", figure=after_mb, most=before_mb * MOST_GROWTH, unit="MB")


def p95(ms: Sequence[float]) -> float:
    """What 95 of a hundred do not exceed."""
    return quantiles(ms, n=20)[-1]


def line(one: Timed) -> str:
    """A row of the table."""
    name = one.name if len(one.name) <= 58 else f"{one.name[:57]}…"
    times = "".join(
        f"{ms:>9,.1f}"
        for ms in (median(one.ms), p95(one.ms), max(one.ms), median(one.cpu_ms), p95(one.cpu_ms))
    )
    return f"{name:<58}{one.status:>7}{one.size_bytes / 1000:>9,.0f}{times}"


def main() -> int:
    """Measure all, print it, and say which bounds are broken."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("archive", type=Path)
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--only", default="", help="pages with this in their address")
    given = parser.parse_args()
    known = places(given.archive)
    print(f"{'':<58}{'status':>7}{'kB':>9}{'median':>9}{'p95':>9}{'worst':>9}{'CPU':>9}{'p95':>9}  ms")
    with serving(given.archive) as server:
        visitor = Visitor(server)
        pages = []
        for page in (page for page in PAGES if given.only in page):
            pages.append(visitor.timed(page, [page.format(**known)] * given.repeats))
            print(line(pages[-1]), flush=True)
        found = searches(visitor, given.archive)
        print("\n".join(line(one) for one in found), flush=True)
        before_mb = memory_mb(server.process.pid)
        for turn in range(20):
            for page in PAGES[:28]:
                visitor.ask(page.format(**known))
            for text in queries(given.archive)[turn * 10 : turn * 10 + 10]:
                visitor.ask(_search(text))
        after_mb = memory_mb(server.process.pid)
    print(f"\na new article is kept in {written_ms(given.archive):.2f} ms")
    broken = False
    for bound in bounds(pages, found, before_mb, after_mb):
        is_kept = bound.figure <= bound.most
        broken |= not is_kept
        figures = f"{bound.figure:>9,.1f}{bound.most:>9,.0f} {bound.unit}"
        print(f"{'kept' if is_kept else 'BROKEN':<8}{figures}  {bound.name}")
    return int(broken)


def _search(text: str) -> str:
    return f"/search?q={quote(text)}"


if __name__ == "__main__":
    sys.exit(main())
