"""The addresses in a site map, or in an index of site maps (sitemaps.org, Google's news extension)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from newsspider.discovery.feeds import feed_entries, xml_repair
from newsspider.items import FoundLink, Hint
from newsspider.language import dates
from newsspider.language.text import decode, squeeze
from newsspider.web import content_coding, urls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.items import PublicationDate
    from newsspider.profiles import SiteProfile

LARGEST_BYTES = 50_000_000  # sitemaps.org allows 50 MB uncompressed; the rest is left
_FEED_ROOTS = frozenset(("rss", "RDF", "feed"))


def read(
    payload: bytes, url: str, profile: SiteProfile, *, content_type: str | None = None
) -> tuple[FoundLink, ...]:
    """The addresses that a site map names, in its order; an index gives other site maps.

    gzip is known by its first bytes.  Lists of plain addresses and feeds are site maps, too.  Only
    a news map says when an article ran: `lastmod` is any change of the page, kept as `modified_at`.
    """
    unpacked = unpack(payload, limit=LARGEST_BYTES)
    xml = xml_repair.repaired(unpacked, content_type=content_type)
    if xml is None:
        return _plain_list(unpacked, url, profile)
    root = _root(xml)
    if root is None or _name(root) in _FEED_ROOTS:
        return feed_entries.read(unpacked, url, content_type=content_type, profile=profile)
    entries = (element for element in root.iter(etree.Element) if _name(element) in ("url", "sitemap"))
    return _once(link for entry in entries for link in _links(entry, url, profile))


def unpack(payload: bytes, *, limit: int) -> bytes:
    """The payload without its gzip, up to *limit* bytes; a torn file gives what can be read."""
    return content_coding.decode(payload, most_bytes=limit).body


def _root(unpacked: bytes) -> etree._Element | None:
    """The root of the XML: no entities, no network, no document type's own files."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False
    )
    try:
        return etree.fromstring(unpacked, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _links(entry: etree._Element, url: str, profile: SiteProfile) -> Iterable[FoundLink]:
    """The addresses of one entry on the publication's hosts: usually one, perhaps none or several."""
    fields = _values(entry)
    is_map = _name(entry) == "sitemap"
    hint, modified_at = _hint(fields, profile), dates.latest(fields.get("lastmod"), zone=profile.zone)
    for written in [_text(child) for child in entry if _name(child) == "loc"] or [_text(entry, own=True)]:
        link = _found(written, url, profile, is_map=is_map, hint=hint)
        if link:
            yield replace(link, modified_at=modified_at) if modified_at else link


def _text(element: etree._Element, *, own: bool = False) -> str:
    """The text of an element; *own*: without that of the elements in it."""
    return squeeze(element.text or "" if own else "".join(element.itertext(etree.Element)))


def _found(
    written: str | None, url: str, profile: SiteProfile, *, is_map: bool, hint: Hint
) -> FoundLink | None:
    address = urls.canonical(written, base=url) if written else None
    if address is None or address == url:
        return None
    settled = profile.rewrite(address)
    if not profile.allows(settled) or not (is_map or urls.is_page(settled)):
        return None
    return FoundLink(
        url=settled,
        kind="sitemap" if is_map else profile.kind_of(settled) or "article",
        found_on_url=url,
        hint=hint,
        written_url=address if address != settled else None,
        asked_url=profile.fetch_url(written, base=url) if written else None,
    )


def _values(entry: etree._Element) -> dict[str, str]:
    """The first text of each element inside an entry, whatever its name space is called."""
    fields: dict[str, str] = {}
    for element in entry.iter(etree.Element):
        text = squeeze(element.text or "")
        if text:
            fields.setdefault(_name(element), text)
    return fields


def _name(element: etree._Element) -> str:
    """The name of an element without its namespace, or without an undeclared prefix."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _hint(fields: dict[str, str], profile: SiteProfile) -> Hint:
    written = fields.get("publication_date")
    return Hint(text=fields.get("title"), date=_date(written, profile) if written else None)


def _date(written: str, profile: SiteProfile) -> PublicationDate | None:
    stated = dates.parse(written, zone=profile.zone)
    return replace(stated, raw=written, source="hint") if stated else None


def _plain_list(unpacked: bytes, url: str, profile: SiteProfile) -> tuple[FoundLink, ...]:
    """The addresses of a text that has one in each line."""
    lines = decode(unpacked).text.splitlines()
    found = (
        _found(line.strip(), url, profile, is_map=False, hint=Hint())
        for line in lines
        if line.strip().startswith(("http://", "https://"))
    )
    return _once(link for link in found if link)


def _once(links: Iterable[FoundLink]) -> tuple[FoundLink, ...]:
    """The first link to each address."""
    by_url: dict[str, FoundLink] = {}
    for link in links:
        by_url.setdefault(link.url, link)
    return tuple(by_url.values())
