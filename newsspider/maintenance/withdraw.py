"""Takes an article out of an archive: its rows, its words in the index, its WARC records. A tombstone stays.

The WARC files are first rewritten beside the old ones. Then one transaction deletes the rows and names the
new files. Then the old files are removed. A kill before the transaction changes nothing; after it, the
next run, repair or withdrawal completes the work.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider.collection import case_files
from newsspider.errors import UsageError
from newsspider.language.dates import to_text
from newsspider.storage import site_lock, warc_rewrite, withdrawal
from newsspider.storage.archive import DATABASE, Archive
from newsspider.storage.articles import article_urls, withdrawals
from newsspider.storage.integrity import database_checks
from newsspider.storage.warc import manifest
from newsspider.storage.warc.reader import FOLDER, recover

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.storage.withdrawal import NewFile, Subject
OnStep = Callable[[str], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Withdrawn:
    """What was withdrawn.

    `still_in` are databases kept from before a migration, and saved cases, which still have it.
    """

    site: str
    url: str
    key: str | None
    captures: int
    files: tuple[str, ...]
    urls: tuple[str, ...]
    still_in: tuple[str, ...]


def withdraw(folder: Path, name: str, *, reason: str, on_step: OnStep = lambda _: None) -> Withdrawn:
    """Withdraw what *name* refers to: an address that led to an article, its key, or another address.

    Raises:
        UsageError: the archive has nothing under that name, or it was withdrawn before.
        LockHeld: a run of its site is going on.
        ArchiveError: the archive cannot be written; a WARC file is damaged.
    """
    if not reason.strip():
        raise UsageError("a withdrawal wants a reason")
    with ExitStack() as stack:
        archive = stack.enter_context(Archive.open(folder, create=False))
        stack.enter_context(site_lock.hold(folder, _found(archive, name).site))
        stack.enter_context(site_lock.alone(folder, site_lock.FILES))
        warc_rewrite.settle(folder, archive)
        recover(folder)
        manifest.complete(folder)
        subject = _found(archive, name)
        files = _written(folder, archive, subject, on_step)
        on_step("the tables")
        _take_out(archive, subject, files, reason=" ".join(reason.split()))
        on_step("the old WARC files")
        warc_rewrite.settle(folder, archive)
        return Withdrawn(
            site=subject.site,
            url=subject.url,
            key=subject.key,
            captures=len(subject.capture_ids),
            files=tuple(new.name for new in files.values()),
            urls=tuple(sorted(subject.urls)),
            still_in=tuple(sorted(_still_in(folder, subject))),
        )


def _still_in(folder: Path, subject: Subject) -> Iterator[str]:
    """The names of what still has the article, from the archive's folder."""
    yield from (path.name for path in folder.glob(f"{DATABASE}.before-*"))
    cases = case_files.folder(folder, subject.site)
    for place in (cases / case_files.name_of(url) for url in subject.urls):
        if place.exists():
            yield str(place.relative_to(folder))


def _found(archive: Archive, name: str) -> Subject:
    with archive.reading() as conn:
        subject = withdrawal.find(conn, name)
        if subject and not subject.article_id and article_urls.is_list(conn, subject.site, subject.url):
            raise UsageError(
                f"{name} is a front, feed or site map, from which crawls go on; expected an article"
            )
        if subject:
            return subject
        if before := withdrawals.tombstone(conn, name):
            raise UsageError(f"{name} was withdrawn on {before.withdrawn_at[:10]}: {before.reason}")
    raise UsageError(f"{name!r} leads to nothing in {archive.folder}")


def _written(folder: Path, archive: Archive, subject: Subject, on_step: OnStep) -> dict[str, NewFile]:
    """Rewrite the WARC files that have records of the subject, without these records."""
    with archive.reading() as conn:
        taken = withdrawals.removed_files(conn) | database_checks.files_of(conn).keys()
        names = sorted(_names(conn, folder, subject.site))
    found = {}
    for number, name in enumerate(names, start=1):
        on_step(f"WARC file {number:,} of {len(names):,}")
        new = warc_rewrite.write_without(folder, name, subject.fetched_urls, taken)
        if new:
            found[name] = new
    return found


def _names(conn: sqlite3.Connection, folder: Path, site: str) -> Iterator[str]:
    """The closed WARC files of a site: those that its captures name, and those named after the site."""
    there = {path.name for path in (folder / FOLDER).glob("*.warc.gz")}
    named = {
        name for (name,) in conn.execute("SELECT DISTINCT warc_file FROM captures WHERE site = ?", (site,))
    }
    stem = f"{site_lock.file_stem(site)}-"
    yield from (name for name in there if name in named or name.startswith(stem))


def _take_out(archive: Archive, subject: Subject, files: dict[str, NewFile], *, reason: str) -> None:
    """Delete the rows and overwrite them on the disk, before any file is removed."""
    with archive.reading() as conn:
        conn.execute("PRAGMA secure_delete = ON").fetchall()
    with archive.transaction() as conn:
        withdrawal.take_out(conn, subject, files, reason=reason, at=to_text(datetime.now(UTC)))
    with (
        archive.reading() as conn,
        suppress(sqlite3.OperationalError),
    ):  # another process reads it: the pages are overwritten when the database is closed
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
