"""The archive as Datasette's database, whose list of tables comes in time however large it is."""

from __future__ import annotations

import sqlite3
from functools import partial
from typing import TYPE_CHECKING

from datasette.database import Database
from datasette.utils import sqlite_timelimit

if TYPE_CHECKING:
    from collections.abc import Collection

    Counts = dict[str, int | None]

# Below it, Datasette's clock is asked after each of SQLite's steps, which takes longer than they do.
_LEAST_LIMIT_MS = 21


class ArchiveDatabase(Database):  # type: ignore[misc]  # Datasette has no types
    """A database that counts the tables it shows, at one go, and leaves out hidden ones.

    Datasette counts the search index's own tables, too, each time that its list is shown: of 200,000 articles
    that takes longer than all the rest.
    """

    async def table_counts(self, limit: int = 10) -> Counts:
        """Rows of each table; None for what is hidden, or takes much longer than *limit* ms to count."""
        if not self.is_mutable:
            return dict(await super().table_counts(limit))  # once, for it stays
        hidden, names = set(await self.hidden_table_names()), await self.table_names()
        shown = [name for name in names if name not in hidden]
        counting = partial(_counted, names=shown, limit_ms=max(limit, _LEAST_LIMIT_MS))
        counted: Counts = await self.execute_fn(counting)
        return dict.fromkeys(names) | counted


def _counted(connection: sqlite3.Connection, names: Collection[str], limit_ms: int) -> Counts:
    return {name: _count(connection, name, limit_ms) for name in names}


def _count(connection: sqlite3.Connection, name: str, limit_ms: int) -> int | None:
    quoted = name.replace('"', '""')
    try:
        with sqlite_timelimit(connection, limit_ms):
            return int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608
    except sqlite3.DatabaseError:
        return None
