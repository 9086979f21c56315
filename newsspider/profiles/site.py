"""The profile of a publication: which addresses it has, and how its pages are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from newsspider.web import urls

if TYPE_CHECKING:
    from datetime import date

    from newsspider.items import AddressKind, AssetKind
    from newsspider.profiles.paging_rules import PagesRule
    from newsspider.profiles.timetables import Timetable

DateOrder = Literal["DMY", "MDY", "YMD"]
Discovery = Literal["feeds", "sitemaps"]
NOTHING_SELECTED: Mapping[str, tuple[str, ...]] = MappingProxyType({})

FRONT_FIELDS = ("headline", "date", "authors", "section", "issue")
LAYOUT_FIELDS = (
    "headline",
    "standfirst",
    "authors",
    "section",
    "issue",
    "published",
    "body",
    "next_page",
    "language",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rewrite:
    """A second name of a page and its first: `match` is replaced by `to`."""

    match: re.Pattern[str]
    to: str


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryIdRule:
    """Where to find the publication's own id of a story, which its editions share.

    It is the first group of `address` in the page's address, else what a selector of `select` gives.
    """

    address: re.Pattern[str] | None = None
    select: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FrontRule:
    """Which addresses are fronts (None: any), how they page, and where a story's facts stand on them.

    `item` selects the element of one story; `select` has selectors inside it (or, for `section` and
    `issue`, anywhere on the page) by the names of FRONT_FIELDS.
    """

    match: re.Pattern[str] | None = None
    more: PagesRule | None = None
    item: str | None = None
    select: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING_SELECTED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Layout:
    """How pages of one period or part are built: selectors by the names of LAYOUT_FIELDS.

    It is valid from `since` up to the day before `until`, for addresses that `match` finds.  A selector
    may end in `@attribute`.  `remove` is cut from the body; `boxes` are link blocks.  `zone`,
    `date_order` and `charset` outrank the site's.
    """

    name: str
    match: re.Pattern[str] | None = None
    since: date | None = None
    until: date | None = None
    select: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING_SELECTED)
    remove: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()
    zone: ZoneInfo | None = None
    date_order: DateOrder | None = None
    charset: str | None = None

    def holds(self, on: date | None) -> bool:
        """Whether the layout is valid on that day; None stands for today."""
        if on is None:
            return self.until is None
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


@dataclass(frozen=True, kw_only=True, slots=True)
class Politeness:
    """How requests are made to the publisher's servers; None leaves it to the settings."""

    delay_s: float | None = None
    timeout_s: float | None = None
    user_agent: str | None = None
    contact: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tls:
    """How far https is trusted: `unverified` are the hosts whose certificates are not checked."""

    unverified: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """Where a crawl stops by itself.

    `depth` counts links from a start page; `per_shape` addresses of one shape in a row that bring no
    new article; `page_bytes` the size of an answer; `front_pages` the pages of one front; `keep_bytes`
    the size of all assets that one run keeps; `asset_bytes` of one of them.  A run ends after so many
    `requests` or `hours`, and the next one goes on.
    """

    depth: int = 25
    per_shape: int = 100
    page_bytes: int = 20_000_000
    front_pages: int = 1_000
    keep_bytes: int = 200_000_000
    asset_bytes: int = 20_000_000
    requests: int = 20_000
    hours: float = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class SiteProfile:
    """One publication: its addresses, its calendar, its layouts.

    `start`, `feeds` and `sitemaps` are absolute and canonical; `hosts` are exact (`host` or
    `host:port`).  Patterns are searched in `path?query`, or in the whole address where they begin
    with `http`.  `ignored_parameters` are names of query parameters that never change what a page shows.
    `keep` names the kinds of assets that are kept besides pages.  `every` says when `newsspider run` crawls
    the site.  `source` is the file it was read from, `place` a name or that file's full path, `text_hash`
    the SHA-256 of what stands in it.
    """

    name: str
    title: str
    start: tuple[str, ...]
    hosts: frozenset[str]
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))
    languages: tuple[str, ...] = ()
    date_order: DateOrder | None = None
    front_rules: tuple[FrontRule, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    discover: frozenset[Discovery] = frozenset(("feeds", "sitemaps"))
    article_patterns: tuple[re.Pattern[str], ...] = ()
    never_patterns: tuple[re.Pattern[str], ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    ignored_parameters: frozenset[str] = frozenset()
    pages: PagesRule | None = None
    story_id: StoryIdRule | None = None
    layouts: tuple[Layout, ...] = ()
    keep: frozenset[AssetKind] = frozenset()
    every: Timetable | None = None
    politeness: Politeness = Politeness()
    limits: Limits = Limits()
    tls: Tls = Tls()
    source: str | None = None
    place: str | None = None
    text_hash: str | None = None

    @property
    def home_url(self) -> str:
        """The first start page: the one whose host `--base` stands for."""
        return self.start[0]

    @property
    def has_listed_fronts(self) -> bool:
        """Whether the profile lists the fronts; then no other page is a front."""
        return any(rule.match for rule in self.front_rules)

    def allows(self, url: str) -> bool:
        """Whether the address is on one of the hosts and not under `never`."""
        return urls.host_of(url) in self.hosts and not any(finds(p, url) for p in self.never_patterns)

    def kind_of(self, url: str) -> AddressKind | None:
        """The kind of the address by the profile; None if it says nothing or `never`."""
        if url in self.feeds:
            return "feed"
        if url in self.sitemaps:
            return "sitemap"
        if url in self.start:
            return "front"
        if any(finds(p, url) for p in self.never_patterns):
            return None
        if any(rule.match and finds(rule.match, url) for rule in self.front_rules):
            return "front"
        return "article" if any(finds(p, url) for p in self.article_patterns) else None

    def front_rule(self, url: str) -> FrontRule | None:
        """The first rule for fronts that applies to this address."""
        return next((r for r in self.front_rules if r.match is None or finds(r.match, url)), None)

    def rewrite(self, url: str) -> str:
        """The address under its first name: without ignored parameters, and each rewriting once, in order."""
        if self.ignored_parameters and "?" in url:
            url = urls.without(url, self.ignored_parameters)
        for rule in self.rewrites:
            url = _rewritten(rule, url)
        return url

    def fetch_url(self, written: str, *, base: str | None = None) -> str | None:
        """The address to fetch for a link *written* on *base*; None if it is the canonical one.

        A rewritten address is fetched under its first name; ignored parameters are left out.
        """
        to_fetch, url = urls.fetch_url(written, base=base), urls.canonical(written, base=base)
        if to_fetch is None or url is None:
            return None
        if self.ignored_parameters:
            to_fetch = urls.without(to_fetch, self.ignored_parameters)
        settled = self.rewrite(url)
        return to_fetch if to_fetch != settled and urls.canonical(to_fetch) == settled else None

    def layout_for(self, url: str, on: date | None) -> Layout | None:
        """The first layout that is valid for this address on that day; None stands for today."""
        fitting = [layout for layout in self.layouts if layout.match is None or finds(layout.match, url)]
        return next((layout for layout in fitting if layout.holds(on)), None)


def split_selector(selector: str) -> tuple[str, str | None]:
    """A selector without its `@attribute`, and that attribute's name or None."""
    found = re.search(r"@([A-Za-z_][\w:-]*)$", selector)
    return (selector[: found.start()].strip(), found[1]) if found else (selector, None)


def finds(pattern: re.Pattern[str], url: str) -> bool:
    """Whether a profile's pattern finds the address (see SiteProfile)."""
    return searched(pattern, url) is not None


def searched(pattern: re.Pattern[str], url: str) -> re.Match[str] | None:
    """What a profile's pattern finds in the address (see SiteProfile)."""
    return pattern.search(url if _is_about_whole(pattern) else _path(url))


def _is_about_whole(pattern: re.Pattern[str]) -> bool:
    return pattern.pattern.startswith(("http", "^http"))


def _path(url: str) -> str:
    """Path and query of an address."""
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _rewritten(rule: Rewrite, url: str) -> str:
    if not finds(rule.match, url):
        return url
    if _is_about_whole(rule.match):
        changed = rule.match.sub(rule.to, url, count=1)
    else:
        path = _path(url)
        changed = url.removesuffix(path) + "/" + rule.match.sub(rule.to, path, count=1).lstrip("/")
    return url if changed == url else urls.canonical(changed) or url
