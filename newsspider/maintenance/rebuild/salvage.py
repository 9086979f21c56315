"""Takes over what only the damaged database has: rows of captures whose WARC records are lost.

A row is taken over only if all of it can be read and its text has the hash that is stored with it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING

from newsspider.maintenance.rebuild import salvaged_articles, salvaged_links
from newsspider.maintenance.rebuild.merge import Merge
from newsspider.maintenance.rebuild.whole_rows import Row, WholeRows
from newsspider.storage.archive import DATABASE
from newsspider.storage.integrity.database_checks import LOST

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.storage.archive import Archive


def take_over(folder: Path, archive: Archive) -> tuple[str, ...]:
    """Take over what the database in *folder* has and the new *archive* lacks; a line for each kind.

    Only the new archive is written.
    """
    path = folder / DATABASE
    if not path.is_file():
        return ()
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as old:
            with archive.transaction() as conn:
                conn.execute("PRAGMA defer_foreign_keys = ON")
                merge = Merge(folder, WholeRows(old), conn)
                _take_captures(merge)
                salvaged_articles.take(merge)
                salvaged_links.take(merge)
                _take_frontier(merge)
            return _notes(merge)
    except sqlite3.Error as error:
        return (f"nothing could be taken over from the damaged database ({error})",)


def _notes(merge: Merge) -> tuple[str, ...]:
    """A line on what was taken over, and one on what could not be."""
    named = ("articles", "revisions", "captures")
    taken = ", ".join(f"{merge.counts[what]:,} {what}" for what in named if merge.counts[what])
    lines = [f"taken over from the damaged database: {taken}"] if taken else []
    if merge.counts["damaged"]:
        lines.append(
            f"{merge.counts['damaged']:,} articles or revisions of the damaged database do not have the"
            " text whose hash is stored; they are only in the database that is kept aside"
        )
    return tuple(lines)


def _take_captures(merge: Merge) -> None:
    """Take over the captures whose record is lost, with their runs; find the new ids of all others."""
    places = {
        (file, offset): id_
        for id_, file, offset in merge.conn.execute("SELECT id, warc_file, warc_offset FROM captures")
    }
    old = merge.rows.of("captures")
    uses = Counter(row["warc_file"] for row in old)
    runs = {row["id"]: row for row in merge.rows.of("runs")}
    taken: dict[object, int] = {}
    same: dict[int, object] = {}
    for row in old:
        if known := places.get((row["warc_file"], row["warc_offset"])):
            merge.captures[row["id"]] = known
            continue
        if not _is_lost(merge, row, uses):
            continue
        if row["run_id"] not in taken:
            if row["run_id"] not in runs:
                continue
            taken[row["run_id"]] = _take_run(merge, runs[row["run_id"]])
        new = merge.insert("captures", row, id=None, run_id=taken[row["run_id"]], same_as_id=None)
        merge.captures[row["id"]] = new
        merge.lost.add(row["id"])
        merge.lost_urls.add((row["site"], row["address_url"]))
        merge.captured_at[row["id"]] = str(row["captured_at"])
        same[new] = row["same_as_id"]
        merge.counts["captures"] += 1
    merge.conn.executemany(
        "UPDATE captures SET same_as_id = ? WHERE id = ?",
        [(merge.captures.get(old_id), new) for new, old_id in same.items() if old_id is not None],
    )


def _is_lost(merge: Merge, row: Row, uses: Counter[str | int | float | None]) -> bool:
    """Whether the record of a capture is lost.

    A file name that no manifest line and no other capture has is a damaged name, not a lost file.
    """
    file = row["warc_file"]
    if file is None:
        return LOST in str(row["note"])
    return file not in merge.there and (file in merge.in_manifest or uses[file] > 1)


def _take_run(merge: Merge, row: Row) -> int:
    """The id of a run in the new database; a run whose last file is there was replayed and has one."""
    merge.know_site(row["site"])
    found = merge.conn.execute(
        "SELECT id FROM runs WHERE site = ? AND warc_file = ?", (row["site"], row["warc_file"])
    ).fetchone()
    return int(found[0]) if found else merge.insert("runs", row, id=None)


def _take_frontier(merge: Merge) -> None:
    """Take over addresses that only the old frontier has; those whose answer is lost are due again."""
    known = set(merge.conn.execute("SELECT site, url FROM frontier"))
    kept = set(merge.conn.execute("SELECT site, address_url FROM captures"))
    sites = {site for (site,) in merge.conn.execute("SELECT site FROM sites")}
    withdrawn = set(merge.conn.execute("SELECT site, url FROM withdrawn_urls"))
    for row in merge.rows.of("frontier"):
        place = (row["site"], row["url"])
        if place in known or place in withdrawn or row["site"] not in sites:
            continue
        changed: Row = {"run_id": None, "part_of_url": None}
        if place not in kept:
            changed |= {"verdict": None, "done_at": None, "etag": None, "last_modified": None}
            changed |= {"payload_hash": None, "due_at": row["found_at"]}
        merge.insert("frontier", row, **changed)
