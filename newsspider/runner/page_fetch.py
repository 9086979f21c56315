"""Fetches one page for `newsspider extract URL`, with the guards and limits of a crawl."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import Any, NamedTuple, Self
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, Request, build_opener

from newsspider import settings
from newsspider.errors import FetchError, UsageError
from newsspider.resolver import is_private_address, is_private_name
from newsspider.web import content_coding, url_parser, urls

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_STEP_BYTES = 65_536


class FetchedPage(NamedTuple):
    """A page's decoded body, and the address that answered after redirects."""

    body: bytes
    content_type: str | None
    url: str


def fetch(url: str, *, check: Callable[[str], None] = lambda _: None) -> FetchedPage:
    """The page at *url*, or at the address to which it redirects.

    A private address is requested only if *url* itself names its host and port.  *check* is called with each
    address before it is requested, and raises FetchError for one that must not be.

    Raises:
        UsageError: *url* is not an address, or has a name or password in it.
        FetchError: there is no answer, its status is an error, or the guards and limits of a crawl refuse it.
    """
    if url_parser.credentials_at(url):
        raise UsageError(
            f"the address {url_parser.without_credentials(url)!r} has a name or password in it; leave them"
            " out, or fetch the page with another program and pipe it to `newsspider extract - --url URL`"
        )
    there = url_parser.parse(url)
    if there is None:
        raise UsageError(f"{url!r} is not an address; expected http://… or https://…")
    address, visited = str(there._replace(fragment=None)), set[str]()
    while len(visited) <= settings.REDIRECT_MAX_TIMES:
        if address in visited:
            raise FetchError(f"{url}: redirects in a circle")
        visited.add(address)
        check(address)
        answer = _request(address, named_host=urls.host_of(str(there)))
        if isinstance(answer, FetchedPage):
            return answer
        address = answer
    raise FetchError(f"{url}: more than {settings.REDIRECT_MAX_TIMES} redirects")


def _request(url: str, *, named_host: str) -> FetchedPage | str:
    """The page at *url*, or the address that it redirects to."""
    is_named = urls.host_of(url) == named_host
    if is_private_name(urlsplit(url).hostname or "") and not is_named:
        raise FetchError(f"{url}: redirected to a private address that you did not name")
    request = Request(url, headers={"User-Agent": settings.USER_AGENT, **settings.DEFAULT_REQUEST_HEADERS})  # noqa: S310 # http or https only: see `url_parser`
    with _Deadline(settings.DOWNLOAD_TIMEOUT) as deadline:
        opener = build_opener(_Http(deadline), _Https(deadline), _NoRedirects())
        try:
            with opener.open(request, timeout=settings.DOWNLOAD_TIMEOUT) as answer:
                return _page(url, answer, deadline)
        except HTTPError as error:
            with error:
                return _redirected(url, error)
        except (URLError, HTTPException, OSError, ValueError) as error:
            if deadline.is_over or isinstance(getattr(error, "reason", error), TimeoutError):
                raise FetchError(f"{url}: no complete answer within {settings.DOWNLOAD_TIMEOUT} s") from error
            raise FetchError(f"{url}: {getattr(error, 'reason', error)}") from error


def _redirected(url: str, answer: HTTPError) -> str:
    location = answer.headers.get("Location")
    if answer.code not in _REDIRECTS or not location:
        raise FetchError(f"{url}: answers {answer.code} {answer.reason}", status=answer.code)
    there = url_parser.parse(location, base=url)
    if there is None:
        raise FetchError(f"{url}: redirects to something that is not a web address")
    return str(there._replace(fragment=None))


def _page(url: str, answer: HTTPResponse, deadline: _Deadline) -> FetchedPage:
    """The page in an answer; a too large or incomplete one raises FetchError, as a crawl reads neither."""
    most = settings.DOWNLOAD_MAXSIZE
    body, is_whole = _body(answer, most + 1)
    if len(body) > most:
        raise FetchError(f"{url}: larger than {most:,} bytes")
    encoding = ", ".join(answer.headers.get_all("Content-Encoding", ()))
    found = content_coding.decode(body, encoding, most_bytes=most)
    if found.is_cut:
        raise FetchError(f"{url}: larger than {most:,} bytes once unpacked")
    if deadline.is_over and not found.is_proven:
        raise FetchError(f"{url}: no complete answer within {settings.DOWNLOAD_TIMEOUT} s")
    if found.is_torn or not (is_whole or found.is_proven):
        raise FetchError(f"{url}: the answer broke off after {len(body):,} bytes")
    if answer.status == 206:
        raise FetchError(f"{url}: answers 206, only a part of the page")
    return FetchedPage(found.body, answer.headers.get("Content-Type"), url)


def _body(answer: HTTPResponse, most: int) -> tuple[bytes, bool]:
    """Up to *most* bytes of the body, and whether that is all of it."""
    body = bytearray()
    with suppress(HTTPException, OSError):
        while len(body) < most:
            step = answer.read(min(_STEP_BYTES, most - len(body)))
            if not step:
                return bytes(body), not answer.length
            body += step
        return bytes(body), True
    return bytes(body), False


class _Deadline:
    """Breaks off the connections of its block when the time is over, however slowly their bytes arrive."""

    def __init__(self, seconds: float) -> None:
        self.is_over = False
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._timer.cancel()
        self._timer.join()  # a process with threads must not fork
        for each in self._sockets:
            each.close()

    def watch(self, connected: socket.socket) -> None:
        """Break this connection off in time; a duplicate is kept because TLS takes the socket over."""
        self._sockets.append(socket.socket(fileno=os.dup(connected.fileno())))

    def _end(self) -> None:
        self.is_over = True
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow no redirect: `fetch` checks each one."""


class _Http(HTTPHandler):
    def __init__(self, deadline: _Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def http_open(self, req: Request) -> HTTPResponse:
        """The answer over a guarded connection."""
        return self.do_open(partial(_guarded, HTTPConnection, req, self._deadline), req)


class _Https(HTTPSHandler):
    def __init__(self, deadline: _Deadline) -> None:
        super().__init__()
        self._deadline = deadline

    def https_open(self, req: Request) -> HTTPResponse:
        """The answer over a guarded connection; certificates are verified."""
        return self.do_open(partial(_guarded, HTTPSConnection, req, self._deadline), req)


def _guarded(
    kind: type[HTTPConnection], request: Request, deadline: _Deadline, host: str, **options: Any
) -> Any:
    """A connection to public addresses only, unless the host has a private name or is the user's proxy.

    A private name has been checked before.
    """
    name = urlsplit(request.full_url).hostname or ""
    is_trusted = request.host != urlsplit(request.full_url).netloc or is_private_name(name)
    connection: Any = kind(host, **options)
    connection._create_connection = partial(_connected, deadline, is_trusted=is_trusted)  # noqa: SLF001 # http.client's own hook
    return connection


def _connected(
    deadline: _Deadline, address: tuple[str, int], timeout: float, *_: object, is_trusted: bool
) -> socket.socket:
    found = [info[4] for info in socket.getaddrinfo(*address, type=socket.SOCK_STREAM)]
    public = [each for each in found if is_trusted or not is_private_address(str(each[0]))]
    if not public:
        raise FetchError(
            f"{address[0]} is the private address {found[0][0]}; type that address if it is yours"
        )
    for number, each in enumerate(public, 1):
        try:
            connected = socket.create_connection((str(each[0]), int(each[1])), timeout)
        except OSError:
            if number == len(public):
                raise
        else:
            deadline.watch(connected)
            return connected
    raise AssertionError("there is at least one address")
