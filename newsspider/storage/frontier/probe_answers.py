"""The table `probe_answers`: what each host answers for an address that cannot exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.items import MissingPage
from newsspider.language.dates import to_text

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from newsspider.storage.transaction import Transaction


def keep(transaction: Transaction, site: str, page: MissingPage) -> None:
    """Store what a host answered, in place of its earlier answer."""
    transaction.conn.execute(
        "INSERT OR REPLACE INTO probe_answers (site, host, asked_at, status, location_url, text)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (site, page.host, transaction.at, page.status, page.location_url, page.text),
    )


def known(conn: sqlite3.Connection, site: str, *, since: datetime) -> dict[str, MissingPage]:
    """What the hosts of a site answered, by host, if probed after *since*."""
    found = conn.execute(
        "SELECT host, status, location_url, text FROM probe_answers WHERE site = ? AND asked_at > ?",
        (site, to_text(since)),
    )
    return {
        host: MissingPage(host=host, status=status, location_url=location_url, text=text)
        for host, status, location_url, text in found
    }
