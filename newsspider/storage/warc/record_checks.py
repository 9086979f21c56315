"""Reads a whole WARC file record by record, and checks each against its own digests.

warcio is not used: it continues behind a torn or altered record only if that is the last one, and takes
four times as long.
"""

from __future__ import annotations

import base64
import hashlib
import mmap
import zlib
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from newsspider.storage.warc.reader import path_of
from newsspider.web.content_coding import MOST_BYTES, Outcome, decoded, steps

if TYPE_CHECKING:
    from pathlib import Path

_GZIP = b"\x1f\x8b\x08"
_CHUNK_BYTES = 16_384
_ANSWERS = frozenset(("response", "revisit"))


class Answer(NamedTuple):
    """A response or revisit record; `payload_hashes` are those of the body decoded and as sent."""

    url: str
    captured_at: str
    status: int
    payload_hashes: tuple[str, ...]
    payload_digest: str


class SentAnswer(NamedTuple):
    """An answer as it was sent: headers without framing, the body still content-encoded.

    `is_cut`: the body is not whole. A revisit has no body; `digest` is that of its payload.
    """

    offset: int
    url: str
    captured_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    is_revisit: bool
    is_cut: bool
    digest: str


class IndexedAnswer(NamedTuple):
    """An answer, and the size and SHA-256 of its record in the file."""

    answer: SentAnswer
    record_bytes: int
    record_hash: str


class Flaw(NamedTuple):
    """Bytes of a file that are not a whole record."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WalkedFile:
    """One walk through a file: answers by the offset of their records, and flaws."""

    name: str
    size_bytes: int
    digest: str
    records: int = 0
    answers: dict[int, Answer] = field(default_factory=dict)
    flaws: tuple[Flaw, ...] = ()


class _Record(NamedTuple):
    kind: str
    fields: dict[bytes, str]
    block: bytes


def walk(path: Path) -> WalkedFile:
    """All records of a file, also those behind a flaw."""
    with path.open("rb") as stream:
        size = path.stat().st_size
        if not size:
            return WalkedFile(name=path.name, size_bytes=0, digest=hashlib.sha256().hexdigest())
        with mmap.mmap(stream.fileno(), size, access=mmap.ACCESS_READ) as held:
            return _walked(path.name, held)


def whole_parts(path: Path) -> Iterator[tuple[int, bytes]]:
    """The offset and bytes of every whole record of a file."""
    flawed = {flaw.start for flaw in walk(path).flaws}
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held:
        for start, end, unfolded in _members(held):
            if unfolded is not None and start not in flawed:
                yield start, held[start:end]


def without(path: Path, urls: AbstractSet[str]) -> Iterator[tuple[int, bytes | None]]:
    """The offset and bytes of each record of a file; None in place of records of *urls*.

    Raises:
    ValueError: some bytes are not a whole record, so their address is unknown.
    """
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held:
        for start, end, unfolded in _members(held):
            record = _record(unfolded or b"")
            is_of_them = record.fields.get(b"warc-target-uri") in urls
            yield start, None if is_of_them else held[start:end]


def answers_from(path: Path, start: int) -> Iterator[SentAnswer]:
    """The answers of a file from byte *start* on, where a record begins; flaws are left out."""
    with path.open("rb") as stream:
        if not path.stat().st_size:
            return
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held:
            for offset, _, unfolded in _members(held, start):
                with suppress(ValueError, KeyError, IndexError):
                    record = _record(unfolded or b"")
                    if record.kind in _ANSWERS:
                        yield _sent(record, offset)


def _walked(name: str, held: mmap.mmap) -> WalkedFile:
    answers, flaws, count = {}, [], 0
    for start, end, unfolded in _members(held):
        try:
            if unfolded is None:
                raise ValueError("is torn or altered")
            record = _record(unfolded)
            if record.kind in _ANSWERS:
                answers[start] = _answer(record)
            count += 1
        except (ValueError, KeyError, IndexError) as error:
            flaws.append(Flaw(start, end, str(error)))
    return WalkedFile(
        name=name,
        size_bytes=len(held),
        digest=hashlib.sha256(held).hexdigest(),
        records=count,
        answers=answers,
        flaws=tuple(flaws),
    )


class Bodies:
    """The bodies in the WARC files of an archive; the file last read stays open.

    Opening a file costs as much as reading a record.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file: str | None = None
        self._held: mmap.mmap | None = None

    def at(self, file: str, offset: int) -> bytes:
        """The decoded body of the answer whose record begins at *offset*, checked against its digests.

        Raises:
        ValueError: there is no whole answer with a body.
        OSError: there is no such file.
        """
        found = _member(self._opened(file, offset), offset)
        record = _record(found[1] if found else b"")
        if record.kind != "response":
            raise ValueError(f"is a {record.kind}, which has no body")
        head, _, body = record.block.partition(b"\r\n\r\n")
        return decoded(body, _encoding(head))

    def close(self) -> None:
        """Close the file."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def _opened(self, file: str, offset: int) -> mmap.mmap:
        """The file, opened again if a run has written to it since."""
        if self._held is None or self._file != file or offset >= len(self._held):
            self.close()
            with path_of(self.folder, file).open("rb") as stream:
                self._file, self._held = file, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        return self._held


def indexed(path: Path) -> Iterator[IndexedAnswer]:
    """What an index needs of each answer of a file; flaws are left out."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as held:
        for start, end, unfolded in _members(held):
            with suppress(ValueError, KeyError, IndexError):
                record = _record(unfolded or b"")
                if record.kind in _ANSWERS:
                    sent = _sent(record, start)
                    digest = hashlib.sha256(held[start:end]).hexdigest()
                    yield IndexedAnswer(sent, end - start, digest)


