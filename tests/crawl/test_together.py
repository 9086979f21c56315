"""Two crawls, Datasette, exports and searches at once: none is told "locked", waits long or loses a batch.

Runs 30 seconds; NEWSSPIDER_SOAK_S says how many else.
"""

from __future__ import annotations

import itertools
import json
import os
import sqlite3
import time
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from support.crawling import rows, start

from newsspider.browse.datasette import serving
from newsspider.demo.child_server import RemoteMagazine, serving_in_child
from newsspider.demo.invented import Growth
from newsspider.demo.runs import PROFILE
from newsspider.maintenance.verify import verify
from newsspider.storage.archive import Archive

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("datasette")

SOAK_S = float(os.environ.get("NEWSSPIDER_SOAK_S", "30"))
# So many stories that the first crawls take about that long; afterwards changes alone are found.
GROWTH = Growth(count=60 + 3 * int(SOAK_S))
LONGEST_WAIT_S = 1.0
WORD = "harbour"
SEARCH = "SELECT count(*) FROM articles_fts JOIN articles ON articles.id = articles_fts.rowid"
PAGES = ("", f"search?q={WORD}", "news/articles.json?_size=20", f"news/articles?_search={WORD}", "news/runs")


class Soak:
    """What runs at once: crawls until the time is over, all else until they end; each counts what it did."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.archive = folder, folder / "archive"
        self.ends_at = time.monotonic() + SOAK_S
        self.crawling = 2

    def crawls(self, site: str, magazine: RemoteMagazine) -> Counter[str]:
        """Crawl one site again and again, its second and first edition in turn."""
        profile = self.folder / f"{site}.yaml"
        profile.write_text(PROFILE.read_text("utf-8").replace("name: estuary", f"name: {site}"), "utf-8")
        done: Counter[str] = Counter()
        try:
            for number in self._until(lambda: time.monotonic() > self.ends_at):
                magazine.set_edition(number % 2 + 1)
                words = ("crawl", str(profile), "--base", magazine.url, "--full", "--json")
                report = json.loads(self._ended(f"{site}-{number}", *words))
                done.update(crawls=1, kept=report["new"] + report["changed"] + report["same"])
        finally:
            self.crawling -= 1
        return done

    def exports(self) -> Counter[str]:
        """Export all there is, again and again: each export is whole."""
        done: Counter[str] = Counter()
        file = self.folder / "all.jsonl"
        for number in self._until(lambda: not self.crawling):
            self._ended(f"export-{number}", "export", "jsonl", "-o", str(file))
            stories = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
            assert all(story["headline"] and story["text"] for story in stories)
            done.update(exports=1, exported=len(stories))
        return done

    def searches(self) -> Counter[str]:
        """Search, with a new connection each time: SQLite says "locked" to who waits for a second."""
        done: Counter[str] = Counter()
        where = f"file:{urllib.parse.quote(str(self.archive / 'news.db'))}?mode=ro"
        for _ in self._until(lambda: not self.crawling):
            with closing(sqlite3.connect(where, uri=True, timeout=LONGEST_WAIT_S)) as conn:
                conn.execute(f"{SEARCH} WHERE articles_fts MATCH ?", (WORD,)).fetchone()
            done.update(searches=1)
            time.sleep(0.05)
        return done

    def commands(self) -> Counter[str]:
        """Search by the command."""
        done: Counter[str] = Counter()
        for number in self._until(lambda: not self.crawling):
            self._ended(f"search-{number}", "search", WORD, "--json")
            done.update(commands=1)
            time.sleep(0.5)
        return done

    def reads(self, url: str) -> Counter[str]:
        """Read Datasette's pages, one after another; an error is none of its answers."""
        done: Counter[str] = Counter()
        for number in self._until(lambda: not self.crawling):
            with urllib.request.urlopen(f"{url}{PAGES[number % len(PAGES)]}", timeout=60) as answer:
                page = answer.read().decode()
            assert "database is locked" not in page
            done.update(pages=1)
            time.sleep(0.1)
        return done

    def _until(self, is_over: Callable[[], bool]) -> Iterator[int]:
        yield 0
        for number in itertools.count(1):
            if is_over():
                break
            yield number

    def _ended(self, name: str, *words: str) -> str:
        """What a command printed, that ended well."""
        folder = self.folder / name
        folder.mkdir()
        ended = start(*words, "--archive", str(self.archive), folder=folder).wait(600 + SOAK_S)
        assert "locked" not in ended.err, ended.err
        assert ended.status == 0, ended.err
        return ended.out


@pytest.mark.long
def test_crawls_readers_and_exports_get_along(tmp_path: Path) -> None:
    soak = Soak(tmp_path)
    Archive.open(soak.archive, create=True).close()
    with (
        serving_in_child(GROWTH) as one,
        serving_in_child(GROWTH) as other,
        serving.serving(soak.archive) as datasette,
        ThreadPoolExecutor() as pool,
    ):
        work: list[Callable[[], Counter[str]]] = [
            lambda: soak.crawls("one", one),
            lambda: soak.crawls("other", other),
            lambda: soak.reads(datasette.url),
            soak.exports,
            soak.searches,
            soak.commands,
        ]
        running = [pool.submit(one_kind) for one_kind in work]
        done = sum((one_kind.result() for one_kind in running), Counter[str]())

    print(dict(done))
    assert verify(soak.archive).findings == ()
    kept = "SELECT site, sum(new), sum(new + changed + same) FROM runs GROUP BY site"
    new = {site: number for site, number, _ in rows(soak.archive, kept)}
    assert sum(number for *_, number in rows(soak.archive, kept)) == done["kept"]
    assert rows(soak.archive, "SELECT site, count(*) FROM articles GROUP BY site") == sorted(new.items())
    assert min(new.values()) >= GROWTH.count
