"""Reads the first page: what the archive holds, what is new, how the last runs went."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newsspider.browse.queries.models import Alarm, Change, Counted, Front, Month, SiteOverview
from newsspider.queries import row_values
from newsspider.queries.reader import Reader

if TYPE_CHECKING:
    import sqlite3

    from newsspider.queries.connection import ReadOnly

_SITES = "SELECT * FROM sites ORDER BY title, site"
_SHELVES = """SELECT sum(articles) AS articles, sum(changed) AS changed, sum(gone) AS gone,
    count(DISTINCT nullif(issue, '')) AS issues, count(DISTINCT nullif(section, '')) AS sections
    FROM facet_counts WHERE site = ?"""
_EARLIEST = "SELECT min(published_on) FROM articles WHERE site = ?"
_LATEST = "SELECT max(published_on) FROM articles WHERE site = ?"
_LAST_RUN = "SELECT * FROM runs WHERE site = ? ORDER BY id DESC LIMIT 1"
_MONTHS = """SELECT month, section, sum(articles) AS articles FROM facet_counts
    GROUP BY month, section ORDER BY month"""
_NEWEST = "SELECT id FROM articles ORDER BY published_on DESC LIMIT ?"
_CHANGED = "SELECT article_id, seen_at, kind FROM revisions WHERE number > 1 ORDER BY seen_at DESC LIMIT ?"
_ALARMS = "SELECT * FROM alarms WHERE run_id = ? ORDER BY id"


def front(archive: ReadOnly, *, newest: int, changed: int) -> Front:
    """An overview of the archive, with the newest and the last changed articles."""
    reader = Reader.over(archive)
    sites = tuple(_site(archive, row) for row in archive.rows(_SITES))
    counted = tuple(
        Month(month=row["month"], section=row["section"], articles=row["articles"])
        for row in archive.rows(_MONTHS)
    )
    ids = [row["id"] for row in archive.rows(_NEWEST, (newest,))]
    return Front(
        sites=sites,
        months=tuple(one for one in counted if one.month),
        sections=_sections(counted),
        newest=reader.shown(ids),
        changed=_changed(archive, changed),
        alarms=tuple(
            alarm(row)
            for site in sites
            if site.last_run
            for row in archive.rows(_ALARMS, (site.last_run.id,))
        ),
    )


def alarm(row: sqlite3.Row) -> Alarm:
    """The alarm in a row of `alarms`."""
    return Alarm(
        run_id=row["run_id"],
        site=row["site"],
        raised_at=row_values.moment(row["raised_at"]),
        kind=row["kind"],
        message=row["message"],
    )


def _site(archive: ReadOnly, row: sqlite3.Row) -> SiteOverview:
    site = (row["site"],)
    counted = archive.one(_SHELVES, site)
    last_run = next(iter(archive.rows(_LAST_RUN, site)), None)
    return SiteOverview(
        site=row["site"],
        title=row["title"] or row["site"],
        home_url=row["home_url"],
        language=row["language"],
        articles=counted["articles"] or 0,
        changed=counted["changed"] or 0,
        gone=counted["gone"] or 0,
        issues=counted["issues"],
        sections=counted["sections"],
        earliest_on=row_values.day(archive.one(_EARLIEST, site)[0]),
        latest_on=row_values.day(archive.one(_LATEST, site)[0]),
        last_run=row_values.run(last_run) if last_run else None,
        alarms=len(list(archive.rows(_ALARMS, (last_run["id"],)))) if last_run else 0,
    )


def _sections(months: tuple[Month, ...]) -> tuple[Counted, ...]:
    """All sections with a name, the largest first."""
    sizes: Counter[str] = Counter()
    for month in months:
        sizes[month.section] += month.articles
    del sizes[""]
    return tuple(Counted(value=name, label=name, count=count) for name, count in sizes.most_common())


def _changed(archive: ReadOnly, limit: int) -> tuple[Change, ...]:
    # More rows than needed, because an article that changed twice appears once.
    last: dict[int, sqlite3.Row] = {}
    for row in archive.rows(_CHANGED, (limit * 4,)):
        last.setdefault(row["article_id"], row)
    return tuple(
        Change(
            article=article,
            changed_at=row_values.moment(last[article.id]["seen_at"]),
            kind=last[article.id]["kind"],
        )
        for article in Reader.over(archive).shown(list(last)[:limit])
    )
