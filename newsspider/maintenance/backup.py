"""Copies an archive, even while a crawl writes it; a second backup copies only what is new.

The database is copied first, in one moment: by then, all answers that it names are in the WARC files. It
is moved into the copy last, so the copy is whole at any moment at which the backup may break off.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.errors import ArchiveError, UsageError
from newsspider.queries.connection import connect
from newsspider.storage import site_lock, warc_rewrite
from newsspider.storage.archive import DATABASE, Archive
from newsspider.storage.articles import withdrawals
from newsspider.storage.file_copies import copy_database, copy_file
from newsspider.storage.integrity import database_checks
from newsspider.storage.transaction import from_os
from newsspider.storage.warc import manifest
from newsspider.storage.warc.reader import FOLDER, OPEN_SUFFIX, cut_to_whole
from newsspider.storage.warc.writer import sync_folder

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path

OnStep = Callable[[str], None]
_NEW_DATABASE = f"{DATABASE}.new"
# Other files of an archive: the collection's, those for Datasette, databases from before a migration.
_BESIDE = (
    "newsspider.yaml",
    "sites/*",
    "cases/*/*/*",
    "metadata.yaml",
    "settings.json",
    "datasette.yaml",
    "plugins/*.py",
    "exports/*.db",
    f"{DATABASE}.before-*",
)
# Files that a first backup leaves when it is broken off.
_UNFINISHED = frozenset(
    (
        FOLDER,
        site_lock.LOCKS,
        manifest.NAME,
        _NEW_DATABASE,
        f"{_NEW_DATABASE}.part",
        "plugins",
        "exports",
        "sites",
        "cases",
    )
)
_RUNS = "SELECT site, id, started_at FROM runs ORDER BY id"


@dataclass(kw_only=True, slots=True)
class BackupReport:
    """The WARC files that were copied now and earlier, and those that could not be copied whole.

    `missing` are files that captures name and nobody has. `damaged` are files that differ from the
    manifest; they are copied only if the copy has none.
    """

    database_bytes: int = 0
    copied: int = 0
    copied_bytes: int = 0
    kept: int = 0
    missing: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()


def back_up(folder: Path, target: Path, on_step: OnStep = lambda _: None) -> BackupReport:
    """Make *target* a copy of the archive in *folder*, or bring an earlier copy up to date.

    Raises:
        UsageError: *target* is no folder for that, or holds another archive, or more than this one.
        ArchiveError: there is no archive in *folder*, or *target* cannot be written.
        ArchiveFull: the disk is full; an earlier copy stays as it was.
    """
    if os.access(folder, os.W_OK):
        with Archive.open(folder, create=False) as archive:
            warc_rewrite.finish(folder, archive)
    with closing(connect(folder)) as conn:
        conn.row_factory = None
        _check(folder, target, conn)
        with site_lock.still(folder), site_lock.alone(target, "backup"):
            try:
                return _Backup(folder, target, on_step).make(conn)
            except OSError as error:
                raise from_os(error, target) from error
            except sqlite3.Error as error:
                raise ArchiveError(str(target), reason=f"{DATABASE} cannot be copied: {error}") from error


def _check(folder: Path, target: Path, conn: sqlite3.Connection) -> None:
    """Raise UsageError if *target* must not become a copy of this archive."""
    here, there = folder.resolve(), target.resolve()
    if here == there or here in there.parents or there in here.parents:
        raise UsageError(f"{target} and the archive {folder} lie in one another; expected another folder")
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target} is a file; expected a folder for the copy")
    if not (target / DATABASE).exists():
        others = {path.name for path in target.iterdir()} - _UNFINISHED if target.exists() else ()
        if others:
            raise UsageError(
                f"{target} holds {min(others)!r} and is not an archive; expected an empty folder"
                " or an earlier copy"
            )
        return
    with closing(connect(target)) as copy:
        copy.row_factory = None
        runs = set(conn.execute(_RUNS))
        if not runs.issuperset(copy.execute(_RUNS)):
            raise UsageError(f"{target} holds runs that {folder} does not; expected an earlier copy of it")


class _Backup:
    """One backup under way."""

    def __init__(self, folder: Path, target: Path, on_step: OnStep) -> None:
        self._folder, self._target, self._on_step = folder, target, on_step
        self._stated, self._known = manifest.read(folder), manifest.read(target)
        self._digests: dict[str, str] = {}
        self._told = BackupReport()

    def make(self, conn: sqlite3.Connection) -> BackupReport:
        """Copy what is new, the database last."""
        self._on_step("the database")
        new = self._target / _NEW_DATABASE
        copy_database(conn, new)
        (self._target / FOLDER).mkdir(exist_ok=True)
        with closing(sqlite3.connect(new)) as copy:
            named, removed = set(database_checks.files_of(copy)), withdrawals.removed_files(copy)
        self._files(named)
        self._beside()
        sync_folder(self._target / FOLDER)
        manifest.add(self._target, self._digests)
        self._told.database_bytes = new.stat().st_size
        for ending in ("-wal", "-shm"):
            (self._target / f"{DATABASE}{ending}").unlink(missing_ok=True)
        new.replace(self._target / DATABASE)
        self._forget(removed)
        sync_folder(self._target)
        return self._told

    def _forget(self, names: AbstractSet[str]) -> None:
        """Remove files with withdrawn records; their other records are in files that were copied before."""
        with site_lock.alone(self._target, "manifest"):
            lines = manifest.read(self._target)
            manifest.write(self._target, {name: lines[name] for name in lines if name not in names})
        for name in names:
            (self._target / FOLDER / name).unlink(missing_ok=True)

    def _files(self, named: set[str]) -> None:
        there = {path.name.removesuffix(OPEN_SUFFIX): path for path in _warc_files(self._folder)}
        for number, name in enumerate(sorted(there), start=1):
            self._on_step(f"WARC file {number:,} of {len(there):,}")
            self._file(name, there[name])
        lost = named - there.keys() - {path.name for path in _warc_files(self._target)}
        self._told.missing = tuple(sorted(lost))

    def _file(self, name: str, source: Path) -> None:
        """Copy one WARC file, unless the copy has it."""
        target, stated = self._target / FOLDER / name, self._stated.get(name)
        size = source.stat().st_size
        is_there = target.is_file() and target.stat().st_size == size
        if stated and is_there and stated in (self._known.get(name), manifest.digest_of(target)):
            self._told.kept += 1
            self._digests[name] = stated
            return
        part = target.with_name(f"{name}.part")
        digest = copy_file(_found(source), part)
        if stated is None:  # A run is writing the file, or was killed: it is whole so far, and will grow.
            cut_to_whole(part)
            digest = manifest.digest_of(part)
        elif digest != stated:
            self._told.damaged += (name,)
            if target.exists():
                part.unlink()
                return
        part.replace(target)
        self._digests[name] = digest
        self._told.copied += 1
        self._told.copied_bytes += target.stat().st_size

    def _beside(self) -> None:
        for source in (path for pattern in _BESIDE for path in sorted(self._folder.glob(pattern))):
            target = self._target / source.relative_to(self._folder)
            if not source.name.endswith(".part") and not _is_same(source, target):
                target.parent.mkdir(parents=True, exist_ok=True)
                copy_file(source, target)


def _warc_files(folder: Path) -> Iterator[Path]:
    for ending in ("", OPEN_SUFFIX):
        yield from (folder / FOLDER).glob(f"*.warc.gz{ending}")


def _found(path: Path) -> Path:
    """The file; under its final name if its run ended meanwhile."""
    return path if path.exists() else path.with_name(path.name.removesuffix(OPEN_SUFFIX))


def _is_same(one: Path, other: Path) -> bool:
    """Whether the other file exists, and is as large and no older."""
    if not other.exists():
        return False
    ours, theirs = one.stat(), other.stat()
    return ours.st_size == theirs.st_size and ours.st_mtime <= theirs.st_mtime
