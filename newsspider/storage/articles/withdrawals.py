"""The tables `withdrawals`, `withdrawn_urls` and `withdrawn_files`: what stays of what was taken out.

`withdrawals` says what was taken out and why; `withdrawn_urls` are its addresses, which are never asked
again; `withdrawn_files` are the WARC files that were written anew without it, and keep whoever is killed
between the tables and the files from leaving one without the other.
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
    """A file whose records are in a new one, and which is not removed yet."""

    file: str
    new_file: str
    new_digest: str


def tombstone(conn: sqlite3.Connection, name: str) -> Withdrawal | None:
    """The withdrawal of an address or key, if there was one."""
    row = conn.execute(
        "SELECT url, reason, withdrawn_at FROM withdrawals WHERE key = ?1 OR id IN"
        " (SELECT withdrawal_id FROM withdrawn_urls WHERE url IN (?1, ?2)) ORDER BY id DESC LIMIT 1",
        (name, urls.canonical(name) or name),
    ).fetchone()
    return Withdrawal(*row) if row else None


def withdrawn_urls(conn: sqlite3.Connection, site: str) -> frozenset[str]:
    """The addresses of a site that are never asked again."""
    found = conn.execute("SELECT url FROM withdrawn_urls WHERE site = ?", (site,))
    return frozenset(url for (url,) in found)


def pending(conn: sqlite3.Connection) -> list[PendingFile]:
    """The files that are written anew and not removed."""
    if not _has_tables(conn):
        return []
    found = conn.execute(
        "SELECT file, new_file, new_digest FROM withdrawn_files WHERE removed_at IS NULL ORDER BY rowid"
    )
    return [PendingFile(*row) for row in found]


def note_removed(conn: sqlite3.Connection, files: Iterable[str], *, at: str) -> None:
    """Note that these files are removed."""
    conn.executemany(
        "UPDATE withdrawn_files SET removed_at = ? WHERE file = ?", [(at, file) for file in files]
    )


def removed_files(conn: sqlite3.Connection) -> frozenset[str]:
    """All files that were written anew under another name, and are removed."""
    if not _has_tables(conn):
        return frozenset()
    found = conn.execute("SELECT file FROM withdrawn_files WHERE removed_at IS NOT NULL")
    return frozenset(file for (file,) in found)


def _has_tables(conn: sqlite3.Connection) -> bool:
    """Whether the database knows of withdrawals: an older one that nobody may write does not."""
    return conn.execute("SELECT 1 FROM sqlite_master WHERE name = 'withdrawn_files'").fetchone() is not None
