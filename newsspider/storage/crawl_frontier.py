"""The crawl frontier: which addresses of a site a run requests, and in what order."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from newsspider.items import AddressKind, AssetKind, FoundLink, Hint, MissingPage
from newsspider.language.dates import to_text
from newsspider.storage.articles import article_urls
from newsspider.storage.frontier import alternate_pages, asset_pages, incoming, probe_answers, turns
from newsspider.storage.serialisation import read_hint
from newsspider.storage.transaction import Transaction

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from newsspider.storage.archive import Archive
    from newsspider.storage.transaction import SqlValue


ADDRESS_COLUMNS = (
    "url, kind, depth, found_on_url, hint, part_of_url, etag, last_modified, payload_hash, failures,"
    " verdict IS NOT NULL, asked_url, list_url IS NOT NULL"
)
HANDED_OUT_ORDER = f"{turns.TURN}, depth, rowid"
BY_TURN = turns.queries(ADDRESS_COLUMNS)
# The pages and assets of articles that the run requested.
REST = f"""SELECT rowid, {ADDRESS_COLUMNS} FROM frontier
WHERE site = :site AND run_id IS NULL AND due_at <= :now AND {turns.TURN} <= :last_turn
    AND (part_of_url IS NOT NULL OR ({asset_pages.IS_ASSET}
        AND (:all OR found_at >= (SELECT started_at FROM runs WHERE id = :run_id))))
ORDER BY {HANDED_OUT_ORDER} LIMIT :limit"""  # noqa: S608 # our own words
_LAST_VISITS = """SELECT url, found_on_url, stories > 0 FROM frontier
WHERE site = ? AND done_at IS NOT NULL AND kind IN ('front', 'feed', 'sitemap')
    AND verdict NOT IN ('gone', 'error', 'forbidden')
