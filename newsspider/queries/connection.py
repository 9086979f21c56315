"""A connection to an archive that can only read."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from newsspider.errors import ArchiveError, ArchiveMissing, ArchiveNewer
from newsspider.storage.archive import DATABASE, Archive
from newsspider.storage.articles import exported_articles
from newsspider.storage.schema import migrations
from newsspider.storage.transaction import MAKE_AGAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

SqlValue = str | int | float | None

_BUSY_S = 30.0
# Steps of SQLite between two looks at the clock: a millisecond; at 1,000, looking costs a search 7 %.
_STEPS = 20_000


class ReadOnly:
    """A connection that can only read; every failure of SQLite becomes an ArchiveError."""

    def __init__(self, folder: Path, connection: sqlite3.Connection | None = None) -> None:
        self.folder = folder
        self._connection = prepared(connection) if connection else connect(folder)

    def attach(self, record: Path) -> None:
        """Make a record of exports readable through the same connection."""
        exported_articles.attach(self._connection, record)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def rows(self, sql: str, values: Iterable[SqlValue] = ()) -> Iterator[sqlite3.Row]:
        """The rows of *sql*, one at a time."""
        try:
            for row in self._connection.execute(sql, tuple(values)):  # noqa: UP028 - would close a closed cursor
                yield row
        except sqlite3.Error as error:
            raise ArchiveError(str(self.folder), reason=f"cannot be read: {error}") from error

    def rows_of(self, ids: Sequence[int], sql: str, *values: SqlValue) -> list[sqlite3.Row]:
        """The rows of *sql*, whose `{}` becomes *ids*; of no ids there are none."""
        if not ids:
            return []
        return list(self.rows(sql.format(",".join(str(int(id_)) for id_ in ids)), values))

    def one(self, sql: str, values: Iterable[SqlValue] = ()) -> sqlite3.Row:
        """The first row of *sql*, which always has one."""
        return next(self.rows(sql, values))

    def number(self, sql: str, values: Iterable[SqlValue] = ()) -> int:
        """The number that *sql* gives."""
        return int(self.one(sql, values)[0])

    @contextmanager
    def within(self, limit_ms: float) -> Iterator[None]:
        """Inside, a question fails that is not answered so soon after the beginning."""
        end = time.monotonic() + limit_ms / 1000
        self._connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            yield
        finally:
            self._connection.set_progress_handler(None, _STEPS)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Inside the block the archive does not change, even if a crawl writes; blocks may be nested."""
        is_outermost = not self._connection.in_transaction
        if is_outermost:
            self._connection.execute("BEGIN")
        try:
            yield
        finally:
            with suppress(sqlite3.ProgrammingError):  # closed before the last row was read
                if is_outermost and self._connection.in_transaction:
                    self._connection.execute("COMMIT")


def connect(folder: Path) -> sqlite3.Connection:
    """A read-only connection to the archive in *folder*; a crawl may write at the same time.

    A folder that nobody may write to has no room for the WAL's index: there, the database is read
    as immutable, which is right for a copy on a read-only medium and never chosen otherwise.

    Raises:
        ArchiveMissing: there is no archive in *folder*.
        ArchiveNewer: a newer version of newsspider made it.
        ArchiveError: its database is damaged, or it is not an archive.
    """
    database = folder / DATABASE
    if not database.is_file():
        raise ArchiveMissing(str(folder), reason=f"no archive here ({DATABASE} is missing)")
    try:
        connection = _first_that_reads(database)
        newer, is_older = migrations.unknown(connection), bool(migrations.pending(connection))
    except sqlite3.Error as error:
        raise ArchiveError(str(folder), reason=_why_not(database, error)) from error
    if newer:
        connection.close()
        raise ArchiveNewer(
            str(folder),
            reason="made by a newer version of newsspider; update newsspider to read it, or,"
            " if none wrote here, make news.db again from the WARC files: newsspider rebuild",
        )
    if is_older and migrations.applied(connection):
        return _upgraded(connection, folder)
    return connection


def is_frozen(database: Path) -> bool:
    """Whether an archive's database can be read as immutable only; see `connect`."""
    try:
        _opened(database, "mode=ro").close()
    except sqlite3.Error as error:
        return _wants_to_write(error) and not _is_in_use(database)
    return False


def _upgraded(connection: sqlite3.Connection, folder: Path) -> sqlite3.Connection:
    """A connection to the archive, brought to the newest schema; as it is where it cannot be written."""
    try:
        Archive.open(folder, create=False).close()
    except ArchiveError:
        return connection
    connection.close()
    return _first_that_reads(folder / DATABASE)


def _first_that_reads(database: Path) -> sqlite3.Connection:
    try:
        return _opened(database, "mode=ro")
    except sqlite3.OperationalError as error:
        if _is_in_use(database) or not _wants_to_write(error):
            raise
        return _opened(database, "immutable=1")


def _is_in_use(database: Path) -> bool:
    """Whether there is a WAL with something in it, which an immutable reader would not see."""
    wal = database.with_name(f"{database.name}-wal")
    return wal.exists() and wal.stat().st_size > 0


def _wants_to_write(error: sqlite3.Error) -> bool:
    """Whether SQLite failed for want of a place for the WAL's index."""
    return getattr(error, "sqlite_errorname", "").startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))


def _why_not(database: Path, error: sqlite3.Error) -> str:
    if _wants_to_write(error) and _is_in_use(database):
        return (
            f"{DATABASE}-wal holds changes that are not in {DATABASE} yet, and nothing may be written here to"
            " take them in; open the archive once where it can be written"
        )
    return f"{DATABASE} cannot be read: {error}; {MAKE_AGAIN}"


def _opened(database: Path, how: str) -> sqlite3.Connection:
    address = f"{database.resolve().as_uri()}?{how}"
    connection = sqlite3.connect(address, uri=True, timeout=_BUSY_S, isolation_level=None)
    try:
        connection.execute("SELECT 1 FROM articles LIMIT 1").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return prepared(connection)


def prepared(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection, now with the rows and functions that our questions want."""
    connection.row_factory = sqlite3.Row
    connection.text_factory = _lenient
    connection.create_function("folded", 1, _folded_or_none, deterministic=True)
    return connection


def _lenient(text: bytes) -> str:
    return text.decode("utf-8", "replace")


def folded(name: str) -> str:
    """*name* for comparing without case and extra spaces; SQLite's own NOCASE knows ASCII only."""
    return " ".join(name.split()).casefold()


def _folded_or_none(name: str | None) -> str | None:
    return None if name is None else folded(name)
