"""The stories before and after one, which its page names without showing a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.discovery.links.anchors import kind_of
from newsspider.items import FoundLink
from newsspider.web import urls

if TYPE_CHECKING:
    from newsspider.items import AddressKind
    from newsspider.profiles import SiteProfile
    from newsspider.web.document import Document

_NEIGHBOURS = frozenset(("next", "prev", "previous"))


def stories(document: Document, profile: SiteProfile, *, depth: int) -> tuple[FoundLink, ...]:
    """The addresses that a story's head names as the next or the previous one, to be followed."""
    found: dict[str, FoundLink] = {}
    for element in document.tagged("link"):
        url = urls.canonical(element.get("href") or "", base=document.base_url)
        if url is None or _NEIGHBOURS.isdisjoint((element.get("rel") or "").lower().split()):
            continue
        url = profile.rewrite(url)
        kind = _kind(url, document.url, profile)
        if url != document.url and kind and urls.is_page(url) and profile.allows(url):
            found[url] = FoundLink(url=url, kind=kind, found_on_url=document.url, depth=depth)
    return tuple(found.values())


def _kind(url: str, own_url: str, profile: SiteProfile) -> AddressKind | None:
    """A neighbour is a story like its page, unless the profile knows better, or it lies elsewhere."""
    kind = kind_of(url, profile)
    if kind != "front" or profile.kind_of(url) == "front" or url.count("/") != own_url.count("/"):
        return kind
    return "article" if not profile.article_patterns and url not in profile.start else kind
