"""A site for tests: a real HTTP server on a free loopback port that answers what a dict says.

`Site.pages` maps a path (with its query, if it has one) to what is answered: text or bytes for a page, an
`Answer` for more, a function of the request for anything else, a list for one answer after another (the
last stays).  What was asked is kept in `Site.requests`, with headers and the moment.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

Page = "str | bytes | Answer | Callable[[Asked], Page] | list[Page]"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it came in; `at` is of the monotonic clock."""

    path: str
    headers: Mapping[str, str]
    at: float


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer; with `chunks` the body comes piece by piece, of no length that was told before."""

    status: int = 200
    body: str | bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str | None = "text/html; charset=utf-8"
    chunks: Callable[[], Iterator[bytes]] | None = None


def redirect(to: str, status: int = 302) -> Answer:
    return Answer(status=status, headers={"Location": to})


class Site:
    def __init__(self, pages: Mapping[str, object] | None = None, *, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, object] = {"/robots.txt": Answer(status=404), **(pages or {})}
        self.missing: object = Answer(status=404, body="<title>404</title><p>Not found</p>")
        self.requests: list[Asked] = []
        self.most_at_once = 0
        self._at_once = 0
        self._turn = threading.Lock()
        self._server = ThreadingHTTPServer((host, 0), _handler(self))
        self._server.daemon_threads = True
        self.host = f"{host}:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://{self.host}/"

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order, without robots.txt and the address that cannot exist."""
        return [
            asked.path
            for asked in self.requests
            if asked.path != "/robots.txt" and "page-that-cannot-exist" not in asked.path
        ]

    def wait_for(self, number: int = 1, *, path: str | None = None, longest_s: float = 60) -> None:
        """Wait until so many requests came, or any for *path*; that none come is a failure."""
        last = time.monotonic() + longest_s
        while (path not in self.paths) if path else len(self.requests) < number:
            assert time.monotonic() < last, f"after {longest_s} s only {self.paths}"
            time.sleep(0.01)

    def count(self, path: str) -> int:
        return sum(asked.path == path for asked in self.requests)

    def gaps(self) -> list[float]:
        """The seconds between one request and the next."""
        moments = [asked.at for asked in self.requests]
        return [later - earlier for earlier, later in pairwise(moments)]

    def answer(self, asked: Asked) -> Answer:
        page = self.pages.get(asked.path, self.missing)
        while not isinstance(page, Answer):
            if isinstance(page, list):
                page = page.pop(0) if len(page) > 1 else page[0]
            elif callable(page):
                page = page(asked)
            else:
                assert isinstance(page, str | bytes)
                page = Answer(body=page)
        return page

    @contextmanager
    def asked(self, path: str, headers: Mapping[str, str]) -> Iterator[Asked]:
        with self._turn:
            one = Asked(path=path, headers=headers, at=time.monotonic())
            self.requests.append(one)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            yield one
        finally:
            with self._turn:
                self._at_once -= 1

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # see folder_server

        def do_GET(self) -> None:
            with site.asked(self.path, dict(self.headers)) as asked, suppress(OSError):
                answer = site.answer(asked)
                body = answer.body.encode() if isinstance(answer.body, str) else answer.body
                self.send_response(answer.status)
                if answer.content_type and answer.status != 304:
                    self.send_header("Content-Type", answer.content_type)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.chunks:
                    self.send_header("Connection", "close")
                    self.close_connection = True
                elif answer.status != 304 and "Content-Length" not in answer.headers:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                for chunk in answer.chunks() if answer.chunks else [body]:
                    self.wfile.write(chunk)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
