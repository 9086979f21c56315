"""Serves the magazine from memory on a loopback port.

`python -m newsspider.demo.server --articles 2000` serves a magazine of 2,000 invented stories, prints
its address and runs until it is terminated. Tests and benchmarks may `POST /-/edition/2` to change the
edition, `GET /-/counts` for the number of answers by status and `GET /-/paths` for the number of requests
by path, both since the last `DELETE /-/counts`.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections import Counter
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from newsspider.demo import oddities
from newsspider.demo.invented import Growth
from newsspider.demo.magazine import Answer, magazine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NOT_FOUND = b"<!DOCTYPE html><title>Not found</title><p>There is no such page.</p>"


class Magazine:
    """A magazine served at `url`; `set_edition` changes its pages."""

    def __init__(self, growth: Growth | None = None, *, port: int = 0, edition: int = 1) -> None:
        self._growth = growth
        self._started_at = datetime.now(UTC).replace(microsecond=0)
        self._answers: Mapping[str, Answer] = {}
        self._counts: Counter[int] = Counter()
        self._asked: Counter[str] = Counter()
        self.set_edition(edition)
        self._server = _Server(("127.0.0.1", port), type("Handler", (_Handler,), {"served": self}))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The address of its home page."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def set_edition(self, edition: int) -> None:
        """Serve the pages of *edition* (1 or 2); unchanged pages keep their Last-Modified."""
        now, old = datetime.now(UTC).replace(microsecond=0), self._answers
        new = magazine(edition, now, self._growth)
        self._answers = {
            path: old[path]
            if path in old and old[path].etag == answer.etag and old[path].status == answer.status
            else answer
            for path, answer in new.items()
        }

    def answer(self, path: str) -> Answer:
        """The answer for a path."""
        if known := self._answers.get(path):
            return known
        if self._growth is None and (month := oddities.calendar(path)):
            return Answer(body=month, modified_at=self._started_at)
        return Answer(body=_NOT_FOUND, modified_at=self._started_at, status=404)

    def count(self, path: str, status: int) -> None:
        """Count one answer."""
        self._counts[status] += 1
        self._asked[path] += 1

    def counts(self, *, reset: bool = False) -> dict[str, int]:
        """How many answers had each HTTP status; with *reset* the counts start again at zero."""
        counts = {str(status): number for status, number in sorted(self._counts.items())}
        if reset:
            self._counts.clear()
            self._asked.clear()
        return counts

    def asked(self) -> dict[str, int]:
        """How many requests each path had."""
        return dict(self._asked)

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Print no traceback when a killed client closes its connection."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # as it was handed in


@contextmanager
def serving(growth: Growth | None = None) -> Iterator[Magazine]:
    """Serve the magazine until the block ends."""
    served = Magazine(growth)
    try:
        yield served
    finally:
        served.close()


class _Handler(BaseHTTPRequestHandler):
    """Answers with the pages of `served`, which a subclass sets."""

    served: Magazine
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # send head and body in one packet; two cost the client 40 ms
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/-/counts":
            self._send_json(self.served.counts())
            return
        if path == "/-/paths":
            self._send_json(self.served.asked())
            return
        answer = self.served.answer(path)
        status = 304 if answer.status == 200 and self._has(answer) else answer.status
        self.served.count(path, status)
        self.send_response(status)
        if answer.status == 200:
            self.send_header("ETag", answer.etag)
            self.send_header("Last-Modified", format_datetime(answer.modified_at, usegmt=True))
        if answer.location:
            self.send_header("Location", answer.location)
        if status == 304:
            self.end_headers()
        else:
            self._send(answer.content_type, answer.body)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        edition = self.path.removeprefix("/-/edition/")
        if edition in ("1", "2"):
            self.served.set_edition(int(edition))
            self._send_json({"edition": int(edition)})
        else:
            self.send_error(404)

    def do_DELETE(self) -> None:
        self._send_json(self.served.counts(reset=True))

    def _has(self, answer: Answer) -> bool:
        """Whether the client already has this answer (RFC 9110, section 13.2.2)."""
        if etag := self.headers.get("If-None-Match"):
            return bool(etag == answer.etag)
        with suppress(TypeError, ValueError):
            return parsedate_to_datetime(self.headers["If-Modified-Since"]) >= answer.modified_at
        return False

    def _send_json(self, content: Mapping[str, object]) -> None:
        self.send_response(200)
        self._send("application/json", json.dumps(content).encode())

    def _send(self, content_type: str, body: bytes) -> None:
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class's name)
        pass


def main() -> None:
    """Serve the magazine until terminated; print its address as the first line."""
    default = Growth(count=2_000)
    parser = argparse.ArgumentParser(
        prog="python -m newsspider.demo.server", description="Serve the demo's magazine."
    )
    parser.add_argument(
        "--articles", type=int, default=0, metavar="N", help="invent N stories (default: those of the demo)"
    )
    parser.add_argument("--port", type=int, default=0, help="default: any free one")
    parser.add_argument("--edition", type=int, default=1, choices=(1, 2), help="the edition to begin with")
    for name in ("edited", "removed", "added"):
        parser.add_argument(
            f"--{name}",
            type=int,
            default=getattr(default, name),
            metavar="N",
            help=f"stories {name} in edition 2",
        )
    options = parser.parse_args()
    growth = (
        Growth(count=options.articles, edited=options.edited, removed=options.removed, added=options.added)
        if options.articles
        else None
    )
    served = Magazine(growth, port=options.port, edition=options.edition)
    print(served.url, flush=True)  # noqa: T201 # the parent process waits for this line
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        signal.pause()
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
