"""Repairs what `verify` found, where that is possible; nothing that is whole is thrown away."""

from __future__ import annotations

import os
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider.errors import ArchiveError
from newsspider.language.dates import to_text
from newsspider.maintenance.rebuild.rebuild import rebuild
from newsspider.maintenance.verify import UNREADABLE, verify
from newsspider.queries.connection import connect
from newsspider.storage import site_lock, warc_rewrite
from newsspider.storage.archive import Archive
from newsspider.storage.integrity import database_repair
from newsspider.storage.warc import manifest, record_checks
from newsspider.storage.warc.reader import FOLDER, recover
from newsspider.storage.warc.writer import sync_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from newsspider.maintenance.verify import Finding, VerifyReport

_DAMAGED = ".damaged"
# These findings are about files, not rows.
_DAMAGES = frozenset((UNREADABLE, "text", "text-hash", "content-hash", "link-hash", "html"))


def repair(folder: Path, verified: VerifyReport) -> tuple[str, ...]:
    """Repair the findings; return a line for each repair.

    Raises:
        LockHeld: a run is going on in this archive.
        UsageError: the database has to be made again, and the profile of a site is not known.
        ArchiveError: it cannot be written.
    """
    if not any(map(_needs_rebuilding, verified.findings)):
        return _repaired(folder, verified)
    made = rebuild(folder)
    again = verify(folder)
    done = _repaired(folder, again) if again.findings else ()
    return (f"news.db: made again from the WARC files; the damaged one is {made.aside}", *made.notes, *done)


def _needs_rebuilding(finding: Finding) -> bool:
    """Whether the database itself is damaged; an index alone can be made again from its table."""
    if finding.rule == "integrity":
        return "index" not in finding.what
    return finding.rule in _DAMAGES


def _repaired(folder: Path, verified: VerifyReport) -> tuple[str, ...]:
    with ExitStack() as stack:
        for site in _sites(folder):
            stack.enter_context(site_lock.hold(folder, site))
        stack.enter_context(site_lock.alone(folder, site_lock.FILES))
        archive = stack.enter_context(Archive.open(folder, create=False))
        at = to_text(datetime.now(UTC))
        settled = warc_rewrite.settle(folder, archive)
        # Until an unfinished withdrawal is completed, its files look lost.
        findings = verify(folder).findings if settled else verified.findings
        return (
            *(f"{FOLDER}/{name}: removed; its other records are in another file" for name in settled),
            *_repair_files(folder, archive, findings, at),
            *_repair_rows(archive, findings, at),
        )


def _sites(folder: Path) -> list[str]:
    with closing(connect(folder)) as conn:
        return [row[0] for row in conn.execute("SELECT site FROM sites ORDER BY 1")]


def _repair_files(folder: Path, archive: Archive, findings: Sequence[Finding], at: str) -> list[str]:
    done = [f"{FOLDER}/{name}: cut back to its whole records and closed" for name in recover(folder)]
    flawed = sorted({one.file for one in findings if one.rule == "record" and one.file})
    done += [_salvage(folder, archive, name) for name in flawed]
    done += [f"{FOLDER}/{name}: added to {manifest.NAME}" for name in manifest.complete(folder)]
    if lost := [one.capture_id for one in findings if one.rule == "capture-record" and one.capture_id]:
        with archive.transaction() as conn:
            database_repair.lose(conn, lost, at=at)
        done.append(f"{len(lost)} captures recorded as lost; their addresses are due again")
    done += [_renew_line(folder, name) for name in _whole_but_unlike(findings)]
    missing = [one.file for one in findings if one.rule == "file-missing" and one.file]
    return done + [_forget(archive, name, at) for name in missing]


def _whole_but_unlike(findings: Sequence[Finding]) -> list[str]:
    """Files whose digest differs from the manifest although all their records are whole."""
    flawed = {one.file for one in findings if one.rule in ("record", "capture-record")}
    unlike = {one.file for one in findings if one.rule == "manifest-digest" and one.file}
    return sorted(name for name in unlike if name and name not in flawed)


def _renew_line(folder: Path, name: str) -> str:
    manifest.add(folder, {name: manifest.digest_of(folder / FOLDER / name)})
    return f"{FOLDER}/{name}: all its records are whole; its line in {manifest.NAME} is renewed"


def _salvage(folder: Path, archive: Archive, name: str) -> str:
    """Copy the whole records of a damaged file to a new one; the damaged file gets another name."""
    path = folder / FOLDER / name
    new = _free(path)
    part, places, end = new.with_name(f"{new.name}.part"), {}, 0
    with part.open("wb") as stream:
        for offset, content in record_checks.whole_parts(path):
            places[offset] = end
            end += stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    part.rename(new)
    sync_folder(new.parent)
    manifest.add(folder, {new.name: manifest.digest_of(new)})
    with archive.transaction() as conn:
        database_repair.move(conn, name, to=new.name, places=places)
    path.rename(path.with_name(f"{name}{_DAMAGED}"))
    _drop_line(folder, name)
    copied = f"{len(places):,} whole records copied to {new.name}"
    return f"{FOLDER}/{name}: {copied}; the damaged file is now {name}{_DAMAGED}"


def _free(path: Path) -> Path:
    stem, number = path.name.removesuffix(".warc.gz"), 1
    while (new := path.with_name(f"{stem}-mended{number}.warc.gz")).exists():
        number += 1
    return new


def _forget(archive: Archive, name: str, at: str) -> str:
    """Record that a file is missing: its captures are lost.

    Its line in the manifest stays, so that `verify` still says what the archive lacks.
    """
    with archive.transaction() as conn:
        found = conn.execute("SELECT id FROM captures WHERE warc_file = ?", (name,))
        ids = [id_ for (id_,) in found.fetchall()]
        database_repair.lose(conn, ids, at=at)
    return f"{FOLDER}/{name}: {len(ids):,} captures recorded as lost; their addresses are due again"


def _drop_line(folder: Path, name: str) -> None:
    with site_lock.alone(folder, "manifest"):
        manifest.write(
            folder, {file: digest for file, digest in manifest.read(folder).items() if file != name}
        )


def _repair_rows(archive: Archive, findings: Sequence[Finding], at: str) -> list[str]:
    rules = dict.fromkeys(one.rule for one in findings)
    done = []
    with archive.transaction() as conn:
        for one in findings:
            if one.rule == "payload-hash" and one.capture_id and one.fact:
                database_repair.set_payload_hash(conn, one.capture_id, one.fact)
        if "payload-hash" in rules:
            done.append("captures took the hash of the body that their records have")
    for rule in rules:
        try:
            with archive.transaction() as conn:
                conn.execute("PRAGMA defer_foreign_keys = ON")
                done += [
                    f"{name}: {what}" for name, what in database_repair.mend(conn, [rule], at=at).items()
                ]
        except ArchiveError as error:
            done.append(f"{rule}: could not be repaired: {error}")
    return done
