"""Regular expressions that the addresses of articles have in common, as a first guess for a profile."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

MOST_PATTERNS = 6
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"\d+")
_PLAIN = re.compile(r"[\w.~-]{1,60}")


def patterns(urls: Iterable[str]) -> tuple[str, ...]:
    """The patterns that find these addresses, the most frequent first; six at most.

    They are written as a profile has them: searched in path and query.
    """
    counted = Counter(_pattern(url) for url in urls)
    return tuple(pattern for pattern, _ in counted.most_common(MOST_PATTERNS))


def _pattern(url: str) -> str:
    """The pattern of one address: its first folder, or the form of its name where it has none."""
    parts = urlsplit(url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    pattern = _shape(parts.path, has_query=bool(parts.query))
    return pattern if re.search(pattern, path) else "^/"


def _shape(path: str, *, has_query: bool) -> str:
    folder, slash, rest = path.lstrip("/").partition("/")
    if slash and rest and (pattern := _folder(folder)):
        return f"^/{pattern}/"
    if has_query:
        name = re.escape(folder) if _PLAIN.fullmatch(folder) else "[^/?]*"
        return f"^/{name}\\?"
    ending = re.search(r"\.[a-z]{2,5}$", folder)
    if slash:
        return "^/[^/]+/$"
    return f"^/[^/]+{re.escape(ending[0])}$" if ending else "^/[^/?]+$"


def _folder(name: str) -> str | None:
    """The pattern of a folder; None for a name with special characters."""
    if _YEAR.fullmatch(name):
        return r"\d{4}"
    if _NUMBER.fullmatch(name):
        return r"\d+"
    return re.escape(name).replace(r"\-", "-") if _PLAIN.fullmatch(name) else None
