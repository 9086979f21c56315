"""WARC 1.1 records (ISO 28500:2017) of one exchange: request, response, revisit.

What Scrapy does not pass on cannot be written: chunk framing, and the order and case of header names.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsspider.language.dates import to_text
from newsspider.version import __version__

if TYPE_CHECKING:
    from datetime import datetime

    from warcio.recordloader import ArcWarcRecord

Headers = Sequence[tuple[str, str]]
Truncated = Literal["length", "time", "disconnect", "unspecified"]  # WARC 1.1 section 5.13

_PROFILES = "http://netpreserve.org/warc/1.1/revisit/"
_NOT_MODIFIED_PROFILE = f"{_PROFILES}server-not-modified"
_IDENTICAL_PROFILE = f"{_PROFILES}identical-payload-digest"
_SPECIFICATION = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
# The request headers that are kept. Any other could let a reader of the archive act as the user: the name
# of a token is not known beforehand.
_HARMLESS_HEADERS = frozenset(
    {
        "host", "user-agent", "accept", "accept-language", "accept-encoding", "accept-charset", "connection",
        "cache-control", "pragma", "content-type", "content-length", "if-modified-since", "if-none-match",
        "range", "te", "dnt", "upgrade-insecure-requests", "from",
    }
)  # fmt: skip
# The body is given whole, so its chunk framing must not be announced.
_FRAMING_HEADERS = frozenset({"transfer-encoding"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """One request and its answer, as they went over the wire.

    `url` is the requested address. `body` is the bytes as sent, still content-encoded. Header texts are
    Latin-1, as in HTTP. `earlier` names the answer that this one repeats, by its address and moment: the
    one that a 304 says still holds, or one with the same bytes, which are then not kept again. `truncated`
    says why a body is not whole.
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
    truncated: Truncated | None = None


def payload_digest(body: bytes) -> str:
    """The digest of a body, in the form of WARC-Payload-Digest."""
    return f"sha1:{base64.b32encode(hashlib.sha1(body, usedforsecurity=False).digest()).decode()}"


class RecordMaker:
    """Makes the records of one file, and writes each as a gzip member to *buffer*."""

    def __init__(self, buffer: BytesIO) -> None:
        self._warcio = WARCWriter(buffer, gzip=True, warc_version="1.1")
        self._info_id = ""

    def begin(self, file: str, site: str, began_at: datetime, settings: Mapping[str, str]) -> None:
        """Write the `warcinfo` record that begins a file."""
        fields = {
            "software": f"newsspider/{__version__}",
            "format": "WARC File Format 1.1",
            "conformsTo": _SPECIFICATION,
            "isPartOf": site,
        }
        fields |= {name: _one_line(value) for name, value in settings.items()}
        record = self._warcio.create_warcinfo_record(file, fields)
        record.rec_headers.replace_header("WARC-Date", to_text(began_at))
        self._warcio.write_record(record)
        self._info_id = str(record.rec_headers.get_header("WARC-Record-ID"))

    def write(self, exchange: Exchange) -> None:
        """Write the answer, and its request behind it."""
        self._warcio.write_request_response_pair(self._request(exchange), self._response(exchange))

    def _response(self, exchange: Exchange) -> ArcWarcRecord:
        is_not_modified = exchange.status == HTTPStatus.NOT_MODIFIED
        is_revisit = is_not_modified or exchange.earlier is not None
        about = self._about(exchange)
        if is_revisit:
            about["WARC-Profile"] = _NOT_MODIFIED_PROFILE if is_not_modified else _IDENTICAL_PROFILE
        if exchange.earlier:
            about["WARC-Refers-To-Target-URI"] = exchange.earlier[0]
            about["WARC-Refers-To-Date"] = to_text(exchange.earlier[1])
        if is_revisit and not is_not_modified:
            about["WARC-Payload-Digest"] = payload_digest(exchange.body)
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
        headers = [
            (name, value) for name, value in exchange.request_headers if name.lower() in _HARMLESS_HEADERS
        ]
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


class _Head(StatusAndHeaders):  # type: ignore[misc] # warcio is untyped
    """A start line and headers, written byte for byte as received: warcio percent-encodes by default."""

    def __init__(self, start_line: str, headers: Headers, protocol: str) -> None:
        kept = [(name, value) for name, value in headers if name.lower() not in _FRAMING_HEADERS]
        super().__init__(start_line, kept, protocol=protocol)

    def compute_headers_buffer(self, _filter: object = None) -> None:
        """Set `headers_buff`, which warcio writes."""
        lines = [f"{self.protocol} {self.statusline}"]
        lines += [f"{_one_line(name)}: {_one_line(value)}" for name, value in self.headers]
        self.headers_buff = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")


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
    """The version in the start line; HTTP/2 and later have none, and are written as 1.1 by convention."""
    protocol = (exchange.protocol or "").upper()
    return protocol if protocol in ("HTTP/1.0", "HTTP/1.1") else "HTTP/1.1"
