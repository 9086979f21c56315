"""Rows of a damaged database that can be read and pass their own checks."""

from __future__ import annotations

import json
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from newsspider.storage.integrity import text_hashes

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, str | int | float | None]
# After this many row ids without a row, a table whose last page is damaged is taken to end.
_GAP = 5_000


class WholeRows:
    """Reads *conn*, a damaged database; `unread` names the tables with rows that cannot be read."""

    def __init__(self, conn: sqlite3.Connection) -> None:
        self._conn = conn
        conn.text_factory = bytes
        self.unread: set[str] = set()

    def of(self, table: str) -> list[Row]:
        """The rows of *table* in the order of their row ids, without rows that have damaged values."""
        try:
            described = self._conn.execute(f"PRAGMA table_info({table})").fetchall()
        except sqlite3.Error:
            described = []
        if not described:
            self.unread.add(table)
            return []
        names = [one[1].decode() for one in described]
        texts = frozenset(one[1].decode() for one in described if one[2].upper() == b"TEXT")
        rows = []
        for values in self._values(table):
            row = dict(zip(names, values, strict=True))
            if any(text_hashes.why_wrong(table, name, row[name]) for name in texts):
                self.unread.add(table)
                continue
            rows.append({name: _text(value) for name, value in row.items()})
        return rows

    def _values(self, table: str) -> Iterator[tuple[object, ...]]:
        """The rows of a table; beside damaged pages they are read from both ends, then one by one."""
        first, is_whole = self._scanned(table, "ASC")
        if is_whole:
            yield from (values for _, values in first)
            return
        self.unread.add(table)
        last, _ = self._scanned(table, "DESC")
        begin = first[-1][0] + 1 if first else 1
        end = last[-1][0] if last else None
        yield from (values for _, values in first)
        missed = 0
        while (begin < end) if end is not None else missed < _GAP:
            found = None
            with suppress(sqlite3.Error):
                query = f"SELECT * FROM {table} WHERE rowid = ?"  # noqa: S608 # our own words
                found = self._conn.execute(query, (begin,)).fetchone()
            missed = 0 if found else missed + 1
            if found:
                yield found
            begin += 1
        yield from (values for _, values in reversed(last))

    def _scanned(self, table: str, order: str) -> tuple[list[tuple[int, tuple[object, ...]]], bool]:
        rows = []
        try:
            for rowid, *values in self._conn.execute(
                f"SELECT rowid, * FROM {table} NOT INDEXED ORDER BY rowid {order}"  # noqa: S608 # our own words
            ):
                rows.append((rowid, tuple(values)))
        except sqlite3.Error:
            return rows, False
        return rows, True


def _text(value: object) -> str | int | float | None:
    return value.decode() if isinstance(value, bytes) else value  # type: ignore[return-value] # SQLite's types


def has_its_hash(row: Row, authors: str) -> bool:
    """Whether the text of an article or revision *row* has the hash that is stored with it."""
    text_hash = row.get("text_hash")
    with suppress(KeyError, ValueError, TypeError):
        json.loads(authors)
        return text_hashes.is_whole(
            str(row["content_hash"]),
            str(text_hash) if text_hash is not None else None,
            (row["headline"], row["standfirst"], authors, str(row["text"])),  # type: ignore[arg-type] # as stored
        )
    return False
