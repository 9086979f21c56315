"""The target of an export: a file that is replaced whole or not at all, or standard output."""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO

from newsspider.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def opened(target: Path | None, *, encoding: str) -> Iterator[TextIO]:
    """A text stream that becomes the content of *target*; None is standard output, always in UTF-8.

    A file is written beside its place and renamed when it is complete; after a failure the old file stays.
    Line ends are written as they come.
    """
    if target is None:
        with _standard_output() as stream:
            yield stream
    elif target.exists() and not target.is_file() and not target.is_dir():
        with target.open("w", encoding=encoding, newline="") as stream:  # a pipe or a device: not replaced
            yield stream
    else:
        with _replaced(target) as unfinished, unfinished.open("w", encoding=encoding, newline="") as stream:
            yield stream
            _settle(stream)


@contextmanager
def opened_bytes(target: Path) -> Iterator[IO[bytes]]:
    """A stream of bytes that becomes the content of the file *target*, like `opened`."""
    with _replaced(target) as unfinished, unfinished.open("wb") as stream:
        yield stream
        _settle(stream)


@contextmanager
def folder(target: Path, *, is_ours: Callable[[str], bool]) -> Iterator[Path]:
    """A new folder that becomes *target*; after a failure everything is as before.

    An existing folder is replaced only if *is_ours* knows each file in it, by its path within the folder.
    """
    place = Path(os.path.realpath(target))
    _check_folder(target, place, is_ours)
    unfinished = place.with_name(f".{place.name[:200]}.{os.getpid()}.part")
    try:
        unfinished.mkdir()
        yield unfinished
        _exchange(unfinished, place)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def _check_folder(target: Path, place: Path, is_ours: Callable[[str], bool]) -> None:
    if not place.exists() and not place.parent.is_dir():
        raise UsageError(f"{target} cannot be written: there is no folder {place.parent}")
    if place.exists() and not place.is_dir():
        raise UsageError(f"{target} is a file; expected a folder")
    for file in place.rglob("*"):
        name = file.relative_to(place).as_posix()
        if not file.is_dir() and not is_ours(name):
            raise UsageError(f"{target} holds {name}, which no export made; expected a new folder")


def _exchange(unfinished: Path, place: Path) -> None:
    """Put *unfinished* in its *place*; the old content is then in *unfinished*."""
    if not place.exists():
        unfinished.rename(place)
        return
    before = unfinished.with_suffix(".before")
    place.rename(before)
    unfinished.rename(place)
    before.rename(unfinished)


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
def _replaced(target: Path) -> Iterator[Path]:
    """The file to be written; it replaces *target* when it is done."""
    place = _checked(target)
    unfinished = place.with_name(f".{place.name[:200]}.{os.getpid()}.part")
    try:
        yield unfinished
        unfinished.replace(place)
    finally:
        unfinished.unlink(missing_ok=True)


def _settle(stream: IO[str] | IO[bytes]) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def _checked(target: Path) -> Path:
    """The file that *target* leads to (a link stays a link), in an existing folder."""
    place = Path(os.path.realpath(target))
    if place.is_dir():
        raise UsageError(f"{target} is a folder; expected a file")
    if not place.parent.is_dir():
        raise UsageError(f"{target} cannot be written: there is no folder {place.parent}")
    return place
