"""The demo's two runs: a first edition crawled into a new archive, then a second one into the same."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from newsspider.demo.server import serving
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsspider.items import Progress, RunReport

MARK = ".newsspider-demo"
PROFILE = Path(__file__).with_name("magazine.yaml")


def run(archive: Path, on_progress: Callable[[Progress], None] | None = None) -> RunReport:
    """Crawl both editions into a new *archive*; the report of the second run."""
    return run_both(archive, on_progress)[1]


def run_both(
    archive: Path, on_progress: Callable[[Progress], None] | None = None
) -> tuple[RunReport, RunReport]:
    """Crawl both editions into a new *archive*; the reports of both runs.

    An archive that an earlier demo left there is replaced; any other folder that holds something is
    left alone, with a UsageError.
    """
    from newsspider.crawl import CrawlOrder
    from newsspider.crawl import run as crawl

    _make_room(archive)
    with serving() as magazine:

        def order(full: bool) -> CrawlOrder:
            return CrawlOrder(
                site=str(PROFILE),
                archive=archive,
                base_url=magazine.url,
                settings={"DOWNLOAD_DELAY": "0"},
                full=full,
            )

        first = crawl(order(full=False), on_progress)
        magazine.set_edition(2)
        return first, crawl(order(full=True), on_progress)


def _make_room(archive: Path) -> None:
    """An empty folder with the demo's mark."""
    if archive.exists() and not archive.is_dir():
        raise UsageError(f"{archive} is a file; the demo wants a folder of its own")
    if (archive / MARK).is_file():
        shutil.rmtree(archive)
    elif archive.is_dir() and any(archive.iterdir()):
        raise UsageError(f"{archive} holds something that is no demo archive; give another --archive")
    archive.mkdir(parents=True, exist_ok=True)
    (archive / MARK).write_text("Made by newsspider demo, which may remove this folder.\n", encoding="utf-8")
