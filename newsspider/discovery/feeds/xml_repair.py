"""Repairs feeds and site maps for an XML parser: removes what servers print around and inside the XML."""

from __future__ import annotations

import html
import re
from html.entities import html5

from newsspider.language.text import decode
from newsspider.web import oversized_tags

# Where the document begins, whatever a server printed before it: its declaration, or its root.
_START = re.compile(r"<\?xml\b|<(?:[\w.-]+:)?(?:rss|rdf|feed|urlset|sitemapindex)\b", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml\b[^>]*>")
_DOCTYPE = re.compile(r"<!DOCTYPE\b[^\[>]*(?:\[[^\]]*\]\s*)?>", re.IGNORECASE)
# XML 1.0 section 2.2: no other characters, not even by reference.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?:#(?P<number>[xX][0-9a-fA-F]{1,9}|[0-9]{1,9});|(?P<name>\w{1,40});)?",
    re.DOTALL,
)
_OF_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_HEAD = '<?xml version="1.0" encoding="utf-8"?>'


# A site map has 50,000 addresses at most (sitemaps.org), a feed some dozen items.  What is beyond costs
# time and memory: a feed's item 0.3 ms, an entry of a site map 1 kB.
MOST_ENTRIES, MOST_ITEMS = 100_000, 5_000
_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:(?P<item>item|entry)|url|sitemap)[\s>]", re.IGNORECASE)


def repaired(payload: bytes, *, content_type: str | None = None) -> bytes | None:
    """The XML of a feed or site map in UTF-8, with its first entries; None without XML."""
    text = decode(payload, content_type=content_type).text
    start = _START.search(text)
    if start is None:
        return None
    text = _ILLEGAL.sub("", _first_entries(text[start.start() :]))
    text = _DOCTYPE.sub("", _DECLARATION.sub("", text, count=1), count=1)
    return oversized_tags.cut_xml(
        (_HEAD + _REFERENCE.sub(_reference, text).strip()).encode("utf-8", "replace")
    )


def _first_entries(text: str) -> str:
    """The beginning of a document that has more entries than anybody reads."""
    for number, entry in enumerate(_ENTRY.finditer(text), 1):
        if number > (MOST_ITEMS if entry["item"] else MOST_ENTRIES):
            return text[: entry.start()]
    return text


def _reference(found: re.Match[str]) -> str:
    """A reference that XML allows and every parser knows."""
    whole, number, name = found[0], found["number"], found["name"]
    if whole.startswith("<"):
        return whole
    if number:
        return html.escape(_ILLEGAL.sub("", html.unescape(whole)).replace("\ufffd", ""))
    if name in _OF_XML:
        return whole
    if name and f"{name};" in html5:
        return html.escape(html5[f"{name};"])
    return f"&amp;{whole[1:]}"
