"""The table `frontier`: when an address is done, and when it is due again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from newsspider.items import Decision, Verdict
from newsspider.language.dates import to_text
from newsspider.scheduling import revisits
from newsspider.storage.frontier import incoming
from newsspider.storage.serialisation import read_day, read_moment

if TYPE_CHECKING:
    from datetime import datetime

    from newsspider.items import AddressKind, Capture, Unit
    from newsspider.storage.transaction import SqlValue, Transaction

# No good answer: the address counts as failed and is requested again in the next run.
FAILURES = frozenset({Verdict.ERROR, Verdict.BLOCKED, Verdict.UNREADABLE, Verdict.EMPTY, Verdict.NOT_STORED})
# A good answer: its validators may be sent back, so that the server can say "not modified".
GOOD = frozenset(
    {
        Verdict.ARTICLE, Verdict.STUB, Verdict.FRONT, Verdict.FEED, Verdict.SITEMAP, Verdict.PAGE,
        Verdict.SERVICE, Verdict.IMAGE, Verdict.DOCUMENT, Verdict.REQUISITE,
    }
)  # fmt: skip
# What an address turned out to be, where a link could only guess.
_KIND_OF = {
    Verdict.ARTICLE: "article",
    Verdict.STUB: "article",
    Verdict.PAGE: "article",
    Verdict.SERVICE: "article",
    Verdict.FRONT: "front",
    Verdict.FEED: "feed",
    Verdict.SITEMAP: "sitemap",
}
_LISTS = frozenset(("front", "feed", "sitemap"))
_ANSWERS_AS_LIST = frozenset({Verdict.NOT_MODIFIED, Verdict.FRONT, Verdict.FEED, Verdict.SITEMAP})
_NO_NEWS = frozenset({Verdict.NOT_MODIFIED, *GOOD})
_FINISH = """
UPDATE frontier SET done_at = :at, run_id = :run_id, verdict = :verdict, kind = :kind,
    failures = :failures, idle_count = :idle_count, brought = brought + :new_addresses,
    barren_visits = barren_visits + (kind IN ('front', 'feed', 'sitemap')),
    false_tells = :false_tells, due_at = :due_at,
    etag = CASE WHEN :good THEN :etag ELSE coalesce(:etag, etag) END,
    last_modified = CASE WHEN :good THEN :last_modified ELSE coalesce(:last_modified, last_modified) END,
    payload_hash = CASE WHEN :good THEN :payload_hash ELSE payload_hash END
WHERE site = :site AND url = :url"""


# The list that was the first to name a new story; its visits without one are counted from zero again.
_CREDIT = """
UPDATE frontier SET stories = stories + 1, barren_visits = 0
WHERE site = :site AND kind IN ('front', 'feed', 'sitemap')
    AND url = (SELECT found_on_url FROM frontier WHERE site = :site AND url = :url)"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a unit was to the archive, as far as it decides the next visit."""

    decision: Decision | None
    article_id: int | None
    new_addresses: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """What the frontier knows of an address before this answer."""

    rowid: int
    kind: str
    depth: int
    list_url: str | None
    verdict: str | None
    failures: int
    idle_count: int
    told_at: str | None
    done_at: str | None
    false_tells: int
    brought: int
    is_alias: bool = False


def finish(transaction: Transaction, unit: Unit, outcome: Outcome) -> None:
    """Record that the unit's address is done, and when it is due again.

    The address that a redirect ended at is done as well. When a first page changed, its further pages are
    due again; when a page of a list did, its next page may be.
    """
    if unit.address_url is None:
        return
    if not _finish_one(transaction, unit, unit.address_url, outcome):
        _insert_done(transaction, unit, unit.address_url, outcome)
    if outcome.decision is Decision.FIRST:
        transaction.conn.execute(_CREDIT, {"site": unit.site, "url": unit.address_url})
    last = unit.captures[-1] if unit.captures else None
    stood_in = unit.verdict in (Verdict.REDIRECT_HOME, Verdict.SOFT_404)
    if last and last.address_url != unit.address_url and not stood_in:
        _finish_one(transaction, unit, last.address_url, outcome)
    if unit.verdict is Verdict.ARTICLE and outcome.decision is not Decision.WORSE:
        _reopen_parts(transaction, unit.site, unit.address_url)


def finish_asset(transaction: Transaction, unit: Unit) -> None:
    """Record that the address of an asset is done, and no other: a redirect may have ended at a page.

    An address that is now known as a page still waits to be requested as one.
    """
    assert unit.address_url
    row = _row(transaction, unit.site, unit.address_url)
    if row and row.kind == unit.asset:
        outcome = Outcome(decision=None, article_id=None, new_addresses=0)
        _finish_one(transaction, unit, unit.address_url, outcome)


