"""Addresses in canonical form and in the form to fetch, and facts that an address states by itself.

Canonical form follows RFC 3986 section 6.2.2 where that changes no meaning: the case of a path is
kept, for `/Arabic/` and `/ctarabic/` are two editions of one magazine.  It is for identity alone.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection
from contextlib import suppress
from datetime import date
from functools import lru_cache
from urllib.parse import parse_qsl, quote_plus, unquote_to_bytes, urlsplit

from w3lib.url import canonicalize_url

from newsspider.errors import UsageError
from newsspider.items import PublicationDate
from newsspider.language.calendar_words import MONTHS
from newsspider.web import url_parser
from newsspider.web.tracking_parameters import is_tracking
from newsspider.web.url_parser import WebUrl, netloc_of

LONGEST = 2_000  # characters; the longest that old servers and proxies pass on
DEFAULT_PORTS = url_parser.DEFAULT_PORTS
CREDENTIALS = (
    "has a name or password in it, which would be kept with the archive; leave them out, and send them as a"
    ' header: --set \'DEFAULT_REQUEST_HEADERS={"Authorization": "Basic …"}\''
)
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")

_PICTURE = r"jpe?g|jfif|png|gif|bmp|ico|svgz?|tiff?|webp|avif|heic"
_NO_PAGE = re.compile(
    rf"\.(?:{_PICTURE}|psd|eps"
    r"|mp[234]|m4[av]|aac|ogg|oga|ogv|opus|wav|wma|wmv|flac|mid|avi|mov|mpe?g|flv|swf|webm|rm|ram|3gp|m3u8?"
    r"|zip|t?gz|tar|bz2|xz|zst|7z|rar|jar|iso|dmg|exe|msi|deb|rpm|apk|bin|img|torrent"
    r"|css|js|mjs|json|map|woff2?|ttf|otf|eot|wasm"
    r"|pdf|ps|djvu|epub|mobi|docx?|xlsx?|pptx?|od[tsp]|rtf|csv|tex|dvi"
    r"|txt|ics|vcf|pgp|asc|sig|diff|patch|c|h|cc|cpp|java|sh|conf|log|sql)",
    re.IGNORECASE,
)
_ORIGIN = re.compile(r"https?://[\w.:-]+(?=[/?#]|\Z)", re.ASCII)  # an address up to its path, as most begin
_AUTHORITY = re.compile(r"^[^/?#]*//[^/?#]*")
_JAVA_SESSION = re.compile(r";jsessionid=[^;/]*", re.IGNORECASE)
# ASP.NET without cookies: a folder such as (S(x)) or (A(x)F(y)); the server needs it in requests.
_ASP_SESSION = re.compile(r"/\((?:[A-Z]\([^()/]*\))+\)(?=/)")
_AMPS = re.compile(r"^(?:amp;)+")
# Addresses that are in canonical form already, as most are.
_PLAIN = re.compile(r"https?://(?:[a-z0-9][a-z0-9-]*\.)+[a-z]+(?:(?:/(?!\.)[\w.~-]+)+/?|/)", re.ASCII)
_DIGITS = re.compile(r"\d+")
_LONG_SLUG = re.compile(r"[^/.]{24,}|[^/.]*[^\W\d_]{2,}(?:[-_][^/.]+){2,}")

_YEAR, _MONTH, _DAY = r"(?P<y>199\d|20\d\d)", r"(?P<m>0[1-9]|1[0-2])", r"(?P<d>0[1-9]|[12]\d|3[01])"
_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<!\d){_YEAR}[-/_.]{_MONTH}[-/_.]{_DAY}(?!\d)",  # 2017-06/30, 2017/06/30, 2017-06-30
        rf"(?<!\d){_YEAR}{_MONTH}/\w?(?P=y)(?P=m){_DAY}(?!\d)",  # 201706/t20170630_800
        rf"(?<!\d){_YEAR}{_MONTH}{_DAY}(?!\d)",  # 20170630
        rf"(?<!\d){_YEAR}/(?P<m>0?[1-9]|1[0-2])/(?P<d>0?[1-9]|[12]\d|3[01])(?=/)",  # 2017/6/5/
        # /2017/WORLD/6/5/
        rf"/{_YEAR}/[a-zA-Z_]{{2,30}}/(?P<m>0?[1-9]|1[0-2])/(?P<d>0?[1-9]|[12]\d|3[01])(?=/)",
        # /2017/june/05/, /2017/Jun/5/
        rf"/{_YEAR}/(?P<word>[A-Za-z]{{3,12}})/(?P<d>0?[1-9]|[12]\d|3[01])(?=/|$)",
        rf"(?<!\d){_YEAR}[-/]{_MONTH}(?=/|$)",  # 2017/06/
        rf"/{_YEAR}{_MONTH}(?=/|$)",  # /201706/
    )
)


@lru_cache(maxsize=8_192)
def canonical(url: str, *, base: str | None = None) -> str | None:
    """The absolute http(s) address in canonical form, joined to *base*; None for anything else.

    It decides which addresses are the same; `fetch_url` gives the one to fetch.  Mail addresses, scripts,
    data, broken and overlong addresses are None; nothing raises.
    """
    if len(url) > LONGEST:
        return None
    if _PLAIN.fullmatch(url):
        return url
    found = url_parser.parse(url, base=base)
    with suppress(ValueError, UnicodeError):
        settled = _canonical(found) if found else ""
        return settled if 0 < len(settled) <= LONGEST else None
    return None


def fetch_url(url: str, *, base: str | None = None, charset: str | None = None) -> str | None:
    """The address to fetch for a link; None where `canonical` is None.

    It is the one that a browser requests (see `url_parser`), without tracking parameters and without a
    `?` at the end, which Twisted does not send.  *charset* is that of the page on which the link stands.
    """
    if len(url) > LONGEST:
        return None
    if _PLAIN.fullmatch(url):
        return url
    found = url_parser.parse(url, base=base, charset=charset)
    written = str(_without_tracking(found)._replace(fragment=None)) if found else ""
    return written if 0 < len(written) <= LONGEST and canonical(written) else None


def refuse_credentials(address: str, *, what: str = "the address") -> None:
    """Raise UsageError for an address that holds a user's name or password."""
    if url_parser.credentials_at(address):
        raise UsageError(f"{what} {url_parser.without_credentials(address)!r} {CREDENTIALS}")


