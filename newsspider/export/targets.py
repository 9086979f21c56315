"""Where an export goes: a file that is replaced whole or not at all, or standard output."""

from __future__ import annotations

import io
import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from newsspider.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def opened(target: Path | None, *, encoding: str) -> Iterator[TextIO]:
    """A text stream whose content is *target* in the end; None is standard output, always in UTF-8.

    A file is written beside its place and renamed when all is in it: after a failure the old file
    stands as it was.  Line ends are written as they come.
    """
    if target is None:
        with _standard_output() as stream:
            yield stream
    elif target.exists() and not target.is_file() and not target.is_dir():
        with target.open("w", encoding=encoding, newline="") as stream:  # a pipe or a device: not replaced
            yield stream
    else:
        with _replaced(target, encoding) as stream:
            yield stream


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    sys.stdout.flush()
    stream = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=False)
    try:
        yield stream
        stream.flush()
    finally:
        with suppress(BrokenPipeError, ValueError):
            stream.detach()


@contextmanager
def _replaced(target: Path, encoding: str) -> Iterator[TextIO]:
    place = _checked(target)
    unfinished = place.with_name(f".{place.name[:200]}.{os.getpid()}.part")
    try:
        with unfinished.open("w", encoding=encoding, newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)


def _checked(target: Path) -> Path:
    """The file behind *target* (a link stays a link), in a folder that is there."""
    place = Path(os.path.realpath(target))
    if place.is_dir():
        raise UsageError(f"{target} is a folder; wanted the name of a file")
    if not place.parent.is_dir():
        raise UsageError(f"{target} cannot be written: there is no folder {place.parent}")
    return place
