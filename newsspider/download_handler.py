"""Scrapy's download handler, for servers that write header lines as no standard has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 section 5.6.2


class DownloadHandler(HTTP11DownloadHandler):
    """Takes a header `Name : value` as meant, and leaves out a line whose name cannot be one.

    Twisted by itself gives up on such an answer, where browsers read it.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _ClientFactory  # noqa: SLF001 # as Scrapy sets its own there


class _Parser(_LenientHTTPClientParser):
    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 # Twisted's name
        """Take one header in."""
        name = name.strip()
        if _TOKEN.fullmatch(name):
            super().headerReceived(name, value)  # type: ignore[no-untyped-call]


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        """Send a request; its answer is read by our parser."""
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = _Parser  # it has no state of its own, as Scrapy's has none
        return answer


class _ClientFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: ARG002, N802 # Twisted's signature
        """A connection."""
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
