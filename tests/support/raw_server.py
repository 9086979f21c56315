"""A server whose answers are bytes: what no HTTP library would send, and what breaks off."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


def answer(
    body: bytes | str = b"",
    *headers: str,
    status: str = "200 OK",
    length: int | None = -1,
    content_type: str | None = "text/html; charset=utf-8",
) -> bytes:
    """The bytes of an answer; `length` is that of the body, or what is given, or (None) not told."""
    sent = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", *headers, "Connection: close"]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    if length is not None:
        lines.append(f"Content-Length: {len(sent) if length < 0 else length}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + sent


def zipped(text: str) -> bytes:
    return gzip.compress(text.encode(), mtime=0)


@dataclass(frozen=True)
class Slow:
    """An answer that never ends: `at_once` is sent, then `drip` again and again, each after a pause."""

    at_once: bytes
    drip: bytes = b""
    pause_s: float = 1.0


Reply = bytes | Slow
Replies = Mapping[str, Reply | Sequence[Reply]]


class RawServer:
    """Sends for each path what `answers` has; of several answers one after another, the last stays."""

    def __init__(self, answers: Replies) -> None:
        self.answers: dict[str, Reply | list[Reply]] = {
            path: one if isinstance(one, bytes | Slow) else list(one) for path, one in answers.items()
        }
        self.answers.setdefault("/robots.txt", answer(status="404 Not Found"))
        self.missing = answer("<title>404</title><p>Not found</p>", status="404 Not Found")
        self.asked: list[str] = []
        self.heads: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Stop listening: whoever asks now is refused."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order, without robots.txt and the address that cannot exist."""
        return [path for path in self.asked if path != "/robots.txt" and "cannot-exist" not in path]

    def wait_for(self, number: int, *, longest_s: float = 60) -> None:
        """Wait until so many pages were asked for."""
        last = time.monotonic() + longest_s
        while len(self.paths) < number:
            assert time.monotonic() < last, f"after {longest_s} s only {self.paths}"
            time.sleep(0.01)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head and (more := connection.recv(65_536)):
                head += more
            if not head:
                return
            path = head.split(b" ")[1].decode("latin-1")
            self.asked.append(path)
            self.heads.append(head.decode("latin-1"))
            found = self.answers.get(path, self.missing)
            if isinstance(found, list):
                found = found.pop(0) if len(found) > 1 else found[0]
            if isinstance(found, Slow):
                self._drip(connection, found)
            else:
                connection.sendall(found)

    def _drip(self, connection: socket.socket, answer: Slow) -> None:
        """Send a slow answer, until whoever asked has hung up."""
        connection.sendall(answer.at_once)
        connection.settimeout(answer.pause_s)
        while True:
            with contextlib.suppress(TimeoutError):
                if not connection.recv(1):
                    return
            connection.sendall(answer.drip)


@contextmanager
def serving(answers: Replies) -> Iterator[RawServer]:
    server = RawServer(answers)
    try:
        yield server
    finally:
        server.close()
