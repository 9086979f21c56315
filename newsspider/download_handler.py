"""Scrapy's download handler, extended for invalid header lines and for answers that never end."""

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
    """Accepts a header `Name : value`, and skips a header line with an invalid name, as browsers do.

    Twisted itself rejects such an answer.  An answer that is incomplete after DOWNLOAD_TIMEOUT is passed on
    with the flag TIMED_OUT; Scrapy itself drops what arrived.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _ClientFactory  # noqa: SLF001 # as Scrapy sets its own there

    async def download_request(self, request: Request) -> Response:
        """The answer, or the part that arrived in time."""
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
        """Break the answer off; after a timeout, the part of the body that arrived becomes the body."""
        reader = txresponse._bodyProtocol  # noqa: SLF001 # Scrapy's reader; it is gone after the next line
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
        """Take one header line, unless its name is invalid."""
        name = name.strip()
        if _TOKEN.fullmatch(name):
            super().headerReceived(name, value)  # type: ignore[no-untyped-call]


class _Protocol(_LenientHTTP11ClientProtocol):
    def request(self, request: Any) -> Any:
        """Send a request, and read its answer with our parser."""
        answer = super().request(request)
        assert self._parser is not None
        self._parser.__class__ = _Parser  # neither parser has state of its own
        return answer


class _ClientFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> _Protocol:  # noqa: ARG002, N802 # Twisted's signature
        """A connection that uses our parser."""
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
