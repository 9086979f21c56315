"""The notices of a collection as an Atom feed (RFC 4287), a file in the archive's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from newsspider.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newsspider.storage.runs.notice_rows import Notice

MOST_ENTRIES = 200
_ATOM = "http://www.w3.org/2005/Atom"
_EPOCH = "1970-01-01T00:00:00Z"


def write(file: Path, notices: Sequence[Notice]) -> None:
    """Write the feed, whole or not at all; *notices* are the newest first."""
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    _add(feed, "title", f"newsspider: {file.absolute().parent.name}")
    _add(feed, "id", f"tag:newsspider.invalid,2026:{file.absolute().parent.name}")
    _add(feed, "updated", notices[0].made_at if notices else _EPOCH)
    _add(_add(feed, "author"), "name", "newsspider")
    _add(feed, "generator", "newsspider").set("version", __version__)
    for notice in notices:
        entry = _add(feed, "entry")
        _add(entry, "title", _printable(f"{notice.site}: {notice.message}"))
        _add(entry, "id", f"tag:newsspider.invalid,2026:{file.absolute().parent.name}/{notice.id}")
        _add(entry, "updated", notice.made_at)
        _add(entry, "category").set("term", notice.kind)
        _add(entry, "content", _printable(notice.message))
        if notice.url:
            _add(entry, "link").set("href", notice.url)
    part = file.with_name(f"{file.name}.part")
    part.write_bytes(etree.tostring(feed, xml_declaration=True, encoding="utf-8", pretty_print=True))
    part.replace(file)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}")
    element.text = text
    return element


def _printable(text: str) -> str:
    """The text without characters that XML cannot have."""
    return "".join(char if char.isprintable() else " " for char in text)
