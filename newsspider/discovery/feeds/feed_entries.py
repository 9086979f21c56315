"""The addresses in a feed: RSS 0.9x, 1.0 (RDF) and 2.0, Atom, JSON Feed."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import feedparser
from lxml import etree, html

from newsspider.discovery.feeds import json_feed, xml_repair
from newsspider.items import FoundLink, Hint
from newsspider.language import dates
from newsspider.language.people import names_in
from newsspider.language.text import squeeze
from newsspider.web import oversized_tags, urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from newsspider.discovery.feeds.json_feed import Entry
    from newsspider.items import PublicationDate
    from newsspider.profiles import SiteProfile

LONGEST_TITLE = 300  # characters
# Longer words are cut: feedparser looks for mail addresses in time quadratic in an author's length.
_LONG_WORD = re.compile(rb"(?<![\w.+-])([\w.+-]{1000})[\w.+-]+")
_PAGES = ("next", "prev-archive")  # RFC 5005: the older entries of a feed in several documents


def read(
    payload: bytes, url: str, *, content_type: str | None = None, profile: SiteProfile
) -> tuple[FoundLink, ...]:
    """The articles of a feed, in its order, with titles, dates and authors as hints.

    Broken XML gives what can be read of it; anything but a feed gives nothing. Entities that the document
    declares are not expanded.
    """
    feed = _parsed(payload, url, content_type)
    links: dict[str, FoundLink] = {}
    for entry in feed.entries:
        if link := _entry_link(entry, url, profile):
            links.setdefault(link.url, link)
    return (*links.values(), *_older_pages(feed, url, profile))


class _Feed(NamedTuple):
    entries: Sequence[Entry]
    page_urls: Sequence[str]  # its other documents


def _parsed(payload: bytes, url: str, content_type: str | None) -> _Feed:
    if feed := json_feed.read(payload):
        return _Feed(feed.entries, (feed.next_url,) if feed.next_url else ())
    xml = xml_repair.repaired(payload, content_type=content_type)
    if xml is None:
        return _Feed((), ())
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    # A file object, never bytes or text: feedparser would take those for a file's name or a URL.
    found = feedparser.parse(io.BytesIO(_LONG_WORD.sub(rb"\1", xml)), response_headers=headers)
    links = found.feed.get("links") or ()
    return _Feed(found.entries, [link.get("href") or "" for link in links if link.get("rel") in _PAGES])


def _entry_link(entry: Entry, url: str, profile: SiteProfile) -> FoundLink | None:
    """The page of an entry, if it is on the publication's hosts."""
    for linked in _addresses(entry):
        written = urls.canonical(linked, base=url)
        settled = profile.rewrite(written) if written else ""
        if settled and profile.allows(settled) and urls.is_page(settled):
            return FoundLink(
                url=settled,
                kind=profile.kind_of(settled) or "article",
                found_on_url=url,
                hint=_hint(entry, profile),
                written_url=written if written != settled else None,
                modified_at=dates.latest(dict.get(entry, "updated"), zone=profile.zone),
                asked_url=profile.fetch_url(linked, base=url),
            )
    return None


def _addresses(entry: Entry) -> Iterable[str]:
    """The addresses of an entry; the publisher's own comes before that of a counting service."""
    given = (entry.get("feedburner_origlink"), entry.get("link"), entry.get("id"))
    return (one for one in given if isinstance(one, str))


def _hint(entry: Entry, profile: SiteProfile) -> Hint:
    tags = [tag.get("term") for tag in entry.get("tags") or ()]
    return Hint(
        text=_plain(entry.get("title")),
        date=_date(entry, profile),
        section=_plain(tags[0]) if len(tags) == 1 else None,
        authors=_authors(entry),
    )


def _date(entry: Entry, profile: SiteProfile) -> PublicationDate | None:
    """When the entry was published; `updated` is all that Atom demands, and what dc:date becomes."""
    for name in ("published", "updated"):
        written = dict.get(entry, name)  # without feedparser's guess of one from the other
        if not isinstance(written, str) or not written.strip():
            continue
        stated = dates.parse(squeeze(written), zone=profile.zone, languages=profile.languages)
        if stated:
            return replace(stated, raw=written, source="hint")
    return None


def _authors(entry: Entry) -> tuple[str, ...]:
    """The authors' names; an e-mail address is not a name."""
    given = entry.get("authors") or [{"name": entry.get("author")}]
    text = (_plain(author.get("name")) for author in given if author)
    return tuple(dict.fromkeys(name for names in text if names for name in names_in(names)))


def _plain(written: object) -> str | None:
    """Text without markup."""
    if not isinstance(written, str) or not written.strip():
        return None
    return squeeze(_without_markup(written))[:LONGEST_TITLE] or None


def _without_markup(written: str) -> str:
    if "<" not in written and "&" not in written:
        return written
    try:
        return str(html.fromstring(f"<div>{oversized_tags.cut_text(written)}</div>").text_content())
    except (etree.ParserError, ValueError):
        return ""


def _older_pages(feed: _Feed, url: str, profile: SiteProfile) -> Iterable[FoundLink]:
    """The feed's other documents."""
    for written in feed.page_urls:
        page = urls.canonical(written, base=url)
        if page and page != url and profile.allows(page):
            asked_url = profile.fetch_url(written, base=url)
            yield FoundLink(url=page, kind="feed", found_on_url=url, asked_url=asked_url)
