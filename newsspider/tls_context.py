"""Downloads over https: certificates are verified, except on hosts for which the profile allows it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from newsspider.download_handler import DownloadHandler
from newsspider.web import urls

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class VerifiedHttps(DownloadHandler):
    """Our download handler, and beside it one that takes any certificate, for the hosts that may have one."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._hosts = frozenset(crawler.settings.getlist("NEWSSPIDER_UNVERIFIED_HOSTS"))
        lax = copy.copy(crawler)
        lax.settings = crawler.settings.copy()
        lax.settings.frozen = False
        lax.settings.set("DOWNLOAD_VERIFY_CERTIFICATES", False, priority="cmdline")
        self._unverified = DownloadHandler(lax)

    async def download_request(self, request: Request) -> Response:
        """The answer to a request."""
        if urls.host_of(request.url) in self._hosts:
            return await self._unverified.download_request(request)
        return await super().download_request(request)

    async def close(self) -> None:
        """Close the connections of both."""
        await self._unverified.close()
        await super().close()
