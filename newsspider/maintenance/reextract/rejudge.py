"""Judges stored pages again, by the function and on the facts that a crawl uses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from newsspider.classify import verdicts
from newsspider.discovery.links.followed_links import followed
from newsspider.errors import NewsspiderError
from newsspider.extraction import open_page, page_blocks, read
from newsspider.items import Verdict
from newsspider.maintenance.reextract import judged_pages
from newsspider.maintenance.reextract.judged_pages import JudgedCapture, VerdictChange
from newsspider.maintenance.reextract.rewrite_rows import SeenBlock
from newsspider.storage.frontier import probe_answers
from newsspider.storage.serialisation import read_moment, without_surrogates
from newsspider.web import urls
from newsspider.web.document import Document

if TYPE_CHECKING:
    import sqlite3

    from newsspider.classify.verdicts import Judgement
    from newsspider.extraction.context import Page as OpenedPage
    from newsspider.items import Article, FoundLink, MissingPage
    from newsspider.maintenance.reextract.judged_pages import KeptCapture, KeptPage
    from newsspider.maintenance.reextract.rewrite_rows import Reader
    from newsspider.profiles import SiteProfile
    from newsspider.storage.warc.record_checks import Bodies

# An article whose captures all get one of these verdicts is not an article.
NOT_AN_ARTICLE = frozenset((Verdict.FRONT, Verdict.SERVICE))
AN_ARTICLE = frozenset((Verdict.ARTICLE, Verdict.STUB))


class _Read(NamedTuple):
    """A capture read and judged again."""

    page: OpenedPage
    article: Article
    judgement: Judgement


class SiteJudge:
    """Judges the stored pages of one site; *reader* names the version and profile that read them."""

    def __init__(
        self, conn: sqlite3.Connection, bodies: Bodies, profile: SiteProfile, reader: Reader
    ) -> None:
        self._conn, self._bodies, self._profile, self._reader = conn, bodies, profile, reader
        self._missing: dict[str, MissingPage] | None = None
        self._home: str | None = None
        self._has_home = False

    def article(self, article_id: int, url: str, made: frozenset[int]) -> VerdictChange | None:
        """The change of an article whose captures, by today's rules, are all not articles; None if one is.

        *made* are the captures that made its revisions, *url* the address from which its text comes.
        """
        page = judged_pages.page_at(self._conn, self._profile.name, url)
        telling = [capture for capture in page.captures if capture.id in made]
        if not telling or {capture.id for capture in telling} != made:
            return None
        judged = []
        for capture in reversed(telling):
            found = self._read(page, capture)
            if found is None or not _is_no_article(found.judgement):
                return None
            judged.append((capture, found))
        return self._as_none(page, judged[::-1], article_id)

    def page(self, page: KeptPage) -> VerdictChange | None:
        """The change of a page that was not an article, if its newest capture has another verdict now."""
        newest = page.captures[-1] if page.captures else None
        found = self._read(page, newest) if newest else None
        if newest is None or found is None or found.judgement.verdict == newest.verdict:
            return None
        if found.judgement.verdict in AN_ARTICLE:
            return self._as_article(page)
        if found.judgement.verdict in NOT_AN_ARTICLE:
            return self._as_none(page, [(newest, found)], None)
        return None

    def _as_article(self, page: KeptPage) -> VerdictChange | None:
        """The change of a page that is an article now, with what each of its captures says."""
        read_again = ((capture, self._read(page, capture)) for capture in page.captures)
        judged = tuple(_judged(capture, found) for capture, found in read_again if found)
        return VerdictChange(site=page.site, url=page.url, captures=judged, reader=self._reader)

    def _as_none(
        self, page: KeptPage, judged: list[tuple[KeptCapture, _Read]], article_id: int | None
    ) -> VerdictChange:
        (first, _), (last, found) = judged[0], judged[-1]
        is_list = found.judgement.verdict is Verdict.FRONT
        document = found.page.document
        shown = page_blocks(document, self._profile) if is_list else ()
        return VerdictChange(
            site=page.site,
            url=page.url,
            captures=tuple(_judged(capture, one) for capture, one in judged),
            article_id=article_id,
            blocks=tuple(
                SeenBlock(block, first.captured_at, last.captured_at, is_front=True) for block in shown
            ),
            links=self._links(document, page, last) if is_list else (),
        )

    def _links(self, document: Document, page: KeptPage, capture: KeptCapture) -> tuple[FoundLink, ...]:
        at = read_moment(capture.captured_at)
        return followed(document, self._profile, depth=page.depth, is_article=False, at=at)

    def _read(self, page: KeptPage, capture: KeptCapture) -> _Read | None:
        """What a capture says now; None if its record is lost or its page cannot be read."""
        try:
            payload = self._bodies.at(capture.file or "", capture.offset or 0)
            url = urls.canonical(page.url) or page.url
            opened_page = open_page(
                payload,
                url,
                content_type=capture.content_type,
                at=read_moment(capture.captured_at),
                hint=page.hint,
                profile=self._profile,
            )
            article = without_surrogates(read(opened_page))
        except (NewsspiderError, OSError, ValueError, KeyError):
            return None
        judgement = verdicts.judge(
            capture.status,
            capture.content_type,
            payload,
            article,
            opened_page.document,
            profile=self._profile,
            url=url,
            kind="article",
            is_list_page=page.is_list_page,
            missing=self._missing_page(url),
            home_fingerprint=self._home_fingerprint(),
        )
        return _Read(opened_page, article, judgement)

    def _missing_page(self, url: str) -> MissingPage | None:
        """What the host answers for an address that cannot exist, if a crawl asked for one."""
        if self._missing is None:
            began = datetime(1970, 1, 1, tzinfo=UTC)
            self._missing = probe_answers.known(self._conn, self._profile.name, since=began)
        return self._missing.get(urls.host_of(url))

    def _home_fingerprint(self) -> str | None:
        """The fingerprint of the home page as last captured."""
        if not self._has_home:
            self._has_home = True
            home = judged_pages.page_at(self._conn, self._profile.name, self._profile.home_url)
            for capture in home.captures[-1:]:
                self._home = self._fingerprint(home.url, capture)
        return self._home

    def _fingerprint(self, url: str, capture: KeptCapture) -> str | None:
        try:
            payload = self._bodies.at(capture.file or "", capture.offset or 0)
            document = Document(payload, url, content_type=capture.content_type)
        except (NewsspiderError, OSError, ValueError, KeyError):
            return None
        return verdicts.fingerprint(document) if document.text else None


def _is_no_article(judgement: Judgement) -> bool:
    """Whether a page shows itself to be a list or a service page; one that only reads worse now is not."""
    return judgement.verdict in NOT_AN_ARTICLE and not judgement.is_for_lack


def _judged(capture: KeptCapture, found: _Read) -> JudgedCapture:
    verdict = found.judgement.verdict
    return JudgedCapture(
        id=capture.id,
        captured_at=capture.captured_at,
        status=capture.status,
        verdict=verdict,
        note=found.judgement.note,
        article=found.article if verdict in AN_ARTICLE else None,
    )
