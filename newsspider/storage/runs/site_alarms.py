"""Alarms about a site that no run of it can raise: it was not crawled, or its process ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

KIND = "run"


def put(conn: sqlite3.Connection, site: str, message: str | None, *, at: str) -> None:
    """Let this alarm stand for *site*; None: it is over, if there was one."""
    values = {"site": site, "kind": KIND, "message": message, "at": at}
    if message is None:
        conn.execute(
            "UPDATE alarms SET mended_at = :at WHERE site = :site AND kind = :kind AND run_id IS NULL"
            " AND mended_at IS NULL",
            values,
        )
        return
    conn.execute("INSERT INTO sites (site) VALUES (:site) ON CONFLICT (site) DO NOTHING", values)
    changed = conn.execute(
        "UPDATE alarms SET message = :message WHERE site = :site AND kind = :kind AND run_id IS NULL"
        " AND mended_at IS NULL",
        values,
    )
    if not changed.rowcount:
        conn.execute(
            "INSERT INTO alarms (site, raised_at, kind, message) VALUES (:site, :at, :kind, :message)", values
        )
