"""Runs `newsspider …` for tests: each in a process of its own, forked from one that has Scrapy loaded."""

from __future__ import annotations

import codecs
import json
import multiprocessing
import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsspider.cli import entry
from newsspider.runner import preload

if TYPE_CHECKING:
    from pathlib import Path

LOADED = (
    *preload.MODULES,
    "newsspider.cli.crawl",
    "newsspider.cli.init",
    "newsspider.runner.site_survey",
    "newsspider.survey.profile_draft",
    "newsspider.browse.datasette.files",
)
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(list(LOADED))


@dataclass(frozen=True, kw_only=True)
class Ended:
    """What came of a command."""

    status: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The report of `crawl --json`."""
        report: dict[str, Any] = json.loads(self.out)
        return report


class Running:
    """A command that may still be running."""

    def __init__(self, arguments: tuple[str, ...], folder: Path, user: int | None) -> None:
        number = len(list(folder.glob("*.out")))
        self._out, self._err = folder / f"{number}.out", folder / f"{number}.err"
        for file in (self._out, self._err):
            file.touch(mode=0o666)
        self._process = _FORKS.Process(target=_run, args=(arguments, self._out, self._err, user))
        self._process.start()

    @property
    def pid(self) -> int:
        assert self._process.pid
        return self._process.pid

    def wait(self, timeout_s: float = 60) -> Ended:
        """How it ended; a command that does not end is a failure."""
        self._process.join(timeout_s)
        if self._process.is_alive():
            self._process.kill()
            raise AssertionError(f"still running after {timeout_s} s: {self._err.read_text()}")
        assert self._process.exitcode is not None
        return Ended(
            status=self._process.exitcode, out=self._out.read_text("utf-8"), err=self._err.read_text("utf-8")
        )


def start(*arguments: str, folder: Path, user: int | None = None) -> Running:
    """Begin `newsspider ARGUMENTS`; its output goes to files in *folder*."""
    return Running(arguments, folder, user)


def crawl(
    folder: Path, site: str, *options: str, archive: Path | None = None, user: int | None = None
) -> Ended:
    """`newsspider crawl SITE` at full speed into *folder*/archive."""
    where = archive or folder / "archive"
    arguments = ("crawl", site, "--archive", str(where), "--json", *options)
    speed = (
        ()
        if any(option.startswith("DOWNLOAD_DELAY") for option in options)
        else ("--set", "DOWNLOAD_DELAY=0")
    )
    return start(*arguments, *speed, folder=folder, user=user).wait()


def rows(archive: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    """What the archive's database answers."""
    with closing(sqlite3.connect(archive / "news.db")) as connection:
        return connection.execute(query, values).fetchall()


def _run(arguments: tuple[str, ...], out: Path, err: Path, user: int | None) -> None:
    for stream, file in ((sys.stdout, out), (sys.stderr, err)):
        descriptor = os.open(file, os.O_WRONLY)
        os.dup2(descriptor, stream.fileno())
    if user is not None:
        codecs.lookup("utf-8-sig")  # Python itself may lie where that user cannot read
        os.setuid(user)
    sys.exit(entry.run(list(arguments)))
