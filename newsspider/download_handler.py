"""Scrapy's download handler, for servers that write header lines as no standard has them, or never end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ScrapyAgent,
)
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future

from newsspider.crawl.received_body import TIMED_OUT

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110 section 5.6.2


class DownloadHandler(HTTP11DownloadHandler):
    """Takes a header `Name : value` as meant, and leaves out a line whose name cannot be one.

    Twisted by itself gives up on such an answer, where browsers read it.  An answer that is not whole after
    DOWNLOAD_TIMEOUT is handed on with the flag TIMED_OUT; Scrapy by itself throws away what arrived.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _ClientFactory  # noqa: SLF001 # as Scrapy sets its own there

    async def download_request(self, request: Request) -> Response:
        """The answer, or what arrived of it in time."""
        agent = _Agent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        with wrap_twisted_exceptions():
            return await maybe_deferred_to_future(agent.download_request(request))


class _Agent(_ScrapyAgent):
    def _cancel(self, finished: Any, txresponse: Any) -> None:  # type: ignore[override] # ours needs `self`
        """Break the answer off; what arrived of its body until the time was over is its body."""
        reader = txresponse._bodyProtocol  # noqa: SLF001 # Scrapy's reader, which is gone once it is broken off
        super()._cancel(finished, txresponse)
        is_over = not self._timeout_cl.active()  # type: ignore[misc] # Twisted types it badly
        if reader and not finished.called and is_over:
            reader._finish_response(flags=[TIMED_OUT])  # noqa: SLF001

    def _cb_timeout(self, result: Any, request: Request, url: str, timeout: float) -> Any:
        if isinstance(result, Response) and TIMED_OUT in result.flags:
            return result
        return super()._cb_timeout(result, request, url, timeout)


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
