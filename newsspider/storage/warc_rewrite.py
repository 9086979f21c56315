"""Rewrites WARC files without some records, and replaces the old ones.

Rewritten files are named `.part` until the transaction commits; the next process to open the archive
finishes or discards them. Names are never used twice.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider.errors import ArchiveError
from newsspider.language.dates import to_text
from newsspider.storage import site_lock
from newsspider.storage.articles import withdrawals
from newsspider.storage.transaction import from_os
from newsspider.storage.warc import manifest, record_checks
from newsspider.storage.warc.reader import FOLDER, OPEN_SUFFIX
from newsspider.storage.warc.writer import sync_folder
from newsspider.storage.withdrawal import NewFile

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from newsspider.storage.archive import Archive

PART_SUFFIX = ".part"
_NAME = re.compile(r"(?P<stem>.*-\d{8}T\d{6}Z)(?:-\d+)?\.warc\.gz")


def write_without(folder: Path, name: str, urls: AbstractSet[str], taken: AbstractSet[str]) -> NewFile | None:
    """Write the file *name* again without the records of *urls*, as `.part`; None if it has none of them.

    *taken* are names that were used before.

    Raises:
        ArchiveError: the file is damaged, or nothing can be written.
    """
    path = folder / FOLDER / name
    try:
        if all(content is not None for _, content in record_checks.without(path, urls)):
            return None
        new = path.with_name(_free(path, taken))
        return _written(path, new, urls)
    except ValueError as error:
        reason = f"{FOLDER}/{name} is damaged: a record {error}; run newsspider verify --repair first"
        raise ArchiveError(str(folder), reason=reason) from error
    except OSError as error:
        raise from_os(error, folder) from error


def finish(folder: Path, archive: Archive) -> tuple[str, ...]:
    """Replace old files by their rewritten ones; returns the removed ones. Unknown new files are removed.

    Does nothing, and waits for nobody, if everything is in its place.
    """
    with ExitStack() as stack:
        if not _is_unfinished(folder, archive):
            return ()
        stack.enter_context(site_lock.alone(folder, site_lock.FILES))
        return settle(folder, archive)


def settle(folder: Path, archive: Archive) -> tuple[str, ...]:
    """Like finish(), but the caller must already hold the files lock."""
    with archive.reading() as conn:
        left = withdrawals.pending(conn)
    try:
        replaced = [one.file for one in left if _is_replaced(folder, one)]
        for part in _parts(folder):
            part.unlink()
        if replaced:
            sync_folder(folder / FOLDER)
    except OSError as error:
        raise from_os(error, folder) from error
    if replaced:
        with archive.transaction() as conn:
            withdrawals.note_removed(conn, replaced, at=to_text(datetime.now(UTC)))
    return tuple(replaced)


def _is_unfinished(folder: Path, archive: Archive) -> bool:
    with archive.reading() as conn:
        return bool(withdrawals.pending(conn) or _parts(folder))


def _parts(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).glob(f"*.warc.gz{PART_SUFFIX}"))


def _written(path: Path, new: Path, urls: AbstractSet[str]) -> NewFile:
    part, places, end = new.with_name(f"{new.name}{PART_SUFFIX}"), {}, 0
    digest = hashlib.sha256()
    with part.open("wb") as stream:
        for offset, content in record_checks.without(path, urls):
            if content is not None:
                places[offset] = end
                end += stream.write(content)
                digest.update(content)
        stream.flush()
        os.fsync(stream.fileno())
    sync_folder(part.parent)
    return NewFile(new.name, digest.hexdigest(), places)


def _free(path: Path, taken: AbstractSet[str]) -> str:
    """The next name of the run's files that no file has or had."""
    found = _NAME.fullmatch(path.name)
    stem, number = found["stem"] if found else path.name.removesuffix(".warc.gz"), 2
    while True:
        name = f"{stem}-{number}.warc.gz"
        others = (name, f"{name}{OPEN_SUFFIX}", f"{name}{PART_SUFFIX}")
        if name not in taken and not any(path.with_name(other).exists() for other in others):
            return name
        number += 1


def _is_replaced(folder: Path, pending: withdrawals.PendingFile) -> bool:
    """Whether the new file is there, so that the old one can be removed."""
    new = folder / FOLDER / pending.new_file
    part = new.with_name(f"{new.name}{PART_SUFFIX}")
    if part.exists():
        part.rename(new)
        sync_folder(new.parent)
    if not new.exists():
        return False
    with site_lock.alone(folder, "manifest"):
        lines = manifest.read(folder) | {pending.new_file: pending.new_digest}
        lines.pop(pending.file, None)
        manifest.write(folder, lines)
    (folder / FOLDER / pending.file).unlink(missing_ok=True)
    return True
