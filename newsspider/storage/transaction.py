"""One transaction of the writer: connection, run and moment; and what SQLite's errors mean."""

from __future__ import annotations

import errno
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.errors import ArchiveError, ArchiveFull

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

BUSY_TIMEOUT_S = 30
MAKE_AGAIN = "make it again from the WARC files: newsspider rebuild"

_FULL_CODES = frozenset(
    {
        sqlite3.SQLITE_FULL,
        # SQLite reports a full disk like this if the WAL or its shared memory cannot grow.
        sqlite3.SQLITE_IOERR_SHMSIZE,
        sqlite3.SQLITE_IOERR_WRITE,
    }
)
_FULL_ERRNOS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

SqlValue = str | int | float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Transaction:
    """An open transaction: its run, and the moment in its rows."""

    conn: sqlite3.Connection
    run_id: int
    at: str


def insert(conn: sqlite3.Connection, table: str, values: Mapping[str, SqlValue]) -> int:
    """Insert a row and return its rowid; names of tables and columns come only from our code."""
    names, slots = ", ".join(values), ", ".join(f":{name}" for name in values)
    cursor = conn.execute(f"INSERT INTO {table} ({names}) VALUES ({slots})", values)  # noqa: S608
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def from_sqlite(error: sqlite3.Error, folder: Path) -> ArchiveError:
    """The error of the archive in *folder* for a database error."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    primary = code & 0xFF
    if code in _FULL_CODES:
        return ArchiveFull(str(folder), reason="the disk is full; what was kept before is whole")
    if primary == sqlite3.SQLITE_NOTADB:
        return ArchiveError(str(folder), reason=f"news.db is not an SQLite database; {MAKE_AGAIN}")
    if primary == sqlite3.SQLITE_CORRUPT or "decode to UTF-8" in str(error):
        return ArchiveError(str(folder), reason=f"news.db is damaged ({error}); {MAKE_AGAIN}")
    if primary == sqlite3.SQLITE_BUSY:
        return ArchiveError(str(folder), reason=f"another program kept news.db locked for {BUSY_TIMEOUT_S} s")
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return ArchiveError(
            str(folder),
            reason="news.db cannot be written here; make it a file, in a folder, that you may write",
        )
    return ArchiveError(str(folder), reason=f"news.db: {error}")


def from_os(error: OSError, folder: Path) -> ArchiveError:
    """The error of the archive in *folder* for an error of the file system."""
    if error.errno in _FULL_ERRNOS:
        return ArchiveFull(str(folder), reason="the disk is full; what was kept before is whole")
    what = error.strerror or str(error)
    return ArchiveError(str(folder), reason=f"{what}: {error.filename}" if error.filename else what)
