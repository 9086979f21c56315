"""What an archive holds, site by site, and how its last runs went."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsspider.queries import row_values, site_runs
from newsspider.queries.models import ArchiveStatus, SiteStatus, StoredRun
from newsspider.storage.archive import DATABASE

if TYPE_CHECKING:
    import sqlite3

    from newsspider.queries.connection import ReadOnly

_COUNT_ARTICLES = """SELECT count(*) AS articles, count(gone_at) AS gone, min(published_on) AS earliest_on,
    max(published_on) AS latest_on FROM articles WHERE site = ?"""
_COUNT_BLOCKS = "SELECT count(*) FROM link_blocks AS b JOIN urls AS u ON u.id = b.url_id WHERE u.site = ?"
_COUNT_WAITING = "SELECT count(*) FROM frontier WHERE site = ? AND done_at IS NULL"
_LAST_RUNS = "SELECT * FROM runs WHERE site = ? ORDER BY id DESC LIMIT ?"
_WARC_FILES = """SELECT DISTINCT warc_file FROM captures WHERE site = ?1 AND warc_file IS NOT NULL
    UNION SELECT warc_file FROM runs WHERE site = ?1 AND warc_file IS NOT NULL"""


def status(archive: ReadOnly, *, runs: int) -> ArchiveStatus:
    """The archive's sites and sizes, with the last *runs* runs of each site, newest first."""
    with archive.snapshot():
        alarms, good_ends = site_runs.standing_alarms(archive), site_runs.last_good_ends(archive)
        sites = tuple(
            replace(
                _site(archive, row, runs=runs),
                alarms=tuple(alarm.message for alarm in alarms if alarm.site == row["site"]),
                last_good_at=good_ends.get(row["site"]),
            )
            for row in archive.rows("SELECT * FROM sites ORDER BY site")
        )
    return ArchiveStatus(
        folder=str(archive.folder),
        db_bytes=sum(_size(archive.folder / f"{DATABASE}{ending}") for ending in ("", "-wal")),
        warc_bytes=sum(_size(file) for file in (archive.folder / "warc").glob("*.warc.gz*")),
        sites=sites,
    )


def _site(archive: ReadOnly, row: sqlite3.Row, *, runs: int) -> SiteStatus:
    site = row["site"]
    counted = archive.one(_COUNT_ARTICLES, (site,))
    return SiteStatus(
        site=site,
        title=row["title"],
        home_url=row["home_url"],
        articles=counted["articles"],
        gone=counted["gone"],
        link_blocks=archive.number(_COUNT_BLOCKS, (site,)),
        waiting=archive.number(_COUNT_WAITING, (site,)),
        earliest_on=row_values.day(counted["earliest_on"]),
        latest_on=row_values.day(counted["latest_on"]),
        warc_bytes=_warc_bytes(archive, site),
        runs=_last_runs(archive, site, runs),
    )


def _last_runs(archive: ReadOnly, site: str, runs: int) -> tuple[StoredRun, ...]:
    return tuple(row_values.run(row) for row in archive.rows(_LAST_RUNS, (site, runs)))


def _warc_bytes(archive: ReadOnly, site: str) -> int:
    """The size of the site's WARC files; that of a run under way still ends in `.open`."""
    names = {Path(row["warc_file"]).name.removesuffix(".open") for row in archive.rows(_WARC_FILES, (site,))}
    folder = archive.folder / "warc"
    return sum(_size(folder / name) or _size(folder / f"{name}.open") for name in names)


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
