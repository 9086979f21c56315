"""Converts between Scrapy's objects and ours: Address, Request, Response, Exchange, Capture, Answer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from scrapy import Request, exceptions
from scrapy.http.headers import Headers
from scrapy.responsetypes import responsetypes

from newsspider.crawl.answer import Answer
from newsspider.errors import UsageError
from newsspider.items import Capture, Verdict
from newsspider.storage.warc.writer import Exchange
from newsspider.web import url_parser, urls

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from newsspider.crawl.received_body import ReceivedBody
    from newsspider.storage.crawl_frontier import Address

ADDRESS = "newsspider_address"  # the frontier's Address that is requested
CAPTURES = "newsspider_captures"  # the captures so far, redirects first
PROBE_URL = "newsspider_probe_url"  # the address that cannot exist, in a probe
CUT = "newsspider_cut"  # set once a body grew larger than DOWNLOAD_MAXSIZE
RECEIVED = "newsspider_received"  # the decoded body, from the capture until it is passed on
MOST_BYTES = "download_maxsize"  # Scrapy's key: DOWNLOAD_MAXSIZE of one request
VERBATIM = "verbatim_url"  # Scrapy's key: the address is requested unchanged
NOT_MODIFIED = 304
# A longer ETag is not sent back: servers refuse requests whose headers are longer than some kilobytes.
LONGEST_VALIDATOR = 1_000
# How much of a too large answer is stored: enough to see what it was.
KEPT_OF_CUT_BYTES = 100_000
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
REFUSED = "connection refused"
_WHY = (
    (exceptions.CannotResolveHostError, "its name is unknown (DNS)"),
    (exceptions.DownloadConnectionRefusedError, REFUSED),
    (exceptions.DownloadTimeoutError, "no complete answer in time"),
    (exceptions.ResponseDataLossError, "the answer broke off"),
    (exceptions.DownloadFailedError, "the connection broke off"),
)


class Forbidden(exceptions.IgnoreRequest):
    """A request that may not be made: robots.txt forbids it, or the host is not the publication's."""


class Dropped(exceptions.IgnoreRequest):
    """A request that was still queued when the run ended."""


class Base(NamedTuple):
    """`--base URL`: the publication's host, and the address of its copy."""

    host: str
    url: str
    scheme: str = "http"

    @classmethod
    def parse(cls, text: object, *, home_url: str) -> Base | None:
        """The copy of the publication at *home_url* that `--base` names; None where it names none.

        Raises:
            UsageError: *text* is not an address.
        """
        if not text:
            return None
        urls.refuse_credentials(str(text), what="--base")
        if not urls.host_of(str(text)):
            raise UsageError(f"--base {str(text)!r} is not an address; expected http://HOST[:PORT][/PATH]")
        return cls(host=urls.host_of(home_url), url=str(text), scheme=urlsplit(home_url).scheme)

    @property
    def is_here(self) -> bool:
        """Whether the copy is on this machine."""
        return urlsplit(self.url).hostname in urls.THIS_MACHINE

    def to_copy(self, url: str) -> str:
        """The address in the copy of a page of the publication."""
        return urls.rebase(url, host=self.host, base=self.url)

    def to_publication(self, url: str) -> str:
        """The publication's own address of a page in the copy."""
        return urls.unbase(url, host=self.host, base=self.url, scheme=self.scheme)


def answer_of(response: Response, base: Base | None) -> Answer:
    """The answer that a response brings to the address of its request."""
    return make_answer(response, response.meta[ADDRESS], tuple(response.meta[CAPTURES]), base)


def make_answer(
    response: Response, address: Address, captures: tuple[Capture, ...], base: Base | None
) -> Answer:
    """The answer for *address*, made of a decoded response and its captures."""
    return Answer(
        address=address,
        url=publication_url(response.url, base),
        captures=captures,
        payload=response.body,
        refresh=header(response, "Refresh"),
        link=header(response, "Link"),
    )


def request_for(
    address: Address,
    base: Base | None,
    *,
    errback: Callable[[Failure], object],
    most_bytes: int | None = None,
) -> Request:
    """The request for an address, with the validators of its last good answer.

    The answer is cut off at *most_bytes*; None stands for DOWNLOAD_MAXSIZE.
    """
    headers = {}
    if address.etag and len(address.etag) <= LONGEST_VALIDATOR:
        headers["If-None-Match"] = address.etag
    if address.last_modified and len(address.last_modified) <= LONGEST_VALIDATOR:
        headers["If-Modified-Since"] = address.last_modified
    asked_url = address.asked_url or address.url
    url = base.to_copy(asked_url) if base else asked_url
    meta: dict[str, object] = {ADDRESS: address, CAPTURES: [], VERBATIM: True}
    if most_bytes is not None:
        meta[MOST_BYTES] = most_bytes
    return Request(url, headers=headers, dont_filter=True, meta=meta, errback=errback)


def probe_request(
    url: str, asked_url: str, *, callback: Callable[[Response], object], errback: Callable[[Failure], object]
) -> Request:
    """The request for an address that cannot exist; *asked_url* is its address in the copy under `--base`."""
    meta = {PROBE_URL: url, CAPTURES: []}
    return Request(asked_url, dont_filter=True, meta=meta, callback=callback, errback=errback)


def is_for_robots(request: Request) -> bool:
    """Whether robots.txt is requested, or an address that it redirects to."""
    first_url = next(iter(request.meta.get("redirect_urls", ())), request.url)
    return urlsplit(first_url).path == "/robots.txt"


