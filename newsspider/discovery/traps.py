"""Why an address is not worth asking: paths that grow, folders that repeat, shapes that bring nothing."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from newsspider import urls

if TYPE_CHECKING:
    from newsspider.profiles import Limits

LONGEST = 600  # characters; the longest address of an article in the pages measured has 269
MOST_SEGMENTS = 16
MOST_PARAMETERS = 8
MOST_REPEATS = 3  # times that one folder's name may stand in a path, less one


def is_trap(url: str, *, depth: int, limits: Limits) -> str | None:
    """Why the address looks like one of an endless row, or None."""
    if depth > limits.depth:
        return f"more than {limits.depth} links from a start page"
    if len(url) > LONGEST:
        return f"longer than {LONGEST} characters"
    try:
        parts = urlsplit(url)
        parameters = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return "no address"
    return _trap_in_query(parameters) or _trap_in_path([s for s in parts.path.split("/") if s])


def _trap_in_query(parameters: list[tuple[str, str]]) -> str | None:
    names = Counter(name.lower().removeprefix("amp;") for name, _ in parameters)
    if len(parameters) > MOST_PARAMETERS:
        return f"more than {MOST_PARAMETERS} parameters"
    if any(count >= MOST_REPEATS for count in names.values()):
        return "a parameter that repeats"
    if any(name.lower().startswith("amp;amp;") for name, _ in parameters):
        return "a parameter escaped over and over"
    return None


def _trap_in_path(segments: list[str]) -> str | None:
    if len(segments) > MOST_SEGMENTS:
        return f"more than {MOST_SEGMENTS} folders"
    words = Counter(segment for segment in segments if not re.fullmatch(r"[\d._-]*", segment))
    if any(count >= MOST_REPEATS for count in words.values()):
        return "a folder that repeats"
    if any(segments[n : n + 2] == segments[n + 2 : n + 4] for n in range(len(segments) - 3)):
        return "folders that repeat"
    return None


class ShapeBudget:
    """How many more addresses of one shape a run asks for that bring no new article.

    What is counted is addresses in a row: each new article gives its shape, and the shape of the
    page it was found on, the whole budget back.  A calendar that links to next month for ever is
    left after *limit* months.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._spent: Counter[str] = Counter()

    def allows(self, url: str) -> bool:
        """Whether one more address of this shape may be asked."""
        return self._spent[urls.shape(url)] < self.limit

    def spent(self, url: str) -> None:
        """Counts an address that was asked and brought no new article."""
        self._spent[urls.shape(url)] += 1

    def earned(self, url: str) -> None:
        """Gives a shape its budget back: the address brought, or led to, a new article."""
        self._spent.pop(urls.shape(url), None)
