"""What the pages of the reading room are made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from newsspider.items import LinkBlock
    from newsspider.storage.rows import Found, StoredArticle, StoredRun


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
    """An article whose wording changed, and when that was seen."""

    article: Found
    changed_at: datetime | None


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
    """An article with all that its page shows; `kept` maps addresses that it links to to articles' keys."""

    article: StoredArticle
    site_title: str
    captures: tuple[StoredCapture, ...]
    blocks: tuple[SeenBlock, ...]
    captured_at: datetime | None
    kept: Mapping[str, str] = field(default_factory=dict)
    before: Neighbour | None = None
    after: Neighbour | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Results:
    """What a search found: one page of articles, and how all of them are spread.

    `is_ranked` is False where the newest come first; `authors` is None where there are too many to count.
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
