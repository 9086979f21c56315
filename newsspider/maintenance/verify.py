"""Checks that an archive is whole: compares records, digests, rows and indexes with each other."""

from __future__ import annotations

import fcntl
import multiprocessing
import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from newsspider.errors import ArchiveError, ArchiveMissing, ArchiveNewer
from newsspider.queries.connection import connect
from newsspider.storage import warc_rewrite
from newsspider.storage.articles import withdrawals
from newsspider.storage.integrity import database_checks, derived_values, text_hashes
from newsspider.storage.transaction import MAKE_AGAIN
from newsspider.storage.warc import manifest, record_checks
from newsspider.storage.warc.reader import FOLDER, OPEN_SUFFIX

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.storage.integrity.database_checks import PlacedCapture
    from newsspider.storage.warc.record_checks import Answer, WalkedFile

UNREADABLE = "unreadable"
OnStep = Callable[[str], None]
# With fewer bytes of WARC files, starting processes costs more than they save.
_WORTH_PROCESSES = 50_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that is wrong; `capture_id`, `file` and `fact` say what to repair."""

    rule: str
    subject: str
    what: str
    file: str | None = None
    capture_id: int | None = None
    fact: str | None = None

    def __str__(self) -> str:
        return f"{self.subject}: {self.what}"


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifyReport:
    """The findings, and `counts`: how many things were checked."""

    folder: str
    counts: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def by_rule(self) -> dict[str, int]:
        """How many findings each rule has."""
        return dict(Counter(finding.rule for finding in self.findings))


def verify(folder: Path, on_step: OnStep = lambda _: None) -> VerifyReport:
    """Check the archive in *folder*, even while a run writes it.

    Raises:
        ArchiveError: there is no archive that can be read.
    """
    try:
        connected = connect(folder)
    except (ArchiveMissing, ArchiveNewer):
        raise
    except ArchiveError as error:
        unreadable = Finding(rule=UNREADABLE, subject="news.db", what=error.reason)
        return VerifyReport(folder=str(folder), findings=(unreadable,))
    with closing(connected) as conn:
        conn.row_factory = None
        # All answers that the database names are on the disk before, so it is read first, in one moment.
        conn.execute("BEGIN")
        checks = _Checks(folder, conn, on_step)
        found = tuple(checks.all())
    return VerifyReport(folder=str(folder), counts=checks.counts, findings=found)


class _Checks:
    """One check of an archive; `counts` says how many things were checked."""

    def __init__(self, folder: Path, conn: sqlite3.Connection, on_step: OnStep) -> None:
        self._folder, self._conn, self._on_step = folder, conn, on_step
        self.counts: Counter[str] = Counter()

    def all(self) -> Iterator[Finding]:
        """All findings: of the database, of the files, and of both together."""
        try:
            for table in ("articles", "captures", "revisions"):
                (self.counts[table],) = self._conn.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
            for fault in database_checks.faults(self._conn, self._on_step):
                yield Finding(rule=fault.rule, subject=fault.subject, what=fault.what)
            self._on_step("the texts in the database")
            for fault in chain(text_hashes.faults(self._conn), derived_values.faults(self._conn)):
                yield Finding(rule=fault.rule, subject=fault.subject, what=fault.what)
            yield from self._files()
        except sqlite3.DatabaseError as error:
            yield Finding(rule="integrity", subject="news.db", what=f"cannot be read: {error}; {MAKE_AGAIN}")

    def _files(self) -> Iterator[Finding]:
        yield from self._unfinished()
        named = database_checks.files_of(self._conn)
        there = {path.name.removesuffix(OPEN_SUFFIX): path for path in _paths(self._folder)}
        digests = manifest.read(self._folder)
        for name in sorted((named.keys() | digests.keys()) - there.keys()):
            rule = "file-missing" if name in named else "manifest-line"
            yield Finding(
                rule=rule,
                subject=f"{FOLDER}/{name}",
                what=_missing(named.get(name, 0)),
                file=name,
            )
        for walked in self._walked([there[name] for name in sorted(there)]):
            yield from self._file(walked, digests)

    def _unfinished(self) -> Iterator[Finding]:
        """The files of a withdrawal that was broken off."""
        for one in withdrawals.pending(self._conn):
            what = f"has withdrawn records; {one.new_file} takes its place"
            yield Finding(rule="file-withdrawn", subject=f"{FOLDER}/{one.file}", what=what, file=one.file)
        for path in sorted((self._folder / FOLDER).glob(f"*{warc_rewrite.PART_SUFFIX}")):
            what = "was left half written"
            yield Finding(rule="file-part", subject=f"{FOLDER}/{path.name}", what=what, file=path.name)

    def _walked(self, paths: list[Path]) -> Iterator[WalkedFile]:
        """Check each file, on all cores if that saves time."""
        total = sum(path.stat().st_size for path in paths if path.exists())
        done, cores = 0, os.cpu_count() or 1
        with ExitStack() as stack:
            found: Iterable[WalkedFile | None] = map(_walk, paths)
            if total > _WORTH_PROCESSES and min(cores, len(paths)) > 1:
                context = multiprocessing.get_context("spawn")
                pool = stack.enter_context(ProcessPoolExecutor(min(cores, len(paths)), mp_context=context))
                found = pool.map(_walk, paths)
            for number, walked in enumerate(found, start=1):
                if walked is None:
                    continue
                done += walked.size_bytes
                self._on_step(
                    f"WARC file {number:,} of {len(paths):,}, {done / 1e6:,.0f} of {total / 1e6:,.0f} MB"
                )
                yield walked

    def _file(self, walked: WalkedFile, digests: Mapping[str, str]) -> Iterator[Finding]:
        """What is wrong with one file, and with the captures in it."""
        name = walked.name.removesuffix(OPEN_SUFFIX)
        self.counts.update(files=1, records=walked.records, answers=len(walked.answers))
        if walked.name.endswith(OPEN_SUFFIX):
            if not _is_held(self._folder / FOLDER / walked.name):
                yield Finding(
                    rule="file-open",
                    subject=f"{FOLDER}/{walked.name}",
                    what="was left by a killed run",
                    file=name,
                )
        else:
            yield from _against_manifest(walked, digests)
            for flaw in walked.flaws:
                what = f"bytes {flaw.start:,} to {flaw.end:,}: {flaw.reason}"
                yield Finding(rule="record", subject=f"{FOLDER}/{name}", what=what, file=name)
        bad = {flaw.start for flaw in walked.flaws}
        named = set()
        for capture in database_checks.placed_in(self._conn, name):
            named.add(capture.offset)
            if capture.offset not in bad or walked.name.endswith(OPEN_SUFFIX):
                yield from _against_record(capture, walked.answers.get(capture.offset), name)
            else:
                yield _lost(capture, name, "its record is torn or altered")
        self.counts["answers without a row"] += len(walked.answers.keys() - named)


def _walk(path: Path) -> WalkedFile | None:
    """The checked file; under its final name if its run ended meanwhile."""
    for candidate in (path, path.with_name(path.name.removesuffix(OPEN_SUFFIX))):
        try:
            return record_checks.walk(candidate)
        except FileNotFoundError:
            continue
    return None


def _paths(folder: Path) -> list[Path]:
    return sorted([*(folder / FOLDER).glob("*.warc.gz"), *(folder / FOLDER).glob(f"*.warc.gz{OPEN_SUFFIX}")])


def _missing(captures: int) -> str:
    if not captures:
        return (
            f"is missing; put it back from a backup, or take its line out of {manifest.NAME} to go without it"
        )
    held = "1 capture is in it" if captures == 1 else f"{captures:,} captures are in it"
    return f"is missing ({held}); put it back from a backup"


def _is_held(path: Path) -> bool:
    """Whether a run is writing the file now."""
    try:
        with path.open("rb") as stream:
            fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True  # closed meanwhile
    except BlockingIOError:
        return True
    return False


def _against_manifest(walked: WalkedFile, digests: Mapping[str, str]) -> Iterator[Finding]:
    stated = digests.get(walked.name)
    subject = f"{FOLDER}/{walked.name}"
    if stated is None:
        what = f"has no line in {manifest.NAME}"
        yield Finding(rule="manifest-absent", subject=subject, what=what, file=walked.name)
    elif stated != walked.digest:
        what = f"is not as {manifest.NAME} has it"
        yield Finding(rule="manifest-digest", subject=subject, what=what, file=walked.name)


def _against_record(capture: PlacedCapture, answer: Answer | None, file: str) -> Iterator[Finding]:
    if answer is None:
        yield _lost(capture, file, f"there is no answer at byte {capture.offset:,} of {file}")
        return
    for name, kept, recorded in (
        ("address", capture.url, answer.url),
        ("moment", capture.captured_at, answer.captured_at),
        ("status", capture.status, answer.status),
    ):
        if kept != recorded:
            yield _lost(capture, file, f"its record has another {name}: {recorded}")
            return
    if answer.payload_hashes and capture.payload_hash not in (None, *answer.payload_hashes):
        yield Finding(
            rule="payload-hash",
            subject=f"capture {capture.id}",
            what=f"its body has another hash than the row: {capture.url}",
            capture_id=capture.id,
            fact=answer.payload_hashes[0],
        )


def _lost(capture: PlacedCapture, file: str, what: str) -> Finding:
    subject = f"capture {capture.id}"
    return Finding(
        rule="capture-record",
        subject=subject,
        what=f"{what} ({capture.url})",
        file=file,
        capture_id=capture.id,
    )