ORDER BY done_at DESC, rowid DESC LIMIT ?"""
_COUNT_WAITING = f"""SELECT count(*) FROM frontier
WHERE site = ? AND run_id IS NULL AND due_at <= ? AND {turns.TURN} <= ?"""  # noqa: S608 # our own words


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """An address to request, with all that is known of it.

    `url` identifies the address; `asked_url` is the form it was linked in, if that differs. `tries` is the
    number of failures in a row. `is_known`: it answered before. `is_list_page`: it is a further page of a
    list. `etag`, `last_modified` and `payload_hash` belong to its last good answer.
    """

    url: str
    kind: AddressKind
    depth: int
    found_on_url: str
    hint: Hint = field(default_factory=Hint)
    part_of_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    payload_hash: str | None = None
    tries: int = 0
    is_known: bool = False
    asked_url: str | None = None
    is_list_page: bool = False

    @property
    def asset(self) -> AssetKind | None:
        """Its kind of asset; None for a page."""
        match self.kind:
            case "requisite" | "image" | "document" as kind:
                return kind
        return None


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontierCounts:
    """How many addresses of a site are known, wait, were ever done, and failed last time."""

    known: int
    waiting: int
    done: int
    failed: int


class Frontier:
    """The addresses of one site in an archive.

    An address waits while its `run_id` is empty. `take` writes the run into it. A new run empties those
    that are due, including those that a killed run took and never finished.
    """

    def __init__(self, archive: Archive, site: str) -> None:
        self._archive = archive
        self._site = site
        self._open_run_id: int | None = None
        self._mixing = turns.Mixing()
        self._twins: dict[int, Address] = {}  # held back in this run, by their rows
        self._is_full = False

    def seed(self, links: Sequence[FoundLink], now: datetime) -> None:
        """Add addresses: new ones are due; of known ones only unknown values are filled in."""
        at = to_text(now)
        with self._archive.transaction() as conn:
            conn.execute("INSERT OR IGNORE INTO sites (site) VALUES (?)", (self._site,))
            incoming.add(conn, self._site, links, at=at)
            for link in links:
                if link.written_url:
                    transaction = Transaction(conn=conn, run_id=0, at=at)
                    article_urls.note_leading(
                        transaction, self._site, link.written_url, "rewritten", target_url=link.url
                    )

    def take(
        self, limit: int, *, run_id: int, now: datetime, rest_only: bool = False, with_assets: bool = False
    ) -> tuple[Address, ...]:
        """Up to *limit* addresses that are due; a run gets each only once.

        Fronts that brought new stories lately, stories that this run found, other new stories, other
        lists, known articles and dead addresses take turns (see `turns`), each by depth and then as found.
        With *with_assets*, images, documents and requisites follow. With *rest_only*, only further pages
        and assets of articles that the run requested.
        """
        values: dict[str, SqlValue] = {
            "site": self._site,
            "now": to_text(now),
            "run_id": run_id,
            "last_turn": _last_turn(with_assets=with_assets),
            "all": not rest_only,
            "limit": limit,
        }
        with self._archive.transaction() as conn:
            self._open_for(conn, run_id, now)
            taken = self._due(conn, values, now=now)
            conn.executemany(
                "UPDATE frontier SET run_id = ?, done_at = CASE WHEN part_of_url IS NULL THEN done_at END"
                " WHERE rowid = ?",
                [(run_id, rowid) for rowid in taken],
            )
        return tuple(taken.values())

    def hand_out(self, url: str, *, run_id: int) -> Address | None:
        """One address by its name, as `take` would give it; None if it is unknown."""
        with self._archive.transaction() as conn:
            conn.execute(
                "UPDATE frontier SET run_id = ?, done_at = CASE WHEN part_of_url IS NULL THEN done_at END"
                " WHERE site = ? AND url = ?",
                (run_id, self._site, url),
            )
            query = f"SELECT {ADDRESS_COLUMNS} FROM frontier WHERE site = ? AND url = ?"  # noqa: S608 # our own words
            found = conn.execute(query, (self._site, url)).fetchone()
        return address_of(found) if found else None

    def _due(
        self, conn: sqlite3.Connection, values: dict[str, SqlValue], *, now: datetime
    ) -> dict[int, Address]:
        """The addresses to request now, by their rows; alternate addresses of other stories are held back.

        When nothing else is due, they are checked again: what held them back may be gone.
        """
        while found := self._waiting(conn, values):
            due = {row[0]: address_of(row[1:]) for row in found}
            held = self._held_back(conn, due, now=now)
            self._twins |= held
            # They wait no more in this run; the next run lets them wait again.
            conn.executemany(
                "UPDATE frontier SET run_id = ? WHERE rowid = ?", [(values["run_id"], row) for row in held]
            )
            if len(held) < len(due):
                return {row: address for row, address in due.items() if row not in held}
        if not self._twins or not values["all"]:
            return {}
        due, self._twins = self._twins, self._held_back(conn, self._twins, now=now)
        return {row: address for row, address in due.items() if row not in self._twins}

    def _waiting(self, conn: sqlite3.Connection, values: dict[str, SqlValue]) -> list[tuple[Any, ...]]:
        """The next rows that are due."""
        if values["all"]:
            waiting = {turn: conn.execute(query, values).fetchall() for turn, query in BY_TURN.items()}
            if found := self._mixing.mix(waiting, cast("int", values["limit"])):
                return found
            if values["last_turn"] == turns.LAST_TURN_OF_PAGES:
                return []
        return conn.execute(REST, values).fetchall()

    def _held_back(
        self, conn: sqlite3.Connection, due: dict[int, Address], *, now: datetime
    ) -> dict[int, Address]:
        """Addresses whose story has another living address; a full run requests known ones again."""
        return {row: address for row, address in due.items() if self._is_twin(conn, address, now=now)}

    def _is_twin(self, conn: sqlite3.Connection, address: Address, *, now: datetime) -> bool:
        if address.kind not in ("article", "front") or address.part_of_url:
            return False
        if alternate_pages.has_plain_address(
            conn, self._site, address.url, found_on_url=address.found_on_url
        ):
            return True
        is_asked_again = self._is_full or not address.is_known
        return not is_asked_again and alternate_pages.gave_anothers_story(
            conn, self._site, address.url, now=now
        )

    def count_waiting(self, now: datetime, *, with_assets: bool) -> int:
        """How many addresses `take` still has to give."""
        last_turn = _last_turn(with_assets=with_assets)
        with self._archive.reading() as conn:
            (number,) = conn.execute(_COUNT_WAITING, (self._site, to_text(now), last_turn)).fetchone()
        return int(number)

    def postpone(self, url: str) -> None:
        """Give an address back unrequested: it waits again, in this run and in the next."""
        with self._archive.transaction() as conn:
            conn.execute("UPDATE frontier SET run_id = NULL WHERE site = ? AND url = ?", (self._site, url))

    def mark_all_due(self, now: datetime) -> None:
        """Make every known page due, but no asset; call it before the first `take`."""
        self._is_full = True
        with self._archive.transaction() as conn:
            is_page = f"NOT {asset_pages.IS_ASSET}"
            conn.execute(
                f"UPDATE frontier SET due_at = ?, run_id = NULL WHERE site = ? AND {is_page}",  # noqa: S608
                (to_text(now), self._site),
            )

    def count_due(self, kinds: Iterable[AssetKind], now: datetime) -> int:
        """How many assets of these kinds are due."""
        with self._archive.reading() as conn:
            return asset_pages.count_due(conn, self._site, kinds, at=to_text(now))

    def parts_of(self, url: str) -> tuple[tuple[str, bool], ...]:
        """The further pages of the article whose first page is *url*, as found, and whether each is done.

        Done means that it answered since the first page was last stored.
        """
        with self._archive.reading() as conn:
            found = conn.execute(
                "SELECT url, done_at IS NOT NULL FROM frontier"
                " WHERE site = ? AND part_of_url = ? ORDER BY rowid",
                (self._site, url),
            )
            return tuple((part_url, bool(is_done)) for part_url, is_done in found)

    def is_done(self, url: str) -> bool:
        """Whether an address ever answered, well or badly."""
        with self._archive.reading() as conn:
            query = "SELECT 1 FROM frontier WHERE site = ? AND url = ? AND done_at IS NOT NULL"
            return conn.execute(query, (self._site, url)).fetchone() is not None

    def asked_in(self, run_id: int, urls: Iterable[str]) -> frozenset[str]:
        """Which of the addresses this run requested and got an answer for, well or badly."""
        with self._archive.reading() as conn:
            found = conn.execute(
                "SELECT url FROM json_each(?) AS wanted CROSS JOIN frontier"
                " ON site = ? AND url = wanted.value WHERE run_id = ? AND done_at IS NOT NULL",
                (json.dumps(list(urls)), self._site, run_id),
            )
            return frozenset(url for (url,) in found)

    def hint_of(self, url: str) -> Hint:
        """What was said of an address where it was found; an empty hint for an unknown address."""
        with self._archive.reading() as conn:
            found = conn.execute(
                "SELECT hint FROM frontier WHERE site = ? AND url = ?", (self._site, url)
            ).fetchone()
        return read_hint(found[0] if found else None)

    def was_asked(self, url: str) -> bool:
        """Whether an address ever answered, or failed."""
        with self._archive.reading() as conn:
            query = "SELECT 1 FROM frontier WHERE site = ? AND url = ? AND verdict IS NOT NULL"
            return conn.execute(query, (self._site, url)).fetchone() is not None

    def last_visits(self, limit: int) -> list[tuple[str, str, bool]]:
        """The lists visited last, oldest first: address, where it was found, whether it led to a story."""
        with self._archive.reading() as conn:
            found = conn.execute(_LAST_VISITS, (self._site, limit)).fetchall()
        return [(url, found_on_url, bool(has_stories)) for url, found_on_url, has_stories in reversed(found)]

    def missing_pages(self, *, since: datetime) -> dict[str, MissingPage]:
        """What the hosts of the site answered for addresses that cannot exist, if probed after *since*."""
        with self._archive.reading() as conn:
            return probe_answers.known(conn, self._site, since=since)

    def counts(self) -> FrontierCounts:
        """The counts of the frontier."""
        with self._archive.reading() as conn:
            known, waits, done, failed = conn.execute(
                "SELECT count(*), count(*) FILTER (WHERE run_id IS NULL),"
                " count(*) FILTER (WHERE done_at IS NOT NULL), count(*) FILTER (WHERE failures > 0)"
                " FROM frontier WHERE site = ?",
                (self._site,),
            ).fetchone()
        return FrontierCounts(known=known, waiting=waits, done=done, failed=failed)

    def _open_for(self, conn: sqlite3.Connection, run_id: int, now: datetime) -> None:
        """Let what is due wait, when a run takes for the first time."""
        if self._open_run_id == run_id:
            return
        conn.execute(
            "UPDATE frontier SET run_id = NULL WHERE site = ? AND due_at <= ? AND run_id IS NOT NULL"
            " AND run_id <> ?",
            (self._site, to_text(now), run_id),
        )
        self._open_run_id = run_id


def _last_turn(*, with_assets: bool) -> int:
    return turns.LAST_TURN if with_assets else turns.LAST_TURN_OF_PAGES


def address_of(values: tuple[object, ...]) -> Address:
    """The address in a row of ADDRESS_COLUMNS."""
    url, kind, depth, found_on_url, hint, part_of_url, etag, last_modified, payload_hash, *rest = values
    failures, is_known, asked_url, is_list_page = rest
    return Address(
        url=cast("str", url),
        kind=cast("AddressKind", kind),
        depth=cast("int", depth),
        found_on_url=cast("str", found_on_url),
        hint=read_hint(cast("str | None", hint)),
        part_of_url=cast("str | None", part_of_url),
        etag=cast("str | None", etag),
        last_modified=cast("str | None", last_modified),
        payload_hash=cast("str | None", payload_hash),
        tries=cast("int", failures),
        is_known=bool(is_known),
        asked_url=cast("str | None", asked_url),
        is_list_page=bool(is_list_page),
    )
