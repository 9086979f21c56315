"""Writing what servers answered: WARC 1.1 (ISO 28500:2017), one new file per run.

A thin extension on warcio.  A file bears `.open` until it is closed, is never appended to by a
later run, and each request and answer reach it in one write.  What Scrapy does not hand on cannot
be written: chunk framing, and the order and case of header names.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Literal, NamedTuple, Self
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsspider.dates import to_text
from newsspider.storage.lock import file_stem
from newsspider.storage.warc_reading import (
    FOLDER,
    OPEN_SUFFIX,
    StoredAnswer,
    answers,
    read_payload,
    recover,
)
from newsspider.storage.writing import from_os
from newsspider.version import __version__

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from warcio.recordloader import ArcWarcRecord

__all__ = ["Exchange", "Place", "StoredAnswer", "WarcWriter", "answers", "read_payload", "recover"]

Headers = Sequence[tuple[str, str]]

_NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
_SPECIFICATION = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
# Never kept: what lets a reader of the archive act as us.
_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie"})
# The body is given whole, so its chunks' framing must not be announced.
_FRAMING_HEADERS = frozenset({"transfer-encoding"})


class Place(NamedTuple):
    """Where an answer is kept: the file's name when closed, and the offset of its record."""

    file: str
    offset: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """One request and its answer, as they went over the wire.

    `url` is the address asked.  `body` is the bytes as sent, still content-encoded.  Header texts
    are Latin-1, as HTTP has them.  `earlier` names the answer that a 304 says still stands: its
    address and moment.  `truncated` says why a body is not whole.
    """

    url: str
    captured_at: datetime
    status: int
    headers: Headers
    body: bytes = b""
    reason: str | None = None
    protocol: str | None = None
    ip_address: str | None = None
    method: str = "GET"
    request_headers: Headers = ()
    request_body: bytes = b""
    earlier: tuple[str, datetime] | None = None
    truncated: Literal["length", "time", "disconnect", "unspecified"] | None = None


class WarcWriter:
    """The WARC file of one run of *site*, begun with a `warcinfo` record that bears *settings*.

    Nothing is left in our memory after a `write`; it is on the disk after a `sync`.

    Raises:
        ArchiveFull: the disk is full; the file is cut back to its last whole record.
        ArchiveError: the folder cannot be written.
    """

    def __init__(
        self, folder: Path, site: str, started_at: datetime, *, settings: Mapping[str, str] | None = None
    ) -> None:
        self._folder = folder
        try:
            self._path, self._descriptor = _created(
                folder / FOLDER, f"{file_stem(site)}-{_stamp(started_at)}"
            )
        except OSError as error:
            raise from_os(error, folder) from error
        self._end = 0
        self._is_closed = False
        self._buffer = BytesIO()
        self._warcio = WARCWriter(self._buffer, gzip=True, warc_version="1.1")
        self._info_id = self._write_info(site, started_at, settings or {})

    @property
    def file(self) -> str:
        """The name that the file has when it is closed."""
        return self._path.name.removesuffix(OPEN_SUFFIX)

    def write(self, exchange: Exchange) -> Place:
        """Where the answer is kept: a `response` record, or a `revisit` for a 304; its request follows it."""
        response = self._response(exchange)
        self._warcio.write_request_response_pair(self._request(exchange), response)
        return Place(self.file, self._flush())

    def sync(self) -> None:
        """Have all that was written on the disk."""
        try:
            os.fsync(self._descriptor)
        except OSError as error:
            raise from_os(error, self._folder) from error

    def close(self) -> str:
        """The file's name, now that it is whole and bears `.open` no more."""
        if not self._is_closed:
            self._is_closed = True
            try:
                os.fsync(self._descriptor)
                self._path.rename(self._path.with_name(self.file))
                sync_folder(self._path.parent)
            except OSError as error:
                raise from_os(error, self._folder) from error
            finally:
                os.close(self._descriptor)
        return self.file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def _write_info(self, site: str, started_at: datetime, settings: Mapping[str, str]) -> str:
        fields = {
            "software": f"newsspider/{__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": _SPECIFICATION,
            "isPartOf": site,
        }
        fields |= {name: _one_line(value) for name, value in settings.items()}
        record = self._warcio.create_warcinfo_record(self.file, fields)
        record.rec_headers.replace_header("WARC-Date", to_text(started_at))
        self._warcio.write_record(record)
        self._flush()
        return str(record.rec_headers.get_header("WARC-Record-ID"))

    def _response(self, exchange: Exchange) -> ArcWarcRecord:
        is_revisit = exchange.status == HTTPStatus.NOT_MODIFIED
        about = self._about(exchange)
        if is_revisit:
            about["WARC-Profile"] = _NOT_MODIFIED_PROFILE
            if exchange.earlier:
                about["WARC-Refers-To-Target-URI"] = exchange.earlier[0]
                about["WARC-Refers-To-Date"] = to_text(exchange.earlier[1])
        if exchange.truncated:
            about["WARC-Truncated"] = exchange.truncated
        head = _Head(f"{exchange.status} {_reason(exchange)}", exchange.headers, _http_version(exchange))
        return self._warcio.create_warc_record(
            exchange.url,
            "revisit" if is_revisit else "response",
            payload=BytesIO(b"" if is_revisit else exchange.body),
            length=0 if is_revisit else len(exchange.body),
            http_headers=head,
            warc_headers_dict=about,
        )

    def _request(self, exchange: Exchange) -> ArcWarcRecord:
        parts = urlsplit(exchange.url)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = [(name, value) for name, value in exchange.request_headers if not _is_secret(name)]
        if not any(name.lower() == "host" for name, _ in headers):
            headers.insert(0, ("Host", parts.netloc.rpartition("@")[2]))
        return self._warcio.create_warc_record(
            exchange.url,
            "request",
            payload=BytesIO(exchange.request_body),
            length=len(exchange.request_body),
            http_headers=_Head(f"{target} {_http_version(exchange)}", headers, exchange.method),
            warc_headers_dict=self._about(exchange),
        )

    def _about(self, exchange: Exchange) -> dict[str, str]:
        """The WARC headers that request and answer share."""
        about = {"WARC-Date": to_text(exchange.captured_at), "WARC-Warcinfo-ID": self._info_id}
        if exchange.ip_address:
            about["WARC-IP-Address"] = exchange.ip_address
        if exchange.protocol:
            about["WARC-Protocol"] = exchange.protocol.lower()
        return about

    def _flush(self) -> int:
        """The offset at which what warcio made now stands in the file."""
        start, made = self._end, self._buffer.getbuffer()
        try:
            written = 0
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
        self._end += written
        return start


