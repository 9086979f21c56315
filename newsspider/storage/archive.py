"""The archive: a folder with `news.db` and the WARC files, and its only writer."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Self

from sqlite_utils import Database

from newsspider.errors import ArchiveError, ArchiveMissing, ArchiveNewer
from newsspider.language.dates import to_text
from newsspider.storage.articles import near_duplicate_links
from newsspider.storage.file_copies import copy_database
from newsspider.storage.persist import StoredUnit, store_unit
from newsspider.storage.runs import capture_rows, removal_claims, run_rows, site_alarms
from newsspider.storage.schema import cjk_index, migrations
from newsspider.storage.serialisation import without_surrogates
from newsspider.storage.site_lock import alone
from newsspider.storage.transaction import BUSY_TIMEOUT_S, MAKE_AGAIN, Transaction, from_os, from_sqlite

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from newsspider.items import Capture, Unit
    from newsspider.monitoring.health_facts import Alarm
    from newsspider.monitoring.standing_alarms import OpenAlarm
    from newsspider.revisions.removal_claims import SettledClaims
    from newsspider.run_reports import RunReport

__all__ = ["DATABASE", "Archive", "StoredUnit"]

log = logging.getLogger(__name__)
DATABASE = "news.db"

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    # A power cut may lose the last commits, never the file; the WARC files, synced before, still hold them.
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_size_limit = 67108864",
    "PRAGMA cache_size = -32000",
)


class Archive:
    """An archive open for writing.

    Several threads may use it, one at a time. Several processes may write to one archive: each transaction
    begins IMMEDIATE and waits for its turn, so none fails because the database is locked.
    """

    def __init__(self, folder: Path, database: Database, *, upgrade: str | None = None) -> None:
        self.folder = folder
        self.upgrade = upgrade  # what opening it changed, in one line for people
        self._database = database
        self._file = _identity(folder / DATABASE)
        self._turn = threading.RLock()

    @classmethod
    def open(cls, folder: Path, *, create: bool) -> Archive:
        """Open the archive in *folder* with the current schema; with *create*, make it if there is none.

        An older database is copied before its tables are changed; `upgrade` and the log name the copy.

        Raises:
        ArchiveMissing: there is no archive, and *create* is false.
        ArchiveNewer: a newer version of newsspider made it.
        ArchiveFull: the disk is full.
        ArchiveError: it cannot be written, or is not an archive.
        """
        path = folder / DATABASE
        try:
            if not create and not path.is_file():
                raise ArchiveMissing(str(folder), reason=f"there is no archive here (no {DATABASE})")
            with alone(folder):
                database, upgrade = _opened(path)
                return cls(folder, database, upgrade=upgrade)
        except sqlite3.Error as error:
            raise from_sqlite(error, folder) from error
        except OSError as error:
            raise from_os(error, folder) from error

    def close(self) -> None:
        """Close it. The last process to close leaves `news.db` without `-wal` and `-shm`."""
        with self._turn:
            try:
                with alone(self.folder):
                    self._shut()
            except ArchiveError:
                self._shut()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """The connection inside one transaction: everything in it is committed, or nothing.

        Raises:
            ArchiveFull: the disk is full; nothing of this transaction is kept.
            ArchiveError: the database cannot be written, or its file was deleted or replaced.
        """
        with self._turn:
            conn = self._database.conn
            try:
                conn.execute("BEGIN IMMEDIATE")
                yield conn
                self._refuse_gone()
                conn.execute("COMMIT")
            except sqlite3.Error as error:
                self._undo()
                raise from_sqlite(error, self.folder) from error
            except BaseException:
                self._undo()
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for reading."""
        with self._turn:
            try:
                yield self._database.conn
            except sqlite3.Error as error:
                raise from_sqlite(error, self.folder) from error

    def begin_run(
        self,
        site: str,
        *,
        title: str | None = None,
        home_url: str | None = None,
        zone: str | None = None,
        language: str | None = None,
        base_url: str | None = None,
        profile: str | None = None,
        profile_hash: str | None = None,
        version: str,
        now: datetime,
    ) -> int:
        """Begin a run of *site* and return its id; earlier runs that never ended are recorded as killed."""
        facts = {
            "title": title,
            "home_url": home_url,
            "zone": zone,
            "language": language,
            "base_url": base_url,
            "profile": profile,
            "profile_hash": profile_hash,
            "version": version,
        }
        with self.transaction() as conn:
            return run_rows.begin(conn, site, facts, at=to_text(now))

    def last_end(self, site: str) -> datetime | None:
        """When the last run of *site* ended or, if it was killed, began (UTC); None without a run."""
        with self.reading() as conn:
            return run_rows.last_end(conn, site)

    def keep(self, units: Sequence[Unit], *, run_id: int, now: datetime) -> tuple[StoredUnit, ...]:
        """Store all *units* in one transaction; returns what each was to the archive.

        Their WARC records must be on the disk before.

        Raises:
            ArchiveFull: the disk is full; none of them is kept.
        """
        try:
            return self._keep(units, run_id=run_id, now=now)
        except UnicodeEncodeError:
            # SQLite refuses half of a surrogate pair, which a page's JSON may hold. It is rare, so it is
            # handled late.
            return self._keep(without_surrogates(tuple(units)), run_id=run_id, now=now)

    def reopen_claims(self, site: str, *, now: datetime) -> None:
        """Request again the addresses that may be gone and were not believed."""
        with self.transaction() as conn:
            removal_claims.reopen(conn, site, at=to_text(now))

    def settle_claims(
        self, site: str, start_urls: Sequence[str], *, run_id: int, names_stories: bool, now: datetime
    ) -> SettledClaims:
        """Decide which articles of this run's removal claims are gone; see `removal_claims.settle`."""
        with self.transaction() as conn:
            transaction = Transaction(conn=conn, run_id=run_id, at=to_text(now))
            return removal_claims.settle(transaction, site, start_urls, names_stories=names_stories)

    def alarm(self, run_id: int, alarms: Sequence[Alarm], *, now: datetime) -> None:
        """Store the alarms of a run."""
        with self.transaction() as conn:
            for one in alarms:
                run_rows.alarm(conn, run_id, one, at=to_text(now))

    def mend(self, site: str, mended: Sequence[OpenAlarm], *, now: datetime) -> None:
        """Record which alarms of earlier runs are mended."""
        with self.transaction() as conn:
            for one in mended:
                run_rows.mend(conn, site, one.kind, one.subject, at=to_text(now))

    def put_site_alarm(self, site: str, message: str | None, *, now: datetime) -> None:
        """Store that *site* could not be crawled, and why; None: that is over."""
        with self.transaction() as conn:
            site_alarms.put(conn, site, message, at=to_text(now))

    def end_run(
        self,
        run_id: int,
        *,
        reason: str,
        exit_status: int,
        now: datetime,
        warc_file: str | None = None,
        notes: tuple[str, ...] = (),
    ) -> RunReport:
        """Write the end of a run into its row; returns the report.

        `keep` has added up the counts; sections and dates are those of the site in the whole archive.
        """
        with self.transaction() as conn:
            run_rows.end(conn, run_id, reason=reason, exit_status=exit_status, warc_file=warc_file, at=now)
            return run_rows.report(conn, run_id, folder=str(self.folder), notes=notes)

    def latest_capture(self, site: str, address_url: str) -> Capture | None:
        """The last answer of an address with a readable body, and where its body is in a WARC file."""
        with self.reading() as conn:
            return capture_rows.latest_good(conn, site, address_url)

    def earlier_answer(self, site: str, address_url: str) -> capture_rows.BodyAt | None:
        """The last answer of an address whose own record has a body."""
        with self.reading() as conn:
            return capture_rows.latest_with_body(conn, site, address_url)

    def _keep(self, units: Sequence[Unit], *, run_id: int, now: datetime) -> tuple[StoredUnit, ...]:
        with self.transaction() as conn:
            transaction = Transaction(conn=conn, run_id=run_id, at=to_text(now))
            kept = tuple(store_unit(transaction, unit) for unit in units)
            cjk_index.fill(conn)
            near_duplicate_links.fill(conn, at=transaction.at)
            run_rows.count(transaction, kept)
        return kept

    def _refuse_gone(self) -> None:
        """Refuse a database file that was deleted or replaced: SQLite would go on writing into it."""
        if _identity(self.folder / DATABASE) != self._file:
            reason = f"{DATABASE} was deleted or replaced while it was written; the WARC files stay"
            raise ArchiveError(str(self.folder), reason=reason)

    def _undo(self) -> None:
        with suppress(sqlite3.Error):  # report the first error
            self._database.rollback()

    def _shut(self) -> None:
        with suppress(sqlite3.Error):  # a full disk: the WAL keeps what was committed
            self._database.conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        self._database.close()


