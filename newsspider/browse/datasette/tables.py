"""The archive as Datasette's database, with a fast list of tables and limited results."""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING, Any

from datasette.database import Database
from datasette.utils import sqlite_timelimit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Counts = dict[str, int | None]

# What one query may return: a page of the longest articles has a tenth of it.
MOST_RESULT_BYTES = 60_000_000
# Below it, Datasette checks its clock after each of SQLite's steps, which takes longer than the steps.
_LEAST_LIMIT_MS = 21


class ArchiveDatabase(Database):  # type: ignore[misc]  # Datasette has no types
    """A database that counts only the tables it shows, and limits the size of results.

    Datasette also counts the search index's own tables whenever its list is shown: with 200,000 articles
    that takes longer than all the rest. It limits the rows of a result, but not their size.
    """

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """The result of *fn* with a connection; raises OperationalError if it takes or returns too much."""

        def bounded(conn: sqlite3.Connection) -> Any:
            conn.row_factory = _BoundedRows()
            try:
                return fn(conn)
            except MemoryError as error:
                raise sqlite3.OperationalError("the query takes too much memory; ask for less") from error

        return await super().execute_fn(bounded)

    async def table_counts(self, limit: int = 10) -> Counts:
        """Rows of each table; None if it is hidden, or if counting takes much longer than *limit* ms."""
        if not self.is_mutable:
            return dict(await super().table_counts(limit))  # once, because it does not change
        hidden, names = set(await self.hidden_table_names()), await self.table_names()
        shown = [name for name in names if name not in hidden]
        counting = partial(_counted, names=shown, limit_ms=max(limit, _LEAST_LIMIT_MS))
        counted: Counts = await self.execute_fn(counting)
        return dict.fromkeys(names) | counted


class _BoundedRows:
    """Makes rows, up to `MOST_RESULT_BYTES` in all."""

    def __init__(self) -> None:
        self._left_bytes = MOST_RESULT_BYTES

    def __call__(self, cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        self._left_bytes -= sum(len(value) for value in values if isinstance(value, (str, bytes)))
        if self._left_bytes < 0:
            raise sqlite3.OperationalError(
                f"the answer is larger than {MOST_RESULT_BYTES:,} bytes; ask for less"
            )
        return sqlite3.Row(cursor, values)


def _counted(connection: sqlite3.Connection, names: Collection[str], limit_ms: int) -> Counts:
    return {name: _count(connection, name, limit_ms) for name in names}


def _count(connection: sqlite3.Connection, name: str, limit_ms: int) -> int | None:
    quoted = name.replace('"', '""')
    try:
        with sqlite_timelimit(connection, limit_ms):
            return int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608
    except sqlite3.DatabaseError:
        return None
