"""What the pages of the reading room are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from newsspider.items import LinkBlock
    from newsspider.queries.models import Found, StoredArticle, StoredRun


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """A name, and how many articles bear it; `value` is what a filter asks for."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Month:
    """How many articles a section has in a month (`2019-07`), or in a year where only that is known."""

    month: str
    section: str
    articles: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """What a run found amiss."""

    run_id: int | None
    site: str
    raised_at: datetime | None
    kind: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteShelf:
    """A publication: what the archive holds of it, and how its last run went."""

    site: str
    title: str
    home_url: str | None
    language: str | None
    articles: int
    changed: int
    gone: int
    issues: int
    sections: int
    earliest_on: date | None
    latest_on: date | None
    last_run: StoredRun | None
    alarms: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """An article whose wording changed, when that was seen, and what sort of change it was, where known."""

    article: Found
    changed_at: datetime | None
    kind: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Front:
    """All that the first page shows."""

    sites: tuple[SiteShelf, ...]
    months: tuple[Month, ...]
    sections: tuple[Counted, ...]
    newest: tuple[Found, ...]
    changed: tuple[Change, ...]
    alarms: tuple[Alarm, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCapture:
    """One answer for an address of an article."""

    url: str
    captured_at: datetime | None
    status: int
    verdict: str
    size_bytes: int | None
    warc_file: str | None
    warc_offset: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """An article to go on to."""

    key: str
    headline: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenBlock:
    """A link block, and when it stood on its page; `is_current` where it stood there when last seen."""

    block: LinkBlock
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    is_current: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticlePage:
    """An article with all that its page shows.

    `kept` maps addresses that it links to to articles' keys, `pictures` those of its pictures that the
    archive keeps to the numbers of their captures.
    """

    article: StoredArticle
    site_title: str
    captures: tuple[StoredCapture, ...]
    blocks: tuple[SeenBlock, ...]
    captured_at: datetime | None
    kept: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, int] = field(default_factory=dict)
    before: Neighbour | None = None
    after: Neighbour | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    """What a search found: one page of articles, and how all of them are spread.

    `is_ranked` is False where days order them, hits in headlines before others; `authors` is None where
    there are too many to count.
    `changed_at` tells of each found article's id when its latest wording was first seen; only for a feed.
    """

    found: tuple[Found, ...]
    total: int
    is_ranked: bool
    sites: tuple[Counted, ...] = ()
    sections: tuple[Counted, ...] = ()
    years: tuple[Counted, ...] = ()
    changed_at: Mapping[int, datetime] = field(default_factory=dict)
    authors: tuple[Counted, ...] | None = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A shelf in a list: an issue or a section, of one site, and of what months it is."""

    site: str
    name: str
    articles: int
    first_month: str
    last_month: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IssuePage:
    """An issue with its articles in the order of its contents page, else of their days."""

    site: str
    site_title: str
    name: str
    first_month: str
    last_month: str
    articles: tuple[Found, ...]
    is_in_order: bool
    before: str | None
    after: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """What boxes of links are called, and how many there were."""

    label: str
    kind: str
    boxes: int
    last_seen_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Push:
    """A link that boxes under one label held: on how many pages, from when to when."""

    text: str
    url: str
    key: str | None
    pages: int
    first_seen_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked:
    """An address that boxes link to; `article` is None for a hole, of which `verdict` says what was met."""

    url: str
    links: int
    text: str | None = None
    article: Found | None = None
    verdict: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LinksPage:
    """What boxes of links pushed; `boxes` is how many of the label's last ones were looked at."""

    labels: tuple[Label, ...]
    label: Label | None
    pushes: tuple[Push, ...]
    boxes: int
    most_linked: tuple[Linked, ...]
    holes: tuple[Linked, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """The share of a run's articles that had a field, run by run, the first one first."""

    field: str
    shares: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class LoggedRun:
    """A run with what it found amiss; `read` is how many articles it read, None where nobody counted."""

    run: StoredRun
    alarms: tuple[Alarm, ...]
    same: int
    read: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RunsPage:
    """The last runs, newest first, and the fields that articles had in those of the publication *covered*."""

    site: str | None
    sites: tuple[Counted, ...]
    runs: tuple[LoggedRun, ...]
    covered: str
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cited:
    """An article with what a citation says besides: its publication's name, and when it was kept."""

    article: StoredArticle
    site_title: str
    captured_at: datetime | None
