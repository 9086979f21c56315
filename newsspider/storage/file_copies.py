"""Copies a database while others write to it, and files whole or not at all."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_CHUNK_BYTES = 1 << 20


def copy_database(conn: sqlite3.Connection, target: Path) -> None:
    """Copy what *conn* sees now into the file *target*, whole or not at all, without delaying writers.

    It is one step of SQLite's backup interface: between several steps a writer would make it start again.
    The `-wal` of an older *target* is removed with it.
    """
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part)) as copy:
            conn.backup(copy)
            # One file, so that it can be read from read-only media.
            copy.execute("PRAGMA journal_mode = DELETE").fetchall()
        with part.open("rb") as stream:
            os.fsync(stream.fileno())
        for ending in ("-wal", "-shm"):
            target.with_name(f"{target.name}{ending}").unlink(missing_ok=True)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def copy_file(source: Path, target: Path) -> str:
    """Copy *source* to *target*, whole or not at all; returns the SHA-256 of *source*."""
    part, digest = target.with_name(f"{target.name}.part"), hashlib.sha256()
    try:
        with source.open("rb") as read, part.open("wb") as written:
            while chunk := read.read(_CHUNK_BYTES):
                digest.update(chunk)
                written.write(chunk)
            written.flush()
            os.fsync(written.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return digest.hexdigest()
