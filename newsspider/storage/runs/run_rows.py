"""The tables `sites`, `runs` and `alarms`: when a run was, what it brought, why it ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from newsspider.items import Decision, Verdict
from newsspider.language.dates import to_text
from newsspider.run_reports import RunReport, SectionCount
from newsspider.storage.frontier import asset_pages, finished
from newsspider.storage.runs import page_outcomes
from newsspider.storage.serialisation import read_day, read_moment

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from newsspider.items import Article
    from newsspider.monitoring.health_facts import Alarm
    from newsspider.storage.persist import StoredUnit
    from newsspider.storage.transaction import Transaction

# What a reader may expect of an article, in the order of a page; the columns of `run_fields`.
FIELDS = ("headline", "standfirst", "byline", "date", "section", "issue", "text", "pictures", "link_blocks")
COUNTS = (
    "pages", "articles", "new", "changed", "same", "gone", "failed", "link_blocks", "links", "fetched_bytes",
    *page_outcomes.COLUMNS,
)  # fmt: skip


def begin(conn: sqlite3.Connection, site: str, facts: dict[str, str | None], *, at: str) -> int:
    """Begin a run of *site* and return its id; `facts` are columns of `sites` and of `runs`.

    A run of this site without an end was killed: the caller holds the lock of the site, so no other is
    alive.
    """
    conn.execute(
        "INSERT INTO sites (site, title, home_url, zone, language, profile, first_run_at, last_run_at)"
        " VALUES (:site, :title, :home_url, :zone, :language, :profile, :at, :at)"
        " ON CONFLICT (site) DO UPDATE SET title = coalesce(:title, title),"
        " home_url = coalesce(:home_url, home_url), zone = coalesce(:zone, zone),"
        " language = coalesce(:language, language),"
        " profile = coalesce(:profile, profile), first_run_at = coalesce(first_run_at, :at),"
        " last_run_at = max(coalesce(last_run_at, :at), :at)",
        facts | {"site": site, "at": at},
    )
    _end_killed(conn, site)
    cursor = conn.execute(
        "INSERT INTO runs (site, started_at, version, base_url, profile_hash)"
        " VALUES (:site, :at, :version, :base_url, :profile_hash)",
        facts | {"site": site, "at": at},
    )
    assert cursor.lastrowid is not None
    return cursor.lastrowid


def last_end(conn: sqlite3.Connection, site: str) -> datetime | None:
    """When the last run of *site* ended or, if it was killed, began; None without a run."""
    (at,) = conn.execute(
        "SELECT max(coalesce(ended_at, started_at)) FROM runs WHERE site = ?", (site,)
    ).fetchone()
    return read_moment(at) if at else None


def count(transaction: Transaction, kept: Iterable[StoredUnit]) -> None:
    """Add what was stored to the counts of the run, in the same transaction."""
    kept = tuple(kept)
    _count_fields(transaction, kept)
    sums = dict.fromkeys(COUNTS, 0)
    for one in kept:
        for name, number in _counts(one).items():
            sums[name] += number
    settings = ", ".join(f"{name} = {name} + :{name}" for name in COUNTS)
    transaction.conn.execute(f"UPDATE runs SET {settings} WHERE id = :id", sums | {"id": transaction.run_id})  # noqa: S608


def end(
    conn: sqlite3.Connection,
    run_id: int,
    *,
    reason: str,
    exit_status: int,
    warc_file: str | None,
    at: datetime,
) -> None:
    """Write the end of a run into its row."""
    (started_at,) = conn.execute("SELECT started_at FROM runs WHERE id = ?", (run_id,)).fetchone()
    duration_s = (at - read_moment(started_at)).total_seconds()
    conn.execute(
        "UPDATE runs SET ended_at = ?, duration_s = ?, reason = ?, exit_status = ?, warc_file = ?"
        " WHERE id = ?",
        (to_text(at), round(duration_s, 3), reason, exit_status, warc_file, run_id),
    )


def alarm(conn: sqlite3.Connection, run_id: int, one: Alarm, *, at: str) -> None:
    """Store an alarm of a run."""
    conn.execute(
        "INSERT INTO alarms (run_id, site, raised_at, kind, subject, message, since_run_id)"
        " SELECT id, site, ?, ?, ?, ?, coalesce(?, id) FROM runs WHERE id = ?",
        (at, one.kind, one.subject, one.message, one.since_run_id, run_id),
    )


def mend(conn: sqlite3.Connection, site: str, kind: str, subject: str, *, at: str) -> None:
    """Record that an alarm is mended."""
    conn.execute(
        "UPDATE alarms SET mended_at = ? WHERE site = ? AND kind = ? AND subject = ? AND mended_at IS NULL",
        (at, site, kind, subject),
    )


def report(conn: sqlite3.Connection, run_id: int, *, folder: str, notes: tuple[str, ...]) -> RunReport:
    """The report of an ended run; sections and dates are of everything the archive holds of its site."""
    columns = ("site", "started_at", "ended_at", "reason", "exit_status", *COUNTS)
    query = f"SELECT {', '.join(columns)} FROM runs WHERE id = ?"  # noqa: S608
    site, started_at, ended_at, reason, exit_status, *counts = conn.execute(query, (run_id,)).fetchone()
    sections = _sections(conn, site)
    return RunReport(
        run_id=run_id,
        site=site,
        archive=folder,
        started_at=read_moment(started_at),
        ended_at=read_moment(ended_at),
        reason=reason,
        exit_status=exit_status,
        **dict(zip(COUNTS, counts, strict=True)),
        earliest_on=min((s.earliest_on for s in sections if s.earliest_on), default=None),
        latest_on=max((s.latest_on for s in sections if s.latest_on), default=None),
        sections=sections,
        verdicts=_verdicts(conn, run_id),
        assets=asset_pages.kept(conn, run_id),
        alarms=tuple(
            message
            for (message,) in conn.execute(
                "SELECT message FROM alarms WHERE run_id = ? ORDER BY id", (run_id,)
            )
        ),
        notes=notes,
    )


def _end_killed(conn: sqlite3.Connection, site: str) -> None:
    conn.execute(
        "UPDATE runs SET reason = 'killed', ended_at = coalesce("
        "(SELECT max(captured_at) FROM captures WHERE run_id = runs.id), started_at)"
        " WHERE site = ? AND ended_at IS NULL",
        (site,),
    )
    conn.execute(
        "UPDATE runs SET duration_s = strftime('%s', ended_at) - strftime('%s', started_at)"
        " WHERE site = ? AND reason = 'killed' AND duration_s IS NULL",
        (site,),
    )


def _count_fields(transaction: Transaction, kept: tuple[StoredUnit, ...]) -> None:
    """Add to `run_fields` how many of the articles read have each field."""
    articles = [one.unit.article for one in kept if one.unit.article is not None]
    if not articles:
        return
    read = {"run_id": transaction.run_id, "articles": len(articles)}
    for article in articles:
        for name, is_there in _fields(article).items():
            read[name] = read.get(name, 0) + is_there
    names, slots = ", ".join(read), ", ".join(f":{name}" for name in read)
    more = ", ".join(f"{name} = {name} + excluded.{name}" for name in read if name != "run_id")
    transaction.conn.execute(
        f"INSERT INTO run_fields ({names}) VALUES ({slots}) ON CONFLICT DO UPDATE SET {more}",  # noqa: S608
        read,
    )


def _fields(article: Article) -> dict[str, bool]:
    """Which of `FIELDS` an article has."""
    return {
        "headline": article.headline is not None,
        "standfirst": article.standfirst is not None,
        "byline": bool(article.authors),
        "date": article.published_on is not None,
        "section": article.section is not None,
        "issue": article.issue is not None,
        "text": bool(article.body),
        "pictures": bool(article.images),
        "link_blocks": bool(article.link_blocks),
    }


def _counts(kept: StoredUnit) -> dict[str, int]:
    unit = kept.unit
    if unit.asset:
        return {}
    on_page = (*unit.page_blocks, *(unit.article.link_blocks if unit.article else ()))
    return {
        "pages": len(unit.captures),
        "articles": int(kept.decision is not None),
        "new": int(kept.decision is Decision.FIRST),
        "changed": int(kept.decision is Decision.CHANGED),
        "same": int(kept.decision in (Decision.SAME, Decision.WORSE)),
        "gone": 0,  # added when the end of the run settles the claims
        "failed": int(unit.verdict in finished.FAILURES),
        "link_blocks": len(on_page),
        "links": sum(len(block.links) for block in on_page),
        "fetched_bytes": sum(capture.size_bytes for capture in unit.captures),
        **page_outcomes.counts(kept),
    }


def _sections(conn: sqlite3.Connection, site: str) -> tuple[SectionCount, ...]:
    found = conn.execute(
        "SELECT section, count(*), min(published_on), max(published_on) FROM articles WHERE site = ?"
        " GROUP BY section ORDER BY count(*) DESC, section",
        (site,),
    )
    return tuple(
        SectionCount(section=section, articles=number, earliest_on=read_day(first), latest_on=read_day(last))
        for section, number, first, last in found
    )


def _verdicts(conn: sqlite3.Connection, run_id: int) -> dict[str, int]:
    found = conn.execute(
        "SELECT verdict, count(*) FROM captures WHERE run_id = ? GROUP BY verdict"
        " ORDER BY count(*) DESC, verdict",
        (run_id,),
    )
    return {Verdict(verdict).value: number for verdict, number in found}
