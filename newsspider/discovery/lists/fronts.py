"""The addresses on a page, and what the page says about each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from newsspider.discovery.links.anchors import Anchor, anchors_on, declared_feeds, is_front
from newsspider.discovery.lists.list_entries import Items, date_in, date_of
from newsspider.discovery.lists.list_headings import Above, above_links
from newsspider.discovery.lists.list_pages import further_pages
from newsspider.items import FoundLink, Hint
from newsspider.language.people import authors_in, names_in
from newsspider.language.text import squeeze
from newsspider.profiles import FrontRule, split_selector

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from lxml.html import HtmlElement

    from newsspider.items import PublicationDate
    from newsspider.profiles import SiteProfile
    from newsspider.web.document import Document

__all__ = ["found", "further_pages"]

ARROWS = " \t←→⟵⟶⇐⇒◄►◀▶‹›«»"
LONGEST_WORDS = 300  # characters of a link's text that are kept
_ANY_FRONT = FrontRule()
# The text beside these elements is read; others with a script may hold half the page, and one another.
_LISTED = frozenset(("a", "area", "option"))


def found(document: Document, profile: SiteProfile, *, depth: int, at: datetime) -> tuple[FoundLink, ...]:
    """The addresses worth following on a page, each once, in page order, at that *depth*.

    On a front, a link's hint has everything beside and above it; on another page, only its text. If an
    address is linked several times, the first link with a text and without a fragment counts. A date after
    *at* (the moment of the capture) is ignored.
    """
    anchors = anchors_on(document, profile)
    hints = _hints(document, profile, anchors) if is_front(document.url, profile) else {}
    by_url: dict[str, FoundLink] = {}
    ranks: dict[str, int] = {}
    for anchor in anchors:
        hint = hints.get(anchor.element) or Hint(text=_cut(anchor.words))
        # A frame is part of its page and adds no depth; only start pages have depth 0.
        link_depth = max(1, depth - 1) if anchor.is_frame else depth
        if anchor.kind == "feed" and "comment" in anchor.url:
            link_depth += 1  # not a start page's own feed, which every run fetches
        link = _link(anchor, document.url, hint=_bounded(hint, at), depth=link_depth)
        rank = _rank(anchor, hint)
        earlier = by_url.get(anchor.url)
        if earlier is None or rank > ranks[anchor.url]:
            by_url[anchor.url], ranks[anchor.url] = link, rank
    feeds = declared_feeds(document, profile, depth=depth)
    return (*by_url.values(), *(feed for feed in feeds if feed.url not in by_url))


def _link(anchor: Anchor, page_url: str, *, hint: Hint, depth: int) -> FoundLink:
    return FoundLink(
        url=anchor.url,
        kind=anchor.kind,
        found_on_url=page_url,
        hint=hint,
        written_url=anchor.written_url,
        depth=depth,
    )


def _rank(anchor: Anchor, hint: Hint) -> int:
    """How well a link describes its address."""
    return 2 * (not anchor.has_fragment) + (hint.text is not None)


def _hints(document: Document, profile: SiteProfile, anchors: Iterable[Anchor]) -> dict[HtmlElement, Hint]:
    """What a front says of each link to a story, by the profile's selectors and by its place."""
    rule = profile.front_rule(document.url) or _ANY_FRONT
    stories = {
        anchor.element: anchor
        for anchor in anchors
        if anchor.kind == "article" and anchor.element.tag in _LISTED
    }
    addresses = {element: anchor.url for element, anchor in stories.items()}
    lists = [anchor.element for anchor in anchors if anchor.kind == "front"]
    above = above_links(document.root, addresses, fronts=lists, profile=profile)
    page = Above(issue=_on_page(document, rule, "issue"), section=_on_page(document, rule, "section"))
    items = Items(addresses)
    chosen = frozenset(document.select(rule.item)) if rule.item else frozenset()
    return {
        element: _hint(
            anchor,
            items,
            over=_over(above.get(element, Above()), page),
            rule=rule,
            chosen=chosen,
            profile=profile,
        )
        for element, anchor in stories.items()
    }


def _over(nearest: Above, page: Above) -> Above:
    """What is above a link: what the profile selects for the page outranks the headings."""
    return replace(nearest, issue=page.issue or nearest.issue, section=page.section or nearest.section)


def _hint(
    anchor: Anchor,
    items: Items,
    *,
    over: Above,
    rule: FrontRule,
    chosen: frozenset[HtmlElement],
    profile: SiteProfile,
) -> Hint:
    around = _chosen_item(anchor.element, chosen)
    item = items.item(anchor.element) if around is None else around
    lines = items.lines(anchor.element)
    selected = {name: _selected(item, rule, name) for name in rule.select}
    written, by = selected.get("date"), selected.get("authors")
    day = date_of(written, profile) if written else None
    return Hint(
        text=_cut(selected.get("headline") or items.words(anchor.element, anchor.words)),
        date=day or _stated(item, profile) or date_in(lines, profile) or over.month,
        issue=selected.get("issue") or over.issue,
        section=selected.get("section") or over.section,
        authors=(authors_in([by]) or names_in(by)) if by else authors_in(lines),
    )


def _chosen_item(element: HtmlElement, chosen: frozenset[HtmlElement]) -> HtmlElement | None:
    """The profile's item around a link."""
    return next((e for e in (element, *element.iterancestors()) if e in chosen), None) if chosen else None


def _stated(item: HtmlElement, profile: SiteProfile) -> PublicationDate | None:
    """The date of an item's `time` element."""
    stamps = (time.get("datetime") or time.text_content() for time in item.iter("time"))
    return next((day for stamp in stamps if (day := date_of(squeeze(stamp), profile))), None)


def _selected(item: HtmlElement, rule: FrontRule, name: str) -> str | None:
    """What the profile's selectors for a field find inside an item."""
    for selector in rule.select.get(name, ()):
        css, attribute = split_selector(selector)
        for element in item.cssselect(css):
            if words := squeeze(element.get(attribute) or "" if attribute else element.text_content()):
                return words
    return None


def _on_page(document: Document, rule: FrontRule, name: str) -> str | None:
    """What the profile's selectors for a field find on the whole page."""
    return _selected(document.root, rule, name)


def _bounded(hint: Hint, at: datetime) -> Hint:
    """The hint without a date that lies in the future of the capture."""
    if hint.date and hint.date.on > (at + timedelta(days=1)).date():
        return replace(hint, date=None)
    return hint


def _cut(words: str | None) -> str | None:
    """The words of a link as they are kept, without the arrows at either end."""
    return words[:LONGEST_WORDS].strip(ARROWS) or None if words else None
