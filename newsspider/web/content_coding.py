"""Content codings (RFC 9110 section 8.4.1) undone in steps: gzip, deflate, brotli, zstd.

The crawl and everything that reads WARC files decode with this module, so that they agree.  No step
makes much more than 64 kB, and decoding stops at a budget of output.
"""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

import brotli  # type: ignore[import-untyped] # it has no types

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

# The budget where a caller names none: five times what a download may have by default (20 MB).
MOST_BYTES = 100_000_000
# A header that names more codings is ignored: nobody compresses a page six times.
MOST_CODINGS = 5
# The most gzip or zstd streams of one body; millions of empty ones would only cost time.
MOST_STREAMS = 10_000
_STEP_BYTES = 65_536
_INPUT_BYTES = 16_384
_LOOK_BYTES = 4_096
_GZIP = b"\x1f\x8b\x08"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
# A zstd frame may ask for a window of gigabytes; HTTP allows 8 MB (RFC 9659 section 3).
_ZSTD = {int(zstd.DecompressionParameter.window_log_max): 23}
# The end of an HTML page proves that it is whole even if its compressed stream has no proper end.
_PAGE_END = re.compile(rb"</html\s*>\s*(?:<!--.*?-->\s*)*\Z", re.IGNORECASE | re.DOTALL)

Chunks = Iterator[bytes]


@dataclass(kw_only=True, slots=True)
class Outcome:
    """The result of decoding, complete once all chunks are consumed.

    `codings` are those undone, outermost first.  `is_cut`: there was more than the budget allows.
    `is_torn`: a stream broke off, or its checksum did not fit.  `is_proven`: the innermost stream had its
    end, and its checksum if the coding has one.
    """

    codings: tuple[str, ...] = ()
    is_cut: bool = False
    is_torn: bool = False
    is_proven: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Decoded:
    """A body without its content codings, and whether that is all of it (see `Outcome`)."""

    body: bytes
    is_cut: bool
    is_torn: bool
    is_proven: bool


def decode(body: bytes, content_encoding: str = "", *, most_bytes: int = MOST_BYTES) -> Decoded:
    """The body without its content codings, up to *most_bytes*.

    A body that does not have the coding that *content_encoding* names stays as it is.  gzip that nobody
    declared is undone where text is inside.
    """
    outcome = Outcome()
    decoded = b"".join(steps(body, content_encoding, most_bytes=most_bytes, outcome=outcome))
    is_torn = outcome.is_torn and _PAGE_END.search(decoded[-2_000:]) is None
    return Decoded(body=decoded, is_cut=outcome.is_cut, is_torn=is_torn, is_proven=outcome.is_proven)


def decoded(body: bytes, content_encoding: str = "") -> bytes:
    """The body without its content codings, up to `MOST_BYTES`."""
    return decode(body, content_encoding, most_bytes=MOST_BYTES).body


def steps(body: bytes, content_encoding: str, *, most_bytes: int, outcome: Outcome) -> Chunks:
    """The decoded body in chunks of some 64 kB; *outcome* is filled in on the way."""
    names = [name.strip() for name in content_encoding.lower().split(",") if name.strip()]
    chunks: Chunks = (body[at : at + _INPUT_BYTES] for at in range(0, len(body), _INPUT_BYTES))
    if len(names) > MOST_CODINGS:
        names = []
    for name in reversed(names):
        if name in _CODINGS:
            chunks = _limited(_undone(chunks, name, outcome), most_bytes, outcome)
    for _ in range(2):  # some servers compress what is compressed already
        chunks = _limited(_undeclared(chunks, outcome), most_bytes, outcome)
    return chunks


class _Decoder:
    """One stream being decoded; `rest` is what follows its end."""

    is_ended = False
    rest = b""

    def feed(self, data: bytes) -> Chunks:
        """What *data* adds, in steps of some 64 kB; raises ValueError if it does not fit."""
        raise NotImplementedError


class _Coding(NamedTuple):
    """How a stream of one coding is opened, and whether several may follow one another."""

    opened: Callable[[bytes], _Decoder]
    repeats: bool = False


class _Streams:
    """The compressed streams of one body; what follows the last is not part of it."""

    def __init__(self, coding: _Coding) -> None:
        self._coding = coding
        self._decoder: _Decoder | None = None
        self._begun = 0
        self.is_ended = False

    def feed(self, data: bytes) -> Chunks:
        """What *data* adds, in steps; raises ValueError if it is not of this coding."""
        while data and not (self.is_ended and self._begun >= (MOST_STREAMS if self._coding.repeats else 1)):
            if self._decoder is None:
                self._decoder = self._coding.opened(data)
                self._begun += 1
                self.is_ended = False
            yield from self._decoder.feed(data)
            if not self._decoder.is_ended:
                return
            self.is_ended, data = True, self._decoder.rest
            self._decoder = None


