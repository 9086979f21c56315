"""Values read from the archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsspider.run_reports import PageCounts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from newsspider.items import Image, LinkBlock
    from newsspider.revisions.compare import RevisionText

MARK_ON, MARK_OFF = "\x02", "\x03"  # around a hit; no text of a page has these characters


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredUrl:
    """An address of an article, and why it is one (`canonical`, `fetched`, `found` …)."""

    url: str
    reason: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredArticle:
    """One article in its newest revision.

    `key` never changes; `url` is its canonical address. `revisions`, oldest first, are there if
    `Reader.articles` gave it.
    """

    id: int
    key: str
    site: str
    url: str
    headline: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    issue: str | None = None
    published_on: date | None = None
    published_precision: str | None = None
    published_at: datetime | None = None
    published_raw: str | None = None
    published_source: str | None = None
    modified_at: datetime | None = None
    language: str | None = None
    access: str | None = None
    confidence: float | None = None
    word_count: int = 0
    revision_count: int = 1
    first_seen_at: datetime | None = None
    last_seen_at: datetime | None = None
    gone_at: datetime | None = None
    text: str = ""
    html: str = ""
    urls: tuple[StoredUrl, ...] = ()
    images: tuple[Image, ...] = ()
    link_blocks: tuple[LinkBlock, ...] = ()
    revisions: tuple[StoredRevision, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredRevision:
    """One revision of an article; `kind` is None if an older version stored it."""

    number: int
    kind: str | None
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    wording: RevisionText


@dataclass(frozen=True, kw_only=True, slots=True)
class Absence:
    """A time in which an article was gone; `back_at` is None while it is."""

    gone_at: datetime | None
    verdict: str
    back_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """Every revision of an article, oldest first, and when it was gone."""

    key: str
    site: str
    url: str
    language: str | None
    revisions: tuple[StoredRevision, ...]
    absences: tuple[Absence, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteName:
    """A site by its profile's name, and its own title."""

    site: str
    title: str | None
    home_url: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Extent:
    """What a selection spans: its sites, its days, its commonest language.

    `changed_at` is when its newest revision was seen first.
    """

    articles: int
    sites: tuple[SiteName, ...]
    earliest_on: date | None
    latest_on: date | None
    language: str | None
    changed_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontBlock:
    """A link block of a page that is not an article, and the address of that page."""

    page_url: str
    block: LinkBlock


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One article found by a search; `headline` and `snippet` have their hits between two marks."""

    id: int
    key: str
    site: str
    url: str
    headline: str
    authors: tuple[str, ...]
    section: str | None
    published_on: date | None
    published_precision: str | None
    snippet: str
    standfirst: str | None = None
    issue: str | None = None
    language: str | None = None
    revision_count: int = 1
    gone_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundArticles:
    """The best results of a search; `total` counts all."""

    found: tuple[Found, ...]
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredRun(PageCounts):
    """One run as recorded; `ended_at` is None while it runs, or if it was killed."""

    id: int
    site: str
    started_at: datetime | None
    ended_at: datetime | None
    duration_s: float | None
    reason: str | None
    exit_status: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteStatus:
    """One site of the archive: what it holds, its last runs (newest first), the size of its WARC files.

    `alarms` are those that stand now.  `last_good_at` is when the last run ended that finished and could
    fetch something.  A site of the collection has `next_due_at`; `is_overdue`: it missed two turns.
    """

    site: str
    title: str | None
    home_url: str | None
    articles: int
    gone: int
    link_blocks: int
    waiting: int
    earliest_on: date | None
    latest_on: date | None
    warc_bytes: int
    runs: tuple[StoredRun, ...]
    alarms: tuple[str, ...] = ()
    last_good_at: datetime | None = None
    next_due_at: datetime | None = None
    is_overdue: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveStatus:
    """The whole archive: its folder, the sizes of its files, its sites."""

    folder: str
    db_bytes: int
    warc_bytes: int
    sites: tuple[SiteStatus, ...]
