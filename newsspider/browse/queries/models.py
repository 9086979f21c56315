"""The values that the pages of the reading room are made of."""

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
    """A name, and the number of articles that have it; `value` is the value of the filter."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Month:
    """How many articles a section has in a month (`2019-07`), or in a year if only that is known."""

    month: str
    section: str
    articles: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """An alarm of a run."""

    run_id: int | None
    site: str
    raised_at: datetime | None
    kind: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteOverview:
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
    """An article whose text changed, when that was seen, and the kind of change, if known."""

    article: Found
    changed_at: datetime | None
    kind: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Front:
    """Everything on the first page."""

    sites: tuple[SiteOverview, ...]
    months: tuple[Month, ...]
    sections: tuple[Counted, ...]
    newest: tuple[Found, ...]
    changed: tuple[Change, ...]
    alarms: tuple[Alarm, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCapture:
    """One answer of an address of an article."""

    url: str
    captured_at: datetime | None
    status: int
    verdict: str
    size_bytes: int | None
    warc_file: str | None
    warc_offset: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """An article to read next."""

    key: str
    headline: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenBlock:
    """A link block, and when it was on its page; `is_current`: it was there at the last visit."""

    block: LinkBlock
    first_seen_at: datetime | None
    last_seen_at: datetime | None
    is_current: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticlePage:
    """An article with everything on its page.

    `kept` maps linked addresses to keys of articles; `pictures` maps addresses of kept pictures to the ids
    of their captures.
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
    """The results of a search: one page of articles, and the facets of all.

    `is_ranked` is False if they are ordered by day, with hits in headlines first; `authors` is None if
    there are too many to count. `changed_at`, for a feed only, has by article id when its latest revision
    was first seen.
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
    """An issue or a section in a list, with its site and its months."""

    site: str
    name: str
    articles: int
    first_month: str
    last_month: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IssuePage:
    """An issue with its articles in the order of its contents page, or else by day."""

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
    """A label of link blocks, and how many blocks had it."""

    label: str
    kind: str
    boxes: int
    last_seen_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TimelineLink:
    """A link in blocks with one label: on how many pages, from when to when."""

    text: str
    url: str
    key: str | None
    pages: int
    first_seen_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Linked:
    """An address that link blocks link to; without an article, `verdict` says what it answered."""

    url: str
    links: int
    text: str | None = None
    article: Found | None = None
    verdict: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LinksPage:
    """What link blocks showed; `boxes` is how many of the label's last blocks were read."""

    labels: tuple[Label, ...]
    label: Label | None
    pushes: tuple[TimelineLink, ...]
    boxes: int
    most_linked: tuple[Linked, ...]
    holes: tuple[Linked, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Coverage:
    """The share of a run's articles that had a field, run by run, oldest first."""

    field: str
    shares: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RunWithAlarms:
    """A run with its alarms; `read` is how many articles it read, None if they were not counted."""

    run: StoredRun
    alarms: tuple[Alarm, ...]
    same: int
    read: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class RunsPage:
    """The last runs, newest first, and the fields of the articles in those of the publication *covered*."""

    site: str | None
    sites: tuple[Counted, ...]
    runs: tuple[RunWithAlarms, ...]
    covered: str
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cited:
    """An article with what a citation adds: the name of its publication, and when it was kept."""

    article: StoredArticle
    site_title: str
    captured_at: datetime | None
