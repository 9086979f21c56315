"""The files of the magazine beside its pages: generated pictures, a stylesheet, a document."""

from __future__ import annotations

import hashlib
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from newsspider.demo.story import Story

STYLESHEET, ICON, WAVE = "/look/estuary.css", "/look/icon.png", "/look/wave.png"
HEAD = f'<link rel="stylesheet" href="{STYLESHEET}"><link rel="icon" href="{ICON}">'
TIDE_TABLES = "/documents/tide-tables.pdf"
WIDTH, HEIGHT = 160, 100
_CSS = b"""@import "print.css" print;
body { font: 1.1rem/1.5 Georgia, serif; max-width: 44rem; margin: 0 auto; color: #14212b }
nav { background: #dde8ee url("wave.png") repeat-x bottom; padding: .5rem }
a { color: #17577e }
"""
_PRINT = b"nav, aside { display: none }\n"
_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def picture_path(story: Story) -> str | None:
    """The path of the picture of a story; None without a picture."""
    if not story.caption:
        return None
    folder, _, leaf = story.path.rpartition("/")
    if story.made == "trs":
        return f"{folder}/W0{story.on:%Y%m%d}{len(story.headline):012d}.png"
    return f"/pictures/{leaf.removesuffix('.html')}.png" if story.made == "modern" else None


def assets(published: Iterable[Story]) -> Iterator[tuple[str, str, bytes]]:
    """Path, content type and body of each file that the pages of these stories use."""
    yield STYLESHEET, "text/css", _CSS
    yield STYLESHEET.replace("estuary", "print"), "text/css", _PRINT
    yield ICON, "image/png", picture("icon", width=32, height=32)
    yield WAVE, "image/png", picture("wave", width=16, height=4)
    yield TIDE_TABLES, "application/pdf", _PDF
    for path in filter(None, map(picture_path, published)):
        yield path, "image/png", picture(path)


def picture(name: str, *, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """A PNG of a sky above the sea; its colours follow from *name*."""
    dye = hashlib.sha256(name.encode()).digest()
    sky, sea = (160 + dye[0] % 90, 180 + dye[1] % 70, 230), (dye[2] % 60, 60 + dye[3] % 80, 110 + dye[4] % 90)
    horizon = height * (3 + dye[5] % 4) // 10
    lines = b"".join(b"\0" + bytes(sky if row < horizon else sea) * width for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG (RFC 2083, section 3.2)."""
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
