"""Web addresses as browsers read them: the URL parser of the WHATWG (url.spec.whatwg.org) for http(s).

What comes out is what a browser would ask for: nothing is sorted, decoded or left out, and only the signs
that the standard names are percent-encoded.  Two differences: a password or user in an address is left out,
and so is the fragment, unless the caller asks for it.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

DEFAULT_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_BLANKS = "".join(map(chr, range(0x21)))  # C0 controls and the space
_MORE_BLANKS = "\u00a0\u3000\ufeff"  # not in the standard; authors leave them around addresses
_LINE_ENDS = re.compile(r"[\t\r\n]")
_SLASHES = re.compile(r"[/\\]*")
_AUTHORITY = re.compile(r"[^/\\?#]*")
_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9._-]*[a-z0-9_])?|\[[0-9a-f:.]+\]")
_PORT = re.compile(r":([0-9]*)$")
# The percent-encode sets of the standard: what is not in these classes is encoded.
_IN_PATH = re.compile(r"[^!$-;=@-\]_a-z|~]")
_IN_QUERY = re.compile(r"[^!$-&(-;=?-~]")
_IN_FRAGMENT = re.compile(r"[^!#-;=?-_a-~]")
_ONE_DOT, _TWO_DOTS = frozenset((".", "%2e")), frozenset(("..", ".%2e", "%2e.", "%2e%2e"))
_ENDING_DOT = _ONE_DOT | _TWO_DOTS


class WebUrl(NamedTuple):
    """The parts of an address; `query` and `fragment` are None where there is no `?` or `#`."""

    scheme: str
    netloc: str
    path: str
    query: str | None = None
    fragment: str | None = None

    def __str__(self) -> str:
        query = "" if self.query is None else f"?{self.query}"
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        return f"{self.scheme}://{self.netloc}{self.path}{query}{fragment}"


def parse(written: str, *, base: str | None = None, charset: str | None = None) -> WebUrl | None:
    """The address that *written* is on a page at *base*; None if it is broken or not http(s).

    *charset* is the page's: by the standard a query is encoded in it, and a path always in UTF-8.
    """
    with suppress(ValueError, UnicodeError):
        return _parsed(cleaned(written), base, charset)
    return None


@lru_cache(maxsize=256)
def _known(base: str) -> WebUrl | None:
    """The parts of a page's address; all its links are joined to them."""
    return parse(base)


def cleaned(written: str) -> str:
    """The address without blanks around it, and without line ends and tabs in it."""
    return _LINE_ENDS.sub("", written.strip(_BLANKS + _MORE_BLANKS))


def _parsed(written: str, base: str | None, charset: str | None) -> WebUrl | None:
    rest, hash_, fragment = written.partition("#")
    anchor = _encoded(fragment, _IN_FRAGMENT) if hash_ else None
    before = _known(base) if base else None
    if found := _SCHEME.match(rest):
        scheme, rest = found[1].lower(), rest[found.end() :]
        if scheme not in DEFAULT_PORTS:
            return None
        if before is None or before.scheme != scheme or rest.startswith(("//", "/\\", "\\/", "\\\\")):
            return _absolute(scheme, rest, anchor, charset)
    if before is None:
        return None
    if rest[:1] in ("/", "\\") and rest[1:2] in ("/", "\\"):
        return _absolute(before.scheme, rest, anchor, charset)
    if not rest:
        return before._replace(fragment=anchor)
    path, mark, query = rest.partition("?")
    encoded = _query(query, charset) if mark else None
    return before._replace(path=_resolved(path, before.path), query=encoded, fragment=anchor)


def _absolute(scheme: str, rest: str, anchor: str | None, charset: str | None) -> WebUrl | None:
    """The address of what follows `http:`, however many slashes or backslashes that begins with."""
    rest = rest[_slashes_end(rest) :]
    authority = _AUTHORITY.match(rest)
    assert authority
    netloc = netloc_of(scheme, authority[0].rpartition("@")[2])
    if netloc is None:
        return None
    path, mark, query = rest[authority.end() :].partition("?")
    encoded = _query(query, charset) if mark else None
    return WebUrl(scheme, netloc, _resolved(path or "/", "/"), encoded, anchor)


def credentials_at(written: str) -> slice | None:
    """Where an http(s) address has a user's name or password, with the `@` behind it; None where it has none.

    The place is that in *written* without the characters that a browser drops (see `cleaned`).
    """
    rest = cleaned(written)
    scheme = _SCHEME.match(rest)
    if scheme and scheme[1].lower() not in DEFAULT_PORTS:
        return None
    start = scheme.end() if scheme else 0
    slashes = _slashes_end(rest[start:])
    if not scheme and slashes < 2:
        return None
    start += slashes
    authority = _AUTHORITY.match(rest, start)
    end = start + (authority[0].rfind("@") + 1 if authority else 0)
    return slice(start, end) if end > start else None


def without_credentials(written: str) -> str:
    """The address as it is written, without a user's name and password."""
    found = credentials_at(written)
    if found is None:
        return written
    rest = cleaned(written)
    return rest[: found.start] + rest[found.stop :]


def _slashes_end(rest: str) -> int:
    found = _SLASHES.match(rest)
    return found.end() if found else 0


def netloc_of(scheme: str, authority: str) -> str | None:
    """Host in lower case, with its port if that is not the scheme's own; None if the host is not valid."""
    port = _PORT.search(authority)
    host = (authority[: port.start()] if port else authority).lower().rstrip(".")
    host = unquote(host) if "%" in host else host
    if not host.isascii():
        host = host.encode("idna").decode("ascii").lower()
    if not _HOST.fullmatch(host) or ".." in host:
        return None
    number = int(port[1]) if port and port[1] else DEFAULT_PORTS[scheme]
    if number > 65_535:
        return None
    return host if number == DEFAULT_PORTS[scheme] else f"{host}:{number}"


def _resolved(path: str, base_path: str) -> str:
    """The path joined to the base's, with `.` and `..` worked out, never above the root."""
    path = path.replace("\\", "/")
    if not path:
        return base_path  # only a query was given
    joined = path if path.startswith("/") else base_path.rpartition("/")[0] + "/" + path
    segments = joined.split("/")[1:]
    if "." in joined or "%" in joined:
        segments = _without_dots(segments)
    return _encoded("/" + "/".join(segments), _IN_PATH)


def _without_dots(segments: list[str]) -> list[str]:
    kept: list[str] = []
    for segment in segments:
        plain = segment.lower() if len(segment) <= 6 else segment
        if plain in _TWO_DOTS:
            del kept[-1:]
        elif plain not in _ONE_DOT:
            kept.append(segment)
    if segments and segments[-1].lower() in _ENDING_DOT:
        kept.append("")
    return kept


def _query(query: str, charset: str | None) -> str:
    if query.isascii() or not charset or charset.lower().startswith("utf"):
        return _encoded(query, _IN_QUERY)
    return _IN_QUERY.sub(lambda sign: _percent_in(sign[0], charset), query)


def _encoded(text: str, signs: re.Pattern[str]) -> str:
    return signs.sub(lambda sign: _percent(sign[0].encode("utf-8", "replace")), text)


def _percent_in(sign: str, charset: str) -> str:
    """One sign of a query in the page's charset; what that does not have is a character reference."""
    try:
        encoded = sign.encode(charset)
    except (UnicodeError, LookupError):
        return f"%26%23{ord(sign)}%3B"
    return "".join(chr(byte) if not _IN_QUERY.match(chr(byte)) else f"%{byte:02X}" for byte in encoded)


def _percent(encoded: bytes) -> str:
    return "".join(f"%{byte:02X}" for byte in encoded)
