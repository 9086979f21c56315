"""Addresses of the frontier that are not requested because another address gives the same story."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

from newsspider.classify import alternate_addresses
from newsspider.language.dates import to_text

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from newsspider.storage.transaction import Transaction

# An address that gave another's story is checked again after this time: it may have its own by then.
LOOKED_AT_AGAIN = timedelta(days=90)

_DUPLICATE = """SELECT 1 FROM frontier AS own
JOIN urls AS twin ON twin.site = own.site AND twin.url = own.url AND twin.reason IN ('duplicate', 'found')
JOIN urls AS main ON main.article_id = twin.article_id AND main.url <> own.url
WHERE own.site = ? AND own.url = ? AND own.kind = 'article' AND own.part_of_url IS NULL
    AND own.done_at > ? AND coalesce(own.told_at <= own.done_at, 1)
    AND main.reason IN ('canonical', 'fetched') AND main.last_seen_at IS NOT NULL AND main.gone_at IS NULL
    AND EXISTS (SELECT 1 FROM frontier WHERE site = own.site AND url = main.url)"""


def has_plain_address(conn: sqlite3.Connection, site: str, url: str, *, found_on_url: str) -> bool:
    """Whether an alternate address tells the plain address of its story, and that one is alive."""
    plain_urls = alternate_addresses.plain_urls(url, found_on_url=found_on_url)
    if not plain_urls:
        return False
    found = conn.execute(
        "SELECT verdict, kind FROM json_each(?) AS plain"
        " CROSS JOIN frontier ON frontier.site = ? AND frontier.url = plain.value",
        (json.dumps(plain_urls), site),
    )
    return any(alternate_addresses.holds_back(verdict, kind=kind) for verdict, kind in found)


def gave_anothers_story(conn: sqlite3.Connection, site: str, url: str, *, now: datetime) -> bool:
    """Whether an address last gave the story of another address, and that one is alive."""
    since = to_text(now - LOOKED_AT_AGAIN)
    return conn.execute(_DUPLICATE, (site, url, since)).fetchone() is not None


def ask_again(transaction: Transaction, site: str, plain_url: str) -> None:
    """Request again, in this run, the alternate addresses that named an address without a story."""
    query = (
        "SELECT f.url FROM urls AS u JOIN frontier AS f ON f.site = u.site AND f.url = u.url"
        " WHERE u.site = ? AND u.target_url = ? AND u.reason = 'redirect' AND f.verdict = 'redirect'"
    )
    for (url,) in transaction.conn.execute(query, (site, plain_url)).fetchall():
        if plain_url in alternate_addresses.plain_urls(url):
            transaction.conn.execute(
                "UPDATE frontier SET due_at = ?, run_id = NULL, etag = NULL, last_modified = NULL,"
                " payload_hash = NULL WHERE site = ? AND url = ?",
                (transaction.at, site, url),
            )
