"""What a second and a third crawl of a grown magazine cost, where a site map tells and where nothing does.

    python benchmarks/recrawl.py [--articles 2000] [--without-sitemap]

prints a line for each run: requests and bytes that reached the server's wire, what was found, and how
many rows each table gained.  Exits with 1 where a change was missed or a bound is broken.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsspider.demo.child_server import RemoteMagazine, serving_in_child
from newsspider.demo.invented import Growth
from newsspider.demo.runs import PROFILE
from newsspider.runner.process import CrawlOrder
from newsspider.runner.process import run as crawl

if TYPE_CHECKING:
    from newsspider.run_reports import RunReport

# `readings` has one row a run: what fields were read; an article of several pages is joined anew in each.
ALWAYS_GROW = ("runs", "readings", "captures")
# Requests and bytes of a run after a few changes, as a share of the first run, where a site map tells.
MOST_SHARE = 0.05


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One crawl, as the server and the database saw it."""

    name: str
    report: RunReport
    requests: int
    fetched_bytes: int
    articles_due: int
    article_requests: int
    grown: dict[str, int]

    @property
    def found(self) -> tuple[int, int, int]:
        """Articles new, changed and gone."""
        return self.report.new, self.report.changed, self.report.gone


def recrawled(archive: Path, growth: Growth, *, has_sitemap: bool) -> Iterator[Run]:
    """Three crawls: the first edition, the second one, and the second one again.

    Without a site map or feed nothing tells of changes, so every known address is made due.
    """
    profile = PROFILE if has_sitemap else _without_maps(archive)
    with serving_in_child(growth) as magazine:
        yield _crawl("first", magazine, profile, archive, is_full=False)
        magazine.set_edition(2)
        yield _crawl("after changes", magazine, profile, archive, is_full=not has_sitemap)
        yield _crawl("without change", magazine, profile, archive, is_full=not has_sitemap)


def broken(runs: list[Run], growth: Growth, *, has_sitemap: bool) -> Iterator[str]:
    """Each promise that the three runs break, in a line."""
    first, second, third = runs
    wanted = (growth.added, growth.edited, growth.removed)
    if second.found != wanted:
        yield f"found {second.found} new, changed and gone, wanted {wanted}"
    if third.found != (0, 0, 0):
        yield f"the run without change found {third.found}"
    if rows := {table: more for table, more in third.grown.items() if more and table not in ALWAYS_GROW}:
        yield f"the run without change made rows: {rows}"
    for run in (second, third):
        if run.article_requests > run.articles_due:
            yield f"{run.name}: {run.article_requests} requests for {run.articles_due} articles due"
        share = max(run.requests / first.requests, run.fetched_bytes / first.fetched_bytes)
        if has_sitemap and share > MOST_SHARE:
            yield f"{run.name}: {share:.1%} of the first run, wanted {MOST_SHARE:.0%}"


def table(runs: list[Run]) -> str:
    """The runs as a table."""
    names = (
        ("requests", 9),
        ("share", 8),
        ("bytes", 12),
        ("share", 8),
        ("new", 6),
        ("changed", 8),
        ("gone", 6),
    )
    lines = [f"{'run':<16}" + "".join(f"{name:>{width}}" for name, width in names) + f"{'took':>8}"]
    for run in runs:
        shares = run.requests / runs[0].requests, run.fetched_bytes / runs[0].fetched_bytes
        new, changed, gone = run.found
        lines.append(
            f"{run.name:<16}{run.requests:>9,}{shares[0]:>8.1%}{run.fetched_bytes:>12,}{shares[1]:>8.1%}"
            f"{new:>6,}{changed:>8,}{gone:>6,}{run.report.duration_s:>7.1f}s"
        )
    return "\n".join(lines)


def _without_maps(archive: Path) -> Path:
    """The demo's profile, without the site maps and feeds that tell of changes."""
    profile = archive.with_name("quiet.yaml")
    profile.write_text(PROFILE.read_text(encoding="utf-8") + "\ndiscover: []\n", encoding="utf-8")
    return profile


def _crawl(name: str, magazine: RemoteMagazine, profile: Path, archive: Path, *, is_full: bool) -> Run:
    magazine.reset_counts()
    before = _rows(archive)
    order = CrawlOrder(
        site=str(profile),
        archive=archive,
        base_url=magazine.url,
        settings={"DOWNLOAD_DELAY": "0", "CONCURRENT_REQUESTS_PER_DOMAIN": "4"},
        full=is_full,
    )
    report = crawl(order)
    after = _rows(archive)
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        asked, due = conn.execute(
            "SELECT count(*), count(DISTINCT address_url) FROM captures JOIN frontier USING (site)"
            " WHERE captures.run_id = ? AND frontier.url = captures.address_url AND kind = 'article'",
            (report.run_id,),
        ).fetchone()
    return Run(
        name=name,
        report=report,
        requests=sum(magazine.counts().values()),
        fetched_bytes=report.fetched_bytes,
        articles_due=due,
        article_requests=asked,
        grown={one: after[one] - before.get(one, 0) for one in after},
    )


def _rows(archive: Path) -> dict[str, int]:
    if not (archive / "news.db").exists():
        return {}
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        names = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        own = [name for name in names if not name.startswith(("_", "sqlite_")) and "_fts_" not in name]
        return {name: conn.execute(f"SELECT count(*) FROM [{name}]").fetchone()[0] for name in own}


def main() -> int:
    """Crawl three times, print the table, and say what is broken."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--without-sitemap", action="store_true")
    given = parser.parse_args()
    growth, has_sitemap = Growth(count=given.articles), not given.without_sitemap
    with tempfile.TemporaryDirectory() as folder:
        runs = list(recrawled(Path(folder) / "archive", growth, has_sitemap=has_sitemap))
    print(table(runs))
    faults = list(broken(runs, growth, has_sitemap=has_sitemap))
    print("\n".join(faults) or "every change was found, within the bounds")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
