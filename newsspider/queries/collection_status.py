"""The state of a whole collection: what the archive holds, what is due, and what is wrong."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from newsspider.collection import due_sites, site_files
from newsspider.queries import overview, site_runs
from newsspider.queries.connection import ReadOnly
from newsspider.queries.models import ArchiveStatus, SiteStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsspider.collection.settings import CollectionSettings
    from newsspider.collection.site_files import Sites
    from newsspider.profiles import SiteProfile


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Something that needs a person: an alarm, a site that is overdue, or a profile that cannot be used."""

    site: str
    message: str


def collection_status(
    archive: Path, settings: CollectionSettings, *, runs: int, now: datetime | None = None
) -> ArchiveStatus:
    """What the archive holds, with the last *runs* runs of each site, and when each site is due.

    A site of the collection that was never crawled is there, too, with nothing in it.
    """
    now = now or datetime.now(UTC)
    sites = site_files.load_all(archive)
    with closing(ReadOnly(archive)) as opened, opened.snapshot():
        status = overview.status(opened, runs=runs)
        last = site_runs.last_runs(opened)
    known = {site.site: site for site in status.sites}
    for name, profile in sites.profiles.items():
        site = known.get(name) or _empty(profile)
        timetable = profile.every or settings.every
        due_at = due_sites.due_at(timetable, last.get(name), added_at=site_files.added_at(archive, profile))
        known[name] = replace(
            site, next_due_at=due_at, is_overdue=due_sites.is_overdue(timetable, due_at, now)
        )
    return replace(status, sites=tuple(known[name] for name in sorted(known)))


def problems(status: ArchiveStatus, sites: Sites) -> Iterator[Problem]:
    """What needs a person, by site."""
    told = {(site.site, alarm) for site in status.sites for alarm in site.alarms}
    for file, error in sites.broken.items():
        if (file.stem, str(error)) not in told:
            yield Problem(site=file.stem, message=str(error))
    for site in status.sites:
        yield from (Problem(site=site.site, message=alarm) for alarm in site.alarms)
        if site.is_overdue and site.next_due_at:
            good = (
                f"the last good run ended {_moment(site.last_good_at)}"
                if site.last_good_at
                else "no run was good"
            )
            yield Problem(
                site=site.site,
                message=f"is overdue since {_moment(site.next_due_at)}, {good}; does `newsspider run` run?",
            )


def _moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC")


def _empty(profile: SiteProfile) -> SiteStatus:
    return SiteStatus(
        site=profile.name,
        title=profile.title,
        home_url=profile.home_url,
        articles=0,
        gone=0,
        link_blocks=0,
        waiting=0,
        earliest_on=None,
        latest_on=None,
        warc_bytes=0,
        runs=(),
    )
