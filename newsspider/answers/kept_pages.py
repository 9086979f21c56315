"""Pages that the archive keeps, read again while the crawl goes on: parts to be joined, and their assets."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from newsspider.answers import assets
from newsspider.errors import NewsspiderError
from newsspider.extraction import opened, read, whole_story
from newsspider.items import Verdict
from newsspider.storage.warc.files import read_payload

if TYPE_CHECKING:
    from newsspider.answers.answer import Answer
    from newsspider.extraction.fields.evidence import Page
    from newsspider.items import Article, Capture, FoundLink
    from newsspider.profiles import SiteProfile
    from newsspider.storage.frontier import Address
    from newsspider.storage.open_run import OpenRun


class KeptPages:
    """Reads what the archive of an open run keeps of a site."""

    def __init__(self, site: SiteProfile, run: OpenRun) -> None:
        self.site = site
        self.run = run

    def article(self, url: str) -> Article | None:
        """What the latest good capture of an address says."""
        capture = self.run.archive.latest_capture(self.site.name, url)
        page = self._opened(capture, url) if capture else None
        return read(page) if page else None

    def first_page(self, address: Address) -> Article | None:
        """The first page of the article that an address is a further page of."""
        self.run.flush()
        return self.article(address.part_of_url or "")

    def joined_with_asked(self, url: str, first: Article) -> tuple[Article, bool]:
        """A first page that just came, joined with those of its pages that this run has asked already.

        The flag says whether some of its pages are still to be asked.
        """
        self.run.flush()
        asked = self.run.frontier.asked_in(self.run.run_id, first.next_urls)
        pages = {url: first} | {part: page for part in asked if (page := self.article(part))}
        return whole_story(pages), not asked.issuperset(first.next_urls)

    def joined(self, address: Address, first: Article, page: Article) -> tuple[Article, bool]:
        """The article whose further *page* just came, of all its pages that are there.

        The flag says whether some of its pages are still to be asked.
        """
        first_url = address.part_of_url or ""
        states = dict(self.run.frontier.parts_of(first_url)) | {address.url: True}
        pages = {first_url: first, address.url: page}
        pages |= {url: kept for url in states if url != address.url and (kept := self.article(url))}
        story = whole_story(pages)
        named = {url for one in pages.values() for url in one.next_urls} - {first_url}
        return story, not all(states.get(url, False) for url in named)

    def assets(self, answer: Answer) -> tuple[FoundLink, ...]:
        """The assets of a page as it was kept: its profile may not have asked for them then."""
        capture = self.run.archive.latest_capture(self.site.name, answer.last.address_url)
        with suppress(NewsspiderError):
            if capture and (page := self._opened(capture, answer.url)):
                article = None if capture.verdict is Verdict.FRONT else read(page)
                return assets.shown(page.document, article, self.site, depth=answer.address.depth + 1)
        return ()

    def _opened(self, capture: Capture, url: str) -> Page | None:
        """The page of a capture; None where a feed or site map answered, or no record bears the body."""
        is_list = capture.verdict in (Verdict.FEED, Verdict.SITEMAP)
        if is_list or capture.warc_file is None or capture.warc_offset is None:
            return None
        answer = read_payload(self.run.folder, capture.warc_file, capture.warc_offset)
        return opened(
            answer.body,
            url,
            content_type=capture.content_type,
            at=capture.captured_at,
            hint=self.run.frontier.hint_of(url),
            profile=self.site,
        )
