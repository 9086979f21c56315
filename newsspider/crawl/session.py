"""One run while it lasts: its locks, archive, frontier and WARC file, and the units not yet committed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from newsspider.crawl import host_lock
from newsspider.crawl.recovery import UncommittedAnswer, left_by_runs
from newsspider.errors import ArchiveError
from newsspider.items import STATUSES_WITH_BODY
from newsspider.language.dates import to_text
from newsspider.storage import site_lock, warc_rewrite
from newsspider.storage.archive import Archive, StoredUnit
from newsspider.storage.articles.withdrawals import withdrawn_urls
from newsspider.storage.crawl_frontier import Address, Frontier
from newsspider.storage.integrity import text_hashes
from newsspider.storage.page_in_progress import PageInProgress
from newsspider.storage.runs import settling
from newsspider.storage.transaction import MAKE_AGAIN, from_os
from newsspider.storage.warc import manifest
from newsspider.storage.warc.reader import COPY, RUN, digest_at
from newsspider.storage.warc.records import payload_digest
from newsspider.storage.warc.writer import MOST_FILE_BYTES, WarcWriter, recover
from newsspider.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.items import Capture, Unit
    from newsspider.monitoring.health_facts import Alarm
    from newsspider.profiles import SiteProfile
    from newsspider.revisions.removal_claims import SettledClaims
    from newsspider.run_reports import RunReport
    from newsspider.storage.runs.capture_rows import BodyAt
    from newsspider.storage.warc.writer import Exchange

# Units share one commit and one fsync: at most this many, for at most this long.  A killed run loses the
# units that wait; their answers are taken over by the next run (see `recovery`).
MOST_WAITING = 32
LONGEST_WAIT_S = 0.5
# Disk space that is released when the disk is full, so that the end of the run can still be recorded.
RESERVE_BYTES = 262_144
MOST_BEHIND = timedelta(hours=1)  # how far the clock may be behind the end of the last run


class RunSession:
    """A run of *profile* in the archive *folder*, from its first request to its report.

    *warc_bytes* is the size at which a WARC file is closed and the next begun; each file's first record
    names the *settings*.  A clock that is behind the last run is refused, unless *trusts_clock*.  *hosts*
    are the hosts to be crawled; the run holds their locks.

    Raises:
        LockHeld: another run has this site and archive, or one of the hosts.
        ArchiveError: the archive cannot be used.
    """

    def __init__(
        self,
        folder: Path,
        profile: SiteProfile,
        *,
        base_url: str | None = None,
        warc_bytes: int = MOST_FILE_BYTES,
        settings: Mapping[str, str] | None = None,
        trusts_clock: bool = False,
        hosts: Iterable[str] = (),
    ) -> None:
        self.folder, self.site = folder, profile.name
        self.started_at = datetime.now(UTC)
        self._stack = ExitStack()
        with ExitStack() as stack:
            stack.enter_context(site_lock.hold(folder, profile.name))
            stack.enter_context(host_lock.hold(hosts, site=profile.name, archive=folder))
            self.page_in_progress = PageInProgress(folder, profile.name)
            stack.callback(self.page_in_progress.close)
            self.archive = stack.enter_context(Archive.open(folder, create=True))
            self._refuse_damaged()
            if not trusts_clock:
                self._refuse_past()
            warc_rewrite.finish(folder, self.archive)
            recover(folder)
            manifest.complete(folder)
            self.frontier = Frontier(self.archive, profile.name)
            self._settle_last()
            self.run_id = self._begin(profile, base_url)
            self.archive.reopen_claims(profile.name, now=self.started_at)
            with self.archive.reading() as conn:
                self.uncommitted = left_by_runs(conn, folder, profile.name)
                self.withdrawn = withdrawn_urls(conn, profile.name)
            self.warc = stack.enter_context(
                WarcWriter(
                    folder,
                    profile.name,
                    self.started_at,
                    settings={**(settings or {}), **self._warcinfo(base_url)},
                    most_bytes=warc_bytes,
                )
            )
            self._reserve = stack.enter_context(_reserved(folder))
            self._stack = stack.pop_all()
        self.waiting: list[Unit] = []
        self._taken_over = 0
        self.on_committed: Callable[[StoredUnit], None] = lambda _: None
        self.watch: Callable[[str], AbstractContextManager[None]] = lambda _: nullcontext()
        self.returns_in_time: Callable[[Callable[[], object]], bool] = lambda _: False
        self._waiting_since = 0.0

    def write(self, exchange: Exchange, capture: Capture) -> Capture:
        """Write the answer to the WARC file and return its capture; bytes already stored are not repeated."""
        earlier = self._repeated(exchange, capture)
        if earlier:
            exchange = replace(exchange, earlier=(earlier.url, earlier.captured_at))
        place = self.warc.write(exchange)
        same_as_id = earlier.id if earlier else None
        return replace(capture, warc_file=place.file, warc_offset=place.offset, same_as_id=same_as_id)

    def recover_answer(self, url: str, address: Address, *, address_url: str) -> UncommittedAnswer | None:
        """The answer for *url* that an earlier run wrote to its WARC file and did not commit, if any."""
        found = self.uncommitted.find(url, address, archive=self.archive, address_url=address_url)
        self._taken_over += found is not None
        return found

    @contextmanager
    def reading(self, url: str) -> Iterator[None]:
        """Record, inside, which page is being read: if that ends the run, the next run knows it."""
        with self.page_in_progress.page(url), self.watch(url):
            yield

    def why_unread(self, url: str, read: Callable[[], object]) -> str | None:
        """Why the answer of *url* must not be read, because reading it ended earlier runs; None if it may be.

        *read* reads it without the archive.  It is tried in a child process where that is the only way to
        see whether the page ended those runs or something else did.
        """
        why = self.page_in_progress.ends_runs(url)
        if why and self.page_in_progress.may_be_tried(url) and self.returns_in_time(read):
            self.page_in_progress.acquit(url)
            return None
        return why

    def collect(self, unit: Unit) -> None:
        """Add a unit to those that are committed together."""
        if not self.waiting:
            self._waiting_since = time.monotonic()
        self.waiting.append(unit)
        if len(self.waiting) >= MOST_WAITING or time.monotonic() - self._waiting_since > LONGEST_WAIT_S:
            self.flush()

    def flush(self) -> None:
        """Commit the waiting units; their WARC records reach the disk before the database refers to them."""
        if not self.waiting:
            return
        units, self.waiting = tuple(self.waiting), []
        self.warc.sync()
        kept = self.archive.keep(units, run_id=self.run_id, now=datetime.now(UTC))
        for one in kept:
            self.on_committed(one)

    def take(self, limit: int, *, rest_only: bool = False, with_assets: bool = False) -> tuple[Address, ...]:
        """Up to *limit* addresses to request now, each once a run; for the options see `Frontier.take`."""
        self.flush()
        now = datetime.now(UTC)
        return self.frontier.take(
            limit, run_id=self.run_id, now=now, rest_only=rest_only, with_assets=with_assets
        )

    def settle(self) -> int:
        """Remove new revisions that only a change of the site's template made; return their number."""
        self.flush()
        with self.archive.transaction() as conn:
            return settling.settle(conn, self.site, self.run_id, at=to_text(datetime.now(UTC)))

    def _settle_last(self) -> None:
        """Settle the last run, in case it was killed before it did that itself."""
        with self.archive.transaction() as conn:
            last_id = settling.last_run(conn, self.site)
            if last_id is not None:
                settling.settle(conn, self.site, last_id, at=to_text(datetime.now(UTC)))

    def settle_claims(self, start_urls: Sequence[str], *, names_stories: bool) -> SettledClaims:
        """Decide which of the articles that answered "gone" are gone, now that the run is complete."""
        return self.archive.settle_claims(
            self.site, start_urls, run_id=self.run_id, names_stories=names_stories, now=datetime.now(UTC)
        )

    def end(
        self, *, reason: str, exit_status: int, alarms: Sequence[Alarm] = (), notes: tuple[str, ...] = ()
    ) -> RunReport:
        """Commit and close everything, and return the run's report."""
        with self._stack:
            self.flush()
            file = self.warc.close()
            self.archive.alarm(self.run_id, alarms, now=datetime.now(UTC))
            return self.archive.end_run(
                self.run_id,
                reason=reason,
                exit_status=exit_status,
                now=datetime.now(UTC),
                warc_file=file,
                notes=(*self._notes(), *notes),
            )

    def _notes(self) -> Iterator[str]:
        """What a person should know about the archive: upgraded, completed, or with gaps."""
        if self.archive.upgrade:
            yield self.archive.upgrade
        if self._taken_over:
            answers = "1 answer" if self._taken_over == 1 else f"{self._taken_over:,} answers"
            yield f"{answers} taken over from a run that was cut short"
        with self.archive.reading() as conn:
            query = "SELECT count(*) FROM articles WHERE site = ? AND pages_missing > 0"
            (number,) = conn.execute(query, (self.site,)).fetchone()
        if number:
            articles = "1 article lacks" if number == 1 else f"{number:,} articles lack"
            yield f"{articles} a further page that did not come; it is requested again"

    def abandon(self, *, reason: str, exit_status: int) -> None:
        """Close everything without a report, because the disk is full or the archive cannot be written.

        The end is recorded if there is room for it; otherwise the next run records this one as killed.
        """
        self.waiting.clear()
        self._reserve.unlink(missing_ok=True)
        with suppress(ArchiveError), self._stack:
            self.archive.end_run(
                self.run_id,
                reason=reason,
                exit_status=exit_status,
                now=datetime.now(UTC),
                warc_file=self.warc.file,
            )

    def _repeated(self, exchange: Exchange, capture: Capture) -> BodyAt | None:
        """The earlier answer that a 304 confirms, or that had the same bytes."""
        if exchange.status not in (*STATUSES_WITH_BODY, 304) or exchange.truncated:
            return None
        earlier = self.archive.earlier_answer(self.site, capture.address_url)
        if earlier is None or exchange.status == 304:
            return earlier
        if not exchange.body or earlier.payload_hash != capture.payload_hash:
            return None
        # Bodies that are equal once decoded may differ as sent: a gzip stream contains a time.
        stated = digest_at(self.folder, earlier.warc_file, earlier.warc_offset)
        return earlier if stated == payload_digest(exchange.body) else None

    def _refuse_damaged(self) -> None:
        """Refuse a damaged database: a run would lose more."""
        with self.archive.reading() as conn:
            found = text_hashes.damage(conn)
        if found:
            raise ArchiveError(str(self.folder), reason=f"news.db is damaged ({found}); {MAKE_AGAIN}")

    def _refuse_past(self) -> None:
        """Refuse a clock that was set back: captures would get wrong dates, and nothing would be due."""
        last = self.archive.last_end(self.site)
        if last and last - self.started_at > MOST_BEHIND:
            reason = (
                f"the clock says {to_text(self.started_at)}, but a run of site {self.site!r} ended at"
                f" {to_text(last)}; set the clock or, if that run's was wrong, crawl with --full"
            )
            raise ArchiveError(str(self.folder), reason=reason)

    def _warcinfo(self, base_url: str | None) -> dict[str, str]:
        """What `rebuild` must know of the run if the database is lost."""
        return {RUN: str(self.run_id), **({COPY: base_url} if base_url else {})}

    def _begin(self, profile: SiteProfile, base_url: str | None) -> int:
        return self.archive.begin_run(
            profile.name,
            title=profile.title,
            home_url=profile.home_url,
            zone=profile.zone.key,
            language=", ".join(profile.languages) or None,
            base_url=base_url,
            profile=profile.place,
            profile_hash=profile.text_hash,
            version=__version__,
            now=self.started_at,
        )


@contextmanager
def _reserved(folder: Path) -> Iterator[Path]:
    """Inside, a file occupies disk space until it is removed."""
    file = folder / site_lock.LOCKS / "reserve"
    try:
        file.write_bytes(bytes(RESERVE_BYTES))
        yield file
        file.unlink(missing_ok=True)
    except OSError as error:
        file.unlink(missing_ok=True)
        raise from_os(error, folder) from error
