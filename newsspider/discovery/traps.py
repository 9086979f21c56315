"""Addresses not worth fetching: growing paths, repeated folders, shapes that bring nothing new."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.profiles import Limits

LONGEST = 600  # characters; the longest address of an article in the pages measured has 269
MOST_SEGMENTS = 16
MOST_PARAMETERS = 8
MOST_REPEATS = 3  # times that one folder's name may be in a path, less one


def is_trap(url: str, *, depth: int, limits: Limits) -> str | None:
    """Why the address looks like one of an endless series, or None."""
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


# A part of a path that a program made up: letters and digits mixed, or something in round brackets.
_TOKEN = re.compile(r"(?=[^/]*\d[^/]*\d)(?=[^/]*[a-z])[a-z0-9]{12,}|\([^/]*\)", re.IGNORECASE)


_KINDS = ("shape", "folder", "host")


class ShapeBudget:
    """How many addresses of one sort a run may still fetch without a new article.

    What is counted is addresses in a row: each new article gives its sort, and that of the page it
    was found on, the whole budget back.  A calendar that links to next month for ever is left after
    *limit* months.  Addresses of one shape are one sort; those below one folder, whose names may be
    random, are another with ten times the budget, those of one host a third with a hundred times.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._spent: Counter[str] = Counter()

    def recall(self, visits: Iterable[tuple[str, str, bool]]) -> None:
        """Count lists of earlier runs, oldest first: address, where found, whether it led to a story.

        A tenth of each budget remains: a sort that brought nothing is fetched less, but never given up.
        """
        for url, found_on_url, has_stories in visits:
            if has_stories:
                self.earned(url)
                self.earned(found_on_url)
            else:
                self.spent(url)
        for sort, number in self._spent.items():
            most = self.limit * 10 ** _KINDS.index(sort.partition(" ")[0])
            self._spent[sort] = min(number, most - max(1, most // 10))

    def allows(self, url: str) -> bool:
        """Whether one more address of this sort may be fetched."""
        return all(self._spent[sort] < self.limit * 10**n for n, sort in enumerate(_sorts(url)))

    def spent(self, url: str) -> None:
        """Count an address that was fetched and brought no new article."""
        self._spent.update(_sorts(url))

    def earned(self, url: str) -> None:
        """Restore the budget of the address's sorts: it brought, or led to, a new article."""
        for sort in _sorts(url):
            self._spent.pop(sort, None)


def _sorts(url: str) -> tuple[str, str, str]:
    """The shape of an address, its first folder, and its host; as unambiguous keys."""
    host = urls.host_of(url)
    shape = urls.shape(_without_tokens(url))
    folder = shape.removeprefix(host).partition("?")[0].split("/")[1:-1][:1]
    return f"shape {shape}", f"folder {host}/{''.join(folder)}", f"host {host}"


def _without_tokens(url: str) -> str:
    """The address with `x` for each folder that looks made up, as session ids do."""
    head, mark, query = url.partition("?")
    folders = head.split("/")
    named = ["x" if n > 2 and _TOKEN.fullmatch(folder) else folder for n, folder in enumerate(folders)]
    return "/".join(named) + mark + query
