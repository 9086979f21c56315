"""Hosts that stopped answering during a run: they are left alone until the next run."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newsspider.crawl import scrapy_adapter
from newsspider.web import urls

if TYPE_CHECKING:
    from newsspider.storage.crawl_frontier import Address

# After this many failed requests in a row a host is left alone for the rest of the run: requesting ten
# thousand addresses of a dead server helps nobody.  The addresses stay due.
MOST_FAILURES_IN_A_ROW = 10
# A host is dead when this many of its last requests got no answer; each was tried three times.
LEAST_LOST = 2


class SilentHosts:
    """Counts each host's failed requests; `given_up` maps a host that is left alone to the reason."""

    def __init__(self) -> None:
        self.given_up: dict[str, str] = {}
        self._alive: set[str] = set()
        self._lost: dict[str, tuple[int, str]] = {}  # by host: requests in a row without an answer, and why
        self._failures: Counter[tuple[str, bool]] = Counter()  # in a row

    def note_answer(self, address: Address, status: int) -> str | None:
        """Note an answer of the host; return the failure if the status says that the host cannot answer."""
        host = urls.host_of(address.url)
        self._alive.add(host)
        self._lost.pop(host, None)
        if status >= 500 or status == 429:
            return f"answers {status}"
        self._failures.pop(_counter_key(address), None)
        return None

    def note_lost(self, address: Address, why: str) -> None:
        """Note a request that the host did not answer at all."""
        host = urls.host_of(address.url)
        number, _ = self._lost.get(host, (0, ""))
        self._lost[host] = (number + 1, why)

    def note_failure(self, address: Address, why: str) -> None:
        """Count a failed request, and give the host up after too many failed page requests in a row."""
        key = _counter_key(address)
        self._failures[key] += 1
        if address.asset is None and self._failures[key] >= MOST_FAILURES_IN_A_ROW:
            reason = f"{self._failures[key]} requests in a row failed, the last: {why}"
            self.given_up.setdefault(urls.host_of(address.url), reason)

    def is_given_up(self, address: Address) -> bool:
        """Whether the address is left because its host is silent; pages and assets are judged apart."""
        if urls.host_of(address.url) in self.given_up:
            return True
        return address.asset is not None and self._failures[_counter_key(address)] >= MOST_FAILURES_IN_A_ROW

    @property
    def dead(self) -> dict[str, str]:
        """The hosts that answered at first and then stopped, with the reason, besides those given up."""
        return {
            host: f"its last requests ({number:,}) had no answer: {why}"
            for host, (number, why) in self._lost.items()
            if host in self._alive
            and host not in self.given_up
            and (number >= LEAST_LOST or why == scrapy_adapter.REFUSED)
        }


def _counter_key(address: Address) -> tuple[str, bool]:
    """Pages and assets of a host are counted apart."""
    return urls.host_of(address.url), address.asset is not None
