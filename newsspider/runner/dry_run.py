"""Shows what a crawl would request and how long it would take, without a request or a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsspider.crawl.due_selection import is_earlier, start_links
from newsspider.queries.due import due_addresses
from newsspider.run_reports import RunReport
from newsspider.storage.crawl_frontier import Address
from newsspider.web import urls

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.profiles import SiteProfile

MOST_LISTED = 10  # addresses


def report(
    site: SiteProfile,
    archive: Path,
    *,
    base_url: str | None,
    is_full: bool,
    limit: int | None,
    since: date | None,
    delay_s: str | None,
    usual_delay_s: float,
) -> RunReport:
    """The report of a crawl that did not take place; its notes say what would be requested."""
    now = datetime.now(UTC)
    due = [
        address
        for address in _due(site, archive, now, is_full=is_full)
        if not (base_url and urls.host_of(address.url) != urls.host_of(site.home_url))
        and not (since and is_earlier(address, since))
        and (address.asset is None or address.asset in site.keep)
    ]
    articles = [address for address in due if address.kind == "article"]
    assets = [address for address in due if address.asset and not limit]
    lists = [address for address in due if address.kind != "article" and not address.asset]
    requested = [*lists, *articles[:limit], *assets]
    return RunReport(
        run_id=0,
        site=site.name,
        archive=str(archive),
        started_at=now,
        ended_at=now,
        reason="dry run",
        exit_status=0,
        notes=tuple(_notes(requested, _pace_s(site, base_url, delay_s, usual_delay_s))),
    )


def _due(site: SiteProfile, archive: Path, now: datetime, *, is_full: bool) -> tuple[Address, ...]:
    """The due addresses: the profile's own that are new to the archive, then those in the frontier."""
    stored = due_addresses(archive, site.name, now, is_full=is_full)
    stored_urls = {address.url for address in stored}
    first = (
        Address(url=link.url, kind=link.kind, depth=0, found_on_url=link.url)
        for link in start_links(site)
        if link.url not in stored_urls
    )
    return (*first, *stored)


def _pace_s(site: SiteProfile, base_url: str | None, delay_s: str | None, usual_s: float) -> float:
    """Seconds between two requests, without what robots.txt may add."""
    if delay_s is not None:
        return float(delay_s)
    if base_url and urlsplit(base_url).hostname in urls.THIS_MACHINE:
        return 0.0
    own_s = site.politeness.delay_s
    return usual_s if own_s is None else own_s


def _notes(requested: Sequence[Address], pace_s: float) -> Iterator[str]:
    """Lines for a person: how many addresses, how long, and the first of them."""
    kinds = Counter(address.kind for address in requested)
    counted = ", ".join(f"{number:,} {kind}{'s' * (number != 1)}" for kind, number in kinds.items())
    yield f"due now: {counted or 'nothing'}; the pages they link to come on top"
    if pace_s:
        yield f"about {len(requested) * pace_s:,.0f} s at one request every {pace_s:g} s"
    width = max((len(address.kind) for address in requested[:MOST_LISTED]), default=0) + 1
    yield from (f"{address.kind:<{width}} {address.url}" for address in requested[:MOST_LISTED])
    if len(requested) > MOST_LISTED:
        yield f"and {len(requested) - MOST_LISTED:,} more"
