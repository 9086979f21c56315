"""Reads answers from WARC files, and repairs the files of killed runs."""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from newsspider.errors import ArchiveError
from newsspider.storage.serialisation import read_moment
from newsspider.storage.transaction import from_os
from newsspider.web.content_coding import decoded

if TYPE_CHECKING:
    from datetime import datetime

    from warcio.recordloader import ArcWarcRecord

FOLDER = "warc"
OPEN_SUFFIX = ".open"
# Fields of the `warcinfo` record that say which run wrote a file, and which copy of the site it crawled.
SITE, RUN, COPY = "isPartOf", "run", "copy"
_CHUNK_BYTES = 65_536


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredAnswer:
    """One answer from a WARC file; `body` is decoded, `headers` are as they were sent."""

    url: str
    captured_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    offset: int


def read_payload(folder: Path, file: str, offset: int) -> StoredAnswer:
    """The answer at *offset* of a WARC file of the archive *folder*, also while a run writes it.

    Raises:
    ArchiveError: there is no such file, or no answer at that place.
    """
    try:
        with _opened(folder, file) as stream:
            stream.seek(offset)
            for record in ArchiveIterator(stream):
                if record.rec_type in ("response", "revisit"):
                    return _answer(record, offset)
                break
    except OSError as error:
        raise from_os(error, folder) from error
    except (ArchiveLoadFailed, ValueError, zlib.error) as error:
        raise ArchiveError(str(folder), reason=f"{file} at byte {offset}: {error}") from error
    raise ArchiveError(str(folder), reason=f"{file} at byte {offset}: no answer is kept there")


def digest_at(folder: Path, file: str, offset: int) -> str | None:
    """The payload digest stated by the record at *offset*; None if it cannot be read."""
    try:
        with _opened(folder, file) as stream:
            stream.seek(offset)
            record = next(iter(ArchiveIterator(stream)), None)
    except (OSError, ArchiveLoadFailed, ValueError, zlib.error):
        return None
    stated = record.rec_headers.get_header("WARC-Payload-Digest") if record else None
    return str(stated) if stated else None


def info_of(path: Path) -> dict[str, str]:
    """The fields of a WARC file's `warcinfo` record, by name; empty if it cannot be read."""
    try:
        with path.open("rb") as stream:
            record = next(iter(ArchiveIterator(stream)), None)
            if record is None or record.rec_type != "warcinfo":
                return {}
            content = record.content_stream().read().decode("utf-8", "replace")
    except (OSError, ArchiveLoadFailed, ValueError, zlib.error):
        return {}
    fields = (line.partition(":") for line in content.splitlines())
    return {name: value.strip() for name, _, value in fields if value}


def site_of(path: Path) -> str | None:
    """The site whose run wrote a WARC file, from its `warcinfo` record; None if it cannot be read."""
    return info_of(path).get(SITE)


def answers(folder: Path, file: str) -> Iterator[StoredAnswer]:
    """All answers of a WARC file, in the order in which they came."""
    with _opened(folder, file) as stream:
        records = ArchiveIterator(stream)
        for record in records:
            if record.rec_type in ("response", "revisit"):
                answer = _answer(record, 0)
                # Asking for the offset skips the unread rest of the record, so the body is read first.
                yield replace(answer, offset=records.get_record_offset())


def recover(folder: Path) -> tuple[str, ...]:
    """Cut the files of killed runs back to their last whole record, close them, and return them.

    A file that a run is writing now is left alone, because its writer holds its lock. A file without a
    whole record is removed.
    """
    try:
        uncommitted = sorted((folder / FOLDER).glob(f"*{OPEN_SUFFIX}"))
        return tuple(path.name.removesuffix(OPEN_SUFFIX) for path in uncommitted if _recover(path))
    except OSError as error:
        raise from_os(error, folder) from error


def path_of(folder: Path, file: str) -> Path:
    """The path of a WARC file of an archive, closed or still being written."""
    path = folder / FOLDER / Path(file).name
    return path if path.exists() else path.with_name(f"{path.name}{OPEN_SUFFIX}")


def _opened(folder: Path, file: str) -> IO[bytes]:
    return path_of(folder, file).open("rb")


def _answer(record: ArcWarcRecord, offset: int) -> StoredAnswer:
    head = record.http_headers
    if head is None:
        raise ValueError("the record has no HTTP headers")
    encoding = ", ".join(value for name, value in head.headers if name.lower() == "content-encoding")
    return StoredAnswer(
        url=record.rec_headers.get_header("WARC-Target-URI"),
        captured_at=read_moment(record.rec_headers.get_header("WARC-Date")),
        status=int(head.get_statuscode()),
        headers=tuple(head.headers),
        body=decoded(record.raw_stream.read(), encoding),
        offset=offset,
    )


def _recover(path: Path) -> bool:
    """Repair and close one file; returns whether it holds something."""
    closed = path.with_name(path.name.removesuffix(OPEN_SUFFIX))
    with path.open("r+b") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        if closed.exists():
            return False
        if not _cut_to_whole(stream):
            path.unlink()
            return False
        path.rename(closed)
    return True


def cut_to_whole(path: Path) -> None:
    """Cut a file back to its last whole record."""
    with path.open("r+b") as stream:
        _cut_to_whole(stream)


def _cut_to_whole(stream: IO[bytes]) -> int:
    """Cut a file back to its whole records; returns their number of bytes."""
    end = _whole_bytes(stream)
    stream.truncate(end)
    os.fsync(stream.fileno())
    return end


def _whole_bytes(stream: IO[bytes]) -> int:
    """How many bytes of a file are whole gzip members, each with a whole WARC record."""
    end = 0
    while (after := _member_end(stream, end)) is not None:
        end = after
    return end


def _member_end(stream: IO[bytes], start: int) -> int | None:
    """The offset behind the gzip member at *start*; None if it is torn, or has no whole record."""
    stream.seek(start)
    inflater, meter = zlib.decompressobj(zlib.MAX_WBITS + 16), _RecordMeter()
    while chunk := stream.read(_CHUNK_BYTES):
        try:
            meter.feed(inflater.decompress(chunk))
        except zlib.error:
            return None
        if inflater.eof:
            return stream.tell() - len(inflater.unused_data) if meter.is_whole else None
    return None


@dataclass(slots=True)
class _RecordMeter:
    """Whether the bytes fed are exactly one WARC record, by its Content-Length."""

    head: bytearray = field(default_factory=bytearray)
    head_end: int = -1
    size: int = 0

    def feed(self, unfolded: bytes) -> None:
        self.size += len(unfolded)
        if self.head_end < 0:
            self.head += unfolded
            self.head_end = self.head.find(b"\r\n\r\n")

    @property
    def is_whole(self) -> bool:
        if self.head_end < 0 or not self.head.startswith(b"WARC/"):
            return False
        for line in bytes(self.head[: self.head_end]).split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"content-length":
                return value.strip() == b"%d" % (self.size - self.head_end - 8)
        return False
