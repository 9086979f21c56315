"""One run at a time for each site of an archive, and one `newsspider run` for all of them."""

from __future__ import annotations

import fcntl
import os
import platform
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider.errors import CollectionHeld, LockHeld
from newsspider.language.dates import to_text
from newsspider.storage.transaction import from_os

if TYPE_CHECKING:
    from pathlib import Path

LOCKS = ".locks"
COLLECTION = "collection"
FILES = "files"  # the short lock of a process that rewrites WARC files, or needs them unchanged


@contextmanager
def hold(folder: Path, site: str) -> Iterator[None]:
    """Hold the lock of *site* in the archive *folder*; a process that dies releases it.

    The file stays, because removing it could let two runs lock two files of one name. It holds pid,
    machine and moment, for people.

    Raises:
        LockHeld: another run has it; `holder` says which.
        ArchiveError: the folder cannot be written.
    """
    with _held(folder, f"{file_stem(site)}.lock") as holder:
        if holder:
            raise LockHeld(site, str(folder), holder=holder)
        yield


@contextmanager
def hold_collection(folder: Path) -> Iterator[None]:
    """Hold the lock of `newsspider run` for the archive *folder*; a process that dies releases it.

    Raises:
        CollectionHeld: another `newsspider run` has it; `holder` says which.
        ArchiveError: the folder cannot be written.
    """
    with _held(folder, COLLECTION) as holder:
        if holder:
            raise CollectionHeld(str(folder), holder=holder)
        yield


@contextmanager
def alone(folder: Path, what: str = "opening") -> Iterator[None]:
    """Wait for a short lock and hold it.

    `opening` is held while a database is opened, migrated and closed: SQLite may answer "locked" at once,
    whatever the timeout, while another process switches to WAL, recovers it or, as the last one, removes
    it.
    """
    descriptor = _opened(folder, what)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def still(folder: Path) -> AbstractContextManager[None]:
    """Inside the block no WARC file is rewritten; on read-only media nothing is locked."""
    return alone(folder, FILES) if os.access(folder, os.W_OK) else nullcontext()


def file_stem(site: str) -> str:
    """The site's name as it is used in names of files."""
    return re.sub(r"[^\w.-]+", "-", site).strip("-.") or "site"


@contextmanager
def _held(folder: Path, name: str) -> Iterator[str | None]:
    """Hold a lock and give None, or, if another process holds it, give who does."""
    descriptor = _opened(folder, name)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield _holder(descriptor)
            return
        _sign(descriptor, folder)
        yield None
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _opened(folder: Path, name: str) -> int:
    try:
        (folder / LOCKS).mkdir(parents=True, exist_ok=True)
        return os.open(folder / LOCKS / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise from_os(error, folder) from error


def _holder(descriptor: int) -> str:
    return os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip() or "it has just started"


def _sign(descriptor: int, folder: Path) -> None:
    try:
        os.ftruncate(descriptor, 0)
        who = f"pid {os.getpid()} on {platform.node()} since {to_text(datetime.now(UTC))}\n"
        os.pwrite(descriptor, who.encode(), 0)
    except OSError as error:
        raise from_os(error, folder) from error
