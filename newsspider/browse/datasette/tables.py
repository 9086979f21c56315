"""The archive as Datasette's database, whose list of tables comes in time however large it is."""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING, Any

from datasette.database import Database
from datasette.utils import sqlite_timelimit

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    Counts = dict[str, int | None]

# What one query may give: a page of the longest articles has a tenth of it.
MOST_RESULT_BYTES = 60_000_000
# Below it, Datasette's clock is asked after each of SQLite's steps, which takes longer than they do.
_LEAST_LIMIT_MS = 21


class ArchiveDatabase(Database):  # type: ignore[misc]  # Datasette has no types
    """A database that counts the tables it shows, at one go, and whose queries have bounded results.

    Datasette counts the search index's own tables, too, each time that its list is shown: of 200,000 articles
    that takes longer than all the rest.  It bounds the rows of a result, and not their size.
    """

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """What *fn* makes of a connection; one that takes or gives too much raises OperationalError."""

        def bounded(conn: sqlite3.Connection) -> Any:
            conn.row_factory = _BoundedRows()
            try:
                return fn(conn)
            except MemoryError as error:
                raise sqlite3.OperationalError("the query takes too much memory; ask for less") from error

        return await super().execute_fn(bounded)

    async def table_counts(self, limit: int = 10) -> Counts:
        """Rows of each table; None for what is hidden, or takes much longer than *limit* ms to count."""
        if not self.is_mutable:
            return dict(await super().table_counts(limit))  # once, for it stays
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
