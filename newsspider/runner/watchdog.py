"""Ends a run when reading one page takes too long, and names the page.

Two parts work together.  A thread of `faulthandler`, written in C, ends the process with status 1 even if
Python itself hangs.  A small process beside the run gets the address of each page that is read; if the run
ends while it reads a page, this process prints which one.
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

from newsspider.settings import NEWSSPIDER_LONGEST_READING

if TYPE_CHECKING:
    from newsspider.storage.page_in_progress import PageInProgress

LONGEST_S = NEWSSPIDER_LONGEST_READING  # for one page, in commands other than crawl
# Signals that end a run cleanly reach all its processes; the child ignores them and ends when the run does.
_LEFT_TO_THE_RUN = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE)
_STDERR, _LONGEST_LINE = 2, 4_000  # a pipe writes up to 4,096 bytes in one piece (POSIX, PIPE_BUF)
_SHOW_CURSOR = "\x1b[?25h"  # the run's progress line hides it


class Watchdog:
    """Watches one run in this process; `Watchdog.beside` makes one."""

    def __init__(self, pipe: int | None) -> None:
        self._pipe = pipe

    @classmethod
    @contextmanager
    def beside(cls, line: Callable[[str, float, bool], str]) -> Iterator[Watchdog]:
        """A watchdog with its process; start it before this process has threads.

        *line* makes the line that is printed if this process ends while it reads a page: from the page's
        address, the seconds it may take, and whether it took longer.
        """
        ours, theirs = os.pipe()
        try:
            pid = os.fork()
        except OSError:  # no process is available: the run is watched, and no line names the page
            os.close(ours)
            os.close(theirs)
            yield cls(None)
            return
        if pid == 0:
            _listen(ours, line)
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
        """End the process if the block, in which a page is read, takes longer than *longest_s*."""
        with self._timed(url, page_in_progress.descriptor, longest_s):
            yield

    @contextmanager
    def lone_page(self, url: str, *, longest_s: float) -> Iterator[None]:
        """The same for a command that keeps no record of the page."""
        with Path(os.devnull).open("wb") as nowhere, self._timed(url, nowhere.fileno(), longest_s):
            yield

    @contextmanager
    def _timed(self, url: str, log: int, longest_s: float) -> Iterator[None]:
        self._tell(f"{longest_s:g} {time.monotonic()!r} {url}")
        faulthandler.dump_traceback_later(longest_s, exit=True, file=log)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
            self._tell("")

    @staticmethod
    def returns_in_time(read: Callable[[], object], *, longest_s: float) -> bool:
        """Whether *read* returns in that time, tried in a child process; *read* must not use open files."""
        try:
            pid = os.fork()
        except OSError:
            return False
        if pid == 0:
            _try(read, longest_s)
        _, status = os.waitpid(pid, 0)
        return os.waitstatus_to_exitcode(status) == 0

    def _tell(self, what: str) -> None:
        """Write to the process beside, and ignore it if that process is gone or slow."""
        if self._pipe is not None:
            with suppress(OSError):
                os.write(self._pipe, what.encode("utf-8", "replace")[:_LONGEST_LINE] + b"\n")


def _try(read: Callable[[], object], longest_s: float) -> NoReturn:
    """Call *read* and end this process with 0; an alarm ends it if *read* hangs, even in C code."""
    status = 1
    try:
        signal.set_wakeup_fd(-1)
        for number in _LEFT_TO_THE_RUN:
            signal.signal(number, signal.SIG_IGN)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(math.ceil(longest_s))
        _close_all_but()
        with suppress(OSError):  # if memory runs out, Linux kills this process first
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
        with suppress(Exception):  # an error makes only this page unreadable
            read()
        status = 0
    finally:
        os._exit(status)


def _listen(pipe: int, line: Callable[[str, float, bool], str]) -> NoReturn:
    """Receive the pages that the run reads until it ends; print the last if it is unfinished; then exit."""
    try:
        for number in _LEFT_TO_THE_RUN:
            signal.signal(number, signal.SIG_IGN)
        _close_all_but(_STDERR, pipe)
        last, rest = b"", b""
        while received := os.read(pipe, 65_536):
            *lines, rest = (rest + received).split(b"\n")
            last = lines[-1] if lines else last
        if last:
            longest_s, began, url = last.decode("utf-8", "replace").split(" ", 2)
            is_late = time.monotonic() - float(began) >= float(longest_s)
            end = _SHOW_CURSOR if os.isatty(_STDERR) else ""
            told = line(url, float(longest_s), is_late)
            os.write(_STDERR, f"{end}newsspider: {told}\n".encode())
    finally:
        os._exit(0)


def _close_all_but(*open_ones: int) -> None:
    """Close the files of the run, so that no reader of its output and no other run waits for this process."""
    for descriptor in [int(file.name) for file in Path("/dev/fd").iterdir()]:
        if descriptor not in open_ones:
            with suppress(OSError):
                os.close(descriptor)


def line_of_a_run(site: str, url: str, longest_s: float, is_late: bool) -> str:  # see beside()
    """What is printed if a run ends while it reads a page."""
    if is_late:
        return (
            f"site {site!r}: reading {url} took longer than {longest_s:g} s, so the run was ended;"
            " start it again: the next run stores this page without reading it"
        )
    return f"site {site!r}: the run was ended while it read {url}; the next run reads the page once more"


def line_of_a_page(url: str, longest_s: float, is_late: bool) -> str:  # see beside()
    """What is printed if a command that reads a single page ends while it does so."""
    why = f"took longer than {longest_s:g} s" if is_late else "ended the process"
    return f"reading {url} {why}; no article can be read from this page"


def line_of_a_rebuild(url: str, longest_s: float, is_late: bool) -> str:
    """What is printed if `newsspider rebuild` ends while it reads a page."""
    why = f"took longer than {longest_s:g} s" if is_late else "ended the process"
    next_one = "leaves this page unread" if is_late else "reads it once more"
    return f"reading {url} {why}; nothing was changed. Start it again: the next rebuild {next_one}"


def line_of_an_import(url: str, longest_s: float, is_late: bool) -> str:
    """What is printed if `newsspider import` ends while it reads a page."""
    why = f"took longer than {longest_s:g} s" if is_late else "ended the process"
    return f"reading {url} {why}; what was read before is kept. Start the import again for the rest"
