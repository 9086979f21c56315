"""Shows the progress of `newsspider run`: a live line in a terminal, elsewhere a plain line now and then."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Self

import click

from newsspider.cli.output import terminal

if TYPE_CHECKING:
    from rich.status import Status

    from newsspider.runner.collection_run import CollectionProgress

_SHORTEST_S, _LONGEST_S = 1.0, 300.0  # between plain lines
_LIVE_S = 0.5


class CollectionProgressLine:
    """Shows the progress it is called with on standard error; a context manager around the run."""

    def __init__(self, *, is_quiet: bool) -> None:
        self._is_quiet = is_quiet
        self._status = _live() if sys.stderr.isatty() and not is_quiet else None
        self._pause_s = _SHORTEST_S
        self._next_at = 0.0
        self._is_ending = False

    def __enter__(self) -> Self:
        if self._status:
            self._status.__enter__()
        return self

    def __exit__(self, *ending: object) -> None:
        if self._status:
            self._status.__exit__(None, None, None)

    def __call__(self, progress: CollectionProgress) -> None:
        """Show *progress*."""
        if progress.is_ending and not self._is_ending:
            self._is_ending = True
            self._say("interrupted, ends after the current pages (interrupt again to end at once)")
        if self._is_quiet or time.monotonic() < self._next_at:
            return
        if self._status:
            self._next_at = time.monotonic() + _LIVE_S
            shown = line(progress)
            self._status.update(shown[: max(20, self._status.console.width - 5)])
        else:
            self._next_at = time.monotonic() + self._pause_s
            self._pause_s = min(2 * self._pause_s, _LONGEST_S)
            click.echo(line(progress), err=True)

    def _say(self, text: str) -> None:
        if self._status:
            self._status.console.print(text, markup=False, highlight=False)
        else:
            click.echo(text, err=True)


def line(progress: CollectionProgress) -> str:
    """The counts in one line: `12 of 40 sites done, 4 running (a: 31 pages, b: …), about 5 min left`."""
    ended, running = len(progress.ended), progress.running
    total = ended + len(running) + progress.waiting
    pages = sum(each.pages for each in running.values())
    pages += sum(each.report.pages for each in progress.ended if each.report)
    parts = [f"{ended} of {terminal.counted(total, 'site')} done", terminal.counted(pages, "page")]
    left = [each.left_s for each in running.values() if each.left_s is not None and each.waiting]
    if left and not progress.waiting:
        parts.append(
            f"about {terminal.duration(60 * max(1, round(max(left) / 60))).removesuffix(' 00 s')} left"
        )
    if running:
        parts.append(
            "running: "
            + ", ".join(
                f"{site} ({each.pages:,}/{each.pages + each.waiting:,})" for site, each in running.items()
            )
        )
    return ", ".join(parts)


def _live() -> Status:
    from rich.console import Console

    return Console(stderr=True, soft_wrap=False).status("starting", spinner="dots")
