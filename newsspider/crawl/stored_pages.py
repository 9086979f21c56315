"""Reads stored pages again during a crawl, to join the pages of a story or to find their assets."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from newsspider.crawl import kept_assets
from newsspider.errors import NewsspiderError
from newsspider.extraction import open_page, read
from newsspider.items import Verdict
from newsspider.storage.warc.writer import read_payload

if TYPE_CHECKING:
    from newsspider.crawl.answer import Answer
    from newsspider.crawl.session import RunSession
    from newsspider.extraction.context import Page
    from newsspider.items import Article, Capture, FoundLink
    from newsspider.profiles import SiteProfile


class StoredPages:
    """Reads the stored pages of the site that a run crawls."""

    def __init__(self, site: SiteProfile, run: RunSession) -> None:
        self.site = site
        self.run = run

    def article(self, url: str) -> Article | None:
        """The article in the latest good capture of an address."""
        capture = self.run.archive.latest_capture(self.site.name, url)
        page = self._opened(capture, url) if capture else None
        return read(page) if page else None

    def assets(self, answer: Answer) -> tuple[FoundLink, ...]:
        """The assets of an unchanged page, from its stored copy: the profile may now name more kinds."""
        capture = self.run.archive.latest_capture(self.site.name, answer.last.address_url)
        with suppress(NewsspiderError):
            if capture and (page := self._opened(capture, answer.url)):
                article = None if capture.verdict is Verdict.FRONT else read(page)
                return kept_assets.on_page(page.document, article, self.site, depth=answer.address.depth + 1)
        return ()

    def _opened(self, capture: Capture, url: str) -> Page | None:
        """The page of a capture; None if it is a feed or site map, or no record holds the body."""
        is_list = capture.verdict in (Verdict.FEED, Verdict.SITEMAP)
        if is_list or capture.warc_file is None or capture.warc_offset is None:
            return None
        answer = read_payload(self.run.folder, capture.warc_file, capture.warc_offset)
        return open_page(
            answer.body,
            url,
            content_type=capture.content_type,
            at=capture.captured_at,
            hint=self.run.frontier.hint_of(url),
            profile=self.site,
        )
