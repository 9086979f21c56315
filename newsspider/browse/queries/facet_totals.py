"""How articles are spread over sites, sections and years, by the counts that `shelves` keeps."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from typing import TYPE_CHECKING

from newsspider.queries.search_query import Clause
from newsspider.storage.schema import facet_counts

if TYPE_CHECKING:
    from datetime import date

    from newsspider.browse.queries.filters import Filters
    from newsspider.queries.connection import ReadOnly

    # Articles by site, section and year; "" for a section or year that is not known.
    Spread = Counter[tuple[str, str, str]]

_SHELVED = """SELECT site, section, substr(month, 1, 4) AS year, sum({counted}) AS articles
    FROM shelves WHERE {where} GROUP BY 1, 2, 3 HAVING sum({counted}) > 0"""
_BAYS = "SELECT id, site, section, year FROM bays WHERE id IN ({})"
_MONTH = "substr(month || '-01', 1, 7)"  # what is known by its year alone stands in January


def by_shelves(archive: ReadOnly, filters: Filters) -> Spread | None:
    """The spread of all that fulfil *filters*; None where shelves do not know it."""
    if filters.query.strip() or filters.author or (filters.is_changed and filters.is_gone):
        return None
    if not (_begins_month(filters.since) and _ends_month(filters.until)):
        return None
    counted = "changed" if filters.is_changed else "gone" if filters.is_gone else "articles"
    which = _where(filters)
    rows = archive.rows(_SHELVED.format(counted=counted, where=which.sql), which.values)
    return Counter({(row["site"], row["section"], row["year"]): row["articles"] for row in rows})


def by_bays(archive: ReadOnly, marks: str) -> Spread:
    """The spread of articles that stand in the bays of *marks*, one character each."""
    sizes = {facet_counts.bay_id(mark): articles for mark, articles in Counter(marks).items()}
    rows = archive.rows_of(list(sizes), _BAYS)
    return Counter({(row["site"], row["section"], row["year"]): sizes[row["id"]] for row in rows})


def _where(filters: Filters) -> Clause:
    since, until = filters.since, filters.until
    conditions = (
        ("site = ?", filters.site),
        ("section = ?", filters.section),
        ("issue = ?", filters.issue),
        (f"month <> '' AND {_MONTH} >= ?", since.isoformat()[:7] if since else ""),
        (f"month <> '' AND {_MONTH} <= ?", until.isoformat()[:7] if until else ""),
    )
    given = [(sql, value) for sql, value in conditions if value]
    return Clause(sql=" AND ".join(sql for sql, _ in given) or "1", values=tuple(value for _, value in given))


def _begins_month(on: date | None) -> bool:
    return on is None or on.day == 1


def _ends_month(on: date | None) -> bool:
    return on is None or on.day == monthrange(on.year, on.month)[1]
