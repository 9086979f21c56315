"""What a run reports: `Progress` while it lasts, `RunReport` at its end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from newsspider.items import AssetKind


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionCount:
    """The number of articles of a section, with the earliest and latest day."""

    section: str | None
    articles: int
    earliest_on: date | None
    latest_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AssetCount:
    """The number of assets of one kind that a run stored, and their size as sent."""

    kind: AssetKind
    count: int
    size_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PageCounts:
    """The counts of one run, as its row in `runs` has them.

    Each of the fetched `pages` is counted once more by its outcome: in `articles`, `further_pages`,
    `lists`, `service_pages`, `unchanged` (no article, and the same as before), `not_found`, `dropped`,
    `failed` (which also counts the `unanswered` addresses, which gave no page) or `other_pages`.
    `declared_not_stored` are pages that declare themselves articles and were not stored; `gone` are
    articles that now answer 404 or 410.
    """

    pages: int = 0
    articles: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    failed: int = 0
    link_blocks: int = 0
    fetched_bytes: int = 0
    further_pages: int = 0
    lists: int = 0
    service_pages: int = 0
    unchanged: int = 0
    not_found: int = 0
    dropped: int = 0
    unanswered: int = 0
    other_pages: int = 0
    declared_not_stored: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class RunReport(PageCounts):
    """The result of one run.

    `reason` is why it ended (`finished`, `limit`, `interrupted`, `disk full`, …).  `same` are the articles
    read again without a change.  Assets are counted in `assets` only.
    """

    run_id: int
    site: str
    archive: str
    started_at: datetime
    ended_at: datetime
    reason: str
    exit_status: int
    same: int = 0
    links: int = 0
    earliest_on: date | None = None
    latest_on: date | None = None
    sections: tuple[SectionCount, ...] = ()
    verdicts: Mapping[str, int] = field(default_factory=dict)
    assets: tuple[AssetCount, ...] = ()
    alarms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def duration_s(self) -> float:
        """The time from start to end."""
        return (self.ended_at - self.started_at).total_seconds()


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """The state of a run, reported now and then while it lasts.

    `waiting` known addresses are still to be requested, in about `left_s` seconds.
    `is_ending`: somebody interrupted the run, and it ends after the current page.
    """

    pages: int = 0
    articles: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    failed: int = 0
    assets: int = 0
    waiting: int = 0
    left_s: float | None = None
    url: str | None = None
    is_ending: bool = False
