"""Decides which of the due addresses a run requests, which it leaves, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from newsspider.discovery import traps
from newsspider.items import Decision, FoundLink, Verdict
from newsspider.web import urls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from newsspider.crawl.stats import LeaveReason, RunCounts
    from newsspider.items import AddressKind
    from newsspider.profiles import Limits, SiteProfile
    from newsspider.storage.archive import StoredUnit
    from newsspider.storage.crawl_frontier import Address

# Pages with these verdicts brought no article, but no endless list consists of them.
_HARMLESS = frozenset((Verdict.GONE, Verdict.ERROR, Verdict.FORBIDDEN, Verdict.DROPPED, Verdict.NOT_STORED))


def start_links(site: SiteProfile) -> list[FoundLink]:
    """The addresses that the profile names: start pages, feeds and site maps."""
    kinds: tuple[tuple[AddressKind, tuple[str, ...]], ...] = (
        ("front", site.start),
        ("feed", site.feeds),
        ("sitemap", site.sitemaps),
    )
    return [
        FoundLink(url=url, kind=kind, found_on_url=url) for kind, urls_named in kinds for url in urls_named
    ]


class RunBudget:
    """How many requests and how much time one run has; the next run continues where it stops.

    *clock* gives seconds; the time starts when the budget is made.
    """

    def __init__(self, limits: Limits, *, clock: Callable[[], float]) -> None:
        self._limits, self._clock = limits, clock
        self._began_at = clock()
        self._requests = 0

    def spend(self) -> None:
        """Count one request."""
        self._requests += 1

    @property
    def used_up(self) -> str | None:
        """The part of the budget that is used up, as text; None while some is left."""
        if self._requests >= self._limits.requests:
            return f"requests: {self._limits.requests:,}"
        if self._clock() - self._began_at >= self._limits.hours * 3_600:
            return f"hours: {self._limits.hours:g}"
        return None


class DueSelection:
    """Decides for each due address; *run_counts* records those that are left.

    *only_host* is the host that the copy under `--base` stands for, *limit* the number of articles to
    request at most; addresses dated before *since* are left.
    """

    def __init__(
        self,
        site: SiteProfile,
        run_counts: RunCounts,
        *,
        only_host: str | None,
        limit: int | None,
        since: date | None,
    ) -> None:
        self._site = site
        self._run_counts = run_counts
        self._only_host = only_host
        self._limit, self._since = limit, since
        self._budget = traps.ShapeBudget(site.limits.per_shape)
        self._requested: dict[str, Address] = {}
        self._requested_articles = 0

    def recall(self, visits: Iterable[tuple[str, str, bool]]) -> None:
        """Learn from earlier runs (`Frontier.last_visits`) which shapes of addresses brought no article."""
        self._budget.recall(visits)

    @property
    def has_reached_limit(self) -> bool:
        """Whether as many articles were requested as `--limit` allows."""
        return self._limit is not None and self._requested_articles >= self._limit

    @property
    def most_left(self) -> int | None:
        """How many more articles `--limit` allows; None without a limit."""
        return None if self._limit is None else max(0, self._limit - self._requested_articles)

    @property
    def keeps_assets(self) -> bool:
        """Whether assets are requested: the profile says so, and its budget for a run is not used up."""
        return bool(self._site.keep) and self._run_counts.asset_bytes < self._site.limits.keep_bytes

    def decide(self, address: Address) -> Literal["now", "later", "never"]:
        """Decide whether a due address is requested in this run.

        "Later": addresses of its shape brought no new article; it is requested if one does.
        """
        host = urls.host_of(address.url)
        if self._only_host and host != self._only_host:
            return self._leave(address, "host")
        if self._run_counts.hosts.is_given_up(address):
            return self._leave(address, "silent")
        if address.asset:
            return "now" if self.keeps_assets and address.asset in self._site.keep else "never"
        if self._since and is_earlier(address, self._since):
            return self._leave(address, "since")
        if self.has_reached_limit and not address.part_of_url:
            return "never"
        if not self.may_bring(address):
            self._run_counts.leave(address.url, "endless")
            return "later"
        self._run_counts.unleave(address.url)
        self._requested[address.url] = address
        self._requested_articles += address.kind == "article" and address.part_of_url is None
        return "now"

    def may_bring(self, address: Address) -> bool:
        """Whether an address may bring a new article, judged by addresses of its shape."""
        return address.is_known or address.part_of_url is not None or self._budget.allows(address.url)

    def count(self, kept: StoredUnit) -> None:
        """Count a new address against its shape, or in favour of it if it brought an article."""
        address = self._requested.pop(kept.unit.address_url or "", None)
        if address is None or address.is_known or address.part_of_url:
            return
        if kept.decision is Decision.FIRST and not kept.is_duplicate:
            self._budget.earned(address.url)
            self._budget.earned(address.found_on_url)
        elif kept.unit.verdict not in _HARMLESS:
            self._budget.spent(address.url)

    def _leave(self, address: Address, why: LeaveReason) -> Literal["never"]:
        self._run_counts.leave(address.url, why)
        return "never"


def is_earlier(address: Address, since: date) -> bool:
    """Whether an article is dated before *since*, on every day that its date may mean."""
    dated = address.hint.date or urls.date_in(address.url)
    if dated is None or address.kind != "article" or address.part_of_url:
        return False
    match dated.precision:
        case "year":
            return dated.on.year < since.year
        case "month":
            return (dated.on.year, dated.on.month) < (since.year, since.month)
        case "season":
            return (dated.on.year, dated.on.month + 2) < (since.year, since.month)
    return dated.on < since
