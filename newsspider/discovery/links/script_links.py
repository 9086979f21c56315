"""Addresses written as plain text in scripts; scripts are never run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_HANDLER = 4_000  # characters of an `onclick` or a `javascript:` address that are read
LONGEST_SCRIPT = 200_000  # characters of a page's scripts that are searched for a redirect

_LITERAL = r"""\s*\(?\s*(?:"([^"\\<>\s]{1,500})"|'([^'\\<>\s]{1,500})')"""
# `location = "x"`, `top.location.href = "x"`, `location.replace("x")`, `location.assign("x")`.
_SENDS_ON = re.compile(
    rf"\blocation(?:\.href)?\s*=(?!=){_LITERAL}|\blocation\.(?:replace|assign)\s*(?=\(){_LITERAL}"
)
# The first argument of a call: `window.open("x", ...)`, `popup('x', 400, 300)`.
_CALL = re.compile(rf"([\w$]+)\s*(?=\(){_LITERAL}")
# Calls that take a path and open nothing.
_OPENS_NOTHING = re.compile(
    r"track|count|stat|analytic|alert|confirm|ajax|fetch|import|getelement|query", re.IGNORECASE
)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)
_LOOKS_LIKE_ADDRESS = re.compile(
    r"https?://.+|//[\w-]+\..+|\.{0,2}/(?!/).*|\?[\w-]+=.+"
    r"|[\w%~.-][\w%~./-]*(?:\.(?:s?html?|php\d?|aspx?|jsp|cfm|cgi|pl|do)|/)(?:[?#].*)?|[\w%~./-]+\?[\w-]+=.+",
    re.IGNORECASE,
)


def looks_like_address(text: str) -> bool:
    """Whether a text is written as the address of a page, absolute or relative."""
    return _LOOKS_LIKE_ADDRESS.fullmatch(text.strip()) is not None


def opened_by(handler: str) -> Iterator[str]:
    """The addresses that an `onclick` handler or a `javascript:` link opens, as they are written."""
    handler = handler[:LONGEST_HANDLER]
    yield from _sent_to(handler)
    for found in _CALL.finditer(handler):
        written = found[2] or found[3]
        if looks_like_address(written) and not _OPENS_NOTHING.search(found[1]):
            yield written


def sent_to(script: str) -> Iterator[str]:
    """The addresses that a script sets the page's location to, as they are written."""
    yield from _sent_to(_COMMENT.sub(" ", script[:LONGEST_SCRIPT]))


def _sent_to(script: str) -> Iterator[str]:
    if "location" not in script:
        return
    for found in _SENDS_ON.finditer(script):
        written = next(filter(None, found.groups()))
        if not written.startswith("#"):
            yield written
