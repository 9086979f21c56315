"""Shows an export's progress: a bar in a terminal, elsewhere a plain line now and then."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Self, TypeVar

import click

from newsspider.cli.output import terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.progress import Progress

_Each = TypeVar("_Each")

_FIRST_S, _LONGEST_S = 2.0, 10.0  # until the first plain line, and between later ones
_CLOCK_EVERY = 100  # articles between two looks at the clock


class ExportProgress:
    """Counts the articles that pass through it, and shows the count on standard error; a context manager.

    The count goes on from one series of articles to the next.  A short export prints nothing.
    """

    def __init__(self, total: int) -> None:
        self._total, self._count = total, 0
        self._bar = _bar() if sys.stderr.isatty() else None
        self._task = self._bar.add_task("articles", total=total) if self._bar else None
        self._around: AbstractContextManager[object] = self._bar or nullcontext()
        self._pause_s = _FIRST_S
        self._next_at = time.monotonic() + _FIRST_S

    def __enter__(self) -> Self:
        self._around.__enter__()
        return self

    def __exit__(self, *ending: object) -> None:
        self._around.__exit__(None, None, None)

    def __call__(self, articles: Iterable[_Each]) -> Iterator[_Each]:
        """*articles*, counted as they are taken."""
        for article in articles:
            yield article
            self._count += 1
            if self._count % _CLOCK_EVERY == 0:
                self._show()

    def _show(self) -> None:
        if self._bar and self._task is not None:
            self._bar.update(self._task, completed=self._count)
        elif time.monotonic() >= self._next_at:
            click.echo(f"{self._count:,} of {terminal.counted(self._total, 'article')}", err=True)
            self._pause_s = min(2 * self._pause_s, _LONGEST_S)
            self._next_at = time.monotonic() + self._pause_s


def _bar() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
