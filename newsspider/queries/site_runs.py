"""The last runs of all sites, and the alarms that stand now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.collection.due_sites import UNFINISHED, LastRun
from newsspider.queries import row_values

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from newsspider.queries.connection import ReadOnly

# A run that did not finish has judged nothing: the alarms of the one before it still stand.
_FINISHED = f"""ended_at IS NOT NULL AND reason IS NOT NULL
    AND reason NOT IN ({", ".join(f"'{reason}'" for reason in sorted(UNFINISHED))})"""
_LAST_RUNS = """SELECT site, started_at, CASE WHEN ended_at IS NULL THEN NULL ELSE reason END AS reason
    FROM runs WHERE id IN (SELECT max(id) FROM runs GROUP BY site)"""
_GOOD_RUNS = f"""SELECT site, ended_at FROM runs WHERE id IN (
    SELECT max(id) FROM runs WHERE exit_status IN (0, 1) AND {_FINISHED} GROUP BY site)"""  # noqa: S608 - our own words
_STANDING = f"""SELECT a.site, a.kind, a.subject, a.message,
        coalesce(since.started_at, a.raised_at) AS since_at
    FROM alarms AS a LEFT JOIN runs AS since ON since.id = a.since_run_id
    WHERE a.mended_at IS NULL AND (a.run_id IS NULL OR a.run_id IN (
        SELECT max(id) FROM runs WHERE {_FINISHED} GROUP BY site))
    ORDER BY a.site, a.id"""  # noqa: S608 - our own words


@dataclass(frozen=True, kw_only=True, slots=True)
class StandingAlarm:
    """An alarm that is not over: `since_at` is when the run began that first raised it."""

    site: str
    kind: str
    subject: str
    message: str
    since_at: datetime | None

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same alarm in later runs, whose message may differ."""
        return self.site, self.kind, self.subject


def last_runs(archive: ReadOnly) -> Mapping[str, LastRun]:
    """The last run of each site that was crawled."""
    found = {}
    for row in archive.rows(_LAST_RUNS):
        if started_at := row_values.moment(row["started_at"]):
            found[row["site"]] = LastRun(started_at=started_at, reason=row["reason"])
    return found


def last_good_ends(archive: ReadOnly) -> Mapping[str, datetime]:
    """When the last run of each site ended that finished and could fetch something."""
    ends = ((row["site"], row_values.moment(row["ended_at"])) for row in archive.rows(_GOOD_RUNS))
    return {site: end for site, end in ends if end}


def standing_alarms(archive: ReadOnly) -> tuple[StandingAlarm, ...]:
    """The alarms that are not over, by site, each once."""
    found = {}
    for row in archive.rows(_STANDING):
        alarm = StandingAlarm(
            site=row["site"],
            kind=row["kind"],
            subject=row["subject"],
            message=row["message"],
            since_at=row_values.moment(row["since_at"]),
        )
        found[alarm.key] = alarm
    return tuple(found.values())
