"""The demo's two runs: a first edition crawled into a new archive, then a second one into the same."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsspider.demo.server import serving
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from newsspider.demo.server import Magazine
    from newsspider.items import Progress, RunReport

MARK = ".newsspider-demo"
PROFILE = Path(__file__).with_name("magazine.yaml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Demo:
    """The magazine, being served, and the new archive that it is crawled into."""

    archive: Path
    magazine: Magazine

    def crawl(self, edition: int, on_progress: Callable[[Progress], None] | None = None) -> RunReport:
        """Put up an edition (1 or 2) and crawl it; every address that is known is asked again."""
        from newsspider.runner.process import CrawlOrder, run

        self.magazine.set_edition(edition)
        order = CrawlOrder(
            site=str(PROFILE), archive=self.archive, base_url=self.magazine.url, full=edition > 1
        )
        return run(order, on_progress)


@contextmanager
def prepared(archive: Path) -> Iterator[Demo]:
    """The demo over a new *archive*, until the block ends.

    An archive that an earlier demo left there is replaced; any other folder that holds something is
    left alone, with a UsageError.
    """
    _make_room(archive)
    with serving() as magazine:
        yield Demo(archive=archive, magazine=magazine)


def run_both(archive: Path) -> tuple[RunReport, RunReport]:
    """Crawl both editions into a new *archive*; the reports of both runs."""
    with prepared(archive) as demo:
        return demo.crawl(1), demo.crawl(2)


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
