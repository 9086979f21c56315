"""Bodies of some kilobytes that unfold to a gigabyte and more, one for each content coding."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable

import brotli

from newsspider.web.content_coding import zstd

MEGABYTE = 1_000_000
_LINE = b"<p>A paragraph of the bomb, as long as any.</p>\n"
FILLINGS = {"zeros": bytes(MEGABYTE), "page": (_LINE * (MEGABYTE // len(_LINE) + 1))[:MEGABYTE]}


def packed(coding: str, *, megabytes: int, filling: str = "page") -> bytes:
    """A page of so many megabytes in one coding, made without ever holding it."""
    add, end = _PACKERS[coding]()
    parts = [add(b"<!doctype html><html><head><title>Bomb</title></head><body>")]
    parts += [add(FILLINGS[filling]) for _ in range(megabytes)]
    return b"".join((*parts, end()))


def bombs(megabytes: int = 1_000) -> dict[str, tuple[str, bytes]]:
    """By name: what Content-Encoding says, and the body."""
    single = {coding: packed(coding, megabytes=megabytes) for coding in ("gzip", "deflate", "br", "zstd")}
    bare = single["deflate"][2:-4]
    return {
        **{coding: (coding, body) for coding, body in single.items()},
        "bare deflate": ("deflate", bare),
        "gzip in gzip": ("gzip, gzip", gzip.compress(single["gzip"])),
        "gzip twice, told once": ("gzip", gzip.compress(single["gzip"])),
        "gzip without a header": ("", single["gzip"]),
        "brotli of gzip": ("gzip, br", brotli.compress(single["gzip"])),
        "zstd of brotli": ("br, zstd", zstd.compress(single["br"])),
        "many streams": ("gzip", gzip.compress(bytes(100)) * 200_000),
        "zeros in brotli": ("br", packed("br", megabytes=megabytes, filling="zeros")),
    }


def _gzip() -> tuple[Callable[[bytes], bytes], Callable[[], bytes]]:
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    return packer.compress, packer.flush


def _deflate() -> tuple[Callable[[bytes], bytes], Callable[[], bytes]]:
    packer = zlib.compressobj(9)
    return packer.compress, packer.flush


def _brotli() -> tuple[Callable[[bytes], bytes], Callable[[], bytes]]:
    packer = brotli.Compressor(quality=5)
    return packer.process, packer.finish


def _zstd() -> tuple[Callable[[bytes], bytes], Callable[[], bytes]]:
    packer = zstd.ZstdCompressor()
    return packer.compress, packer.flush


_PACKERS = {"gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd}
