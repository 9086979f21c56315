"""Between Scrapy's objects and our values: Address → Request, Response → Exchange and Capture."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from newsspider import urls
from newsspider.items import Capture
from newsspider.storage.warc import Exchange, Place

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.http.headers import Headers
    from twisted.python.failure import Failure

    from newsspider.storage.frontier import Address

ADDRESS = "newsspider_address"  # the frontier's Address that a request asks for
CAPTURES = "newsspider_captures"  # what was captured on the way to its answer, redirects first
NOT_MODIFIED = 304


class Base(NamedTuple):
    """`--base URL`: the publication's host, and the address at which its copy stands."""

    host: str
    url: str
    scheme: str = "http"

    @property
    def is_here(self) -> bool:
        """Whether the copy stands on this machine."""
        return urlsplit(self.url).hostname in ("127.0.0.1", "localhost", "::1")

    def there(self, url: str) -> str:
        """The copy's address of a page of the publication."""
        return urls.rebase(url, host=self.host, base=self.url)

    def here(self, url: str) -> str:
        """The publication's own address of a page of the copy."""
        return urls.unbase(url, host=self.host, base=self.url, scheme=self.scheme)


def request_for(address: Address, base: Base | None, *, errback: Callable[[Failure], object]) -> Request:
    """The request for an address, with the validators of its last good answer."""
    headers = {}
    if address.etag:
        headers["If-None-Match"] = address.etag
    if address.last_modified:
        headers["If-Modified-Since"] = address.last_modified
    url = base.there(address.url) if base else address.url
    meta = {ADDRESS: address, CAPTURES: []}
    return Request(url, headers=headers, dont_filter=True, meta=meta, errback=errback)


def is_own(request: Request) -> bool:
    """Whether the request is for one of our addresses or their host's robots.txt."""
    return ADDRESS in request.meta or request.callback is NO_CALLBACK


def exchange_of(response: Response, request: Request) -> Exchange:
    """The request and its answer as the downloader saw them: the body still content-encoded."""
    return Exchange(
        url=request.url,
        captured_at=datetime.now(UTC),
        status=response.status,
        headers=_pairs(response.headers),
        body=response.body,
        protocol=response.protocol,
        ip_address=str(response.ip_address) if response.ip_address else None,
        method=request.method,
        request_headers=_pairs(request.headers),
        request_body=request.body,
    )


def capture_of(response: Response, exchange: Exchange, place: Place, base: Base | None) -> Capture:
    """The capture of an answer, before it is judged."""
    return Capture(
        url=exchange.url,
        address_url=base.here(exchange.url) if base else exchange.url,
        captured_at=exchange.captured_at,
        status=exchange.status,
        content_type=header(response, "Content-Type"),
        size_bytes=len(exchange.body),
        payload_hash=hashlib.sha256(exchange.body).hexdigest(),
        etag=header(response, "ETag"),
        last_modified=header(response, "Last-Modified"),
        location_url=header(response, "Location"),
        warc_file=place.file,
        warc_offset=place.offset,
    )


def header(response: Response, name: str) -> str | None:
    """A header's text, or None."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in headers.items()
        for value in values
    )