class _Zlib(_Decoder):
    def __init__(self, window_bits: int) -> None:
        self._inflater = zlib.decompressobj(window_bits)

    def feed(self, data: bytes) -> Chunks:
        while True:
            before = self._inflater.copy()
            try:
                made = self._inflater.decompress(data, _STEP_BYTES)
            except zlib.error as error:
                yield from _up_to_the_flaw(before, data)
                raise ValueError(str(error)) from error
            data = self._inflater.unconsumed_tail
            if made:
                yield made
            if self._inflater.eof:
                self.is_ended, self.rest = True, self._inflater.unused_data
                return
            if not data and len(made) < _STEP_BYTES:
                return


def _up_to_the_flaw(inflater: zlib._Decompress, data: bytes) -> Chunks:
    """The output of a step that failed: all of it if only the checksum is wrong."""
    made = bytearray()
    try:
        for at in range(len(data)):
            made += inflater.decompress(data[at : at + 1], _STEP_BYTES - len(made) or 1)
    except zlib.error:
        pass
    if made:
        yield bytes(made)


class _Brotli(_Decoder):
    def __init__(self) -> None:
        self._decoder = brotli.Decompressor()

    def feed(self, data: bytes) -> Chunks:
        try:
            made = self._decoder.process(data, output_buffer_limit=_STEP_BYTES)
            while made or not self._decoder.can_accept_more_data():
                if made:
                    yield made
                if self._decoder.is_finished():
                    break
                made = self._decoder.process(b"", output_buffer_limit=_STEP_BYTES)
        except brotli.error as error:
            raise ValueError(str(error)) from error
        self.is_ended = self._decoder.is_finished()


class _Zstd(_Decoder):
    def __init__(self) -> None:
        self._decoder = zstd.ZstdDecompressor(options=_ZSTD)

    def feed(self, data: bytes) -> Chunks:
        try:
            made = self._decoder.decompress(data, _STEP_BYTES)
            while made or not (self._decoder.needs_input or self._decoder.eof):
                if made:
                    yield made
                if self._decoder.needs_input or self._decoder.eof:
                    break
                made = self._decoder.decompress(b"", _STEP_BYTES)
        except zstd.ZstdError as error:
            raise ValueError(str(error)) from error
        if self._decoder.eof:
            self.is_ended, self.rest = True, self._decoder.unused_data


def _gzip(data: bytes) -> _Decoder:
    if data[:2] != _GZIP[:2]:
        raise ValueError("not gzip")
    return _Zlib(zlib.MAX_WBITS + 16)


def _deflate(data: bytes) -> _Decoder:
    """A zlib stream (RFC 1950) as HTTP defines it, or the bare stream that some servers send."""
    has_head = data[0] & 0x0F == 8 and len(data) > 1 and (data[0] << 8 | data[1]) % 31 == 0
    return _Zlib(zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS)


def _zstd(data: bytes) -> _Decoder:
    is_skippable = data[1:4] == b"\x2a\x4d\x18" and data[0] & 0xF0 == 0x50
    if data[:4] != b"\x28\xb5\x2f\xfd" and not is_skippable:
        raise ValueError("not zstd")
    return _Zstd()


_CODINGS = {
    "gzip": _Coding(_gzip, repeats=True),
    "x-gzip": _Coding(_gzip, repeats=True),
    "deflate": _Coding(_deflate),
    "br": _Coding(lambda _: _Brotli()),
    "zstd": _Coding(_zstd, repeats=True),
}


def _undone(chunks: Chunks, name: str, outcome: Outcome) -> Chunks:
    """The chunks without one coding; unchanged if they do not begin with it."""
    streams, waiting, has_made = _Streams(_CODINGS[name]), [], False
    try:
        for chunk in chunks:
            if not has_made:
                waiting.append(chunk)
            for made in streams.feed(chunk):
                if not has_made:
                    has_made, waiting = True, []
                yield made
    except ValueError:
        if not has_made and not streams.is_ended:
            yield from chain(waiting, chunks)
            return
    if waiting and not streams.is_ended:
        yield from waiting
    outcome.codings += (name,)
    outcome.is_torn = outcome.is_torn or not streams.is_ended
    outcome.is_proven = not outcome.is_torn


def _undeclared(chunks: Chunks, outcome: Outcome) -> Chunks:
    """The chunks without an undeclared gzip, if text is inside."""
    start = b""
    for chunk in chunks:
        start += chunk
        if len(start) >= _LOOK_BYTES:
            break
    whole = chain((start,), chunks)
    return _undone(whole, "gzip", outcome) if start.startswith(_GZIP) and _has_text(start) else whole


def _has_text(start: bytes) -> bool:
    """Whether a gzip stream begins with text, or with another gzip stream."""
    try:
        inside = zlib.decompressobj(zlib.MAX_WBITS + 16).decompress(start, 1_024)
    except zlib.error:
        return False
    return inside.startswith((*_UTF_16, _GZIP)) or b"\x00" not in inside[:512]


def _limited(chunks: Iterable[bytes], most_bytes: int, outcome: Outcome) -> Chunks:
    """The chunks up to a budget of bytes."""
    left = most_bytes
    for chunk in chunks:
        if len(chunk) > left:
            outcome.is_cut = True
            yield chunk[:left]
            return
        left -= len(chunk)
        yield chunk
