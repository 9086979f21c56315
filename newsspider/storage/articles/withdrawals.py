"""The tables `withdrawals`, `withdrawn_urls` and `withdrawn_files`: what stays of withdrawn articles.

`withdrawals` says what was withdrawn and why. `withdrawn_urls` are its addresses, which are never
requested again. `withdrawn_files` are the WARC files that were rewritten without it; they let the next
process finish when a kill came between tables and files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from newsspider.web import urls

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable


class Withdrawal(NamedTuple):
    """A tombstone."""

    url: str
    reason: str
    withdrawn_at: str


class PendingFile(NamedTuple):
    """A file that was rewritten and is not removed yet."""

    file: str
    new_file: str
    new_digest: str


def tombstone(conn: sqlite3.Connection, name: str) -> Withdrawal | None:
    """The withdrawal of an address or key; None without one."""
    row = conn.execute(
        "SELECT url, reason, withdrawn_at FROM withdrawals WHERE key = ?1 OR id IN"
        " (SELECT withdrawal_id FROM withdrawn_urls WHERE url IN (?1, ?2)) ORDER BY id DESC LIMIT 1",
        (name, urls.canonical(name) or name),
    ).fetchone()
    return Withdrawal(*row) if row else None


def withdrawn_urls(conn: sqlite3.Connection, site: str) -> frozenset[str]:
    """The addresses of a site that are never requested again."""
    found = conn.execute("SELECT url FROM withdrawn_urls WHERE site = ?", (site,))
    return frozenset(url for (url,) in found)


def pending(conn: sqlite3.Connection) -> list[PendingFile]:
    """The files that were rewritten and are not removed yet."""
    if not _has_tables(conn):
        return []
    found = conn.execute(
        "SELECT file, new_file, new_digest FROM withdrawn_files WHERE removed_at IS NULL ORDER BY rowid"
    )
    return [PendingFile(*row) for row in found]


def note_removed(conn: sqlite3.Connection, files: Iterable[str], *, at: str) -> None:
    """Record that these files are removed."""
    conn.executemany(
        "UPDATE withdrawn_files SET removed_at = ? WHERE file = ?", [(at, file) for file in files]
    )


def removed_files(conn: sqlite3.Connection) -> frozenset[str]:
    """All files that were rewritten under another name and are removed."""
    if not _has_tables(conn):
        return frozenset()
    found = conn.execute("SELECT file FROM withdrawn_files WHERE removed_at IS NOT NULL")
    return frozenset(file for (file,) in found)


def _has_tables(conn: sqlite3.Connection) -> bool:
    """Whether the database has the tables of withdrawals: an older one on read-only media has not."""
    return conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'withdrawn_files'").fetchone() is not None
