"""Drops output that nobody reads any more: a lost terminal or pipe must not end a run."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Literal, TextIO, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

_STANDARD = (0, 1, 2)


def occupy_closed() -> None:
    """Give standard input, output and error to /dev/null where they are closed.

    Otherwise the next file that is opened, perhaps the archive's database, would get the number of a closed
    one, and printed text would be written into it.
    """
    for number in _STANDARD:
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)


@contextmanager
def drop_when_lost(name: Literal["stdout", "stderr"]) -> Iterator[None]:
    """Inside, `print` never fails: text that `sys.stdout` or `sys.stderr` cannot take is dropped."""
    before = getattr(sys, name)
    stream = before or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 # closed below
    setattr(sys, name, cast("TextIO", _LossyStream(stream)))
    try:
        yield
    finally:
        getattr(sys, name).flush()
        setattr(sys, name, before)
        if before is None:
            stream.close()


class _LossyStream:
    """A text stream that goes to /dev/null once nobody reads it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        try:
            self._stream.write(text)
        except (OSError, ValueError):
            self._redirect_to_null()
        return len(text)

    def writelines(self, lines: Iterator[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except (OSError, ValueError):
            self._redirect_to_null()

    def _redirect_to_null(self) -> None:
        """Send what the stream still holds to /dev/null too: Python flushes it when it ends."""
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)
