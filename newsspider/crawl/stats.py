"""What a run has seen so far: its progress, what it left out and why, and notes for the report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from newsspider.crawl.silent_hosts import SilentHosts
from newsspider.items import Decision, Verdict
from newsspider.monitoring import next_steps
from newsspider.monitoring.health_facts import Selected
from newsspider.monitoring.next_steps import Trouble
from newsspider.run_reports import Progress
from newsspider.storage.frontier.finished import FAILURES, GOOD

if TYPE_CHECKING:
    from newsspider.items import Article, Unit
    from newsspider.profiles import SiteProfile
    from newsspider.storage.archive import StoredUnit
    from newsspider.storage.crawl_frontier import Address

LeaveReason = Literal["host", "endless", "since", "silent"]
_LEAVE_REASONS = {
    "host": "the copy does not stand for their hosts",
    "endless": "addresses like them brought no new article",
    "since": "dated before the day given",
    "silent": "their hosts stopped answering",
}
_CUT = ("cut before reading:", "cut while reading:")  # a document's note begins so
HEADS_BYTES = 1_000  # what the heads of request and answer take in a WARC file, about


class RunCounts:
    """The counts of one run, kept in memory while it lasts."""

    def __init__(self, site: SiteProfile) -> None:
        self._site = site
        self.progress = Progress()
        self.hosts = SilentHosts()
        self.has_answer = False
        self.asset_bytes = 0
        self.fronts = self.still_fronts = self.stories = 0
        self.forbidden: dict[str, str] = {}
        self.pipeline_errors: dict[str, list[str]] = {}
        self._trouble: Trouble | None = None
        self._drawn_by_script: str | None = None
        self._left: dict[LeaveReason, set[str]] = {}
        self._selected: dict[str, list[int]] = {}
        self._cut: list[str] = []
        self._unread: list[str] = []

    def leave(self, url: str, why: LeaveReason) -> None:
        """Note an address that is due and is not requested."""
        self._left.setdefault(why, set()).add(url)

    def unleave(self, url: str) -> None:
        """Forget that an address was left, because it is requested after all."""
        for left in self._left.values():
            left.discard(url)

    def note_answer(self, address: Address, unit: Unit) -> None:
        """Note an answer, good or bad, and what it shows of the site's lists."""
        last = unit.captures[-1] if unit.captures else None
        status = last.status if last else 0
        if failure := self.hosts.note_answer(address, status):
            self.note_unanswered(address, failure)
        if unit.asset:
            return
        if last and (last.note or "").startswith(_CUT):
            self._cut.append(address.url)
        if unit.verdict not in GOOD and unit.verdict is not Verdict.NOT_MODIFIED:
            trouble = Trouble(
                url=address.url,
                verdict=unit.verdict,
                status=last.status if last else None,
                location_url=last.location_url if last else None,
            )
            self._note_trouble(trouble, keeps_earlier=True)
        if address.kind == "front" or unit.verdict is Verdict.FRONT:
            self.fronts += unit.verdict is Verdict.FRONT
            self.still_fronts += unit.verdict is Verdict.NOT_MODIFIED
            self.stories += sum(link.kind == "article" for link in unit.links)

    @property
    def names_stories(self) -> bool:
        """Whether a list named a story in this run or is unchanged; True where the site has no lists."""
        return bool(self.stories or self.still_fronts or not self.fronts)

    def add_asset_bytes(self, unit: Unit) -> None:
        """Count the disk space of an asset's answers, whatever their verdict.

        The heads of the records count too: a site can name empty assets without end.
        """
        if unit.asset:
            self.asset_bytes += sum(capture.size_bytes + HEADS_BYTES for capture in unit.captures)

    def note_lost(self, address: Address, why: str) -> None:
        """Note an address whose host did not answer at all."""
        self.hosts.note_lost(address, why)
        self.note_unanswered(address, why)

    def note_unanswered(self, address: Address, why: str) -> None:
        """Note a failed request."""
        self.hosts.note_failure(address, why)
        if address.asset is None:
            self._note_trouble(Trouble(url=address.url, why=why))

    def note_forbidden(self, address: Address, why: str) -> None:
        """Note an address that may not be requested."""
        self.forbidden[address.url] = why
        if address.asset is None:
            self._note_trouble(Trouble(url=address.url, why=why))

    def note_unreadable(self, address: Address, why: str) -> None:
        """Note an address whose answer cannot be read, or that redirects away from the publication."""
        self._note_trouble(Trouble(url=address.url, why=why))

    def note_not_read(self, address: Address, why: str) -> None:
        """Note a page that is not read because it ended earlier runs."""
        self._unread.append(address.url)
        self.note_unreadable(address, why)

    def note_drawn_by_script(self, address: Address) -> None:
        """Note a start page that has scripts where its text and links should be."""
        self._drawn_by_script = address.url

    def note_not_stored(self, url: str, why: str) -> None:
        """Note an article on which an item pipeline failed."""
        self.pipeline_errors.setdefault(why, []).append(url)

    def count_selected(self, article: Article) -> None:
        """Count whether the profile's selector found the article's body."""
        layout = self._site.layout_for(article.url, None)
        if layout and layout.select.get("body"):
            counts = self._selected.setdefault(layout.name, [0, 0])
            counts[0] += 1
            counts[1] += article.provenance.get("body", "").startswith("selected")

    @property
    def selected(self) -> tuple[Selected, ...]:
        """How often each layout's body selector was used, and how often it found the body."""
        return tuple(
            Selected(layout=layout, asked=used, found=found)
            for layout, (used, found) in self._selected.items()
        )

    def count_unit(self, kept: StoredUnit) -> None:
        """Count a unit that was committed."""
        unit, before = kept.unit, self.progress
        if unit.asset:
            assets = before.assets + (unit.verdict == unit.asset)
            self.progress = replace(before, assets=assets, url=unit.address_url)
            return
        if unit.address_url:
            self.has_answer |= unit.verdict in GOOD or unit.verdict is Verdict.NOT_MODIFIED
        self.progress = replace(
            before,
            pages=before.pages + len(unit.captures),
            articles=before.articles + (kept.decision is not None),
            new=before.new + (kept.decision is Decision.FIRST),
            changed=before.changed + (kept.decision is Decision.CHANGED),
            gone=before.gone + kept.is_gone,
            failed=before.failed + (unit.verdict in FAILURES),
            url=unit.address_url or before.url,
        )

    def notes(self, *, is_whole: bool) -> tuple[str, ...]:
        """Lines for a person, besides the counts; *is_whole*: nobody interrupted the run."""
        notes = [
            f"{_addresses(len(left))} left: {_LEAVE_REASONS[why]}" for why, left in self._left.items() if left
        ]
        if self.forbidden:
            why = next(iter(self.forbidden.values()))
            notes.append(f"{_addresses(len(self.forbidden))} not requested: {why}")
        if self._unread:
            pages = "1 page" if len(self._unread) == 1 else f"{len(self._unread):,} pages"
            notes.append(
                f"{pages} stored but not read, because reading it ended a run before: {self._unread[0]}"
            )
        if self._cut:
            pages = "1 page was" if len(self._cut) == 1 else f"{len(self._cut):,} pages were"
            notes.append(f"{pages} cut for reading, the capture's note says what: {self._cut[0]}")
        if self._drawn_by_script and self.has_answer:
            trouble = Trouble(url=self._drawn_by_script, verdict=Verdict.EMPTY, is_drawn_by_script=True)
            notes.append(self._advice(trouble))
        if not is_whole:
            notes.append("addresses that were not requested are due in the next run")
        elif not self.has_answer:
            trouble_text = "no server answered"
            if self._trouble:
                is_drawn = self._trouble.url == self._drawn_by_script
                trouble_text = self._advice(replace(self._trouble, is_drawn_by_script=is_drawn))
            notes.append(f"nothing could be fetched: {trouble_text}")
        return tuple(notes)

    def _note_trouble(self, trouble: Trouble, *, keeps_earlier: bool = False) -> None:
        """Keep the trouble to report if nothing can be fetched; one of a start page comes first."""
        before = self._trouble
        if before:
            is_start, was_start = trouble.url in self._site.start, before.url in self._site.start
            if was_start and not is_start:
                return
            if keeps_earlier and is_start == was_start and before.url != trouble.url:
                return
        self._trouble = trouble

    def _advice(self, trouble: Trouble) -> str:
        return next_steps.describe(trouble, hosts=self._site.hosts, page_bytes=self._site.limits.page_bytes)


def _addresses(number: int) -> str:
    return "1 address" if number == 1 else f"{number:,} addresses"