def _canonical(url: WebUrl) -> str:
    url = _without_tracking(url)
    if ")/" in url.path:
        url = url._replace(path=_ASP_SESSION.sub("", url.path))
    path = canonicalize_url(f"{url.scheme}://{url.netloc}{url.path}")
    query = _settled_query(url.query or "")
    return f"{path}?{query}" if query else path


def _without_tracking(url: WebUrl) -> WebUrl:
    """The address without tracking parameters and without a Java server's session."""
    if ";" in url.path:
        url = url._replace(path=_JAVA_SESSION.sub("", url.path))
    parts = (url.query or "").split("&")
    left = [part for part in parts if not is_tracking(part.removeprefix("amp;"))]
    return url if len(left) == len(parts) and url.query else url._replace(query="&".join(left) or None)


def _settled_query(query: str) -> str:
    """The query of a canonical address: escapes alike, empty parts left out, named parameters sorted.

    Parts without a name keep their order, because it has a meaning in `?2005&12`; so do parts of one name.
    """
    parts = [_AMPS.sub("", part) for part in query.split("&") if part]
    settled = ("=".join(_settled(text) for text in part.split("=", 1)) for part in sorted(parts, key=_rank))
    return "&".join(part.removesuffix("=") for part in settled if part.removesuffix("="))


def _rank(part: str) -> tuple[int, str]:
    """Parts without `=` first, as they are; then those without a value, then those with one, by name."""
    name, mark, value = part.partition("=")
    return (2 if value else 1, name) if mark else (0, "")


def _settled(text: str) -> str:
    """A name or value of a query with all its escapes in one form."""
    return quote_plus(unquote_to_bytes(text.replace("+", " ")))


