"""Reads every article and front again from its captures, writes what differs, and reports it by field."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider.collection import site_files
from newsspider.errors import ProfileError, UsageError
from newsspider.language.dates import to_text
from newsspider.maintenance.reextract import captured_sources, judged_pages, reading_pool, rewrite_rows
from newsspider.maintenance.reextract.reading_pool import Batch, ReadingPool
from newsspider.maintenance.reextract.rejudge import AN_ARTICLE
from newsspider.maintenance.reextract.reread import Difference, Outcome, Rereader
from newsspider.queries.connection import connect
from newsspider.storage import site_lock
from newsspider.storage.archive import Archive

if TYPE_CHECKING:
    import sqlite3
    from datetime import date
    from pathlib import Path

OnStep = Callable[[str], None]
# One process reads this many articles at a time; they are written in one transaction.
BATCH = 50
# With fewer articles, starting processes costs more than they save.
_WORTH_PROCESSES = 300
EXAMPLES = 3


@dataclass(kw_only=True, slots=True)
class FieldReport:
    """How many articles and fronts differ in one field, with examples: the address and the difference."""

    count: int = 0
    examples: list[tuple[str, Difference]] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class ReextractReport:
    """The report of a re-extraction.

    `changed` counts articles with a field that differs, `unread` captures whose record is lost or cannot
    be read, `stays` articles that are left as they are, by address, with the reason. `no_longer_articles`
    are the addresses of articles that are lists or service pages by today's rules and left the tables;
    `now_articles` those of pages that are articles now.
    """

    articles: int = 0
    fronts: int = 0
    captures: int = 0
    unread: int = 0
    changed: int = 0
    fields: dict[str, FieldReport] = field(default_factory=dict)
    stays: dict[str, str] = field(default_factory=dict)
    no_longer_articles: list[str] = field(default_factory=list)
    now_articles: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        self.articles += outcome.is_article
        if outcome.verdict_change:
            is_now = outcome.verdict_change.verdict in AN_ARTICLE
            if is_now:
                self.now_articles.append(outcome.url)
            elif outcome.is_article:
                self.no_longer_articles.append(outcome.url)
        self.fronts += outcome.is_front
        self.captures += outcome.captures
        self.unread += outcome.unread
        self.changed += bool(outcome.differences) and outcome.is_article
        if outcome.stays:
            self.stays[outcome.url] = outcome.stays
        for one in outcome.differences:
            told = self.fields.setdefault(one.field, FieldReport())
            told.count += 1
            if len(told.examples) < EXAMPLES:
                told.examples.append((outcome.url, one))


def reextract(
    folder: Path,
    *,
    site: str | None = None,
    since: date | None = None,
    is_dry_run: bool = False,
    longest_s: float | None = None,
    on_step: OnStep = lambda _: None,
) -> ReextractReport:
    """What the captures of the archive in *folder* say now; written unless *is_dry_run*.

    *site* is the name of one of its sites, or the path of that site's profile; else all are read, each by
    the profile of its last run.  With *since*, articles published on that day or later, and no fronts.
    With *longest_s*, pages are read in processes of their own, and an article stays as it is if reading one
    of its pages takes longer or ends the process.

    Raises:
        LockHeld: a run of one of the sites is going on.
        ProfileError: a site's profile is not there any more, or cannot be used.
        ArchiveError: there is no archive, or it cannot be written.
    """
    with closing(connect(folder)) as conn:
        conn.row_factory = None
        places = _places(conn, folder, site)
    with ExitStack() as stack:
        archive = None
        if not is_dry_run:
            for name in sorted(places):
                stack.enter_context(site_lock.hold(folder, name))
            archive = stack.enter_context(Archive.open(folder, create=False))
        with closing(connect(folder)) as conn:
            conn.row_factory = None
            batches = list(_batches(conn, places, since))
        told = ReextractReport()
        total, done = sum(len(one.ids) for one in batches), 0
        for outcomes in _read(folder, places, batches, stack, longest_s):
            if archive:
                _write(archive, outcomes)
            for one in outcomes:
                told.add(one)
            done += len(outcomes)
            on_step(f"{done:,} of {total:,} articles and fronts, {told.changed:,} differ")
        return told


def _places(conn: sqlite3.Connection, folder: Path, site: str | None) -> dict[str, str]:
    """The profiles to read by, checked, by the names of their sites."""
    known = dict(conn.execute("SELECT site, profile FROM sites ORDER BY 1").fetchall())
    if site is not None and site not in known:
        name = site_files.load(site, folder).name
        if name not in known:
            raise UsageError(f"site {name!r} is not in this archive; expected one of {', '.join(known)}")
        return {name: site}
    places = {name: place or name for name, place in known.items() if site in (None, name)}
    for name, place in places.items():
        _checked(name, place, folder)
    return places


def _checked(name: str, place: str, folder: Path) -> None:
    try:
        site_files.load(place, folder)
    except ProfileError as error:
        reason = f"{error.reason} (to read {name!r} again by another file: --site FILE)"
        raise ProfileError(error.profile, key=error.key, reason=reason) from error


def _batches(conn: sqlite3.Connection, sites: Iterable[str], since: date | None) -> Iterator[Batch]:
    for site in sites:
        for ids in _batched(captured_sources.article_ids(conn, site, since.isoformat() if since else None)):
            yield Batch(kind="articles", ids=ids)
        for ids in _batched(captured_sources.front_ids(conn, site) if since is None else []):
            yield Batch(kind="fronts", ids=ids)
        for ids in _batched(judged_pages.page_ids(conn, site) if since is None else []):
            yield Batch(kind="pages", ids=ids)


def _batched(ids: list[int]) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(ids), BATCH):
        yield tuple(ids[start : start + BATCH])


def _read(
    folder: Path,
    places: Mapping[str, str],
    batches: list[Batch],
    stack: ExitStack,
    longest_s: float | None,
) -> Iterator[list[Outcome]]:
    """The outcomes of each batch, read on all cores if that saves time."""
    cores = min(os.cpu_count() or 1, len(batches))
    is_small = cores < 2 or sum(len(one.ids) for one in batches) < _WORTH_PROCESSES
    if is_small and longest_s is None:
        with Rereader(folder, places) as reader:
            yield from (reading_pool.outcomes(reader, one) for one in batches)
        return
    processes = 1 if is_small else cores
    pool = stack.enter_context(ReadingPool(folder, places, processes=processes, longest_s=longest_s))
    conn = stack.enter_context(closing(connect(folder)))
    conn.row_factory = None
    yield from pool.read(batches, unread=lambda one: [_unread(conn, one)])


def _unread(conn: sqlite3.Connection, batch: Batch) -> Outcome:
    """The outcome of an article, front or page whose reading ended the process: it stays as it is."""
    query = {
        "articles": "SELECT canonical_url FROM articles WHERE id = ?",
        "fronts": "SELECT url FROM urls WHERE id = ?",
        "pages": "SELECT address_url FROM captures WHERE id = ?",
    }[batch.kind]
    (url,) = conn.execute(query, batch.ids).fetchone()
    is_article = batch.kind == "articles"
    return Outcome(
        url=url,
        is_article=is_article,
        is_front=batch.kind == "fronts",
        captures=0,
        unread=1,
        stays="reading it took too long or ended the process" if is_article else None,
    )


def _write(archive: Archive, outcomes: Iterable[Outcome]) -> None:
    """Write what differs in some articles: all of it, or nothing."""
    outcomes = list(outcomes)
    changes = [one.change for one in outcomes if one.change]
    verdict_changes = [one.verdict_change for one in outcomes if one.verdict_change]
    if not changes and not verdict_changes:
        return
    at = to_text(datetime.now(UTC))
    with archive.transaction() as conn:
        for change in changes:
            rewrite_rows.write(conn, change, at=at)
        for verdict_change in verdict_changes:
            judged_pages.write(conn, verdict_change, at=at)
        rewrite_rows.finish(conn, at=at)
