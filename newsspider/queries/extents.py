"""The sites, days and language of a selection."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from newsspider.queries.models import Extent, SiteName
from newsspider.queries.row_values import day, moment
from newsspider.queries.selection import ISSUE, MONTH, where

if TYPE_CHECKING:
    from newsspider.queries.connection import ReadOnly
    from newsspider.queries.search_query import Clause
    from newsspider.queries.selection import Selection

Each = Literal["issue", "month"]

_SPAN = """SELECT count(*) AS articles, min(a.published_on) AS earliest, max(a.published_on) AS latest,
    max(coalesce((SELECT max(seen_at) FROM revisions WHERE article_id = a.id), a.first_seen_at)) AS changed
    FROM articles AS a WHERE {}"""
_SITES = """SELECT site, title, home_url FROM sites
    WHERE site IN (SELECT a.site FROM articles AS a WHERE {}) ORDER BY site"""
_LANGUAGE = """SELECT a.language FROM articles AS a WHERE a.language IS NOT NULL AND {}
    GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"""
_PARTS = """SELECT {} AS part FROM articles AS a WHERE {}
    GROUP BY 1 ORDER BY min(a.published_on) IS NULL, min(a.published_on), min(a.id)"""
_NOTHING = Extent(articles=0, sites=(), earliest_on=None, latest_on=None, language=None, changed_at=None)


def extent(archive: ReadOnly, selection: Selection) -> Extent:
    """The sites, days and language of *selection*."""
    which = where(selection)
    return _extent(archive, which) if which else _NOTHING


def parts(archive: ReadOnly, selection: Selection, each: Each) -> tuple[Selection, ...]:
    """*selection* divided by issue or month, in the order of days; articles without one come last."""
    which = where(selection)
    column = ISSUE if each == "issue" else MONTH
    rows = archive.rows(_PARTS.format(column, which.sql), which.values) if which else ()
    names = sorted((str(row["part"]) for row in rows), key=lambda name: name == "")
    if each == "issue":
        return tuple(replace(selection, issue=name) for name in names)
    return tuple(replace(selection, month=name) for name in names)


def _extent(archive: ReadOnly, which: Clause) -> Extent:
    span = archive.one(_SPAN.format(which.sql), which.values)
    language = next(archive.rows(_LANGUAGE.format(which.sql), which.values), None)
    return Extent(
        articles=span["articles"],
        sites=tuple(
            SiteName(site=row["site"], title=row["title"], home_url=row["home_url"])
            for row in archive.rows(_SITES.format(which.sql), which.values)
        ),
        earliest_on=day(span["earliest"]),
        latest_on=day(span["latest"]),
        language=language["language"] if language else None,
        changed_at=moment(span["changed"]),
    )
