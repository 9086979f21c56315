"""Crawls in child processes, several side by side; each ends cleanly when this process ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import connection
from typing import TYPE_CHECKING

from newsspider.errors import NewsspiderError
from newsspider.run_reports import Progress, RunReport
from newsspider.runner import child_process, preload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerProcess

    from newsspider.runner.process import CrawlOrder

_STOP = "stop"


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """How a crawl ended: with a report, or with the error that says why there is none."""

    site: str
    report: RunReport | None = None
    error: NewsspiderError | None = None


@dataclass(slots=True)
class _Child:
    process: ForkServerProcess
    pipe: Connection
    last: object = None


@dataclass(slots=True)
class CrawlChildren:
    """The crawls that are under way, by site.

    Each runs in a process that is forked from one that has Scrapy loaded, in a process group of its own:
    signals from the terminal reach this process only, and `stop` passes them on.
    """

    _children: dict[str, _Child] = field(default_factory=dict)

    @property
    def sites(self) -> tuple[str, ...]:
        """The sites that are crawled now."""
        return tuple(self._children)

    def start(self, site: str, order: CrawlOrder) -> None:
        """Begin a crawl of *site*."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(preload.MODULES))
        ours, theirs = context.Pipe()
        process = context.Process(target=_crawl, args=(site, order, theirs))
        process.start()
        theirs.close()
        self._children[site] = _Child(process, ours)

    def stop(self) -> None:
        """Ask every crawl to end after its current page; a second time: to end at once."""
        for child in self._children.values():
            with suppress(OSError):
                child.pipe.send(_STOP)

    def wait(self, timeout_s: float) -> Iterator[tuple[str, Progress] | Ended]:
        """What the crawls report within that time: their progress, and their ends."""
        pipes = {child.pipe: site for site, child in self._children.items()}
        for pipe in connection.wait(list(pipes), timeout_s):
            site = pipes[pipe]  # type: ignore[index] # they are our own pipes
            child = self._children[site]
            try:
                child.last = child.pipe.recv()
            except (EOFError, OSError):
                yield self._ended(site, child)
            else:
                if isinstance(child.last, Progress):
                    yield site, child.last

    def _ended(self, site: str, child: _Child) -> Ended:
        child.process.join()
        child.pipe.close()
        del self._children[site]
        if isinstance(child.last, RunReport):
            return Ended(site=site, report=child.last)
        if isinstance(child.last, NewsspiderError):
            return Ended(site=site, error=child.last)
        error = NewsspiderError(
            f"site {site!r}: the crawl's process ended {_how(child.process.exitcode)}; the next run continues"
        )
        error.exit_status = 1
        return Ended(site=site, error=error)


def _how(status: int | None) -> str:
    if status is not None and status < 0:
        with suppress(ValueError):
            return f"by signal {signal.Signals(-status).name}"
    return f"with status {status}"


def _crawl(site: str, order: CrawlOrder, pipe: Connection) -> None:
    """In the child: crawl, and send the progress and then the report or the error."""
    from newsspider.runner import process
    from newsspider.runner.watchdog import Watchdog, line_of_a_run

    os.setpgid(0, 0)
    with Watchdog.beside(partial(line_of_a_run, site)) as watchdog:
        threading.Thread(target=_obey, args=(pipe,), daemon=True).start()
        try:
            _send(pipe, process.run(order, partial(_send, pipe), watchdog=watchdog))
        except Exception as error:  # noqa: BLE001 # the parent reports it
            _send(pipe, child_process.picklable(error))
    pipe.close()


def _send(pipe: Connection, message: object) -> None:
    """Send to the parent, if it still lives."""
    with suppress(OSError):
        pipe.send(message)


def _obey(pipe: Connection) -> None:
    """End the crawl cleanly when the parent asks for it, or when the parent has ended."""
    while True:
        try:
            message = pipe.recv()
        except (EOFError, OSError):
            message = None
        os.kill(os.getpid(), signal.SIGTERM)
        if message != _STOP:
            return
