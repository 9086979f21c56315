"""Addresses in one form, and what an address tells by itself.

Canonical form follows RFC 3986 section 6.2.2 where that changes no meaning: the case of a path is
kept, for `/Arabic/` and `/ctarabic/` are two editions of one magazine.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection
from contextlib import suppress
from datetime import date
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from newsspider.items import PublicationDate
from newsspider.tracking import is_tracking

LONGEST = 2_000  # characters; the longest that old servers and proxies pass on
DEFAULT_PORTS = {"http": 80, "https": 443}
THIS_MACHINE = ("127.0.0.1", "localhost", "::1")

_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")
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
_LINE_ENDS = re.compile(r"[\t\r\n]")
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
        rf"(?<!\d){_YEAR}[-/]{_MONTH}(?=/|$)",  # 2017/06/
        rf"/{_YEAR}{_MONTH}(?=/|$)",  # /201706/
    )
)


@lru_cache(maxsize=8_192)
def canonical(url: str, *, base: str | None = None) -> str | None:
    """The absolute http(s) address in canonical form, joined to *base*; None for anything else.

    Mail addresses, scripts, data, broken and overlong addresses are None; nothing raises.
    """
    if len(url) > LONGEST:
        return None
    if _PLAIN.fullmatch(url):
        return url
    with suppress(ValueError, UnicodeError):
        return _canonical(_cleaned(url), base)
    return None


def _cleaned(url: str) -> str:
    """The address without the blanks that page authors leave in it."""
    return _LINE_ENDS.sub("", url).strip(" \x00\x0b\x0c\u00a0\u3000\ufeff")


def _canonical(url: str, base: str | None) -> str | None:
    joined = urljoin(base, url) if base else url
    if _PLAIN.fullmatch(joined):
        return joined if len(joined) <= LONGEST else None
    parts = urlsplit(joined)
    if parts.scheme not in DEFAULT_PORTS or not (netloc := _netloc(parts)):
        return None
    path = _resolved(parts.path)
    query = "&".join(part for part in parts.query.split("&") if part and not is_tracking(part))
    joined = urlunsplit((parts.scheme, netloc, path, query, ""))
    settled = _without_empty_signs(canonicalize_url(joined))
    return settled if len(settled) <= LONGEST else None


def _without_empty_signs(url: str) -> str:
    """`?12345` for the `?12345=` that sorting makes of it: some old servers know only the bare form."""
    path, mark, query = url.partition("?")
    names = "&".join(name for part in query.split("&") if (name := re.sub(r"=$", "", part)))
    return path + (mark + names if names else "")


def _netloc(parts: SplitResult) -> str | None:
    """Host in lower case with its port if that is not the scheme's own; None if there is no good host."""
    host = (parts.hostname or "").rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    host = f"[{host}]" if ":" in host else host
    if not _HOST.fullmatch(host) or ".." in host:
        return None
    port = parts.port
    return host if port in (None, DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"


def _resolved(path: str) -> str:
    """The path with `.` and `..` worked out (RFC 3986 section 5.2.4), never above the root."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def without(url: str, names: Collection[str]) -> str:
    """The address without the query parameters of these names."""
    path, _, query = url.partition("?")
    left = "&".join(part for part in query.split("&") if part.partition("=")[0] not in names)
    return f"{path}?{left}" if left else path


def host_of(url: str) -> str:
    """The host, with its port if that is not the default ("127.0.0.1:8000"); "" where there is none."""
    origin = _ORIGIN.match(url)
    return _host_of(origin[0] if origin else url)


@lru_cache(maxsize=1_024)
def _host_of(url: str) -> str:
    with suppress(ValueError, UnicodeError):
        parts = urlsplit(url)
        if parts.scheme in DEFAULT_PORTS:
            return _netloc(parts) or ""
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
    """Whether the address says itself that it is a picture's."""
    with suppress(ValueError):
        return (
            re.fullmatch(rf"\.(?:{_PICTURE})", _extension(urlsplit(url).path) or "", re.IGNORECASE)
            is not None
        )
    return False


def _extension(path: str) -> str | None:
    """The extension of a path that is no page's, else None."""
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
    """The copy's address below *base* for a publication's address on *host*; others stay as they are."""
    if host_of(url) != host:
        return url
    parts, copy = urlsplit(url), urlsplit(base)
    path = copy.path.rstrip("/") + (parts.path or "/")
    return urlunsplit((copy.scheme, copy.netloc, path, parts.query, parts.fragment))


def unbase(url: str, *, host: str, base: str, scheme: str = "http") -> str:
    """The publication's own address for an address of the copy at *base*: the way back from `rebase`.

    *scheme* is the one of the publication's first start page, for the copy does not tell it.
    """
    if host_of(url) != host_of(base):
        return url
    prefix, parts = urlsplit(base).path.rstrip("/"), urlsplit(url)
    if not (parts.path or "/").startswith(prefix + "/"):
        return url
    return urlunsplit((scheme, host, parts.path[len(prefix) :] or "/", parts.query, parts.fragment))


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
    with suppress(ValueError):
        on = date(int(parts["y"]), int(parts["m"]), int(parts.get("d") or 1))
        return PublicationDate(
            on=on, precision="day" if "d" in parts else "month", raw=found[0], source="url"
        )
    return None
