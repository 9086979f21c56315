"""Captures of pages with a body of their own, for those who read them again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsspider.queries.connection import ReadOnly

if TYPE_CHECKING:
    from pathlib import Path

_WHOLE = (
    "status IN (200, 203, 206) AND warc_file IS NOT NULL AND warc_offset IS NOT NULL AND same_as_id IS NULL"
)


class PageCapture(NamedTuple):
    """A capture's site, address, moment, type, and its place in a WARC file."""

    site: str
    url: str
    captured_at: str
    content_type: str | None
    warc_file: str
    warc_offset: int


_COLUMNS = "site, address_url, captured_at, content_type, warc_file, warc_offset"


def latest(archive: Path, url: str, *, site: str | None) -> PageCapture | None:
    """The last capture of an address, of that site or of any."""
    sql = (
        f"SELECT {_COLUMNS} FROM captures WHERE address_url = ?1 AND (?2 IS NULL OR site = ?2)"  # noqa: S608
        f" AND {_WHOLE} ORDER BY id DESC LIMIT 1"
    )
    return next(iter(_captures(archive, sql, url, site)), None)


def articles(archive: Path, site: str, *, most: int) -> list[PageCapture]:
    """The last captures of a site's articles, newest first."""
    sql = (
        f"SELECT {_COLUMNS} FROM captures WHERE site = ? AND verdict IN ('article', 'stub')"  # noqa: S608
        f" AND {_WHOLE} ORDER BY id DESC LIMIT ?"
    )
    return _captures(archive, sql, site, most)


def _captures(archive: Path, sql: str, *values: str | int | None) -> list[PageCapture]:
    database = ReadOnly(archive)
    try:
        return [PageCapture(*row) for row in database.rows(sql, values)]
    finally:
        database.close()
