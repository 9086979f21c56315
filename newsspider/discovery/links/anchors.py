"""The links of a page that may be followed, and what kind of address each has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.discovery.links.link_elements import FRAMES, linking
from newsspider.items import FoundLink
from newsspider.language.text import squeeze
from newsspider.profiles import guess_kind
from newsspider.web import urls

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from newsspider.items import AddressKind
    from newsspider.profiles import SiteProfile
    from newsspider.web.document import Document

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json")
_FEED_PATH = re.compile(
    r"\.(?:rss|rdf|atom)$|/(?:feed|rss|atom)/?$|/(?:feed|rss|atom|index)\.xml$", re.IGNORECASE
)
_SITEMAP_PATH = re.compile(r"/[\w-]*sitemap[\w-]*\.xml(?:\.gz)?$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Anchor:
    """A link that may be followed: its place, its target, its text."""

    element: HtmlElement
    url: str
    written_url: str | None
    kind: AddressKind
    words: str
    has_fragment: bool
    is_frame: bool = False


def is_front(url: str, profile: SiteProfile) -> bool:
    """Whether the address is a front's, by profile or guess."""
    return (profile.kind_of(url) or guess_kind(url)) == "front"


def anchors_on(document: Document, profile: SiteProfile) -> tuple[Anchor, ...]:
    """The links to other pages of the publication, in page order."""
    own = urls.canonical(document.url)
    found = (_anchor(element, url, text, profile) for element, url, text in linking(document))
    return tuple(anchor for anchor in found if anchor and anchor.url != own)


def _anchor(element: HtmlElement, url: str, text: str, profile: SiteProfile) -> Anchor | None:
    """The link if it may be followed, under its address's first name."""
    written = urls.canonical(url)
    if written is None:
        return None
    settled = profile.rewrite(written)
    if not profile.allows(settled) or not urls.is_page(settled):
        return None
    is_frame = element.tag in FRAMES
    kind = kind_of(settled, profile) or ("front" if is_frame else None)
    if kind is None:
        return None
    return Anchor(
        element=element,
        url=settled,
        written_url=written if written != settled else None,
        kind=kind,
        words=squeeze(text),
        has_fragment="#" in url,
        is_frame=is_frame,
    )


def kind_of(url: str, profile: SiteProfile) -> AddressKind | None:
    """What the address is by profile or guess; None where the profile's patterns leave it out.

    The patterns of `articles` and of `fronts` are exclusive: nothing else is one.
    """
    if kind := profile.kind_of(url):
        return kind
    path = url.partition("?")[0]
    if _SITEMAP_PATH.search(path):
        return "sitemap" if "sitemaps" in profile.discover else None
    if _FEED_PATH.search(path):
        return "feed" if "feeds" in profile.discover else None
    guessed = guess_kind(url)
    if guessed == "front" and profile.has_listed_fronts:
        guessed = "article"
    return None if guessed == "article" and profile.article_patterns else guessed


def declared_feeds(document: Document, profile: SiteProfile, *, depth: int) -> tuple[FoundLink, ...]:
    """The feeds that a front's head names; those of comments are left out."""
    if "feeds" not in profile.discover or not is_front(document.url, profile):
        return ()
    links: dict[str, FoundLink] = {}
    for element in document.select("link[rel][href]"):
        url = urls.canonical(element.get("href", ""), base=document.base_url)
        is_feed = (element.get("type") or "").lower() in _FEED_TYPES and "alternate" in element.get(
            "rel", ""
        ).lower()
        if is_feed and url and "comment" not in url and profile.allows(url := profile.rewrite(url)):
            links[url] = FoundLink(url=url, kind="feed", found_on_url=document.url, depth=depth)
    return tuple(links.values())
