"""Reads the last runs: their numbers, their alarms, and which fields their articles had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.browse.queries.home import alarm
from newsspider.browse.queries.models import Counted, Coverage, RunsPage, RunWithAlarms
from newsspider.queries import row_values
from newsspider.storage.runs.run_rows import FIELDS

if TYPE_CHECKING:
    import sqlite3

    from newsspider.queries.connection import ReadOnly

_SHOWN_RUNS = 60

_SITES = """SELECT s.site, ifnull(s.title, s.site) AS title,
    (SELECT count(*) FROM runs AS r WHERE r.site = s.site) AS runs FROM sites AS s ORDER BY 2"""
_RUNS = "SELECT * FROM runs ORDER BY id DESC LIMIT ?"
_RUNS_OF_SITE = "SELECT * FROM runs WHERE site = ? ORDER BY id DESC LIMIT ?"
_READINGS = "SELECT * FROM run_fields WHERE run_id IN ({})"
_READINGS_OF_SITE = """SELECT d.* FROM (SELECT id FROM runs WHERE site = ? ORDER BY id DESC LIMIT ?) AS r
    CROSS JOIN run_fields AS d ON d.run_id = r.id ORDER BY r.id"""
_ALARMS = "SELECT * FROM alarms WHERE run_id IN ({}) ORDER BY id"


def runs_page(archive: ReadOnly, site: str) -> RunsPage:
    """The last runs of *site*; with "", the runs of all sites, and the fields of the site crawled last."""
    sites = tuple(
        Counted(value=row["site"], label=row["title"], count=row["runs"]) for row in archive.rows(_SITES)
    )
    asked = archive.rows(_RUNS_OF_SITE, (site, _SHOWN_RUNS)) if site else archive.rows(_RUNS, (_SHOWN_RUNS,))
    rows = list(asked)
    ids = [row["id"] for row in rows]
    alarms = [alarm(row) for row in archive.rows_of(ids, _ALARMS)]
    readings = {row["run_id"]: row for row in archive.rows_of(ids, _READINGS)}
    covered = site or (rows[0]["site"] if rows else "")
    return RunsPage(
        site=site or None,
        sites=sites,
        runs=tuple(
            RunWithAlarms(
                run=row_values.run(row),
                alarms=tuple(one for one in alarms if one.run_id == row["id"]),
                same=row["same"],
                read=readings[row["id"]]["articles"] if row["id"] in readings else None,
            )
            for row in rows
        ),
        covered=next((known.label for known in sites if known.value == covered), covered),
        coverage=_coverage(list(archive.rows(_READINGS_OF_SITE, (covered, _SHOWN_RUNS)))),
    )


def _coverage(readings: list[sqlite3.Row]) -> tuple[Coverage, ...]:
    return tuple(
        Coverage(
            field=field.replace("_", " "),
            shares=tuple(row[field] / row["articles"] if row["articles"] else None for row in readings),
        )
        for field in FIELDS
        if readings
    )
