"""Reads the answers in WARC files of other programs: wget, Browsertrix, Heritrix, ArchiveBox, Common Crawl.

Such a file may be one gzip stream, one a record, or not compressed. It is read once, from its begin to its
end or to its first damage.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed

from newsspider.storage.warc.records import Exchange

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

# The most that a crawl takes of an answer (DOWNLOAD_MAXSIZE).
MOST_BODY_BYTES = 20_000_000
_GZIP = b"\x1f\x8b"
_CHUNK_BYTES = 65_536


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """A record that is not taken over, and why."""

    reason: str
    url: str = ""


class Damaged(Exception):
    """The file cannot be read from here on."""


def exchanges(path: Path) -> Iterator[Exchange | LeftOut]:
    """The answers of a WARC file in its order, and the records that hold none that can be read.

    Raises:
        Damaged: the rest of the file cannot be read.
    """
    number = 0
    try:
        with path.open("rb") as file:
            is_gzip = file.read(2) == _GZIP
            file.seek(0)
            for record in ArchiveIterator(_Unzipped(file) if is_gzip else file):
                if record.rec_type in ("response", "revisit"):
                    yield _exchange(record)
                number += 1
    except (OSError, EOFError, ArchiveLoadFailed, ValueError, zlib.error) as error:
        why = " ".join(str(error).split()) or type(error).__name__
        raise Damaged(f"{path}: cannot be read after record {number:,}: {why}") from error
    if number == 0:
        raise Damaged(f"{path}: has no WARC records")


class _Unzipped:
    """The content of a gzip file of one or many members; of a torn one, all that can be read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._rest = file, b""
        self._inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)

    def read(self, size: int = _CHUNK_BYTES) -> bytes:
        """At least one byte and at most *size*; nothing at the end."""
        while True:
            if self._inflater.eof:
                self._rest = self._inflater.unused_data
                self._inflater = zlib.decompressobj(zlib.MAX_WBITS + 16)
            source = self._rest or self._file.read(_CHUNK_BYTES)
            unzipped = self._inflater.decompress(source, max(1, size))
            self._rest = self._inflater.unconsumed_tail
            if unzipped or not source:
                return unzipped


def _exchange(record: ArcWarcRecord) -> Exchange | LeftOut:
    about, head = record.rec_headers, record.http_headers
    url = (about.get_header("WARC-Target-URI") or "").strip("<> ")
    if record.rec_type == "revisit":
        return LeftOut(reason="repeats an earlier answer (revisit)", url=url)
    if head is None or not url.lower().startswith(("http://", "https://")):
        return LeftOut(reason="not an HTTP answer", url=url)
    try:
        moment = datetime.fromisoformat(about.get_header("WARC-Date") or "")
        status = int(head.get_statuscode())
    except ValueError:
        return LeftOut(reason="without a readable date or status", url=url)
    body = _body(record)
    if body is None:
        return LeftOut(reason=f"larger than {MOST_BODY_BYTES:,} bytes", url=url)
    return Exchange(
        url=url,
        captured_at=_utc(moment).replace(microsecond=0),
        status=status,
        headers=tuple((str(name), str(value)) for name, value in head.headers),
        body=body,
        protocol=head.protocol,
        ip_address=about.get_header("WARC-IP-Address"),
        truncated="unspecified" if about.get_header("WARC-Truncated") else None,
    )


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _body(record: ArcWarcRecord) -> bytes | None:
    """The body without chunk framing, still content-encoded; None if it is too large.

    Raises:
        ValueError: the file ends inside the record.
    """
    stream = record.raw_stream
    if (record.http_headers.get_header("Transfer-Encoding") or "").lower() == "chunked":
        stream = ChunkedDataReader(stream)
    body = bytearray()
    while chunk := stream.read(_CHUNK_BYTES):
        body += chunk
        if len(body) > MOST_BODY_BYTES:
            return None
    while record.raw_stream.read(_CHUNK_BYTES):
        pass
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise ValueError("the file ends inside the next record")
    return bytes(body)