def without(url: str, names: Collection[str]) -> str:
    """The address without the query parameters of these names."""
    path, _, query = url.partition("?")
    left = "&".join(part for part in query.split("&") if part.partition("=")[0] not in names)
    return f"{path}?{left}" if left else path


def host_of(url: str) -> str:
    """The host, with its port if that is not the default ("127.0.0.1:8000"); "" if there is none."""
    origin = _ORIGIN.match(url)
    return _host_of(origin[0] if origin else url)


@lru_cache(maxsize=1_024)
def _host_of(url: str) -> str:
    with suppress(ValueError, UnicodeError):
        parts = urlsplit(url)
        if parts.scheme in DEFAULT_PORTS:
            return netloc_of(parts.scheme, parts.netloc.rpartition("@")[2]) or ""
    return ""


def urn(key: str) -> str:
    """The URN (RFC 4122) of an article by its key: the same in every feed and copy of the archive."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"newsspider:{key}").urn


def is_page(url: str) -> bool:
    """Whether the address may be a page: False for pictures, film, archives, scripts, documents."""
    with suppress(ValueError):
        return _extension(urlsplit(url).path) is None
    return False


def is_picture(url: str) -> bool:
    """Whether the address has the extension of a picture."""
    with suppress(ValueError):
        return (
            re.fullmatch(rf"\.(?:{_PICTURE})", _extension(urlsplit(url).path) or "", re.IGNORECASE)
            is not None
        )
    return False


def _extension(path: str) -> str | None:
    """The extension of a path if it is not a page's, else None."""
    leaf = path.rsplit("/", 1)[-1]
    found = re.search(r"\.\w+$", leaf)
    return found[0] if found and _NO_PAGE.fullmatch(found[0]) else None


def shape(url: str) -> str:
    """What addresses of one rule have in common: digits are 0, long slugs a, of the query the names."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    segments = [_DIGITS.sub("0", _LONG_SLUG.sub("a", segment)) for segment in parts.path.split("/")]
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return (
        host_of(url)
        + "/".join(segments)
        + ("?" + "&".join(_DIGITS.sub("0", name) for name in names) if names else "")
    )


def rebase(url: str, *, host: str, base: str) -> str:
    """The copy's address below *base* for a publication's address on *host*; others stay as they are.

    Everything after the host stays the same.
    """
    if host_of(url) != host:
        return url
    copy = urlsplit(base)
    return f"{copy.scheme}://{copy.netloc}{copy.path.rstrip('/')}{_behind_host(url)}"


def unbase(url: str, *, host: str, base: str, scheme: str = "http") -> str:
    """The publication's own address for an address of the copy at *base*: the way back from `rebase`.

    *scheme* is the one of the publication's first start page, for the copy does not tell it.
    """
    if host_of(url) != host_of(base):
        return url
    prefix, behind = urlsplit(base).path.rstrip("/"), _behind_host(url)
    if not behind.startswith(prefix + "/"):
        return url
    return f"{scheme}://{host}{behind[len(prefix) :]}"


def _behind_host(url: str) -> str:
    """Path, query and fragment of an address, beginning with a slash."""
    behind = _AUTHORITY.sub("", url, count=1)
    return behind if behind.startswith("/") else "/" + behind


def date_in(url: str) -> PublicationDate | None:
    """The date that an address states (`2017-06/30`, `t20170630_1`, `2017/06`), between 1990 and 2100."""
    with suppress(ValueError):
        path = urlsplit(url).path
        for pattern in _DATES:
            for found in pattern.finditer(path):
                if stated := _dated(found):
                    return stated
    return None


def _dated(found: re.Match[str]) -> PublicationDate | None:
    """The date of a match, None if the calendar has no such day."""
    parts = found.groupdict()
    month = MONTHS.get(parts["word"].lower(), 0) if "word" in parts else int(parts["m"])
    with suppress(ValueError):
        on = date(int(parts["y"]), month, int(parts.get("d") or 1))
        return PublicationDate(
            on=on, precision="day" if "d" in parts else "month", raw=found[0], source="url"
        )
    return None
