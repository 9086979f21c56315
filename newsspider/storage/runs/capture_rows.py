"""The table `captures`: what each server answered, and which record has the body."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsspider.items import Capture, Verdict
from newsspider.language.dates import to_text
from newsspider.storage.serialisation import read_moment
from newsspider.storage.transaction import insert as new_row

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from newsspider.storage.transaction import SqlValue, Transaction


class BodyAt(NamedTuple):
    """An answer that a later one may repeat; `payload_hash` is that of its decoded body."""

    id: int
    url: str
    captured_at: datetime
    payload_hash: str | None
    warc_file: str
    warc_offset: int


# The record with the body: the capture's own, or that of the capture it repeats.
_LATEST_GOOD = """SELECT c.url, c.address_url, c.captured_at, c.status, c.content_type, c.charset,
    c.charset_source, c.size_bytes, c.payload_hash, c.etag, c.last_modified, c.location_url,
    coalesce(same.warc_file, c.warc_file) AS warc_file,
    coalesce(same.warc_offset, c.warc_offset) AS warc_offset,
    c.verdict, c.note, c.same_as_id
FROM captures AS c LEFT JOIN captures AS same ON same.id = c.same_as_id
WHERE c.site = ? AND c.address_url = ?
    AND c.status IN (200, 203, 206) AND c.verdict IN ('article', 'page', 'front', 'feed', 'sitemap')
ORDER BY c.id DESC LIMIT 1"""
_LATEST_WITH_BODY = """SELECT id, url, captured_at, payload_hash, warc_file, warc_offset FROM captures
WHERE site = ? AND address_url = ? AND status IN (200, 203, 206) AND same_as_id IS NULL
    AND warc_file IS NOT NULL AND warc_offset IS NOT NULL AND verdict NOT IN ('too large', 'error')
ORDER BY id DESC LIMIT 1"""


def latest_good(conn: sqlite3.Connection, site: str, address_url: str) -> Capture | None:
    """The last answer of an address with a readable body, and where its body is in a WARC file."""
    found = conn.execute(_LATEST_GOOD, (site, address_url))
    names = [column[0] for column in found.description]
    values = found.fetchone()
    if values is None:
        return None
    columns = dict(zip(names, values, strict=True))
    columns["captured_at"] = read_moment(columns["captured_at"])
    columns["verdict"] = Verdict(columns["verdict"])
    return Capture(**columns)


def latest_with_body(conn: sqlite3.Connection, site: str, address_url: str) -> BodyAt | None:
    """The last answer of an address whose own record has a body."""
    found = conn.execute(_LATEST_WITH_BODY, (site, address_url)).fetchone()
    if found is None:
        return None
    id_, url, captured_at, *rest = found
    return BodyAt(id_, url, read_moment(captured_at), *rest)


def insert(transaction: Transaction, site: str, capture: Capture, *, declares_article: bool) -> int:
    """The id of a new row; *declares_article*: the page says that it is an article."""
    values: dict[str, SqlValue] = {
        "run_id": transaction.run_id,
        "site": site,
        "url": capture.url,
        "address_url": capture.address_url,
        "captured_at": to_text(capture.captured_at),
        "status": capture.status,
        "content_type": capture.content_type,
        "charset": capture.charset,
        "charset_source": capture.charset_source,
        "size_bytes": capture.size_bytes,
        "payload_hash": capture.payload_hash,
        "etag": capture.etag,
        "last_modified": capture.last_modified,
        "location_url": capture.location_url,
        "warc_file": capture.warc_file,
        "warc_offset": capture.warc_offset,
        "verdict": capture.verdict,
        "note": capture.note,
        "same_as_id": capture.same_as_id,
        "declares_article": int(declares_article),
    }
    return new_row(transaction.conn, "captures", values)
