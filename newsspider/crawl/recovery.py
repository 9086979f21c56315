"""Answers that runs wrote down and did not live to commit: taken over by the next one, not asked again."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from newsspider.storage import site_lock
from newsspider.storage.warc import record_checks
from newsspider.storage.warc.reader import FOLDER
from newsspider.storage.warc.records import Exchange

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

# Runs that end so have answers in their WARC files that the database does not know.
_CUT_SHORT = ("killed", "disk full", "archive failed", "unexpected error")
# Answers are committed soon after they are written, though not in the order in which they came: what
# was not is behind the capture before so many.
_BEHIND = 200
_STAMP = re.compile(r"-(\d{8}T\d{6}Z)(?:-\d+)?\.warc\.gz")
# Other answers (busy, failed) are no more than a mood of the server.
_WORTH = frozenset((200, 203, 206, 301, 302, 303, 304, 307, 308, 404, 410))


@dataclass(frozen=True, kw_only=True, slots=True)
class UncommittedAnswer:
    """An answer in a WARC file that no capture names; `digest` is of its payload, as the record states.

    `same_as_id` is the capture that a revisit repeats.
    """

    exchange: Exchange
    file: str
    offset: int
    is_revisit: bool
    digest: str
    same_as_id: int | None = None


class UncommittedAnswers:
    """The answers that the runs before left, each handed out once, by the address that was asked."""

    def __init__(self, folder: Path, places: dict[str, tuple[str, int]]) -> None:
        self._folder, self._places = folder, places

    def find(self, url: str) -> UncommittedAnswer | None:
        """The answer for an address; it is not found again."""
        file, offset = self._places.pop(url, ("", 0))
        found = _answer_at(self._folder, file, offset) if file else None
        if found is None or found.url != url:
            return None
        exchange = Exchange(
            url=url,
            captured_at=found.captured_at,
            status=found.status,
            headers=found.headers,
            body=found.body,
        )
        return UncommittedAnswer(
            exchange=exchange, file=file, offset=offset, is_revisit=found.is_revisit, digest=found.digest
        )


def left_by_runs(conn: sqlite3.Connection, folder: Path, site: str) -> UncommittedAnswers:
    """What the runs of *site* left that were cut short since the last one that was not.

    Of several answers for one address, the last counts.
    """
    answers = chain.from_iterable(_unnamed(conn, path) for path in _files(conn, folder, site))
    return UncommittedAnswers(folder, {url: (file, offset) for url, file, offset in answers})


def body_at(folder: Path, file: str, offset: int) -> bytes | None:
    """The body kept at *offset* of a file, as it was sent; None where there is none to read."""
    found = _answer_at(folder, file, offset)
    return found.body if found and not found.is_revisit else None


def _answer_at(folder: Path, file: str, offset: int) -> record_checks.SentAnswer | None:
    path = folder / FOLDER / file
    found = next(record_checks.answers_from(path, offset), None) if path.is_file() else None
    return found if found and found.offset == offset else None


def _files(conn: sqlite3.Connection, folder: Path, site: str) -> list[Path]:
    """The WARC files begun since the last run that was not cut short.

    They are found by their names, since a power cut may have taken a run's row.
    """
    (whole_since,) = conn.execute(
        "SELECT strftime('%Y%m%dT%H%M%SZ', max(started_at)) FROM runs WHERE site = ? AND ended_at IS NOT NULL"
        " AND reason NOT IN (SELECT value FROM json_each(?))",
        (site, json.dumps(_CUT_SHORT)),
    ).fetchone()
    stem = site_lock.file_stem(site)
    return [
        path
        for path in sorted((folder / FOLDER).glob(f"{stem}-*.warc.gz"))
        if (told := _STAMP.fullmatch(path.name, len(stem))) and told[1] > (whole_since or "")
    ]


def _unnamed(conn: sqlite3.Connection, path: Path) -> Iterator[tuple[str, str, int]]:
    """Address, file and offset of the answers that no capture names."""
    named = {
        offset
        for (offset,) in conn.execute(
            "SELECT warc_offset FROM captures WHERE warc_file = ? AND warc_offset IS NOT NULL"
            " ORDER BY warc_offset DESC LIMIT ?",
            (path.name, _BEHIND),
        )
    }
    start = min(named) if len(named) == _BEHIND else 0
    for answer in record_checks.answers_from(path, start):
        if answer.offset not in named and answer.status in _WORTH and not answer.is_cut:
            yield answer.url, path.name, answer.offset