def _finish_one(transaction: Transaction, unit: Unit, url: str, outcome: Outcome) -> bool:
    """Record that *url* is done; returns whether the frontier holds it."""
    row = _row(transaction, unit.site, url)
    if row is None:
        return False
    if _leads_to_known(transaction, unit, url):
        row = replace(row, is_alias=True)
    # A start page stays what the profile says; otherwise one misjudged answer would end its site.
    kind = row.kind if row.depth == 0 else _KIND_OF.get(unit.verdict, row.kind)
    has_news = _has_news(kind, outcome)
    failures = row.failures + 1 if unit.verdict in FAILURES else 0
    idle_count = 0 if has_news else 1 if _is_turn(row, unit.verdict) else row.idle_count + 1
    due_at = _due_at(
        transaction, unit, row, kind=kind, outcome=outcome, failures=failures, idle_count=idle_count
    )
    status = unit.captures[-1].status if unit.captures else None
    good = unit.verdict in GOOD and status != 304 and outcome.decision is not Decision.WORSE
    values: dict[str, SqlValue] = {
        "at": transaction.at,
        "run_id": transaction.run_id,
        "verdict": unit.verdict,
        "kind": kind,
        "failures": failures,
        "idle_count": idle_count,
        "new_addresses": outcome.new_addresses if kind in _LISTS else 0,
        "false_tells": _false_tells(row, unit.verdict, has_news=has_news),
        "due_at": to_text(due_at),
        "good": good,
        **_validators(unit, good=good),
        "site": unit.site,
        "url": url,
    }
    transaction.conn.execute(_FINISH, values)
    if kind == "front":
        _read_on(transaction, unit.site, url, row, is_barren=not has_news)
    return True


def _row(transaction: Transaction, site: str, url: str) -> _Row | None:
    found = transaction.conn.execute(
        "SELECT rowid, kind, depth, list_url, verdict, failures, idle_count, told_at, done_at, false_tells,"
        " brought"
        " FROM frontier WHERE site = ? AND url = ?",
        (site, url),
    )
    names = [column[0] for column in found.description]
    values = found.fetchone()
    if values is None:
        return None
    return _Row(**dict(zip(names, values, strict=True)))


def _leads_to_known(transaction: Transaction, unit: Unit, url: str) -> bool:
    """Whether the address was redirected to another address of the frontier."""
    last = unit.captures[-1] if unit.captures else None
    return (
        last is not None and last.address_url != url and bool(_row(transaction, unit.site, last.address_url))
    )


def _has_news(kind: str, outcome: Outcome) -> bool:
    """Whether the visit brought something: a list a new address, an article a new revision."""
    if kind != "article":
        return outcome.new_addresses > 0
    return outcome.decision in (Decision.FIRST, Decision.CHANGED)


def _is_turn(row: _Row, verdict: Verdict) -> bool:
    """Whether the address answers differently than before: its idle visits are counted from zero again."""
    return verdict in revisits.LASTING and verdict != row.verdict


def _false_tells(row: _Row, verdict: Verdict, *, has_news: bool) -> int:
    """How often in a row an announced change was none."""
    if has_news or verdict not in _NO_NEWS:
        return 0
    was_told = bool(row.told_at and row.done_at and row.told_at > row.done_at)
    return row.false_tells + was_told


def _due_at(
    transaction: Transaction,
    unit: Unit,
    row: _Row,
    *,
    kind: str,
    outcome: Outcome,
    failures: int,
    idle_count: int,
) -> datetime:
    now = read_moment(transaction.at)
    if unit.next_due_at:
        return unit.next_due_at
    if unit.asset:
        in_a_row = idle_count if unit.verdict in revisits.LASTING else failures
        return revisits.asset_due(unit.asset, verdict=unit.verdict, now=now, failures=in_a_row)
    if kind in _LISTS:
        return _list_due(
            unit, row, kind=kind, outcome=outcome, failures=failures, idle_count=idle_count, now=now
        )
    if outcome.decision is Decision.WORSE:
        return now + revisits.SHORTEST
    if outcome.article_id is None and unit.verdict in (Verdict.SERVICE, Verdict.NOT_MODIFIED):
        return revisits.no_story_due(idle_visits=idle_count, now=now)
    published_on, changed_at, changes = _past(transaction, outcome.article_id)
    return revisits.next_due(
        verdict=unit.verdict,
        published_on=read_day(published_on),
        changed_at=read_moment(changed_at) if changed_at else None,
        now=now,
        failures=idle_count if unit.verdict in revisits.LASTING else failures,
        changes=changes,
    )