def _identity(path: Path) -> tuple[int, int] | None:
    """Device and inode of a file; None without a file."""
    with suppress(OSError):
        told = path.stat()
        return told.st_dev, told.st_ino
    return None


def _opened(path: Path) -> tuple[Database, str | None]:
    """The database with the current schema, and what was done to upgrade it."""
    conn = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, check_same_thread=False)
    try:
        # newsspider begins its transactions itself: Python's own BEGIN is deferred and can be refused.
        conn.isolation_level = None
        _refuse_foreign(conn, path.parent)
        for pragma in _PRAGMAS:
            conn.execute(pragma).fetchall()
        database, upgrade = Database(conn), _kept_before(conn, path)
        migrations.migrate(database)
    except BaseException:
        conn.close()
        raise
    if upgrade:
        log.warning("%s", upgrade)
    return database, upgrade


def _kept_before(conn: sqlite3.Connection, path: Path) -> str | None:
    """Copy an older database before its tables are changed; returns the line that names the copy."""
    steps = migrations.pending(conn)
    if not steps or not migrations.applied(conn):
        return None
    copy = path.with_name(f"{path.name}.before-{steps[0].partition('_')[0]}")
    copy_database(conn, copy)
    return f"archive {path.parent}: brought to the tables of this version; as it was, it is {copy.name}"


def _refuse_foreign(conn: sqlite3.Connection, folder: Path) -> None:
    if newer := migrations.unknown(conn):
        reason = (
            f"made by a newer newsspider (it knows {newer[-1]!r}, this version does not); update newsspider,"
            f" or, if none wrote here, {MAKE_AGAIN}"
        )
        raise ArchiveNewer(str(folder), reason=reason)
    if migrations.has_other_tables(conn):
        raise ArchiveError(str(folder), reason=f"{DATABASE} holds tables, but none of newsspider's")
