"""Runs a crawl in a child process: one process can run Scrapy only once."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from newsspider.errors import NewsspiderError
from newsspider.run_reports import Progress, RunReport

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from newsspider.runner.process import CrawlOrder

    Crawl = Callable[[CrawlOrder, Callable[[Progress], None]], RunReport]


def run(crawl: Crawl, order: CrawlOrder, on_progress: Callable[[Progress], None]) -> RunReport:
    """Call *crawl* in a child process, pass its progress on, and return its report.

    Raises:
        NewsspiderError: the crawl raised it, or its process ended without a report.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_run_and_send, args=(crawl, order, theirs))
    child.start()
    theirs.close()
    with _without_sigint():
        message: object = None
        with suppress(EOFError):
            while True:
                message = ours.recv()
                if isinstance(message, Progress):
                    on_progress(message)
        child.join()
    if isinstance(message, RunReport):
        return message
    if isinstance(message, NewsspiderError):
        raise message
    raise NewsspiderError(f"site {order.site!r}: the crawl's process ended with status {child.exitcode}")


@contextmanager
def _without_sigint() -> Iterator[None]:
    """Ignore Ctrl-C here: the child gets it too, ends the run cleanly, and this process waits for it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _run_and_send(crawl: Crawl, order: CrawlOrder, pipe: Connection) -> None:
    """In the child: run the crawl, and send its progress and then its report or its error."""
    try:
        pipe.send(crawl(order, pipe.send))
    except Exception as error:  # noqa: BLE001 # the parent raises it
        pipe.send(picklable(error))
    finally:
        pipe.close()


def picklable(error: Exception) -> NewsspiderError:
    """An error that can be sent to another process, with the message and the exit status of *error*."""
    if isinstance(error, NewsspiderError):
        sent = NewsspiderError(str(error))
        sent.exit_status = error.exit_status
    else:
        sent = NewsspiderError(f"unexpected error, {type(error).__name__}: {error}".splitlines()[0])
        sent.exit_status = 1
    return sent
