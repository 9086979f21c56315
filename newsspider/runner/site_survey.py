"""Looks at a publication for its profile: some forty pages, with the guards, limits and pace of a crawl."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from protego import Protego

from newsspider import profiles, settings
from newsspider.classify import soft_404
from newsspider.crawl import host_lock
from newsspider.crawl.scrapy_adapter import Base
from newsspider.errors import FetchError, NewsspiderError
from newsspider.items import Verdict
from newsspider.runner import page_fetch
from newsspider.scheduling import pauses, robots_txt
from newsspider.survey import itinerary, page_reading
from newsspider.survey.observed import Observed, Seen
from newsspider.survey.profile_text import flow
from newsspider.web import urls
from newsspider.web.document import Document

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from newsspider.profiles import SiteProfile
    from newsspider.runner.page_fetch import FetchedPage
    from newsspider.survey.observed import Stop

    OnPage = Callable[[int, str], None]
    Watch = Callable[[str], AbstractContextManager[None]]

LONGEST_S = 600.0  # of a whole survey: a site with a long Crawl-delay is looked at less
MOST_BUSY = 3  # answers that say that the server is busy, after which it is left alone


def survey(
    home_url: str, *, name: str, archive: Path, base_url: str | None, on_page: OnPage, watch: Watch
) -> Observed:
    """What was seen of the publication that begins at *home_url*; *watch* guards the reading of each page.

    Raises:
        FetchError: nothing could be fetched.
        HostHeld: a crawl of the host is running.
    """
    site = _two_lines(name, home_url)
    base = Base.parse(base_url, home_url=site.home_url)
    hosts = (urls.host_of(base.url),) if base else tuple(site.hosts)
    with host_lock.hold(hosts, site=name, archive=archive):
        return _Survey(site, base, on_page, watch).made()


def latest_articles(site: SiteProfile, *, archive: Path, watch: Watch) -> Observed:
    """The start pages, feeds and a few of the latest articles of a site, seen with its own profile.

    Raises:
        FetchError: nothing could be fetched.
        HostHeld: a crawl of the host is running.
    """
    with host_lock.hold(tuple(site.hosts), site=site.name, archive=archive):
        survey_now = _Survey(site, None, lambda *_: None, watch, is_known=True)
        return survey_now.made(itinerary.latest)


def _two_lines(name: str, home_url: str, *, more_hosts: frozenset[str] = frozenset()) -> SiteProfile:
    site = profiles.parse(f"name: {flow(name)}\nstart: [{flow(home_url)}]\n", source=name)
    return replace(site, hosts=site.hosts | more_hosts)


class _Survey:
    """One survey under way."""

    def __init__(
        self,
        site: SiteProfile,
        base: Base | None,
        on_page: OnPage,
        watch: Watch,
        *,
        is_known: bool = False,
    ) -> None:
        self._is_known = is_known  # the profile stays as it is
        self._base, self._on_page, self._watch = base, on_page, watch
        self._seen = Observed(site=site, at=datetime.now(UTC))
        self._robots: dict[str, Protego | str] = {}
        here = urlsplit(base.url if base else site.home_url).hostname in urls.THIS_MACHINE
        own_s = site.politeness.delay_s
        delay_s = 0.0 if here else settings.DOWNLOAD_DELAY if own_s is None else own_s
        self._pace = pauses.Pace(floor_s=delay_s, delay_s=delay_s)
        self._ends_at = time.monotonic() + LONGEST_S
        self._free_at = 0.0
        self._requests = self._busy = 0

    def made(self, stops: Callable[[Observed], Iterator[Stop]] = itinerary.stops) -> Observed:
        """All that was seen at these stops."""
        seen = self._seen
        for stop in stops(seen):
            if self._requests >= itinerary.MOST_PAGES or self._busy >= MOST_BUSY or self._is_late():
                break
            self._look_at(stop)
            if self._requests == 1 and seen.answers:
                self._probe()
        if not seen.answers:
            raise FetchError(next(iter(seen.failures.values()), f"{seen.site.home_url}: no answer"))
        return seen

    def _is_late(self) -> bool:
        return time.monotonic() >= self._ends_at

    def _look_at(self, stop: Stop) -> None:
        seen = self._seen
        self._on_page(self._requests + 1, stop.url)
        try:
            page = self._fetch(stop.url, is_start=not seen.answers)
        except FetchError as error:
            seen.failures[stop.url] = str(error)
            return
        with self._watch(stop.url):
            one = self._read(stop, page)
        seen.answers.append(one)

    def _read(self, stop: Stop, page: FetchedPage) -> Seen:
        """What a page is; one on which the reader fails is unreadable, as in a crawl."""
        url = urls.canonical(page.url) or page.url
        try:
            return page_reading.seen_at(
                stop, self._seen, body=page.body, url=url, content_type=page.content_type
            )
        except Exception:  # noqa: BLE001 # as in a crawl: such a page costs itself alone
            return Seen(
                stop=stop, url=url, body=b"", content_type=page.content_type, verdict=Verdict.UNREADABLE
            )

    def _probe(self) -> None:
        """See what the host answers for an address that cannot exist."""
        url = soft_404.probe_url(self._seen.site.home_url)
        page: FetchedPage | None = None
        status = 404
        try:
            page = self._fetch(url)
            status = 200
        except FetchError as error:
            if error.status is None:
                return
        document = None
        with suppress(NewsspiderError):
            document = Document(page.body, page.url, content_type=page.content_type) if page else None
        location_url = page.url if page and page.url != url else None
        self._seen.missing = soft_404.learn_missing_page(
            url, url=page.url if page else url, status=status, document=document, location_url=location_url
        )

    def _fetch(self, url: str, *, is_start: bool = False) -> FetchedPage:
        """The page, under the publication's own address.

        Raises:
            FetchError: there is none, or robots.txt or the guards of a crawl forbid it.
        """
        wait_s = max(0.0, self._free_at - time.monotonic())
        asked_url = self._base.to_copy(url) if self._base else url
        # robots.txt first: it may ask for a longer pause
        self._check(asked_url, is_start=is_start)
        time.sleep(min(max(wait_s, self._free_at - time.monotonic()), LONGEST_S))
        self._requests += 1
        try:
            page = page_fetch.fetch(asked_url, check=lambda there: self._check(there, is_start=is_start))
        except FetchError as error:
            self._slow_down(error.status or 0)
            raise
        self._slow_down(200)
        own_url = self._base.to_publication(page.url) if self._base else page.url
        if is_start and not self._is_known:
            self._settle(url, own_url)
        return page._replace(url=own_url)

    def _slow_down(self, status: int) -> None:
        self._busy += status in pauses.BUSY
        self._pace = self._pace.after(status)
        self._free_at = time.monotonic() + self._pace.delay_s

    def _settle(self, url: str, answered_url: str) -> None:
        """Begin where the typed address leads, if that is another host or scheme of the same publication."""
        here, there = urlsplit(url), urlsplit(answered_url)
        if (here.scheme, here.netloc) != (there.scheme, there.netloc) and not self._base:
            settled = urls.canonical(answered_url) or answered_url
            self._seen.site = _two_lines(
                self._seen.site.name, settled, more_hosts=frozenset((urls.host_of(url),))
            )

    def _check(self, asked_url: str, *, is_start: bool) -> None:
        """Raise FetchError for an address that a crawl would not request."""
        own_url = self._base.to_publication(asked_url) if self._base else asked_url
        if self._base and urls.host_of(own_url) != self._base.host:
            raise FetchError(f"{own_url}: not on the host that the copy stands for")
        if is_start and not _are_related(own_url, self._seen.site.home_url):
            raise FetchError(
                f"{self._seen.site.home_url} leads to another publication's host: {own_url}; if that is the"
                " publication, type that address"
            )
        if not is_start and not self._seen.site.allows(own_url):
            raise FetchError(f"{own_url}: not a host of the publication")
        rules = self._rules(asked_url)
        if isinstance(rules, str):
            raise FetchError(f"{own_url}: {rules}")
        if not rules.can_fetch(asked_url, settings.USER_AGENT):
            raise FetchError(f"{own_url}: robots.txt forbids it")

    def _rules(self, url: str) -> Protego | str:
        """The rules of a host's robots.txt, or why it allows nothing."""
        parts = urlsplit(url)
        if parts.netloc not in self._robots:
            self._robots[parts.netloc] = self._robots_of(f"{parts.scheme}://{parts.netloc}/robots.txt")
        return self._robots[parts.netloc]

    def _robots_of(self, robots_url: str) -> Protego | str:
        try:
            body = page_fetch.fetch(robots_url).body[: robots_txt.MOST_BYTES]
        except FetchError as error:
            if error.status is None:
                return f"robots.txt cannot be fetched: {error}"
            if error.status >= 500 or error.status == 429:
                return f"robots.txt answers {error.status}"
            body = b""
        rules = Protego.parse(robots_txt.rules(body).decode("utf-8", "replace"))
        rate = rules.request_rate(settings.USER_AGENT)
        rate_s = rate.seconds / rate.requests if rate and rate.requests else None
        pause_s = robots_txt.pause_s(rules.crawl_delay(settings.USER_AGENT), rate_s)
        if why := robots_txt.too_slow(pause_s, longest_s=settings.NEWSSPIDER_LONGEST_PAUSE):
            return why
        self._pace = self._pace.on(max(self._pace.floor_s, pause_s))
        self._free_at = time.monotonic() + self._pace.delay_s
        self._take_over(rules, robots_url, pause_s)
        return rules

    def _take_over(self, rules: Protego, robots_url: str, pause_s: float) -> None:
        """Take over the site maps and the pause that robots.txt names."""
        named = (urljoin(robots_url, url) for url in rules.sitemaps)
        own = (self._base.to_publication(url) if self._base else url for url in named)
        settled = tuple(url for one in own if (url := urls.canonical(one)))
        self._seen.robots_sitemaps = (*self._seen.robots_sitemaps, *settled)
        self._seen.pause_s = max(self._seen.pause_s, pause_s)


def _are_related(url: str, other_url: str) -> bool:
    """Whether two hosts may be one publication's: one is the other with a name in front, such as `www`."""
    one, other = (host_lock.server_of(urls.host_of(each)) for each in (url, other_url))
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")