def _list_due(
    unit: Unit, row: _Row, *, kind: str, outcome: Outcome, failures: int, idle_count: int, now: datetime
) -> datetime:
    """When a list, feed or site map is due again."""
    is_start = kind == "front" and row.depth == 0 and row.list_url is None
    if is_start:
        return now
    verdict = Verdict.REDIRECT if row.is_alias else unit.verdict
    if verdict in _ANSWERS_AS_LIST:
        return revisits.list_due(
            cast("AddressKind", kind),
            depth=row.depth,
            idle_visits=idle_count,
            brought=row.brought + outcome.new_addresses,
            is_further_page=row.list_url is not None,
            now=now,
        )
    return revisits.lost_list_due(
        verdict,
        depth=row.depth,
        idle_visits=idle_count,
        failures=failures,
        was_there=row.brought > 0 or row.verdict in _ANSWERS_AS_LIST,
        now=now,
    )


def _past(transaction: Transaction, article_id: int | None) -> tuple[str | None, str | None, int]:
    """When an article was published and last changed, and how often it changed."""
    found = transaction.conn.execute(
        "SELECT published_on, CASE WHEN revision_count > 1 OR published_on IS NULL THEN"
        " (SELECT seen_at FROM revisions WHERE article_id = articles.id AND number = revision_count) END,"
        " revision_count - 1 FROM articles WHERE id = ?",
        (article_id,),
    ).fetchone()
    return found or (None, None, 0)


def _read_on(transaction: Transaction, site: str, url: str, row: _Row, *, is_barren: bool) -> None:
    """Make the next page of a list due, unless too many in a row named nothing new.

    `idle_count` of a further page counts the pages up to itself that named nothing new.
    """
    first_url = row.list_url or url
    barren = int(is_barren)
    if row.list_url is not None:
        barren = barren and 1 + _barren_before(transaction, site, first_url, row.rowid)
        transaction.conn.execute("UPDATE frontier SET idle_count = ? WHERE rowid = ?", (barren, row.rowid))
    if not revisits.reads_on(barren):
        return
    following = transaction.conn.execute(
        "SELECT min(rowid) FROM frontier WHERE site = ? AND list_url = ? AND (rowid > ? OR ?)",
        (site, first_url, row.rowid, row.list_url is None),
    ).fetchone()
    incoming.make_due(
        transaction.conn, following if following[0] else (), at=transaction.at, run_id=transaction.run_id
    )


def _barren_before(transaction: Transaction, site: str, first_url: str, rowid: int) -> int:
    """How many pages in a row, up to the one before, named nothing new in this run."""
    found = transaction.conn.execute(
        "SELECT idle_count FROM frontier WHERE site = ?1 AND (list_url = ?2 OR url = ?2) AND rowid < ?3"
        " AND run_id = ?4 AND done_at IS NOT NULL ORDER BY list_url IS NULL, rowid DESC LIMIT 1",
        (site, first_url, rowid, transaction.run_id),
    ).fetchone()
    return min(found[0], revisits.BARREN_PAGES) if found else 0


def _validators(unit: Unit, *, good: bool) -> dict[str, str | None]:
    """The validators of a good answer, or of one that says it still holds."""
    capture: Capture | None = unit.captures[-1] if unit.captures else None
    if capture is None or not (good or unit.verdict is Verdict.NOT_MODIFIED):
        return {"etag": None, "last_modified": None, "payload_hash": None}
    return {
        "etag": capture.etag,
        "last_modified": capture.last_modified,
        "payload_hash": capture.payload_hash,
    }


def _insert_done(transaction: Transaction, unit: Unit, url: str, outcome: Outcome) -> None:
    """Add an address that was answered without having been found: a user gave it."""
    transaction.conn.execute(
        "INSERT INTO frontier (site, url, kind, depth, found_on_url, found_at) VALUES (?, ?, ?, 0, ?, ?)",
        (unit.site, url, _KIND_OF.get(unit.verdict, "article"), url, transaction.at),
    )
    _finish_one(transaction, unit, url, outcome)


def _reopen_parts(transaction: Transaction, site: str, first_url: str) -> None:
    """Make the further pages of an article due again, except those already requested in this run."""
    transaction.conn.execute(
        "UPDATE frontier SET due_at = ?, done_at = NULL, run_id = NULL"
        " WHERE site = ? AND part_of_url = ? AND run_id IS NOT ?",
        (transaction.at, site, first_url, transaction.run_id),
    )
