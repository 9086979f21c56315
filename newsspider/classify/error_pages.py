"""The marks by which bad answers are known: missing pages, challenges, consent walls, wrong types."""

from __future__ import annotations

import re
from typing import Literal

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

# What a page that is not there calls itself: a title, a headline or a first line.
_MISSING = re.compile(
    r"""^\W*(?:error|fehler|erreur|errore)?\W*(?:404|410)\b | ^\W*(?:page\s+)?not\s+found\W*$ | ^\W*error\W*$
    | \b(?:404|410)\s*(?:error|fehler|erreur|not\s+found|[-–—:|])
    | \b(?:page|article|file|document|story|url|resource|content|item)\b.{0,40}
      \b(?:not\s+(?:be\s+)?found|does(?:n.t|\s+not)\s+exist|no\s+longer\s+(?:available|exists?)|is\s+missing
      |has\s+been\s+(?:removed|deleted)|not\s+available|unavailable)
    | \b(?:can(?:.t|not|\s+not)|could(?:n.t|\s+not))\s+(?:be\s+found|find)\b.{0,40}
      \b(?:page|article|story|looking)
    | \b(?:seite|artikel|dokument)\b.{0,40}
      \b(?:nicht\s+gefunden|existiert\s+nicht|nicht\s+(?:mehr\s+)?verfügbar)
    | \b(?:page|article|document)\b.{0,30}\b(?:introuvable|n.existe\s+(?:pas|plus)|non\s+trouvée?)
    | \b(?:página|artículo|artigo|documento)\b.{0,30}\b(?:no|não)\s+(?:encontrad[ao]|existe)
    | \b(?:pagina|articolo|artikel)\b.{0,30}\b(?:non\s+trovat[ao]|non\s+esiste|niet\s+gevonden|bestaat\s+niet)
    | \b(?:sidan|siden|sivua)\b.{0,30}\b(?:hittades\s+inte|ikke\s+(?:fundet|funnet)|ei\s+löy)
    | страниц[аы].{0,30}не\s+(?:найдена|существует) | nie\s+znaleziono | bulunamadı
    | (?:找不到|未找到|没有找到|無法找到).{0,12}(?:页|頁|文章|内容|內容)
    | (?:页面?|頁面?|文章|内容|內容).{0,8}(?:不存在|已?被?删除|未找到|找不到)
    | (?:ページ|記事).{0,12}(?:見つかりません|存在しません) | 찾을\s*수\s*없
    | الصفحة.{0,30}(?:غير\s+موجودة|لم\s+يتم)""",
    re.IGNORECASE | re.VERBOSE,
)
_CHALLENGE_MARK = re.compile(
    rb"cf-browser-verification|cf[_-]chl[_-]|cdn-cgi/challenge-platform|_Incapsula_Resource|px-?captcha"
    rb"|captcha-delivery\.com|awsWafCookie|aws-waf-token|sucuri_cloudproxy|ddos-guard|/_sec/cp_challenge"
    rb"|g-recaptcha|h-captcha|hcaptcha\.com|turnstile",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"""just\ a\ moment\W*$ | attention\ required | ddos\ protection\ by | unusual\ traffic
    | checking\ (?:your\ browser|if\ the\ site\ connection\ is\ secure)
    | verify(?:ing)?\ (?:that\ )?you\ are\ (?:a\ )?human | are\ you\ a\ (?:human|robot) | not\ a\ robot
    | enable\ (?:javascript|cookies)\ (?:and\ (?:javascript|cookies)\ )?to\ continue
    | access\ (?:to\ this\ page\ has\ been\ )?denied | pardon\ our\ interruption | request\ (?:was\ )?blocked
    | bot\ (?:detection|protection) | 安全验证 | 人机验证 | 访问被拒绝 | 请完成验证""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_CONSENT = re.compile(
    r"""before\ you\ continue | we\ (?:value|respect|care\ about)\ your\ privacy | consent\ to\ the\ use
    | (?:accept|agree\ to|allow|manage)\ (?:all\ )?(?:the\ )?cookies
    | cookie\ (?:consent|settings|preferences|wall) | your\ (?:privacy|cookie)\ (?:choices|settings)
    | bevor\ sie\ fortfahren | (?:mit|ohne)\ werbung\ (?:und\ tracking\ )?(?:lesen|weiterlesen)
    | cookies?\ (?:zustimmen|akzeptieren|accepteren) | ihre\ (?:privatsphäre|zustimmung)
    | accepter\ (?:et\ fermer|les\ cookies) | continuer\ sans\ accepter
    | aceptar\ (?:y\ continuar|las\ cookies) | accetta\ (?:e\ continua|i\ cookie)""",
    re.IGNORECASE | re.VERBOSE,
)


def type_of(payload: bytes) -> Type:
    """What the bytes are, whatever the server calls them."""
    if payload.startswith(b"\x1f\x8b"):
        return "gzip"
    start = _readable(payload[:65_536])
    head = start[:4_096].lstrip()
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
    return len(without) > 0.9 * len(head) and bool(_HTML.match(without, before.end() if before else 0))


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
