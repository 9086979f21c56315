"""What each answer of a run is: judged with what its host answers for addresses that cannot exist."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from newsspider.classify import soft_404, verdicts
from newsspider.errors import NewsspiderError
from newsspider.items import STATUSES_WITH_BODY, Unit, Verdict
from newsspider.web import urls
from newsspider.web.document import Document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsspider.classify.verdicts import Judgement
    from newsspider.crawl.answer import Answer
    from newsspider.items import Article, Capture, MissingPage
    from newsspider.profiles import SiteProfile


class _Home(NamedTuple):
    """The home page, to recognise it under another address."""

    size_bytes: int
    fingerprint: str


class AnswerJudge:
    """Judges the answers of one run; *missing* is what hosts answered for addresses that cannot exist."""

    def __init__(self, site: SiteProfile, missing: Mapping[str, MissingPage]) -> None:
        self._site = site
        self._missing = dict(missing)
        self._home: _Home | None = None

    def probe_urls(self) -> tuple[str, ...]:
        """An address that cannot exist on each start page's host whose answer to it is unknown or old."""
        hosts = {urls.host_of(url): url for url in reversed(self._site.start)}
        return tuple(soft_404.probe_url(url) for host, url in hosts.items() if host not in self._missing)

    def probe_unit(self, probe_url: str, url: str, captures: tuple[Capture, ...], payload: bytes) -> Unit:
        """The unit of a host's answer for an address that cannot exist; later answers are judged by it."""
        last, page = captures[-1], None
        if last.status in STATUSES_WITH_BODY:
            with suppress(NewsspiderError):
                page = Document(payload, url, content_type=last.content_type)
        location_url = url if url != probe_url else None
        missing = soft_404.learn_missing_page(
            probe_url, url=url, status=last.status, document=page, location_url=location_url
        )
        self._missing[missing.host] = missing
        note = "requested to see what the host answers for a page that does not exist"
        judged = replace(last, verdict=Verdict.PROBE, note=note)
        return Unit(
            site=self._site.name,
            address_url=None,
            captures=(*captures[:-1], judged),
            verdict=Verdict.PROBE,
            missing=missing,
        )

    def judge(self, answer: Answer, page: Document | None, article: Article | None) -> Judgement:
        """What the answer is worth, also by what its host answers for addresses that cannot exist."""
        address, last = answer.address, answer.last
        missing = self._missing.get(urls.host_of(answer.url))
        if address.kind == "article" and soft_404.leads_home(address.url, answer.url, self._site, missing):
            return verdicts.Judgement(Verdict.REDIRECT_HOME)
        if page and page.text and answer.url == self._site.home_url:
            self._home = _Home(len(answer.payload), verdicts.fingerprint(page))
        return verdicts.judge(
            last.status,
            last.content_type,
            answer.payload,
            article,
            page,
            profile=self._site,
            url=answer.url,
            kind=address.kind,
            is_list_page=address.is_list_page,
            missing=missing,
            home_fingerprint=self._fingerprint_of_home(len(answer.payload)),
        )

    def _fingerprint_of_home(self, size_bytes: int) -> str | None:
        """The home page's fingerprint, for a page of about its size; others cannot be it."""
        home = self._home
        if home is None or abs(size_bytes - home.size_bytes) > home.size_bytes / 10:
            return None
        return home.fingerprint
