"""Replays one run: reads its answers from its WARC files, in order, into the archive that is being made."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urljoin, urlsplit

from newsspider.classify import soft_404
from newsspider.crawl import scrapy_adapter
from newsspider.crawl.answer_reader import AnswerReader
from newsspider.crawl.due_selection import start_links
from newsspider.crawl.received_body import decode_body
from newsspider.crawl.recovery import body_at
from newsspider.crawl.scrapy_adapter import Base
from newsspider.crawl.stats import RunCounts
from newsspider.items import STATUSES_WITH_BODY, Capture, FoundLink, Unit, Verdict
from newsspider.language.dates import to_text
from newsspider.storage.crawl_frontier import Address, Frontier
from newsspider.storage.page_in_progress import PageInProgress
from newsspider.storage.runs import settling
from newsspider.storage.warc import record_checks
from newsspider.storage.warc.reader import FOLDER
from newsspider.storage.warc.records import Exchange, payload_digest
from newsspider.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from newsspider.crawl.session import RunSession
    from newsspider.profiles import SiteProfile
    from newsspider.storage.archive import Archive
    from newsspider.storage.warc.record_checks import SentAnswer

Watch = Callable[[str, PageInProgress], AbstractContextManager[None]]
REASON = "rebuilt"
_SITEMAP_LINE = re.compile(r"^[ \t]*sitemap[ \t]*:[ \t]*(\S+)", re.IGNORECASE | re.MULTILINE)


class OldRun(NamedTuple):
    """A run as its WARC files show it: their names in order, and the address of the copy that it crawled."""

    site: str
    files: tuple[str, ...]
    base_url: str | None = None


class _Way(NamedTuple):
    """The captures on the way of a redirect, and the address on whose behalf they were requested."""

    address: Address | None
    captures: tuple[Capture, ...]
    probe_url: str | None = None


class _Standing:
    """The parts of an open run that an answer reader uses."""

    def __init__(self, folder: Path, archive: Archive, site: str, run_id: int) -> None:
        self.folder, self.archive, self.site, self.run_id = folder, archive, site, run_id
        self.frontier = Frontier(archive, site)

    def flush(self) -> None:
        """Do nothing: every unit is committed as soon as it is read."""


class Replay:
    """Replays one old run into *archive*; its WARC files are in *folder*.

    *watch* surrounds the reading of each answer: it may end this process if that takes too long. *reason* is
    why the run ended, as `runs` keeps it.
    """

    def __init__(
        self,
        folder: Path,
        archive: Archive,
        profile: SiteProfile,
        old: OldRun,
        *,
        watch: Watch | None = None,
        reason: str = REASON,
    ) -> None:
        self._reason = reason
        self._folder, self._archive, self._profile, self._old = folder, archive, profile, old
        self._watch: Watch = watch or (lambda *_: nullcontext())
        self._base = Base.parse(old.base_url, home_url=profile.home_url)
        self._run_counts = RunCounts(profile)
        self._ways: dict[str, _Way] = {}
        self._now = datetime.now(UTC)
        self.answers = 0

    def run(self) -> None:
        """Store all answers, and end the run as a crawl does."""
        with closing(PageInProgress(self._folder, self._profile.name)) as self._page_in_progress:
            self._run()

    def _run(self) -> None:
        answers = self._answers()
        first = next(answers, None)
        if first is None:
            return
        self._begin(first[1].captured_at)
        self._keep(*first)
        for file, answer in answers:
            self._keep(file, answer)
        for way in [*self._ways.values()]:
            if way.address:
                unit = self._reader.without_answer(way.address, way.captures, Verdict.REDIRECT)
                self._store(unit)
        self._end()

    def _answers(self) -> Iterator[tuple[str, SentAnswer]]:
        for file in self._old.files:
            for answer in record_checks.answers_from(self._folder / FOLDER / file, 0):
                yield file, answer

    def _begin(self, at: datetime) -> None:
        profile = self._profile
        self._now = at
        self._run_id = self._archive.begin_run(
            profile.name,
            title=profile.title,
            home_url=profile.home_url,
            zone=profile.zone.key,
            language=", ".join(profile.languages) or None,
            base_url=self._old.base_url,
            profile=profile.place,
            profile_hash=profile.text_hash,
            version=__version__,
            now=at,
        )
        self._archive.reopen_claims(profile.name, now=at)
        standing = _Standing(self._folder, self._archive, profile.name, self._run_id)
        self._frontier = standing.frontier
        self._reader = AnswerReader(profile, cast("RunSession", standing), clock=lambda: self._now)
        self._frontier.seed(start_links(profile), at)

    def _keep(self, file: str, sent: SentAnswer) -> None:
        self._now = max(self._now, sent.captured_at)
        self.answers += 1
        response, capture = self._captured(file, sent)
        if urlsplit(sent.url).path == "/robots.txt":
            self._robots(response, capture)
            return
        way = self._ways.pop(capture.address_url, None) or self._first(capture.address_url)
        captures = (*way.captures, capture)
        if target := self._target(response, capture, captures):
            self._ways[target] = way._replace(captures=captures)
            return
        if way.probe_url:
            url = scrapy_adapter.publication_url(sent.url, self._base)
            self._store(self._reader.judge.probe_unit(way.probe_url, url, captures, response.body))
        elif way.address:
            self._read(way.address, captures, response)

    def _captured(self, file: str, sent: SentAnswer) -> tuple[Any, Capture]:
        """The decoded answer and its capture, as in the crawl."""
        same_as_id, body = None, sent.body
        if sent.is_revisit:
            address_url = scrapy_adapter.publication_url(sent.url, self._base)
            earlier = self._archive.earlier_answer(self._profile.name, address_url)
            if earlier:
                same_as_id = earlier.id
                kept = body_at(self._folder, earlier.warc_file, earlier.warc_offset)
                is_same = kept is not None and payload_digest(kept) == sent.digest
                body = kept or b"" if sent.status in STATUSES_WITH_BODY and is_same else b""
        exchange = Exchange(
            url=sent.url,
            captured_at=sent.captured_at,
            status=sent.status,
            headers=sent.headers,
            body=body,
        )
        response = scrapy_adapter.response_of(exchange)
        arrived = decode_body(
            response, most_bytes=self._profile.limits.page_bytes or 0, is_cut_off=sent.is_cut
        )
        capture = scrapy_adapter.capture_of(response, exchange, arrived, self._base)
        capture = replace(capture, warc_file=file, warc_offset=sent.offset, same_as_id=same_as_id)
        headers = response.headers.copy()
        headers.pop("Content-Encoding", None)
        return response.replace(body=arrived.body, headers=headers), capture

    def _first(self, url: str) -> _Way:
        """The way of an answer to which no redirect led."""
        probes = {soft_404.probe_url(start) for start in self._profile.start}
        if url in probes:
            return _Way(None, (), probe_url=url)
        address = self._frontier.hand_out(url, run_id=self._run_id)
        if address is None:
            kind = self._profile.kind_of(url) or "article"
            link = FoundLink(url=url, kind=kind, found_on_url=self._profile.home_url)
            self._frontier.seed([link], self._now)
            address = self._frontier.hand_out(url, run_id=self._run_id)
        return _Way(address, ())

    def _target(self, response: Any, capture: Capture, captures: Sequence[Capture]) -> str | None:
        """The address to which a redirect leads, if the crawl may have followed it."""
        if capture.verdict is not Verdict.REDIRECT or not capture.location_url or len(captures) > 20:
            return None
        target = scrapy_adapter.publication_url(urljoin(response.url, capture.location_url), self._base)
        seen = {one.address_url for one in captures}
        return target if self._profile.allows(target) and target not in seen else None

    def _robots(self, response: Any, capture: Capture) -> None:
        """Store robots.txt, and add the site maps that it names to the frontier."""
        captures = (replace(capture, verdict=Verdict.ROBOTS),)
        self._store(
            Unit(site=self._profile.name, address_url=None, captures=captures, verdict=Verdict.ROBOTS)
        )
        if response.status != 200 or "sitemaps" not in self._profile.discover:
            return
        named = _SITEMAP_LINE.findall(response.body.decode("utf-8", "replace"))
        known = (scrapy_adapter.publication_url(urljoin(response.url, url), self._base) for url in named)
        links = [
            FoundLink(url=url, kind="sitemap", found_on_url=self._profile.home_url)
            for url in known
            if self._profile.allows(url)
        ]
        self._frontier.seed(links, self._now)

    def _read(self, address: Address, captures: tuple[Capture, ...], response: Any) -> None:
        answer = scrapy_adapter.make_answer(response, address, captures, self._base)
        if unit := self._reader.too_large(answer):
            self._store(unit)
            return
        last = captures[-1]
        place = f"{last.url} ({last.warc_file} at byte {last.warc_offset})"
        if why := self._page_in_progress.ends_runs(place):
            unread = answer.with_verdict(Verdict.UNREADABLE, note=why)
            self._store(self._reader.without_answer(address, unread.captures, Verdict.UNREADABLE))
            return
        with self._page_in_progress.page(place), self._watch(place, self._page_in_progress):
            unit, article = self._reader.read(answer)
        self._run_counts.note_answer(address, unit)
        self._store(replace(unit, article=article))

    def _store(self, unit: Unit) -> None:
        self._archive.keep([unit], run_id=self._run_id, now=self._now)

    def _end(self) -> None:
        site = self._profile.name
        with self._archive.transaction() as conn:
            settling.settle(conn, site, self._run_id, at=to_text(self._now))
        self._archive.settle_claims(
            site,
            self._profile.start,
            run_id=self._run_id,
            names_stories=self._run_counts.names_stories,
            now=self._now,
        )
        self._archive.end_run(
            self._run_id, reason=self._reason, exit_status=0, now=self._now, warc_file=self._old.files[-1]
        )
