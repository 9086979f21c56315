"""Reads the pictures of articles that the archive has."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from newsspider.errors import ArchiveError
from newsspider.storage.warc.reader import read_payload
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.queries.connection import ReadOnly

# The type comes from the bytes, not from the server. SVG is left out, because it may contain scripts.
_TYPES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)
_MOST = 200  # pictures of one article that are looked up
_LATEST = """SELECT id FROM captures WHERE site = ? AND address_url = ? AND verdict = 'image'
    AND ifnull(lower(content_type), '') NOT LIKE '%svg%' ORDER BY id DESC LIMIT 1"""
_PLACE = """SELECT warc_file, warc_offset FROM captures
    WHERE id = ? AND verdict = 'image' AND warc_file IS NOT NULL AND warc_offset IS NOT NULL"""


class Picture(NamedTuple):
    """The bytes of a picture, and their media type."""

    content: bytes
    media_type: str


def captured(archive: ReadOnly, site: str, addresses: Iterable[str]) -> dict[str, int]:
    """The latest capture of each of the *addresses* whose picture is kept."""
    found: dict[str, int] = {}
    for address in list(addresses)[:_MOST]:
        for row in archive.rows(_LATEST, (site, urls.canonical(address) or address)):
            found[address] = row["id"]
    return found


def picture(archive: ReadOnly, capture_id: int) -> Picture | None:
    """The picture of a capture; None if there is none that is safe for a browser."""
    for row in archive.rows(_PLACE, (capture_id,)):
        with suppress(ArchiveError):  # its record is lost
            content = read_payload(archive.folder, row["warc_file"], row["warc_offset"]).body
            if media_type := _type_of(content):
                return Picture(content=content, media_type=media_type)
    return None


def _type_of(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    return next((kind for magic, kind in _TYPES if content.startswith(magic)), None)
