"""What was seen of a publication: its pages, feeds and site maps."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsspider.items import Hint, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from newsspider.items import AddressKind, Article, FoundLink, MissingPage
    from newsspider.profiles import SiteProfile
    from newsspider.web.document import Document

_STORIES = frozenset((Verdict.ARTICLE, Verdict.STUB))
_LISTS = frozenset((Verdict.FEED, Verdict.SITEMAP))


@dataclass(frozen=True, kw_only=True, slots=True)
class Stop:
    """An address to look at; *is_guess*: nothing names it, it is where many sites have such a file."""

    url: str
    kind: AddressKind
    hint: Hint = field(default_factory=Hint)
    is_guess: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """One answer: a page with its article, or a feed or site map.

    `url` is the address that answered.  `links` are the addresses that a crawl would follow;
    `further_urls` are the other pages of a list.
    """

    stop: Stop
    url: str
    body: bytes
    content_type: str | None
    verdict: Verdict
    document: Document | None = None
    article: Article | None = None
    links: tuple[FoundLink, ...] = ()
    further_urls: tuple[str, ...] = ()

    def stories(self) -> tuple[FoundLink, ...]:
        """The links to what looks like articles."""
        return tuple(link for link in self.links if link.kind == "article")


@dataclass(kw_only=True, slots=True)
class Observed:
    """All that was seen; *site* is the profile of two lines that it was seen with.

    `failures` are the addresses without a usable answer, with the reason of each.  `pause_s` is the pause
    that robots.txt asks for.
    """

    site: SiteProfile
    at: datetime
    answers: list[Seen] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    robots_sitemaps: tuple[str, ...] = ()
    pause_s: float = 0.0
    missing: MissingPage | None = None

    @property
    def home(self) -> Seen | None:
        """The first page that answered."""
        return next(self.pages(), None)

    def pages(self) -> Iterator[Seen]:
        """The answers that are pages."""
        return (one for one in self.answers if one.document is not None)

    def articles(self) -> tuple[Seen, ...]:
        """The pages that are articles."""
        return tuple(one for one in self.answers if one.article and one.verdict in _STORIES)

    def fronts(self) -> tuple[Seen, ...]:
        """The pages that list stories."""
        return tuple(one for one in self.pages() if one.verdict is Verdict.FRONT)

    def lists(self, kind: AddressKind) -> tuple[Seen, ...]:
        """The feeds, or the site maps, that name addresses."""
        return tuple(
            one for one in self.answers if one.stop.kind == kind and one.verdict in _LISTS and one.links
        )

    def was_asked(self, url: str) -> bool:
        """Whether the address was asked for, or answered for another one."""
        return url in self.failures or any(url in (one.url, one.stop.url) for one in self.answers)
