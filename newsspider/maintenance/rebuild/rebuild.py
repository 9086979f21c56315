"""Makes the database again from the WARC files, as the crawls made it; the damaged one is kept aside."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider.collection import site_files
from newsspider.errors import ArchiveError, ArchiveMissing, ProfileError, UsageError
from newsspider.maintenance.rebuild import salvage
from newsspider.maintenance.rebuild.replay_run import OldRun, Replay, Watch
from newsspider.maintenance.rebuild.whole_rows import Row, WholeRows
from newsspider.storage import site_lock
from newsspider.storage.archive import DATABASE, Archive
from newsspider.storage.transaction import from_os
from newsspider.storage.warc import record_checks
from newsspider.storage.warc.reader import COPY, FOLDER, RUN, info_of, recover, site_of
from newsspider.storage.warc.writer import sync_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newsspider.profiles import SiteProfile

OnStep = Callable[[str], None]
_NAME = re.compile(r"(?P<stem>.+)-(?P<stamp>\d{8}T\d{6}Z)(?:-(?P<number>\d+))?(?:-mended\d+)*\.warc\.gz")
_NEVER = datetime.max.replace(tzinfo=UTC)
_BESIDE = ("-wal", "-shm")
_PART = "rebuilding"
_WITHDRAWN = ("withdrawals", "withdrawn_urls", "withdrawn_files")
NOT_RECOVERED = (
    "not in the WARC files, and so not recovered: requests that got no answer, why runs ended, alarms,"
    " changes by item pipelines of your own, and when each text was stored to the second"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class RebuildReport:
    """What was made; `aside` is the name of the damaged database, None if there was none."""

    folder: str
    aside: str | None
    runs: int
    answers: int
    articles: int
    revisions: int
    notes: tuple[str, ...] = ()


@dataclass(kw_only=True, slots=True)
class _OldDatabase:
    """What can still be read from the damaged database."""

    places: dict[str, str] = field(default_factory=dict)
    bases: dict[str, str] = field(default_factory=dict)
    withdrawn: dict[str, list[Row]] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    salvaged: tuple[str, ...] = ()


def rebuild(
    folder: Path,
    *,
    sites: Sequence[str] = (),
    on_step: OnStep = lambda _: None,
    watch: Watch | None = None,
) -> RebuildReport:
    """Make the database in *folder* again; *sites* are profiles to read by, by name or path.

    *watch* may end the process if reading a page takes too long; the next rebuild leaves that page unread.

    Raises:
        ArchiveMissing: there are no WARC files to make it from.
        LockHeld: a run is going on in this archive.
        ProfileError, UsageError: the profile of a site is not known, or cannot be used.
        ArchiveError: nothing can be written here.
    """
    if not any((folder / FOLDER).glob("*.warc.gz*")):
        reason = f"no WARC files are in {FOLDER}/ to make {DATABASE} from; restore a backup"
        raise ArchiveMissing(str(folder), reason=reason)
    _refuse_folders(folder)
    with ExitStack() as stack:
        old = _read_old(folder)
        for site in sorted({*old.places, *map(_site_of, _files(folder))}):
            stack.enter_context(site_lock.hold(folder, site))
        stack.enter_context(site_lock.alone(folder, site_lock.FILES))
        recover(folder)
        runs = _old_runs(folder, old)
        read_by = _profiles(folder, {run.site for run in runs}, sites, old)
        try:
            with _apart(folder) as part:
                made, answers = _replayed(folder, part, runs, read_by, old, on_step, watch)
                return _put_in_place(folder, part, made, answers, old)
        except OSError as error:
            raise from_os(error, folder) from error


def _files(folder: Path) -> list[Path]:
    closed = (path for path in (folder / FOLDER).glob("*.warc.gz") if _NAME.fullmatch(path.name))
    return sorted([*closed, *(folder / FOLDER).glob("*.warc.gz.open")])


def _refuse_folders(folder: Path) -> None:
    """Refuse a folder that has the name of a WARC file."""
    for path in sorted((folder / FOLDER).glob("*.warc.gz*")):
        if path.is_dir():
            reason = (
                f"{FOLDER}/{path.name} is a folder, not a WARC file; move it elsewhere, then run this again"
            )
            raise ArchiveError(str(folder), reason=reason)


def _site_of(path: Path) -> str:
    """The site of a WARC file, from its first record; from its name if that record is damaged."""
    if site := site_of(path):
        return site
    named = _NAME.fullmatch(path.name.removesuffix(".open"))
    return named["stem"] if named else path.name


def _old_runs(folder: Path, old: _OldDatabase) -> list[OldRun]:
    """The runs that left WARC files, in the order in which they began.

    Files of one second are of one run, unless their first records name different runs. A withdrawal gives a
    file a new number, so a run's files are ordered by their first answers.
    """
    groups: dict[tuple[str, str, int], list[tuple[datetime, int, str]]] = {}
    bases = dict(old.bases)
    for path in _files(folder):
        if named := _NAME.fullmatch(path.name):
            info = info_of(path)
            run = int(info[RUN]) if info.get(RUN, "").isdecimal() else 0
            first = next((one.captured_at for one in record_checks.answers_from(path, 0)), _NEVER)
            key = (named["stamp"], _site_of(path), run)
            groups.setdefault(key, []).append((first, int(named["number"] or 1), path.name))
            if COPY in info:
                bases[path.name] = info[COPY]
    runs = []
    for (_, site, _), numbered in sorted(groups.items()):
        files = tuple(name for *_, name in sorted(numbered))
        base_url = next((bases[name] for name in files if name in bases), None)
        runs.append(OldRun(site, files, base_url))
    return runs


def _read_old(folder: Path) -> _OldDatabase:
    """What the damaged database says of profiles, copies and withdrawals."""
    old = _OldDatabase()
    if not (folder / DATABASE).is_file():
        old.unread.extend(_WITHDRAWN)
        return old
    with closing(sqlite3.connect(f"{(folder / DATABASE).resolve().as_uri()}?mode=ro", uri=True)) as conn:
        rows = WholeRows(conn)
        old.places = {str(row["site"]): str(row["profile"]) for row in rows.of("sites") if row["profile"]}
        old.bases = {
            str(row["warc_file"]): str(row["base_url"])
            for row in rows.of("runs")
            if row["warc_file"] and row["base_url"]
        }
        old.withdrawn = {table: rows.of(table) for table in _WITHDRAWN}
        old.unread.extend(sorted(rows.unread))
    return old


def _profiles(
    folder: Path, names: set[str], given: Sequence[str], old: _OldDatabase
) -> Mapping[str, SiteProfile]:
    """The profile of each site: a given one, the one its last run used, or the one of its name."""
    loaded = (site_files.load(site, folder) for site in given)
    found = {profile.name: profile for profile in loaded}
    for name in sorted(names - found.keys()):
        for place in filter(None, (old.places.get(name), name)):
            with suppress(ProfileError):
                found[name] = site_files.load(place, folder)
                break
        else:
            raise UsageError(
                f"the profile of site {name!r} is not found; name its file: newsspider rebuild --site FILE"
            )
    return found


@contextmanager
def _apart(folder: Path) -> Iterator[Path]:
    """A folder inside the archive for the new database; it is removed at the end."""
    part = folder / site_lock.LOCKS / _PART
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _replayed(
    folder: Path,
    part: Path,
    runs: Sequence[OldRun],
    read_by: Mapping[str, SiteProfile],
    old: _OldDatabase,
    on_step: OnStep,
    watch: Watch | None,
) -> tuple[dict[str, int], int]:
    """Replay all runs into a new database; return its numbers of rows, and how many answers were read."""
    answers = 0
    with Archive.open(part, create=True) as archive:
        _keep_withdrawn(archive, old)
        for number, run in enumerate(runs, start=1):
            on_step(f"run {number:,} of {len(runs):,}, {answers:,} answers")
            replay = Replay(folder, archive, read_by[run.site], run, watch=watch)
            replay.run()
            answers += replay.answers
        on_step("what only the database as it was has")
        old.salvaged = salvage.take_over(folder, archive)
        with archive.reading() as conn:
            tables = ("runs", "articles", "revisions")
            counts = {
                name: int(conn.execute(f"SELECT count(*) FROM {name}").fetchone()[0])  # noqa: S608
                for name in tables
            }
    return counts, answers


def _keep_withdrawn(archive: Archive, old: _OldDatabase) -> None:
    """Carry over the withdrawals: only the database names the addresses that must not be requested again."""
    with archive.transaction() as conn:
        for table, rows in old.withdrawn.items():
            for row in rows:
                if "site" in row:
                    conn.execute("INSERT OR IGNORE INTO sites (site) VALUES (?)", (row["site"],))
                slots = ", ".join(f":{name}" for name in row)
                query = f"INSERT OR IGNORE INTO {table} ({', '.join(row)}) VALUES ({slots})"  # noqa: S608
                conn.execute(query, row)


def _put_in_place(
    folder: Path, part: Path, made: Mapping[str, int], answers: int, old: _OldDatabase
) -> RebuildReport:
    """Move the damaged database aside, and the new one to its place."""
    aside = _set_aside(folder)
    (part / DATABASE).rename(folder / DATABASE)
    sync_folder(folder)
    return RebuildReport(
        folder=str(folder),
        aside=aside,
        answers=answers,
        notes=(*_unread_notes(old, aside), *old.salvaged, NOT_RECOVERED),
        **made,
    )


def _unread_notes(old: _OldDatabase, aside: str | None) -> Iterator[str]:
    if old.unread and aside:
        yield f"could not be read in the damaged database: {', '.join(old.unread)}"
    if not set(old.unread).isdisjoint(_WITHDRAWN):
        yield (
            "withdrawals are only in the database, and some may be lost: withdraw these articles again before"
            " the next crawl, or it may store them again"
        )


def _set_aside(folder: Path) -> str | None:
    database = folder / DATABASE
    if not database.exists():
        return None
    stem = f"{DATABASE}.damaged-{datetime.now(UTC):%Y-%m-%d}"
    name, number = stem, 1
    while (folder / name).exists():
        number += 1
        name = f"{stem}-{number}"
    for ending in _BESIDE:
        with suppress(FileNotFoundError):
            (folder / f"{DATABASE}{ending}").rename(folder / f"{name}{ending}")
    database.rename(folder / name)
    return name
