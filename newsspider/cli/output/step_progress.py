"""Shows a long command's steps: a live line in a terminal, elsewhere a plain line now and then."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from rich.status import Status

_PLAIN_EVERY_S = 10.0


class StepProgress:
    """Shows the steps it is called with on standard error; a context manager around the work."""

    def __init__(self, work: str) -> None:
        self._work = work
        self._status = _live(work) if sys.stderr.isatty() else None
        self._around: AbstractContextManager[object] = self._status or nullcontext()
        self._next_at = time.monotonic() + _PLAIN_EVERY_S

    def __enter__(self) -> Self:
        self._around.__enter__()
        return self

    def __exit__(self, *ending: object) -> None:
        self._around.__exit__(None, None, None)

    def __call__(self, step: str) -> None:
        """Show *step*."""
        if self._status:
            from rich.markup import escape

            self._status.update(escape(f"{self._work}: {step}"))
        elif time.monotonic() >= self._next_at:
            self._next_at = time.monotonic() + _PLAIN_EVERY_S
            click.echo(f"{self._work}: {step}", err=True)


def _live(work: str) -> Status:
    from rich.console import Console

    return Console(stderr=True, soft_wrap=False).status(f"{work}: starting", spinner="dots")
