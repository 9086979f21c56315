"""What a hostile server may send in the place of a story, by name."""

from __future__ import annotations

from collections.abc import Callable

from support.raw_server import answer

from hostile.bombs import bombs
from hostile.outcome import BAD, Outcome, under

_FEED = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "{}">{}]><rss><channel><item><title>&j;</title></item>'
_CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
_NESTED = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))


def attacks() -> dict[str, Callable[[], Outcome]]:
    """A crawl of each answer."""
    return {name: lambda make=make: under({BAD: make()}) for name, make in _answers().items()}  # type: ignore[misc]


def _answers() -> dict[str, Callable[[], bytes]]:
    """How each answer is made."""
    found: dict[str, Callable[[], bytes]] = {
        "500,000 attributes": lambda: _page("<p " + " ".join(f"a{n}=b" for n in range(500_000)) + ">text"),
        "deep nesting": lambda: _page("<div>" * 190_000),
        "endless tags": lambda: _page("<p>x" * 190_000),
        "entity bomb": lambda: answer(_FEED.format("x" * 100, _NESTED), content_type="application/xml"),
        "redirect to this machine": lambda: _moved("http://127.0.0.2/"),
        "redirect to a private host": lambda: _moved("http://10.0.0.1/"),
        "redirect to link-local": lambda: _moved("http://169.254.169.254/latest/"),
        "redirect to a file": lambda: _moved("file:///etc/passwd"),
        "header flood": lambda: answer("<p>x", *[f"X-{n}: {'y' * 1_000}" for n in range(20_000)]),
        "one long header": lambda: answer("<p>x", f"X: {'y' * 5_000_000}"),
        "endless chunks": lambda: _CHUNKED + b"1\r\nx\r\n" * 5_000_000,
        "endless trailers": lambda: _CHUNKED + b"1\r\nx\r\n0\r\n" + b"T: x\r\n" * 2_000_000,
        "long chunk extension": lambda: _CHUNKED + b"1;" + b"x" * 20_000_000 + b"\r\nx\r\n0\r\n\r\n",
        "endless interim answers": lambda: b"HTTP/1.1 100 Continue\r\n\r\n" * 500_000 + answer("<p>x"),
        "long status line": lambda: b"HTTP/1.1 200 " + b"x" * 20_000_000 + b"\r\n\r\n",
        "shorter than told": lambda: answer("<p>x", length=1_000_000),
    }
    for name, (coding, body) in bombs(megabytes=300).items():
        headers = [f"Content-Encoding: {coding}"] if coding else []
        found[f"bomb: {name}"] = lambda body=body, headers=headers: answer(body, *headers)  # type: ignore[misc]
    return found


def _page(body: str) -> bytes:
    return answer(f"<!doctype html><title>Bad</title><body><h1>Bad</h1>{body}")


def _moved(url: str) -> bytes:
    return answer("", f"Location: {url}", status="302 Found")
