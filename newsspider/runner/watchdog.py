"""Ends a run whose reader does not come back from a page, and says so.

Two things watch.  `faulthandler` has a thread in C that ends the process with status 1 also where Python
itself stands still.  A small process beside the run hears which page is being read; when the run is gone
before it says that it came back, that process names the page.
"""

from __future__ import annotations

import faulthandler
import math
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from newsspider.storage.page_in_progress import PageInProgress

# Signals that end a run cleanly reach all its processes; this one ends when the run does.
_LEFT_TO_THE_RUN = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE)
_STDERR, _LONGEST_LINE = 2, 4_000  # a pipe takes a line of 4,096 bytes whole (POSIX, PIPE_BUF)
_SHOW_CURSOR = "\x1b[?25h"  # the run's live line hid it


class Watchdog:
    """Watches one run in this process; `Watchdog.beside` makes one."""

    def __init__(self, pipe: int | None) -> None:
        self._pipe = pipe

    @classmethod
    @contextmanager
    def beside(cls, site: str) -> Iterator[Watchdog]:
        """A watchdog with its process; it has to begin before this process has threads."""
        ours, theirs = os.pipe()
        try:
            pid = os.fork()
        except OSError:  # no process to be had: the run is watched all the same, and no line names the page
            os.close(ours)
            os.close(theirs)
            yield cls(None)
            return
        if pid == 0:
            _listen(ours, site)
        os.close(ours)
        os.set_blocking(theirs, False)
        try:
            yield cls(theirs)
        finally:
            os.close(theirs)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)

    @contextmanager
    def page(self, url: str, page_in_progress: PageInProgress, *, longest_s: float) -> Iterator[None]:
        """Inside, a page is being read; the process ends where that takes longer than *longest_s*."""
        self._tell(f"{longest_s:g} {url}")
        faulthandler.dump_traceback_later(longest_s, exit=True, file=page_in_progress.descriptor)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            self._tell("")

    @staticmethod
    def returns_in_time(read: Callable[[], object], *, longest_s: float) -> bool:
        """Whether a process of its own comes back from *read* in that time; *read* uses no open file."""
        try:
            pid = os.fork()
        except OSError:
            return False
        if pid == 0:
            _try(read, longest_s)
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status) == 0

    def _tell(self, what: str) -> None:
        """Tell the process beside; it is no reason to stop that it is gone, or slow."""
        if self._pipe is not None:
            with suppress(OSError):
                os.write(self._pipe, what.encode("utf-8", "replace")[:_LONGEST_LINE] + b"\n")


def _try(read: Callable[[], object], longest_s: float) -> NoReturn:
    """Read, and end this process with 0; the alarm ends it where the reader hangs in C code, too."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in _LEFT_TO_THE_RUN:
            signal.signal(number, signal.SIG_IGN)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(math.ceil(longest_s))
        _close_all_but()
        with suppress(OSError):  # where memory is short, this process goes first, not the run (Linux)
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
        with suppress(Exception):  # an error costs the page alone
            read()
        status = 0
    finally:
        os._exit(status)


def _listen(pipe: int, site: str) -> NoReturn:
    """Hear what the run reads until it is gone; this process ends here."""
    try:
        for number in _LEFT_TO_THE_RUN:
            signal.signal(number, signal.SIG_IGN)
        _close_all_but(_STDERR, pipe)
        last, rest, since = b"", b"", 0.0
        while heard := os.read(pipe, 65_536):
            *lines, rest = (rest + heard).split(b"\n")
            last, since = (lines[-1], time.monotonic()) if lines else (last, since)
        if last:
            longest_s, _, url = last.decode("utf-8", "replace").partition(" ")
            end = _SHOW_CURSOR if os.isatty(_STDERR) else ""
            line = _line(site, url, longest_s, took_s=time.monotonic() - since)
            os.write(_STDERR, f"{end}newsspider: {line}\n".encode())
    finally:
        os._exit(0)


def _close_all_but(*kept: int) -> None:
    """Keep no file of the run open: nobody who reads its output, or waits for a lock, waits for us."""
    for descriptor in [int(file.name) for file in Path("/dev/fd").iterdir()]:
        if descriptor not in kept:
            with suppress(OSError):
                os.close(descriptor)


def _line(site: str, url: str, longest_s: str, *, took_s: float) -> str:
    if took_s >= float(longest_s):
        return (
            f"site {site!r}: the run did not come back from reading {url} within {longest_s} s and was ended;"
            " start it again: the next run goes on without this page, and keeps what the server sent"
        )
    return (
        f"site {site!r}: the run was ended while it read {url}; the next run goes on and reads it once more"
    )
