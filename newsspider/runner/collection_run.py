"""Crawls what is due in a collection, several sites side by side; one process for each site."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider.collection import due_sites, site_files
from newsspider.crawl import host_lock
from newsspider.errors import LockHeld, UsageError
from newsspider.queries import site_runs
from newsspider.queries.connection import ReadOnly
from newsspider.run_reports import Progress, RunReport
from newsspider.runner.crawl_children import CrawlChildren, Ended
from newsspider.runner.process import CrawlOrder
from newsspider.storage import site_lock
from newsspider.storage.archive import DATABASE, Archive
from newsspider.storage.runs import site_alarms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from newsspider.collection.due_sites import DueSite
    from newsspider.collection.settings import CollectionSettings
    from newsspider.collection.site_files import Sites
    from newsspider.profiles import SiteProfile

_LOOK_S = 0.5  # between two looks at whether somebody interrupted the run
_TELL_S = 600.0
INTERRUPTED = 130


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteOutcome:
    """What one site's crawl brought; `problem` says why there is no report.

    `is_busy`: another run crawls the site or its host, so it is left to the next `newsspider run`.
    """

    site: str
    report: RunReport | None = None
    problem: str | None = None
    exit_status: int = 0
    is_busy: bool = False
    next_due_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectionReport:
    """The result of one `newsspider run`.

    `not_due` sites were left; `waiting` were due and not begun, because the run was interrupted.
    `raised` and `over` are the alarms that are new or over since the run began.  `not_told` says which
    channels did not take their messages.
    """

    archive: str
    outcomes: tuple[SiteOutcome, ...]
    not_due: int = 0
    waiting: tuple[str, ...] = ()
    raised: tuple[site_runs.StandingAlarm, ...] = ()
    over: tuple[site_runs.StandingAlarm, ...] = ()
    not_told: tuple[str, ...] = ()
    is_interrupted: bool = False

    @property
    def exit_status(self) -> int:
        """0 all well, 1 with alarms or problems, 130 interrupted."""
        if self.is_interrupted:
            return INTERRUPTED
        has_problem = any(each.problem or (each.report and each.report.alarms) for each in self._judged())
        return int(has_problem or bool(self.not_told))

    def _judged(self) -> Iterator[SiteOutcome]:
        return (each for each in self.outcomes if not each.is_busy)


@dataclass(frozen=True, kw_only=True, slots=True)
class CollectionProgress:
    """The state of a run: the sites that ended, that are crawled with their progress, and that wait."""

    ended: tuple[SiteOutcome, ...]
    running: Mapping[str, Progress]
    waiting: int
    is_ending: bool


@dataclass(slots=True)
class CollectionRun:
    """One `newsspider run`.

    `on_progress` is called now and then, `tell` when there may be news for people: it returns what failed.
    `interrupts` says how often somebody asked the run to end.
    """

    archive: Path
    settings: CollectionSettings
    only: tuple[str, ...] = ()
    is_now: bool = False
    overrides: Mapping[str, str] = field(default_factory=dict)
    on_progress: Callable[[CollectionProgress], None] = lambda _: None
    interrupts: Callable[[], int] = lambda: 0
    tell: Callable[[Archive], Sequence[str]] = lambda _: ()

    def run(self) -> CollectionReport:
        """Crawl what is due, and report it.

        Raises:
            UsageError: the collection has no profile, or not the sites of `only`.
            CollectionHeld: another run of the collection is under way.
            ArchiveError: the archive cannot be written.
        """
        sites = self._sites()
        with (
            site_lock.hold_collection(self.archive),
            closing(Archive.open(self.archive, create=True)) as archive,
        ):
            before = self._standing()
            self._forget_removed(before, archive)
            outcomes, waiting, not_due, is_interrupted = self._crawl_due(sites, archive)
            after = self._standing()
            not_told = tuple(self.tell(archive))
        return CollectionReport(
            archive=str(self.archive),
            outcomes=tuple(sorted(outcomes, key=lambda each: each.site)),
            not_due=not_due,
            waiting=tuple(waiting),
            raised=tuple(alarm for key, alarm in after.items() if key not in before),
            over=tuple(alarm for key, alarm in before.items() if key not in after),
            not_told=not_told,
            is_interrupted=is_interrupted,
        )

    def _sites(self) -> Sites:
        sites = site_files.load_all(self.archive)
        broken = {file.stem: file for file in sites.broken}
        names = {*sites.profiles, *broken}
        if not names:
            raise UsageError(
                f"{site_files.folder(self.archive)} has no profiles; add one with"
                f" `newsspider crawl URL --archive {self.archive}`, or write {site_files.FOLDER}/NAME.yaml"
            )
        if unknown := [name for name in self.only if name not in names]:
            known = ", ".join(sorted(names))
            raise UsageError(f"--only {unknown[0]}: the collection has no such site; expected one of {known}")
        if not self.only:
            return sites
        return site_files.Sites(
            profiles={name: each for name, each in sites.profiles.items() if name in self.only},
            broken={file: why for file, why in sites.broken.items() if file.stem in self.only},
        )

    def _forget_removed(self, standing: Iterable[tuple[str, str, str]], archive: Archive) -> None:
        """End the alarms about sites that could not be crawled and are no longer in the collection."""
        sites = site_files.load_all(self.archive)
        names = {*sites.profiles, *(file.stem for file in sites.broken)}
        for site, kind, _ in standing:
            if kind == site_alarms.KIND and site not in names:
                archive.put_site_alarm(site, None, now=datetime.now(UTC))

    def _crawl_due(self, sites: Sites, archive: Archive) -> tuple[list[SiteOutcome], list[str], int, bool]:
        now = datetime.now(UTC)
        due = due_sites.in_order(self._due(sites, now), now)
        outcomes = [self._broken(archive, file.stem, str(error)) for file, error in sites.broken.items()]
        not_due = len(sites.profiles) - len(due)
        running: dict[str, Progress] = {}
        busy: dict[str, frozenset[str]] = {}
        children = CrawlChildren()
        asked, told_at = 0, time.monotonic()
        while True:
            asked = self._pass_on(children, asked)
            while not asked and len(running) < self.settings.jobs:
                chosen = due_sites.next_to_start(due, frozenset().union(*busy.values()))
                if chosen is None:
                    break
                due.remove(chosen)
                busy[chosen.name], running[chosen.name] = chosen.servers, Progress()
                children.start(chosen.name, self._order(sites.profiles[chosen.name]))
            if not running:
                break
            for message in children.wait(_LOOK_S):
                if isinstance(message, Ended):
                    del running[message.site], busy[message.site]
                    outcomes.append(self._outcome(archive, sites.profiles[message.site], message))
                else:
                    running[message[0]] = message[1]
            self.on_progress(
                CollectionProgress(
                    ended=tuple(outcomes), running=running, waiting=len(due), is_ending=bool(asked)
                )
            )
            if time.monotonic() - told_at > _TELL_S:
                self.tell(archive)
                told_at = time.monotonic()
        return outcomes, [site.name for site in due], not_due, bool(asked)

    def _pass_on(self, children: CrawlChildren, asked: int) -> int:
        """Pass new interrupts on to the crawls, and return how often somebody interrupted."""
        now_asked = self.interrupts()
        for _ in range(now_asked - asked):
            children.stop()
        return now_asked

    def _due(self, sites: Sites, now: datetime) -> Iterator[DueSite]:
        last = self._last_runs()
        for name, profile in sites.profiles.items():
            due_at = now if self.is_now else self._due_at(profile, last.get(name))
            servers = frozenset(host_lock.server_of(host) for host in profile.hosts)
            yield due_sites.DueSite(name=name, due_at=due_at, servers=servers)

    def _due_at(self, profile: SiteProfile, last: due_sites.LastRun | None) -> datetime:
        added_at = site_files.added_at(self.archive, profile)
        return due_sites.due_at(profile.every or self.settings.every, last, added_at=added_at)

    def _order(self, profile: SiteProfile) -> CrawlOrder:
        assert profile.place
        return CrawlOrder(
            site=profile.place,
            archive=self.archive,
            settings=self.overrides,
            log_format=self.settings.log_format,
            log_level=self.settings.log_level,
        )

    def _outcome(self, archive: Archive, profile: SiteProfile, ended: Ended) -> SiteOutcome:
        """What came of a crawl; whether the site could be crawled is stored as an alarm or its end."""
        now = datetime.now(UTC)
        next_due_at = self._due_at(profile, self._last_runs().get(profile.name))
        report, error = ended.report, ended.error
        if isinstance(error, LockHeld) or (error and error.exit_status == LockHeld.exit_status):
            return SiteOutcome(
                site=profile.name, problem=str(error), exit_status=4, is_busy=True, next_due_at=next_due_at
            )
        if error:
            archive.put_site_alarm(profile.name, str(error), now=now)
            return SiteOutcome(
                site=profile.name, problem=str(error), exit_status=error.exit_status, next_due_at=next_due_at
            )
        assert report
        problem = None
        if report.exit_status == 3 and not report.alarms:
            problem = report.notes[-1] if report.notes else "nothing could be fetched"
        if report.exit_status != INTERRUPTED:
            archive.put_site_alarm(profile.name, problem, now=now)
        return SiteOutcome(
            site=profile.name,
            report=report,
            problem=problem,
            exit_status=report.exit_status,
            next_due_at=next_due_at,
        )

    def _broken(self, archive: Archive, name: str, why: str) -> SiteOutcome:
        """A profile that cannot be used: the other sites are crawled, and this one is an alarm."""
        archive.put_site_alarm(name, why, now=datetime.now(UTC))
        return SiteOutcome(site=name, problem=why, exit_status=2)

    def _last_runs(self) -> Mapping[str, due_sites.LastRun]:
        with closing(ReadOnly(self.archive)) as archive:
            return site_runs.last_runs(archive)

    def _standing(self) -> dict[tuple[str, str, str], site_runs.StandingAlarm]:
        if not (self.archive / DATABASE).is_file():
            return {}
        with closing(ReadOnly(self.archive)) as archive:
            return {alarm.key: alarm for alarm in site_runs.standing_alarms(archive)}
