"""The nouns: frozen values that pass between the parts.

Endings tell the kind: `_at` an aware UTC datetime, `_on` a calendar day, `_url` an absolute URL,
`_hash` hex SHA-256, `_s` seconds, `_bytes` a size.  An unknown scalar is None, an empty
collection `()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime  # noqa: TC003 # Scrapy's exporters ask for the types
from enum import StrEnum
from typing import Literal

Precision = Literal["time", "day", "month", "season", "year"]
AssetKind = Literal["requisite", "image", "document"]
AddressKind = Literal["front", "feed", "sitemap", "article"] | AssetKind
BlockKind = Literal["related", "popular", "latest", "contents", "tags", "sidebar", "other"]
Access = Literal["free", "stub", "unknown"]  # a stub keeps the rest of its text back


# Statuses whose body is the page: 203 is from a proxy that changed it, 206 may have the whole.
WITH_BODY = frozenset((200, 203, 206))


class Verdict(StrEnum):
    """What an answer is worth."""

    ARTICLE = "article"
    FRONT = "front"
    SERVICE = "service page"  # about the publication: contact, terms, subscriptions
    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"  # a further page of an article
    REQUISITE = "requisite"  # what a page needs to look right: a stylesheet, a script, a font, an icon
    IMAGE = "image"
    DOCUMENT = "document"  # what an article links that is neither page nor picture: a PDF, a recording
    NOT_MODIFIED = "not modified"
    REDIRECT = "redirect"
    STUB = "stub"  # the free beginning of an article that costs
    DROPPED = "dropped"  # an article that an item pipeline of the user's dropped
    NOT_STORED = "not stored"  # an article that an item pipeline of the user's failed on
    ROBOTS = "robots.txt"
    PROBE = "probe"  # an address that cannot exist, asked to see what the host answers
    SOFT_404 = "soft 404"  # an error page that says 200
    REDIRECT_HOME = "redirect home"  # the site's way to say that a page is gone
    EMPTY = "empty"
    WRONG_TYPE = "wrong type"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too large"
    BLOCKED = "blocked"
    GONE = "gone"  # 404 or 410
    FORBIDDEN = "forbidden"  # robots.txt or the host guard: not asked for
    ERROR = "error"  # any other status


NAMES_NOTHING = "names no address"  # the note of a feed's or site map's capture


class Decision(StrEnum):
    """What an article is to the archive."""

    FIRST = "first"
    CHANGED = "changed"
    SAME = "same"
    WORSE = "worse"  # less of the same story: what is known stays


class RevisionKind(StrEnum):
    """What sort of change made a wording."""

    FIRST = "first"
    TYPO = "typo"  # how words are written, and no fact
    CORRECTION = "correction"  # some words of many, or a note that says so
    UPDATE = "update"  # more was told, and nothing taken back
    HEADLINE = "headline"
    REWRITE = "rewrite"


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicationDate:
    """When an article ran, by the publisher's calendar.

    `on` is the first day where only month, season or year is known; `at` is set only where a
    time is known; `raw` is the text it was read from, `source` who said it.
    """

    on: date
    precision: Precision
    at: datetime | None = None
    raw: str | None = None
    source: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Hint:
    """What a front, feed or sitemap said of an address."""

    text: str | None = None
    date: PublicationDate | None = None
    issue: str | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """One link of a link block: what it says and where it leads."""

    text: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundLink:
    """An address found on a page, feed or sitemap, and what was said of it there.

    `url` is in its canonical form, by which the address is known; `asked_url` is the address that a browser
    asks for the link, where that is another form, else None.  `written_url` is the address as the page had
    it where a profile's rewriting changed it, else None.  `part_of_url` is the first page's address where
    this is a further page of an article; `list_url` is the front it was found on where this is
    another page of that list.  `modified_at` is when it last changed, by what a site map or feed says.
    """

    url: str
    kind: AddressKind
    found_on_url: str
    hint: Hint = Hint()
    written_url: str | None = None
    depth: int = 0
    part_of_url: str | None = None
    list_url: str | None = None
    modified_at: datetime | None = None
    asked_url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MissingPage:
    """What a host answers for an address that cannot exist.

    `text` holds the page's words where it says 200, else it is empty; `location_url` is where it
    redirects to.
    """

    host: str
    status: int
    text: str = ""
    location_url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkBlock:
    """A box of links on a page, beside or inside the article; `position` counts from 0.

    `kind` is what its label or its links say: other stories on the matter, most read, newest, a table
    of contents, topics; `sidebar` for a box that says nothing of itself.
    """

    label: str | None
    kind: BlockKind
    position: int
    links: tuple[Link, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Image:
    """A picture of the article, in reading order."""

    url: str
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """One article as read from one page, or joined from several.

    `url` is the address it was read under, `canonical_url` the one it is known by.  `body` is its
    paragraphs; `html` the same body as clean HTML.  `next_urls` are its other pages in order,
    as far as they are not joined with it; `whole_url` is that of all pages in one, and `first_url` the
    first page's where this is a further one.  `provenance` maps a field's name to who answered for it, as
    `selected:…`, `declared:…`, `inferred:…` or `hint`.  `confidence` is between 0 and 1: how far the
    reader trusts the body.
    """

    url: str
    canonical_url: str
    headline: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    section: str | None = None
    issue: str | None = None
    published_on: date | None = None
    published_precision: Precision | None = None
    published_at: datetime | None = None
    published_raw: str | None = None
    published_source: str | None = None
    modified_at: datetime | None = None
    language: str | None = None
    body: tuple[str, ...] = ()
    html: str = ""
    images: tuple[Image, ...] = ()
    link_blocks: tuple[LinkBlock, ...] = ()
    next_urls: tuple[str, ...] = ()
    first_url: str | None = None
    whole_url: str | None = None
    access: Access = "unknown"
    charset: str | None = None
    charset_source: str | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)
    confidence: float = 0.0

    @property
    def text(self) -> str:
        """The body joined, a blank line between paragraphs."""
        return "\n\n".join(self.body)


@dataclass(frozen=True, kw_only=True, slots=True)
class Capture:
    """One answer of a server at one moment, and its place in a WARC file.

    `url` is the address asked, as fetched (under `--base`: the copy's); `address_url` the
    publication's own.  `payload_hash` is of the decoded body.  `verdict` is what it was worth.
    `same_as_id` is the capture whose record bears the body, where this one repeats it.
    """

    url: str
    address_url: str
    captured_at: datetime
    status: int
    content_type: str | None = None
    charset: str | None = None
    charset_source: str | None = None
    size_bytes: int = 0
    payload_hash: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    location_url: str | None = None
    warc_file: str | None = None
    warc_offset: int | None = None
    verdict: Verdict = Verdict.ERROR
    note: str | None = None
    same_as_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """All that one answer brought: kept together or not at all.

    `address_url` is the frontier's address that this answer finishes (None for an answer that
    finishes none, robots.txt for one); `captures` holds redirects first, the answer last.
    `page_blocks` are the link blocks of a front.  `article` is None where the answer gave none.
    `next_due_at` is when the address is to be asked again; None leaves it to `scheduling.revisits`.
    `missing` is what the answer taught of addresses that do not exist.  `editions` are the addresses
    of the article in other languages, by language, as its page names them; `story_id` is the
    publication's own id of the story, the same in all of them.
    `asset` says what sort of asset was asked for; None for a page.  `assets` are those that the answer
    shows, links or needs.  `declares_article`: the page says by a public standard that it is an article.
    `awaits_pages`: further pages of the article are still to be asked; `joined_urls` are those that
    are joined in it, `apart_urls` those that turned out to be other stories; `is_apart`: this page did.
    """

    site: str
    address_url: str | None
    captures: tuple[Capture, ...] = ()
    article: Article | None = None
    other_urls: Mapping[str, str] = field(default_factory=dict)  # address → reason
    page_blocks: tuple[LinkBlock, ...] = ()
    links: tuple[FoundLink, ...] = ()
    verdict: Verdict = Verdict.ERROR
    next_due_at: datetime | None = None
    missing: MissingPage | None = None
    editions: Mapping[str, str] = field(default_factory=dict)
    story_id: str | None = None
    asset: AssetKind | None = None
    assets: tuple[FoundLink, ...] = ()
    declares_article: bool = False
    awaits_pages: bool = False
    joined_urls: tuple[str, ...] = ()
    apart_urls: tuple[str, ...] = ()
    is_apart: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionCount:
    """How many articles a section holds, and of what days."""

    section: str | None
    articles: int
    earliest_on: date | None
    latest_on: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AssetCount:
    """How many assets of one kind a run kept, and their size as it was sent."""

    kind: AssetKind
    count: int
    size_bytes: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RunReport:
    """What one run brought.

    `reason` is why it ended (`finished`, `limit`, `interrupted`, `disk full`, …).  Each of the `pages`
    fetched is counted once more by what became of it: in `articles`, `further_pages`, `lists`,
    `service_pages`, `unchanged` (no article, and as it was), `not_found`, `dropped`, `failed` (which also
    counts the `unanswered` addresses, of which no page came) or `other_pages`.  `declared_not_stored` are
    pages that declare themselves articles and were not stored; `gone` are articles now answering 404 or
    410.  Assets are counted in `assets` alone.
    """

    run_id: int
    site: str
    archive: str
    started_at: datetime
    ended_at: datetime
    reason: str
    exit_status: int
    pages: int = 0
    articles: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0
    failed: int = 0
    link_blocks: int = 0
    links: int = 0
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
    earliest_on: date | None = None
    latest_on: date | None = None
    sections: tuple[SectionCount, ...] = ()
    verdicts: Mapping[str, int] = field(default_factory=dict)
    assets: tuple[AssetCount, ...] = ()
    alarms: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def duration_s(self) -> float:
        """How long it took."""
        return (self.ended_at - self.started_at).total_seconds()


@dataclass(frozen=True, kw_only=True, slots=True)
class Progress:
    """How far a run is, told now and then while it lasts.

    `waiting` addresses that are known now are still to be asked, in about `left_s` seconds.
    `is_ending`: somebody interrupted the run, and it ends with the page that is under way.
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
