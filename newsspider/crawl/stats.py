"""What a run has seen so far, kept in memory: progress, what was left and why, hosts that fell silent."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from newsspider.crawl import scrapy_adapter
from newsspider.items import Decision, Verdict
from newsspider.monitoring import next_steps
from newsspider.monitoring.health import Selected
from newsspider.monitoring.next_steps import Trouble
from newsspider.run_reports import Progress
from newsspider.storage.frontier.finished import FAILURES, GOOD
from newsspider.web import urls

if TYPE_CHECKING:
    from newsspider.items import Article, Unit
    from newsspider.profiles import SiteProfile
    from newsspider.storage.archive import StoredUnit
    from newsspider.storage.crawl_frontier import Address

LeftReason = Literal["host", "endless", "since", "silent"]

# A host that gave no answer so many times in a row is left for this run: asking a dead server for
# each of ten thousand addresses helps nobody.  What was not asked stays due.
MOST_SILENT_IN_A_ROW = 10
# A host whose last requests of a run, so many at least, had no answer died under way; each was asked thrice.
LEAST_LOST = 2
_TOLD = {
    "host": "the copy does not stand for their hosts",
    "endless": "their like brought no new article",
    "since": "dated before the day given",
    "silent": "their hosts stopped answering",
}


_CUT = ("cut before reading:", "cut while reading:")  # how a document's note begins
HEADS_BYTES = 1_000  # that request and answer take in a WARC file besides the body, about


class RunCounts:
    """The counts of one run."""

    def __init__(self, site: SiteProfile) -> None:
        self._site = site
        self.progress = Progress()
        self.has_answer = False
        self._trouble: Trouble | None = None
        self._drawn_by_script: str | None = None
        self.asset_bytes = 0
        self.fronts = self.still_fronts = self.stories = 0
        self.forbidden: dict[str, str] = {}
        self.silent_hosts: dict[str, str] = {}
        self._alive: set[str] = set()
        self._lost: dict[
            str, tuple[int, str]
        ] = {}  # by host: requests in a row that nobody answered, and why
        self.pipeline_errors: dict[str, list[str]] = {}
        self._left: dict[LeftReason, set[str]] = {}
        self._in_a_row: Counter[tuple[str, bool]] = Counter()
        self._selected: dict[str, list[int]] = {}
        self._cut: list[str] = []
        self._unread: list[str] = []

    def leave(self, url: str, why: LeftReason) -> None:
        """Count an address that was due and is not asked."""
        self._left.setdefault(why, set()).add(url)

    def unleave(self, url: str) -> None:
        """Take back an address that was left, and is asked after all."""
        for left in self._left.values():
            left.discard(url)

    def note_answer(self, address: Address, unit: Unit) -> None:
        """Note an answer, good or bad: its host is alive, unless it says that it cannot answer."""
        status = unit.captures[-1].status if unit.captures else 0
        host = urls.host_of(address.url)
        self._alive.add(host)
        self._lost.pop(host, None)
        if status >= 500 or status == 429:
            self.note_unanswered(address, f"answers {status}")
        else:
            self._in_a_row.pop(_asked_of(address), None)
        if unit.asset:
            return
        if unit.captures and (unit.captures[-1].note or "").startswith(_CUT):
            self._cut.append(address.url)
        if unit.verdict not in GOOD and unit.verdict is not Verdict.NOT_MODIFIED:
            self._note(_answered(unit, address), keeps_earlier=True)
        if address.kind == "front" or unit.verdict is Verdict.FRONT:
            self.fronts += unit.verdict is Verdict.FRONT
            self.still_fronts += unit.verdict is Verdict.NOT_MODIFIED
            self.stories += sum(link.kind == "article" for link in unit.links)

    def add_asset_bytes(self, unit: Unit) -> None:
        """Count what an asset's answers take on the disk, whatever they are worth.

        The heads of their records count, too: a site can name assets of no size without end.
        """
        if unit.asset:
            self.asset_bytes += sum(capture.size_bytes + HEADS_BYTES for capture in unit.captures)

    def note_lost(self, address: Address, why: str) -> None:
        """Note an address whose host did not answer at all."""
        host = urls.host_of(address.url)
        self._lost[host] = (self._lost.get(host, (0, ""))[0] + 1, why)
        self.note_unanswered(address, why)

    @property
    def dead_hosts(self) -> dict[str, str]:
        """The hosts that answered in this run and, since some moment, do not: they died under way."""
        return {
            host: f"its last requests ({number:,}) had no answer: {why}"
            for host, (number, why) in self._lost.items()
            if host in self._alive
            and host not in self.silent_hosts
            and (number >= LEAST_LOST or why == scrapy_adapter.REFUSED)
        }

    def note_unanswered(self, address: Address, why: str) -> None:
        """Note an address that gave no answer; too many in a row, and its host is left."""
        asked_of = _asked_of(address)
        self._in_a_row[asked_of] += 1
        if address.asset:
            return
        self._note(Trouble(url=address.url, why=why))
        if self._in_a_row[asked_of] >= MOST_SILENT_IN_A_ROW:
            host, in_a_row = urls.host_of(address.url), self._in_a_row[asked_of]
            self.give_up(host, f"{in_a_row} requests in a row failed, the last: {why}")

    def is_silent(self, host: str, address: Address) -> bool:
        """Whether a host has been left; one that only gives no assets is still asked for pages."""
        if host in self.silent_hosts:
            return True
        return bool(address.asset) and self._in_a_row[_asked_of(address)] >= MOST_SILENT_IN_A_ROW

    def give_up(self, host: str, why: str) -> None:
        """Leave a host for the rest of the run."""
        self.silent_hosts.setdefault(host, why)

    def note_forbidden(self, address: Address, why: str) -> None:
        """Note an address that we may not ask for."""
        self.forbidden[address.url] = why
        if address.asset:
            return
        self._note(Trouble(url=address.url, why=why))

    def note_unreadable(self, address: Address, why: str) -> None:
        """Note an address whose answer could not be read, or led away from the publication."""
        self._note(Trouble(url=address.url, why=why))

    def note_not_read(self, address: Address, why: str) -> None:
        """Note a page that is not read, because it ended earlier runs."""
        self._unread.append(address.url)
        self.note_unreadable(address, why)

    def note_drawn_by_script(self, address: Address) -> None:
        """Note a start page that has scripts where its text and links should be."""
        self._drawn_by_script = address.url

    def note_not_stored(self, url: str, why: str) -> None:
        """Note an article that an item pipeline failed on."""
        self.pipeline_errors.setdefault(why, []).append(url)

    def count_selected(self, article: Article) -> None:
        """Count whether the profile's selector found the article's body."""
        layout = self._site.layout_for(article.url, None)
        if layout and layout.select.get("body"):
            counts = self._selected.setdefault(layout.name, [0, 0])
            counts[0] += 1
            counts[1] += article.provenance.get("body", "").startswith("selected")

    def count_unit(self, kept: StoredUnit) -> None:
        """Count a unit that was committed."""
        unit, seen = kept.unit, self.progress
        if unit.asset:
            self.progress = replace(
                seen, assets=seen.assets + (unit.verdict == unit.asset), url=unit.address_url
            )
            return
        if unit.address_url:
            self.has_answer |= unit.verdict in GOOD or unit.verdict is Verdict.NOT_MODIFIED
        self.progress = replace(
            seen,
            pages=seen.pages + len(unit.captures),
            articles=seen.articles + (kept.decision is not None),
            new=seen.new + (kept.decision is Decision.FIRST),
            changed=seen.changed + (kept.decision is Decision.CHANGED),
            gone=seen.gone + kept.is_gone,
            failed=seen.failed + (unit.verdict in FAILURES),
            url=unit.address_url or seen.url,
        )

    @property
    def selected(self) -> tuple[Selected, ...]:
        """How the profile's selectors for the body did."""
        return tuple(
            Selected(layout=layout, asked=asked, found=found)
            for layout, (asked, found) in self._selected.items()
        )

    def notes(self, *, is_whole: bool) -> tuple[str, ...]:
        """What a person should know of the run besides its counts; *is_whole*: it ended by itself."""
        told = [f"{_addresses(len(left))} left: {_TOLD[why]}" for why, left in self._left.items() if left]
        if self.forbidden:
            told.append(
                f"{_addresses(len(self.forbidden))} not asked for: {next(iter(self.forbidden.values()))}"
            )
        if self._unread:
            pages = "1 page" if len(self._unread) == 1 else f"{len(self._unread):,} pages"
            told.append(
                f"{pages} kept and not read, because reading it ended a run before: {self._unread[0]}"
            )
        if self._cut:
            pages = "1 page was" if len(self._cut) == 1 else f"{len(self._cut):,} pages were"
            told.append(f"{pages} cut for reading, the capture's note says what: {self._cut[0]}")
        if self._drawn_by_script and self.has_answer:
            told.append(
                self._told(Trouble(url=self._drawn_by_script, verdict=Verdict.EMPTY, is_drawn_by_script=True))
            )
        if not is_whole:
            told.append("what was not asked for is due in the next run")
        elif not self.has_answer:
            told.append(f"nothing could be fetched: {self._told_trouble()}")
        return tuple(told)

    def _note(self, trouble: Trouble, *, keeps_earlier: bool = False) -> None:
        """Keep what is most worth telling if nothing could be fetched: of a start page before others."""
        before = self._trouble
        if before:
            is_start, was_start = trouble.url in self._site.start, before.url in self._site.start
            if was_start and not is_start:
                return
            if keeps_earlier and is_start == was_start and before.url != trouble.url:
                return
        self._trouble = trouble

    def _told_trouble(self) -> str:
        if self._trouble is None:
            return "no server answered"
        is_drawn = self._trouble.url == self._drawn_by_script
        return self._told(replace(self._trouble, is_drawn_by_script=is_drawn))

    def _told(self, trouble: Trouble) -> str:
        return next_steps.told(trouble, hosts=self._site.hosts, page_bytes=self._site.limits.page_bytes)


def _answered(unit: Unit, address: Address) -> Trouble:
    last = unit.captures[-1] if unit.captures else None
    return Trouble(
        url=address.url,
        verdict=unit.verdict,
        status=last.status if last else None,
        location_url=last.location_url if last else None,
    )


def _asked_of(address: Address) -> tuple[str, bool]:
    """Whom an address is asked of: a host's pages and its assets are counted apart."""
    return urls.host_of(address.url), address.asset is not None


def _addresses(number: int) -> str:
    return "1 address" if number == 1 else f"{number:,} addresses"
