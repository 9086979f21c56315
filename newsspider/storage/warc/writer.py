"""Writes what servers answered into the WARC files of one run.

A file is named `.open` until it is closed. A later run never appends to it. Each request and answer reach
it in one write.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple, Self

from newsspider.language.dates import to_text
from newsspider.storage.site_lock import file_stem
from newsspider.storage.transaction import from_os
from newsspider.storage.warc import manifest
from newsspider.storage.warc.reader import FOLDER, OPEN_SUFFIX, StoredAnswer, answers, read_payload, recover
from newsspider.storage.warc.records import Exchange, RecordMaker

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

__all__ = ["Exchange", "Place", "StoredAnswer", "WarcWriter", "answers", "read_payload", "recover"]

# A file of this size is closed, and the run continues in a new one; archives and their tools are used to
# this size.
MOST_FILE_BYTES = 1_000_000_000


class Place(NamedTuple):
    """Where an answer is: the name of the closed file, and the offset of its record."""

    file: str
    offset: int


class WarcWriter:
    """The WARC files of one run of *site*; each begins with a `warcinfo` record that has *settings*.

    A file with *most_bytes* is closed, and the next answer goes to a new one. After `write` nothing is
    left in memory; after `sync` it is on the disk.

    Raises:
        ArchiveFull: the disk is full; the file is cut back to its last whole record.
        ArchiveError: the folder cannot be written.
    """

    def __init__(
        self,
        folder: Path,
        site: str,
        started_at: datetime,
        *,
        settings: Mapping[str, str] | None = None,
        most_bytes: int = MOST_FILE_BYTES,
    ) -> None:
        self._folder, self._site, self._started_at = folder, site, started_at
        self._settings, self._most_bytes = settings or {}, most_bytes
        self._is_closed = False
        self._buffer = BytesIO()
        self._begin_file()

    @property
    def file(self) -> str:
        """The name that the file has when it is closed."""
        return self._path.name.removesuffix(OPEN_SUFFIX)

    def write(self, exchange: Exchange) -> Place:
        """Write a `response` or `revisit` record and the request; returns where it is."""
        if self._end >= self._most_bytes:
            self._close_file()
            self._begin_file()
        self._records.write(exchange)
        return Place(self.file, self._flush())

    def sync(self) -> None:
        """Put everything that was written on the disk."""
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            raise from_os(error, self._folder) from error

    def close(self) -> str:
        """Close the last file; returns its final name, without `.open`."""
        if not self._is_closed:
            self._is_closed = True
            self._close_file()
        return self.file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _begin_file(self) -> None:
        try:
            self._path, self._descriptor = _created(
                self._folder / FOLDER, f"{file_stem(self._site)}-{_stamp(self._started_at)}"
            )
        except OSError as error:
            raise from_os(error, self._folder) from error
        self._end, self._hash = 0, hashlib.sha256()
        self._records = RecordMaker(self._buffer)
        self._records.begin(self.file, self._site, self._started_at, self._settings)
        self._flush()

    def _close_file(self) -> None:
        """Give the file its final name, and the manifest its line."""
        try:
            os.fsync(self._descriptor)
            self._path.rename(self._path.with_name(self.file))
            sync_folder(self._path.parent)
        except OSError as error:
            raise from_os(error, self._folder) from error
        finally:
            os.close(self._descriptor)
        manifest.add(self._folder, {self.file: self._hash.hexdigest()})

    def _flush(self) -> int:
        """Write what warcio made to the file; returns its offset."""
        start, made = self._end, self._buffer.getbuffer()
        try:
            written, grown = 0, self._hash.copy()
            grown.update(made)
            while written < len(made):
                written += os.write(self._descriptor, made[written:])
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._descriptor, start)
                os.lseek(self._descriptor, start, os.SEEK_SET)
            raise from_os(error, self._folder) from error
        finally:
            made.release()
            self._buffer.seek(0)
            self._buffer.truncate()
        self._end, self._hash = self._end + written, grown
        return start


def sync_folder(folder: Path) -> None:
    """Put the names of a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _created(folder: Path, stem: str) -> tuple[Path, int]:
    """A new file with an unused name; it is locked, so that no other process recovers it.

    The name of a lost file is not used again: the manifest still has it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    known = manifest.read(folder.parent)
    number = 1
    while True:
        name = f"{stem}.warc.gz" if number == 1 else f"{stem}-{number}.warc.gz"
        number += 1
        if (folder / name).exists() or name in known:
            continue
        path = folder / f"{name}{OPEN_SUFFIX}"
        with suppress(FileExistsError):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            return path, descriptor


def _stamp(started_at: datetime) -> str:
    return to_text(started_at).replace("-", "").replace(":", "")
