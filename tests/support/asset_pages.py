"""Pictures and other files for tests of what a crawl keeps beside pages."""

from __future__ import annotations

import struct
import zlib

from support.served import Answer

ARTICLES = "articles: {match: [/2024/]}\n"


def png(shade: int) -> bytes:
    """A grey picture of 80 by 80 pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    lines = (b"\0" + bytes([shade]) * 80) * 80
    head = struct.pack(">IIBBBBB", 80, 80, 8, 0, 0, 0, 0)
    content = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + content


def file(body: str | bytes, kind: str, *, etag: str = "") -> Answer:
    return Answer(body=body, content_type=kind, headers={"ETag": etag} if etag else {})
