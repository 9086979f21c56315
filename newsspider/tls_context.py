"""Downloads over https: certificates are verified, except for hosts that the profile exempts."""

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
    """Verifies certificates; a second handler accepts any, for the hosts in NEWSSPIDER_UNVERIFIED_HOSTS."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._hosts = frozenset(crawler.settings.getlist("NEWSSPIDER_UNVERIFIED_HOSTS"))
        unverified = copy.copy(crawler)
        unverified.settings = crawler.settings.copy()
        unverified.settings.frozen = False
        unverified.settings.set("DOWNLOAD_VERIFY_CERTIFICATES", False, priority="cmdline")
        self._unverified = DownloadHandler(unverified)

    async def download_request(self, request: Request) -> Response:
        """The answer to a request."""
        if urls.host_of(request.url) in self._hosts:
            return await self._unverified.download_request(request)
        return await super().download_request(request)

    async def close(self) -> None:
        """Close the connections of both handlers."""
        await self._unverified.close()
        await super().close()
