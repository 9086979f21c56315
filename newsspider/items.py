"""The values that pass between the parts, all frozen.

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
BlockKind = Literal["related", "popular", "latest", "contents", "tags", "services", "sidebar", "other"]
Access = Literal["free", "stub", "unknown"]  # a stub keeps the rest of its text back


# Statuses whose body is a page: 203 comes from a proxy that changed it, 206 may hold the whole page.
STATUSES_WITH_BODY = frozenset((200, 203, 206))
DOUBTFUL = 0.3  # confidence in a body, below which its text should be compared with the page


class Verdict(StrEnum):
    """What a server's answer is."""

    ARTICLE = "article"
    FRONT = "front"
    SERVICE = "service page"  # about the publication: contact, terms, subscriptions
    FEED = "feed"
    SITEMAP = "sitemap"
    PAGE = "page"  # a further page of an article
    REQUISITE = "requisite"  # a file that a page needs to look right: stylesheet, script, font, icon
    IMAGE = "image"
    DOCUMENT = "document"  # a linked file that is neither page nor picture: a PDF, a recording
    NOT_MODIFIED = "not modified"
    REDIRECT = "redirect"
    STUB = "stub"  # the free beginning of a paid article
    DROPPED = "dropped"  # an article that one of the user's item pipelines dropped
    NOT_STORED = "not stored"  # an article that one of the user's item pipelines failed on
    ROBOTS = "robots.txt"
    PROBE = "probe"  # an address that cannot exist, requested to learn the host's error page
    SOFT_404 = "soft 404"  # an error page with status 200
    REDIRECT_HOME = "redirect home"  # a redirect to the front: the page is gone
    EMPTY = "empty"
    WRONG_TYPE = "wrong type"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too large"
    BLOCKED = "blocked"
    GONE = "gone"  # 404 or 410
    FORBIDDEN = "forbidden"  # not requested, because of robots.txt or the host guard
    ERROR = "error"  # any other status


NAMES_NO_ADDRESS = "names no address"  # note on the capture of an empty feed or site map


class Decision(StrEnum):
    """How an article compares with the archive's latest revision."""

    FIRST = "first"
    CHANGED = "changed"
    SAME = "same"
    WORSE = "worse"  # less of the same story: the stored revision stays


class RevisionKind(StrEnum):
    """The sort of change that made a revision."""

    FIRST = "first"
    TYPO = "typo"  # spelling only, no facts
    CORRECTION = "correction"  # a few words of many, or a note that states a correction
    UPDATE = "update"  # text was added and nothing removed
    HEADLINE = "headline"
    REWRITE = "rewrite"


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicationDate:
    """When an article was published, by the publisher's calendar.

    `on` is the first day where only month, season or year is known; `at` is set only where a
    time is known; `raw` is the text it was read from, `source` names where that text stood.
    """

    on: date
    precision: Precision
    at: datetime | None = None
    raw: str | None = None
    source: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Hint:
    """What a front, feed or site map says about an address."""

    text: str | None = None
    date: PublicationDate | None = None
    issue: str | None = None
    section: str | None = None
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """One link of a link block: its text and its address."""

    text: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FoundLink:
    """An address found on a page, feed or site map, with what that page says about it.

    `url` is the canonical form, which identifies the address.  `asked_url` is the form that a browser
    requests for the link, None where it is the same.  `written_url` is the address as the page wrote
    it, None unless the profile rewrote it.  `part_of_url` is the address of an article's first page, where
    this is a further page.  `list_url` is the front it was found on, where this is another page of
    that list.  `modified_at` is the last change that a site map or feed states.
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

    `text` holds the page's words where the status is 200, else it is empty; `location_url` is where
    the host redirects to.
    """

    host: str
    status: int
    text: str = ""
    location_url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkBlock:
    """A box of links on a page, beside or inside the article; `position` counts from 0.

    `label` is the heading nearest above the links; `group` is the heading above that one, of several
    blocks.  `kind` follows from the label or the links: related stories, most read, newest, a table of
    contents, topics, what the publication offers (`services`); `sidebar` where neither tells.
    """

    label: str | None
    kind: BlockKind
    position: int
    links: tuple[Link, ...]
    group: str | None = None


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

    `url` is the address it was read from, `canonical_url` the one that identifies it.  `body` is its
    paragraphs; `html` the same body as clean HTML.  `next_urls` are the pages that are not joined with
    it yet, in order; `whole_url` is the page that shows all of them, `first_url` the first page's address
    where this is a further page.  `provenance` maps a field's name to its source, as `selected:…`,
    `declared:…`, `inferred:…` or `hint`.  `confidence` in the body is between 0 and 1.
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

    `url` is the requested address (under `--base`: the copy's), `address_url` the publication's own.
    `payload_hash` is of the decoded body.  `same_as_id` is the capture whose record holds the body,
    where this one repeats it.
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
    """Everything that one answer brings; it is stored whole or not at all.

    `address_url` is the frontier's address that this answer finishes, None where it finishes no address
    (robots.txt); `captures` holds redirects first, the answer last.  `page_blocks` are the link blocks
    of a front.  `article` is None where the page has no article.
    `next_due_at` is when to request the address again; None leaves it to `scheduling.revisits`.
    `missing` is what the host answers for addresses that do not exist.  `editions` are the addresses
    of the article in other languages, by language, as its page names them; `story_id` is the
    publication's own id of the story, the same in all editions.
    `asset` is the sort of asset that was requested, None for a page.  `assets` are those that the answer
    shows, links or needs.  `declares_article`: the page says by a public standard that it is an article.
    `awaits_pages`: further pages of the article are still to be fetched.  `joined_urls` are the pages
    joined in it, `apart_urls` those that turned out to be other stories; `is_apart`: this page did.
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
