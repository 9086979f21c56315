"""Sites without an end: calendars, indexes, page numbers, session ids that lead to one more page."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from itertools import count
from urllib.parse import parse_qsl, urlsplit

from support.served import Answer, Asked, Site
from support.stories import front, story

HEADLINES = ("harbour", "market", "bridge", "school", "theatre", "railway", "lighthouse", "library")
NEW = "election"

Name = Callable[[str], str]


def path_of(headline: str) -> str:
    return f"/2024/05/the-{headline}-of-the-town.html"


def _random(seed: str, length: int = 12) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()[:length]


class EndlessSite:
    """A front, some stories, and a trap that the front leads to; `publish` adds a story to the front."""

    def __init__(self, site: Site, trap: str) -> None:
        self.site = site
        self.headlines = list(HEADLINES)
        self._first, self._page = TRAPS[trap]
        self._numbers = count()
        self._in_path = SESSIONS.get(trap)
        site.pages["/"] = lambda _: self._front()
        site.missing = self._answer

    def publish(self) -> None:
        self.headlines.insert(0, NEW)

    def place_of(self, headline: str, *, since: int) -> int | None:
        """How many requests, from the one numbered *since* on, it took to ask for a story; None: never."""
        paths = self.site.paths[since:]
        return next((n for n, path in enumerate(paths, 1) if path.endswith(path_of(headline))), None)

    def _link(self, path: str) -> str:
        """An address as this answer links it: with a session of its own where the trap is that."""
        return self._in_path(_random(str(next(self._numbers)), 24)) + path if self._in_path else path

    def _front(self) -> str:
        return front("Gazette", [self._link(path) for path in (*map(path_of, self.headlines), *self._first)])

    def _answer(self, asked: Asked) -> str | Answer:
        for headline in self.headlines:
            if asked.path.endswith(path_of(headline)):
                others = [self._link(path_of(other)) for other in self.headlines]
                return story(f"The {headline} of the town", links=others)
        if self._in_path and re.fullmatch(r"/[^/]+/(s/[^/]+/)?", asked.path):
            return self._front()
        links = self._page(asked.path)
        return front(f"Page {asked.path}", links) if links else Answer(status=404, body="<p>Not found</p>")


def _calendar(path: str) -> Sequence[str]:
    if not path.startswith("/calendar/"):
        return ()
    year, month = (int(part) for part in path.split("/")[2:4])
    later, earlier = year + month // 12, year - (month == 1)
    return (f"/calendar/{later}/{month % 12 + 1:02}/", f"/calendar/{earlier}/{(month - 2) % 12 + 1:02}/")


def _index(path: str) -> Sequence[str]:
    if not path.startswith("/topics/"):
        return ()
    return [f"/topics/{_random(f'{path}{n}', 9)}/" for n in range(4)]


def _numbers(path: str) -> Sequence[str]:
    query = dict(parse_qsl(urlsplit(path).query))
    if "page" not in query:
        return ()
    number = int(query["page"])
    return [*map(path_of, HEADLINES), f"/archive?page={number + 1}", f"/archive?page={number + 2}"]


def _dead(path: str) -> Sequence[str]:
    """A page that names a hundred addresses which are not there, and the next such page."""
    if not path.startswith("/sitemap/"):
        return ()
    number = int(path.split("/")[2])
    lost = [f"/lost/{number}/story-number-{n}.html" for n in range(100)]
    return [f"/sitemap/{number + 1}/", *lost]


def _none(path: str) -> Sequence[str]:
    del path
    return ()


TRAPS: dict[str, tuple[tuple[str, ...], Callable[[str], Sequence[str]]]] = {
    "calendar": (("/calendar/2024/05/",), _calendar),
    "endless index": (("/topics/all/",), _index),
    "page numbers": (("/archive?page=1",), _numbers),
    "dead addresses": (("/sitemap/1/",), _dead),
    "session ids in paths": (("/",), _none),
    "sessions as ASP.NET writes them": (("/",), _none),
    "session ids in a folder": (("/",), _none),
}
SESSIONS: dict[str, Name] = {
    "session ids in paths": lambda number: f"/{number}",
    "sessions as ASP.NET writes them": lambda number: f"/(S({number}))",
    "session ids in a folder": lambda number: f"/s/{number}",
}