def _members(held: mmap.mmap, start: int = 0) -> Iterator[tuple[int, int, bytes | None]]:
    """Begin, end and content of each gzip member; for other bytes, up to the next member, None."""
    size = len(held)
    while start < size:
        found = _member(held, start)
        if found is None:
            end = _next_start(held, start + 1)
            yield start, end, None
        else:
            end, unfolded = found
            yield start, end, unfolded
        start = end


def _member(held: mmap.mmap, start: int) -> tuple[int, bytes] | None:
    inflater, parts, at = zlib.decompressobj(zlib.MAX_WBITS + 16), [], start
    try:
        while chunk := held[at : at + _CHUNK_BYTES]:
            parts.append(inflater.decompress(chunk))
            at += len(chunk)
            if inflater.eof:
                return at - len(inflater.unused_data), b"".join(parts)
    except zlib.error:
        pass
    return None


def _next_start(held: mmap.mmap, after: int) -> int:
    """Where the next readable record begins; the end of the file without one."""
    while (at := held.find(_GZIP, after)) >= 0:
        found = _member(held, at)
        if found and found[1].startswith(b"WARC/"):
            return at
        after = at + 1
    return len(held)


def _record(unfolded: bytes) -> _Record:
    """The record in a member, its length and digests checked; ValueError if they do not match."""
    head, parted, rest = unfolded.partition(b"\r\n\r\n")
    if not parted or not head.startswith(b"WARC/"):
        raise ValueError("is not a WARC record")
    lines = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    fields = {name.strip().lower(): value.strip().decode("utf-8", "replace") for name, _, value in lines}
    length = int(fields[b"content-length"])
    if len(rest) != length + 4:
        raise ValueError(f"has {len(rest) - 4} bytes where it states {length}")
    record = _Record(fields[b"warc-type"], fields, rest[:length])
    _check(fields.get(b"warc-block-digest"), record.block, "block")
    if record.kind in ("response", "request"):
        _check(fields.get(b"warc-payload-digest"), _payload(record.block), "payload")
    return record


def _check(stated: str | None, content: bytes, what: str) -> None:
    if stated is None:
        return
    name, _, value = stated.partition(":")
    try:
        digest = hashlib.new(name, content, usedforsecurity=False)
    except ValueError:
        return  # an unknown algorithm says nothing against the record
    if value.upper() != base64.b32encode(digest.digest()).decode() and value.lower() != digest.hexdigest():
        raise ValueError(f"does not have the {what} digest that it states")


def _payload(block: bytes) -> bytes:
    return block.partition(b"\r\n\r\n")[2]


def _answer(record: _Record) -> Answer:
    head, _, body = record.block.partition(b"\r\n\r\n")
    start_line = head.partition(b"\r\n")[0]
    hashes = [hashlib.sha256(body).hexdigest()]
    unfolded = _decoded_hash(body, _encoding(head))
    if unfolded != hashes[0]:
        hashes.insert(0, unfolded)
    moment = datetime.fromisoformat(record.fields[b"warc-date"])
    return Answer(
        url=record.fields[b"warc-target-uri"],
        captured_at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        status=int(start_line.split(b" ")[1]),
        payload_hashes=() if record.kind == "revisit" else tuple(hashes),
        payload_digest=record.fields.get(b"warc-payload-digest", ""),
    )


def _encoding(head: bytes) -> str:
    """The Content-Encoding headers; None without any."""
    lines = (line.partition(b":") for line in head.split(b"\r\n"))
    said = (value for name, _, value in lines if name.strip().lower() == b"content-encoding")
    return b", ".join(said).decode("latin-1")


def _decoded_hash(body: bytes, encoding: str) -> str:
    """The hash of the decoded body, which is never held whole in memory."""
    digest = hashlib.sha256()
    for chunk in steps(body, encoding, most_bytes=MOST_BYTES, outcome=Outcome()):
        digest.update(chunk)
    return digest.hexdigest()


def _sent(record: _Record, offset: int) -> SentAnswer:
    head, _, body = record.block.partition(b"\r\n\r\n")
    start_line, *lines = head.decode("latin-1").split("\r\n")
    parted = (line.partition(":") for line in lines)
    return SentAnswer(
        offset=offset,
        url=record.fields[b"warc-target-uri"],
        captured_at=datetime.fromisoformat(record.fields[b"warc-date"]),
        status=int(start_line.split(" ")[1]),
        headers=tuple((name, value.strip()) for name, _, value in parted),
        body=body,
        is_revisit=record.kind == "revisit",
        is_cut=b"warc-truncated" in record.fields,
        digest=record.fields.get(b"warc-payload-digest", ""),
    )