def silence_cookies(settings: BaseSettings) -> None:
    """Keep cookies out of the log, whatever COOKIES_DEBUG says."""
    settings.set("COOKIES_DEBUG", value=False, priority=settings.getpriority("COOKIES_DEBUG") or 0)


def set_user_agent(settings: BaseSettings) -> None:
    """Name the contact in the User-Agent, and read robots.txt under the agent's name."""
    agent, contact = str(settings["USER_AGENT"] or ""), str(settings["NEWSSPIDER_CONTACT"] or "")
    if contact and contact not in agent:
        agent = f"{agent[:-1]}; +{contact})" if agent.endswith(")") else f"{agent} (+{contact})"
        settings.set("USER_AGENT", agent, priority=settings.getpriority("USER_AGENT") or 0)
    if not settings["ROBOTSTXT_USER_AGENT"] and agent:
        # Only the product token (RFC 9309 section 2.2.1): the parser matches groups by any word in it.
        settings.set("ROBOTSTXT_USER_AGENT", agent.partition("/")[0].strip(), priority="spider")


def _tls_trouble(error: BaseException) -> str | None:
    """Why TLS failed, from OpenSSL's message or the certificate's host; None for other errors."""
    causes: list[BaseException] = []
    while error and error not in causes:
        causes.append(error)
        error = error.__cause__ or error.__context__  # type: ignore[assignment] # the loop ends at None
    reasons = [reason.value for cause in causes for reason in getattr(cause, "reasons", ())]
    for cause in (*causes, *reasons):
        library = type(cause).__module__.partition(".")[0]
        if library == "service_identity":
            return "its TLS certificate is not valid: it belongs to another host"
        if library == "OpenSSL":
            return _openssl_words(cause)
    return None


def _openssl_words(error: BaseException) -> str:
    errors = error.args[0] if error.args and isinstance(error.args[0], list) else []
    words = next((each[-1] for each in reversed(errors) if each and each[-1]), "")
    if "certificate" in words:
        return f"its TLS certificate is not valid: {words}"
    return f"TLS failed: {words}" if words else "TLS failed"


def failure_verdict(error: BaseException, request: Request) -> tuple[Verdict, str]:
    """The verdict on a request without an answer, and the reason."""
    captures: list[Capture] = request.meta.get(CAPTURES, [])
    reason = next((why for kind, why in _WHY if isinstance(error, kind)), None)
    why = _tls_trouble(error) or reason or str(error) or type(error).__name__
    if isinstance(error, Forbidden):
        # After a redirect, the target is forbidden; the address itself may be requested.
        return (Verdict.REDIRECT if captures and captures[-1].location_url else Verdict.FORBIDDEN), why
    return Verdict.ERROR, why


def exchange_of(response: Response, request: Request, received: ReceivedBody) -> Exchange:
    """The request and its answer as the downloader saw them, the body still content-encoded."""
    is_cut_off = received.truncated == "length"
    return Exchange(
        url=request.url,
        captured_at=datetime.now(UTC),
        status=response.status,
        headers=_pairs(response.headers),
        body=response.body[:KEPT_OF_CUT_BYTES] if is_cut_off else response.body,
        truncated=received.truncated,
        protocol=response.protocol,
        ip_address=str(response.ip_address) if response.ip_address else None,
        method=request.method,
        request_headers=_pairs(request.headers),
        request_body=request.body,
    )


def response_of(exchange: Exchange) -> Response:
    """The response of a stored exchange, as the downloader would return it."""
    headers: dict[str, list[str]] = {}
    for name, value in exchange.headers:
        headers.setdefault(name, []).append(value)
    kept = Headers(headers, encoding="latin-1")
    kind = responsetypes.from_args(headers=kept, url=exchange.url, body=exchange.body)
    return kind(exchange.url, status=exchange.status, headers=kept, body=exchange.body)


def capture_of(response: Response, exchange: Exchange, received: ReceivedBody, base: Base | None) -> Capture:
    """The capture of an answer that is not read yet; its verdict follows from status and size only.

    A too large answer is hashed as it was sent, because settings decide how far it is decoded.
    """
    location = header(response, "Location")
    return Capture(
        url=exchange.url,
        address_url=publication_url(exchange.url, base),
        captured_at=exchange.captured_at,
        status=exchange.status,
        content_type=header(response, "Content-Type"),
        size_bytes=len(exchange.body),
        payload_hash=payload_hash(exchange.body if received.is_too_large else received.body),
        etag=header(response, "ETag"),
        last_modified=header(response, "Last-Modified"),
        location_url=url_parser.without_credentials(location) if location else None,
        verdict=_first_verdict(exchange, received),
        note=received.note,
    )


def publication_url(asked_url: str, base: Base | None) -> str:
    """The publication's own address, in canonical form, of a requested address."""
    url = base.to_publication(asked_url) if base else asked_url
    return urls.canonical(url) or url


def payload_hash(payload: bytes) -> str:
    """The hash of a decoded body."""
    return hashlib.sha256(payload).hexdigest()


def _first_verdict(exchange: Exchange, received: ReceivedBody) -> Verdict:
    if received.is_too_large:
        return Verdict.TOO_LARGE
    return Verdict.REDIRECT if exchange.status in _REDIRECTS else Verdict.ERROR


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
