"""Answers that a killed run wrote to its WARC files and did not commit: the next run takes them over."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING

from newsspider.items import STATUSES_WITH_BODY
from newsspider.scheduling import revisits
from newsspider.storage import site_lock
from newsspider.storage.warc import record_checks
from newsspider.storage.warc.reader import FOLDER
from newsspider.storage.warc.records import Exchange, payload_digest

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from newsspider.storage.archive import Archive
    from newsspider.storage.crawl_frontier import Address

LISTS = frozenset(("front", "feed", "sitemap"))
# A run that ends for one of these reasons may leave answers in its WARC files that no capture names.
_CUT_SHORT = ("killed", "disk full", "archive failed", "unexpected error")
# Answers are committed soon after they are written, though not in the same order: an uncommitted answer
# stands after the 200th last capture of its file.
_BEHIND = 200
_STAMP = re.compile(r"-(\d{8}T\d{6}Z)(?:-\d+)?\.warc\.gz")
# Answers with other statuses (busy, failed) are not taken over: the next request may succeed.
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
    """The uncommitted answers of earlier runs, by the requested address; each is handed out once."""

    def __init__(self, folder: Path, site: str, places: dict[str, tuple[str, int]]) -> None:
        self._folder, self._site, self._places = folder, site, places

    def find(
        self, url: str, address: Address, *, archive: Archive, address_url: str
    ) -> UncommittedAnswer | None:
        """The answer for *url*, requested on behalf of *address*; it is handed out once.

        An old answer of a list or a known page is left: the page may have changed since.
        """
        found = self._pop(url)
        if found is None:
            return None
        exchange = found.exchange
        is_new_page = address.kind not in LISTS and not address.is_known
        if not is_new_page and exchange.captured_at < datetime.now(UTC) - revisits.SHORTEST:
            return None
        if not found.is_revisit:
            return found
        earlier = archive.earlier_answer(self._site, address_url)
        if earlier is None or (exchange.status == 304 and not (address.etag or address.last_modified)):
            return None
        if exchange.status in STATUSES_WITH_BODY:
            body = body_at(self._folder, earlier.warc_file, earlier.warc_offset)
            if body is None or payload_digest(body) != found.digest:
                return None
            exchange = replace(exchange, body=body)
        return replace(found, exchange=exchange, same_as_id=earlier.id)

    def _pop(self, url: str) -> UncommittedAnswer | None:
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
    """The uncommitted answers of *site*, from all runs since the last one that ended by itself.

    If an address has several answers, the last one counts.
    """
    answers = chain.from_iterable(_unnamed(conn, path) for path in _files(conn, folder, site))
    return UncommittedAnswers(folder, site, {url: (file, offset) for url, file, offset in answers})


def body_at(folder: Path, file: str, offset: int) -> bytes | None:
    """The body at *offset* of a WARC file, as it was sent; None if there is none."""
    found = _answer_at(folder, file, offset)
    return found.body if found and not found.is_revisit else None


def _answer_at(folder: Path, file: str, offset: int) -> record_checks.SentAnswer | None:
    path = folder / FOLDER / file
    found = next(record_checks.answers_from(path, offset), None) if path.is_file() else None
    return found if found and found.offset == offset else None


def _files(conn: sqlite3.Connection, folder: Path, site: str) -> list[Path]:
    """The WARC files begun since the last run that ended by itself.

    They are found by their names, since a power cut may have lost a run's row.
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
        if (stamp := _STAMP.fullmatch(path.name, len(stem))) and stamp[1] > (whole_since or "")
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
