"""The two runs of the demo: both editions crawled, one after the other, into one new archive."""

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
    from newsspider.run_reports import Progress, RunReport

MARK = ".newsspider-demo"
PROFILE = Path(__file__).with_name("magazine.yaml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Demo:
    """The served magazine and the archive that it is crawled into."""

    archive: Path
    magazine: Magazine

    def crawl(self, edition: int, on_progress: Callable[[Progress], None] | None = None) -> RunReport:
        """Publish an edition (1 or 2) and crawl it; the second crawl requests every known address again."""
        from newsspider.runner.process import CrawlOrder, run

        self.magazine.set_edition(edition)
        order = CrawlOrder(
            site=str(PROFILE), archive=self.archive, base_url=self.magazine.url, full=edition > 1
        )
        return run(order, on_progress)


@contextmanager
def prepared(archive: Path) -> Iterator[Demo]:
    """Serve the magazine and make a new *archive* until the block ends.

    Replaces the archive of an earlier demo. Raises UsageError for any other folder that is not empty.
    """
    _make_room(archive)
    with serving() as magazine:
        yield Demo(archive=archive, magazine=magazine)


def run_both(archive: Path) -> tuple[RunReport, RunReport]:
    """Crawl both editions into a new *archive*; returns the reports of both runs."""
    with prepared(archive) as demo:
        return demo.crawl(1), demo.crawl(2)


def _make_room(archive: Path) -> None:
    """Make an empty folder that is marked as the demo's."""
    if archive.exists() and not archive.is_dir():
        raise UsageError(f"{archive} is a file; expected a folder for the demo")
    if (archive / MARK).is_file():
        shutil.rmtree(archive)
    elif archive.is_dir() and any(archive.iterdir()):
        raise UsageError(
            f"{archive} holds files that are not a demo archive; choose another folder with --archive"
        )
    archive.mkdir(parents=True, exist_ok=True)
    (archive / MARK).write_text("Made by newsspider demo, which may remove this folder.\n", encoding="utf-8")