class _Head(StatusAndHeaders):  # type: ignore[misc] # warcio is untyped
    """A start line and headers, written byte for byte as they came: warcio percent-encodes by default."""

    def __init__(self, start_line: str, headers: Headers, protocol: str) -> None:
        kept = [(name, value) for name, value in headers if name.lower() not in _FRAMING_HEADERS]
        super().__init__(start_line, kept, protocol=protocol)

    def compute_headers_buffer(self, _filter: object = None) -> None:
        """Set `headers_buff`, which warcio writes."""
        lines = [f"{self.protocol} {self.statusline}"]
        lines += [f"{_one_line(name)}: {_one_line(value)}" for name, value in self.headers]
        self.headers_buff = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


def sync_folder(folder: Path) -> None:
    """Have a folder's names on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _created(folder: Path, stem: str) -> tuple[Path, int]:
    """A new file under a name that none has, open or closed; locked, so that nobody recovers it alive."""
    folder.mkdir(parents=True, exist_ok=True)
    number = 1
    while True:
        name = f"{stem}.warc.gz" if number == 1 else f"{stem}-{number}.warc.gz"
        number += 1
        if (folder / name).exists():
            continue
        path = folder / f"{name}{OPEN_SUFFIX}"
        with suppress(FileExistsError):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            return path, descriptor


def _stamp(started_at: datetime) -> str:
    return to_text(started_at).replace("-", "").replace(":", "")


def _is_secret(name: str) -> bool:
    return name.lower() in _SECRET_HEADERS


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n]+", " ", text)


def _reason(exchange: Exchange) -> str:
    if exchange.reason is not None:
        return exchange.reason
    try:
        return HTTPStatus(exchange.status).phrase
    except ValueError:
        return ""


def _http_version(exchange: Exchange) -> str:
    """The version of the start line: of HTTP/2 and later, which have none, 1.1 as is the custom."""
    protocol = (exchange.protocol or "").upper()
    return protocol if protocol in ("HTTP/1.0", "HTTP/1.1") else "HTTP/1.1"
