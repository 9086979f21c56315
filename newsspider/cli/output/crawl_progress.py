"""Shows a run's progress: a live line in a terminal, elsewhere a plain line now and then."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Self

import click

from newsspider.cli.output import terminal

if TYPE_CHECKING:
    from rich.status import Status

    from newsspider.run_reports import Progress

_SHORTEST_S, _LONGEST_S = 1.0, 60.0  # between plain lines: often at first, then less and less often
_SPINNER_WIDTH = 5  # with the spaces around the address
_LEAST_OF_AN_ADDRESS = 12


class CrawlProgress:
    """Shows the progress it is called with on standard error; a context manager around the run."""

    def __init__(self, site: str) -> None:
        self._site = site
        self._status = _live(site) if sys.stderr.isatty() else None
        self._around: AbstractContextManager[object] = self._status or nullcontext()
        self._pause_s = _SHORTEST_S
        self._next_at = 0.0
        self._is_ending = False

    def __enter__(self) -> Self:
        self._around.__enter__()
        return self

    def __exit__(self, *ending: object) -> None:
        self._around.__exit__(None, None, None)

    def __call__(self, progress: Progress) -> None:
        """Show *progress*."""
        if progress.is_ending and not self._is_ending:
            self._is_ending = True
            self._say(f"{self._site}: interrupted, ends after this page (interrupt again to end at once)")
        elif self._status:
            from rich.markup import escape

            self._status.update(
                escape(_fitting(line(self._site, progress), progress.url, self._status.console.width))
            )
        elif time.monotonic() >= self._next_at:
            self._next_at = time.monotonic() + self._pause_s
            self._pause_s = min(2 * self._pause_s, _LONGEST_S)
            click.echo(line(self._site, progress), err=True)

    def _say(self, text: str) -> None:
        if self._status:
            self._status.console.print(text, markup=False, highlight=False)
        else:
            click.echo(text, err=True)


def line(site: str, progress: Progress) -> str:
    """The counts in one line."""
    counts = (
        terminal.counted(progress.pages, "page"),
        terminal.counted(progress.articles, "article"),
        f"{progress.new:,} new",
        f"{progress.changed:,} changed",
        f"{progress.failed:,} failed",
        f"{progress.waiting:,} waiting{_left(progress)}",
        *([terminal.counted(progress.assets, "asset")] if progress.assets else []),
    )
    return f"{site}: {', '.join(counts)}"


def _left(progress: Progress) -> str:
    """` (about 12 min left)`; the run may find more addresses until then."""
    if progress.left_s is None or not progress.waiting:
        return ""
    minutes = round(progress.left_s / 60)
    about = terminal.duration(progress.left_s) if minutes < 1 else terminal.duration(60 * minutes)
    return f" (about {about.removesuffix(' 00 s')} left)"


def _fitting(counts: str, url: str | None, width: int) -> str:
    """The counts, and as much of the address's end as fits into the line."""
    space = width - len(counts) - _SPINNER_WIDTH
    address = terminal.clean(url)
    if space < _LEAST_OF_AN_ADDRESS or not address:
        return counts
    return f"{counts}  {address if len(address) <= space else f'…{address[1 - space :]}'}"


def _live(site: str) -> Status:
    from rich.console import Console

    return Console(stderr=True, soft_wrap=False).status(f"{site}: starting", spinner="dots")
