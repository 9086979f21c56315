"""Serves the magazine from memory, on a free port of this machine."""

from __future__ import annotations

import hashlib
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from newsspider.demo.magazine import GONE, magazine

if TYPE_CHECKING:
    from collections.abc import Iterator


class Magazine:
    """A magazine being served at `url`; `set_edition` changes what it answers from then on."""

    def __init__(self) -> None:
        self.set_edition(1)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The address of its home page."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def set_edition(self, edition: int) -> None:
        """Answer with the pages of *edition* (1 or 2)."""
        self._pages = magazine(edition)

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, content type and body for a path."""
        if path not in self._pages:
            return 404, "text/html; charset=utf-8", b"<title>Not found</title><p>There is no such page.</p>"
        content_type, body = self._pages[path]
        return (410 if body == GONE else 200), content_type, body

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def serving() -> Iterator[Magazine]:
    """The magazine, served until the block ends."""
    served = Magazine()
    try:
        yield served
    finally:
        served.close()


def _handler(served: Magazine) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, content_type, body = served.answer(self.path.partition("?")[0])
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if status == 200 and self.headers.get("If-None-Match") == etag:
                status, body = 304, b""
            self.send_response(status)
            if status in (200, 304):
                self.send_header("ETag", etag)
            if status != 304:
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (the base class's name)
            """Say nothing."""

    return Handler
