"""Recognise bad answers: missing pages, challenges, consent walls and wrong types."""

from __future__ import annotations

import re
from typing import Literal

from newsspider.language import word_lists
from newsspider.language.text import wide_encoding

_LOOK_BYTES = 16_384  # a server's warnings may precede what it was asked for
Type = Literal["html", "xml", "gzip", "text", "other"]

_MAGIC = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"RIFF",
    b"OggS",
    b"ID3",
    b"\x00\x00\x00\x18ftyp",
    b"\x00\x00\x00\x20ftyp",
    b"\xd0\xcf\x11\xe0",
    b"BZh",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
    b"MZ\x90",
    b"{\\rtf",
    b"%!PS",
    b"wOFF",
    b"wOF2",
    b"\xfd7zXZ",
)
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|title|meta|h[1-6]|p|div|table|br|a|ul|font|center|frameset|article|script)\b",
    re.IGNORECASE,
)
_BEFORE_HTML = re.compile(rb"\s*(?:(?:<\?xml.*?\?>|<!--.*?-->)\s*)*", re.DOTALL)
_XML = re.compile(rb"\s*(?:<\?xml\b|<!--|<(?:\w+:)?(?:rss|feed|RDF|urlset|sitemapindex)\b)")
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF|channel)\b")
_JSON_FEED = re.compile(
    rb"\s*\{.*?\"(?:version\"\s*:\s*\"https?:\\?/\\?/jsonfeed\.org|items\"\s*:\s*\[)", re.DOTALL
)
_MAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b")
_ADDRESSES = re.compile(rb"\s*https?://\S+\s*(?:\n|$)")

_MISSING = re.compile(word_lists.pattern("missing_pages.sentences"), re.IGNORECASE)
_CHALLENGE_MARK = re.compile(
    rb"cf-browser-verification|cf[_-]chl[_-]|cdn-cgi/challenge-platform|_Incapsula_Resource|px-?captcha"
    rb"|captcha-delivery\.com|awsWafCookie|aws-waf-token|sucuri_cloudproxy|ddos-guard|/_sec/cp_challenge"
    rb"|g-recaptcha|h-captcha|hcaptcha\.com|turnstile",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(word_lists.pattern("missing_pages.challenges"), re.IGNORECASE | re.MULTILINE)
_CONSENT = re.compile(word_lists.pattern("consent.requests"), re.IGNORECASE)


def type_of(payload: bytes) -> Type:
    """What the bytes are, whatever the server calls them."""
    if payload.startswith(b"\x1f\x8b"):
        return "gzip"
    start = _readable(payload[:65_536])
    head = start.lstrip(b"\0 \t\r\n\f\v")[:4_096]
    if head.startswith(_MAGIC) or (b"\x00" in head[:512] and not _is_html_with_nuls(head)):
        return "other"
    if _XML.match(head) and not _HTML.search(head):
        return "xml"
    return "html" if _HTML.search(start) else "text"


def _readable(start: bytes) -> bytes:
    """The beginning of an answer, so that the patterns match: UTF-16 as UTF-8, and no byte order mark."""
    if encoding := wide_encoding(start):
        return start.decode(encoding, "replace").lstrip("\ufeff").encode("utf-8", "replace")
    return start.removeprefix(b"\xef\xbb\xbf")


def _is_html_with_nuls(head: bytes) -> bool:
    """Whether a page begins here that has stray NULs in it: browsers drop them."""
    without = head.replace(b"\x00", b"")
    before = _BEFORE_HTML.match(without)
    return len(without) > 0.75 * len(head) and bool(_HTML.match(without, before.end() if before else 0))


def is_html(payload: bytes) -> bool:
    """Whether the bytes begin as a page does: a script may write HTML, and begins otherwise."""
    head = _readable(payload[:4_096])
    before = _BEFORE_HTML.match(head)
    return _HTML.match(head, before.end() if before else 0) is not None


def is_feed(payload: bytes) -> bool:
    """Whether the bytes begin as a feed does."""
    head = _readable(payload[:_LOOK_BYTES])
    return _FEED.search(head) is not None or _JSON_FEED.match(head) is not None


def is_sitemap(payload: bytes) -> bool:
    """Whether the bytes begin as a site map does: XML, or a list of addresses."""
    head = _readable(payload[:_LOOK_BYTES])
    return _MAP.search(head) is not None or _ADDRESSES.match(head) is not None


def says_missing(text: str | None) -> bool:
    """Whether a title, headline or first line is that of a page that is not there."""
    return bool(text) and _MISSING.search((text or "")[:300]) is not None


def says_challenge(payload: bytes, text: str) -> bool:
    """Whether a page with this little text is a bot check."""
    has_mark = _CHALLENGE_MARK.search(payload[:200_000]) is not None
    return _CHALLENGE.search(text[:1_500]) is not None or (has_mark and len(text) < 400)


def says_consent(text: str) -> bool:
    """Whether a page with this little text asks for consent before it shows anything."""
    return _CONSENT.search(text[:3_000]) is not None
