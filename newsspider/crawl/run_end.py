"""How a run ends: its reason, exit status, alarms and notes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider.errors import ArchiveError, ArchiveFull
from newsspider.language.dates import to_text
from newsspider.monitoring import health
from newsspider.monitoring.standing_alarms import carry_over
from newsspider.storage.runs import run_facts, settling

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsspider.crawl.due_selection import DueSelection, RunBudget
    from newsspider.crawl.session import RunSession
    from newsspider.crawl.stats import RunCounts
    from newsspider.monitoring.health_facts import Alarm
    from newsspider.monitoring.selector_drift import SelectorDrift
    from newsspider.profiles import SiteProfile
    from newsspider.revisions.removal_claims import SettledClaims
    from newsspider.run_reports import RunReport

INTERRUPTED = 130  # as shells report SIGINT
UNEXPECTED = 1
_NOTHING_FETCHED, _WITH_ALARMS = 3, 1


@dataclass(frozen=True, kw_only=True, slots=True)
class EndingRun:
    """A run that makes no more requests.

    `count_waiting` counts the known addresses that are still due; `on_gone` is called with id and address of
    each article that the run found gone.
    """

    site: SiteProfile
    run: RunSession
    run_counts: RunCounts
    due_selection: DueSelection
    budget: RunBudget
    drift: SelectorDrift
    count_waiting: Callable[[], int]
    on_gone: Callable[[int, str], None] = lambda *_: None

    def end(self, reason: str) -> RunReport:
        """Settle what the run found, raise its alarms, and return its report; *reason* is Scrapy's."""
        self.run.settle()
        is_interrupted = reason == "shutdown"
        settled = None
        alarms: tuple[Alarm, ...] = ()
        if not is_interrupted:
            settled = self.run.settle_claims(self.site.start, names_stories=self.run_counts.names_stories)
            for article_id, url in settled.gone:
                self.on_gone(article_id, url)
            alarms = self._alarms(settled)
        budget_note = self._budget_note()
        if is_interrupted:
            reason, status = "interrupted", INTERRUPTED
        else:
            status = _NOTHING_FETCHED if not self.run_counts.has_answer else _WITH_ALARMS if alarms else 0
            if reason == "finished" and (budget_note or self.due_selection.has_reached_limit):
                reason = "budget" if budget_note else "limit"
        return self.run.end(
            reason=reason,
            exit_status=status,
            alarms=alarms,
            notes=(
                *self.run_counts.notes(is_whole=not is_interrupted),
                *budget_note,
                *self._assets_note(),
                *_doubted_note(settled),
            ),
        )

    def _alarms(self, settled: SettledClaims) -> tuple[Alarm, ...]:
        """The alarms of this run, with those of earlier runs that still stand."""
        run, counts, start = self.run, self.run_counts, self.site.start
        with run.archive.reading() as conn:
            facts = run_facts.of_run(conn, run.site, run.run_id, start)
            earlier = run_facts.of_earlier(conn, run.site, run.run_id)
            opened = run_facts.open_alarms(conn, run.site, run.run_id)
        facts = replace(
            facts,
            fronts=counts.fronts,
            still_fronts=counts.still_fronts,
            stories=counts.stories,
            selected=counts.selected,
            drifted_fields=self.drift.found,
            forbidden_starts={url: why for url, why in counts.forbidden.items() if url in start},
            silent_hosts=counts.hosts.given_up | counts.hosts.dead,
            settled=settled,
            pipeline_errors=counts.pipeline_errors,
            declared_not_stored=tuple(filter(self._may_be_article, facts.declared_not_stored)),
        )
        standing = carry_over(health.alarms(facts, earlier), opened, facts)
        now = datetime.now(UTC)
        run.archive.mend(run.site, standing.mended, now=now)
        with run.archive.transaction() as conn:
            settling.ask_again(conn, run.site, run.run_id, standing.alarms, at=to_text(now))
        return standing.alarms

    def _may_be_article(self, url: str) -> bool:
        """Whether the profile allows that an address is an article."""
        if not self.site.allows(url):
            return False
        kind = self.site.kind_of(url)
        return kind == "article" or (kind is None and not self.site.article_patterns)

    def _budget_note(self) -> tuple[str, ...]:
        used_up = self.budget.used_up
        waiting = self.count_waiting() if used_up else 0
        if not waiting:
            return ()
        wait = "1 address waits" if waiting == 1 else f"{waiting:,} addresses wait"
        return (
            f"the budget of a run is used up ({used_up}; see `limits` in the profile): {wait} for the next",
        )

    def _assets_note(self) -> tuple[str, ...]:
        if not self.site.keep or self.due_selection.keeps_assets:
            return ()
        number = self.run.frontier.count_due(self.site.keep, datetime.now(UTC))
        assets = "1 asset" if number == 1 else f"{number:,} assets"
        budget = f"keep_bytes, {self.site.limits.keep_bytes / 1e6:,.4g} MB a run"
        return (f"{assets} left for the next run: the budget for assets is used up ({budget})",)


def end_reason(error: Exception) -> str:
    """What the run's row says about an error that ended it."""
    if isinstance(error, ArchiveFull):
        return "disk full"
    return "archive failed" if isinstance(error, ArchiveError) else "unexpected error"


def _doubted_note(settled: SettledClaims | None) -> tuple[str, ...]:
    """A note on articles that answer as if they were gone, which one run alone does not prove."""
    if settled is None or not settled.doubted:
        return ()
    articles = "1 article answers" if settled.doubted == 1 else f"{settled.doubted:,} articles answer"
    return (f"{articles} that the page does not exist; the next run checks again before it counts as gone",)
