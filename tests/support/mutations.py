"""Pages as no server should send them: real ones cut, spoilt, mixed and mislabelled."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CODECS = ("utf-8", "utf-16", "utf-32", "cp1252", "shift_jis", "gb18030", "big5", "euc-kr", "koi8-r", "utf-7")
LABELS = (
    *CODECS,
    "x-user-defined",
    "iso-2022-jp",
    "hz",
    "idna",
    "unicode-escape",
    "rot13",
    "zip",
    "none",
    "\x00",
)
_TAG_NAMES = (
    "div p span a table tr td ul li font b article svg math select template noscript script style pre"
)
_TAGS = _TAG_NAMES.split()
_PIECES = (
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<!DOCTYPE html [<!ENTITY a 'b'>]>",
    b"<script>",
    b"</script>",
    b"<p",
    b"<base href='http://[::1'>",
    b"<base href='javascript:1'>",
    b"<a href='http://[/x'>",
    b"<a href='//'>z</a>",
    b"<meta charset=utf-7>",
    b"<meta http-equiv=refresh content='0;url=http://[::'>",
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbf\xbf",
    b"&#0;",
    b"&#xD800;",
    b"&#x110000;",
    b"&#99999999999;",
    b"\xed\xa0\x80",
    b"</body></html>",
    b"<body><body>",
    b"<time datetime='99999-99-99'>",
    b"<meta property='article:published_time' content='0000-00-00T99:99'>",
    b'<script type=\'application/ld+json\'>[[{"@type":"Article","author":[[]],"datePublished":{}}]]</script>',
    b'<script type=\'application/ld+json\'>{"@graph":{"@graph":7},"headline":[{}]}</script>',
    b"<img srcset='  , ,, 1x' src='data:,'>",
    b"\xe2\x80\xae\xd7\xa9",
    b"<frameset><frame src=x>",
    b"<plaintext>",
    b"<xmp>",
)


def mutated(pages: Sequence[bytes], seed: int) -> tuple[bytes, str | None]:
    """A page made of *pages* by chance, the same for the same seed, and its `Content-Type`."""
    chance = random.Random(seed)
    made = chance.choice(pages)
    for _ in range(chance.randint(1, 4)):
        made = chance.choice(_WAYS)(made, chance, pages)
    said = chance.random() < 0.3
    return made, f"text/html; charset={chance.choice(LABELS)}" if said else None


def _cut(page: bytes, chance: random.Random, pages: Sequence[bytes]) -> bytes:
    start, end = sorted(chance.randrange(len(page) + 1) for _ in range(2))
    return page[:start] + page[end:] if chance.random() < 0.5 else page[start:end]


def _spoilt(page: bytes, chance: random.Random, pages: Sequence[bytes]) -> bytes:
    spoilt = bytearray(page)
    for _ in range(chance.randint(1, 200)):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] = chance.choice(b"<>&\"'/=!-;\x00\x80\xff \n#")
    return bytes(spoilt)


def _sprinkled(page: bytes, chance: random.Random, pages: Sequence[bytes]) -> bytes:
    for _ in range(chance.randint(1, 12)):
        place = chance.randrange(len(page) + 1)
        page = page[:place] + chance.choice(_PIECES) + page[place:]
    return page


def _mixed(page: bytes, chance: random.Random, pages: Sequence[bytes]) -> bytes:
    other = chance.choice(pages)
    return page[: chance.randrange(len(page) + 1)] + other[chance.randrange(len(other) + 1) :]


def _repeated(page: bytes, chance: random.Random, pages: Sequence[bytes]) -> bytes:
    start = chance.randrange(len(page) + 1)
    piece = page[start : start + chance.randint(1, 400)]
    return page[:start] + piece * chance.randint(2, 60) + page[start:]


def _nested(page: bytes, chance: random.Random, pages: Sequence[bytes]) -> bytes:
    place, tag = chance.randrange(len(page) + 1), chance.choice(_TAGS)
    return page[:place] + f"<{tag} class=x{place}>".encode() * chance.randint(10, 600) + page[place:]


def _recoded(page: bytes, chance: random.Random, pages: Sequence[bytes]) -> bytes:
    return page.decode("utf-8", "replace").encode(chance.choice(CODECS), "replace")


_WAYS: tuple[Callable[[bytes, random.Random, Sequence[bytes]], bytes], ...] = (
    _cut,
    _spoilt,
    _sprinkled,
    _mixed,
    _repeated,
    _nested,
    _recoded,
)
