"""How many articles each site, section and year has, from the table `facet_counts`."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from typing import TYPE_CHECKING

from newsspider.queries.search_query import Clause

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from newsspider.browse.queries.filters import Filters
    from newsspider.queries.connection import ReadOnly

    # Articles by site, section and year; "" for an unknown section or year.
    Totals = Counter[tuple[str, str, str]]

_COUNTS = """SELECT site, section, substr(month, 1, 4) AS year, sum({counted}) AS articles
    FROM facet_counts WHERE {where} GROUP BY 1, 2, 3 HAVING sum({counted}) > 0"""
_FACETS = "SELECT id, site, section, substr(month, 1, 4) AS year FROM facet_counts WHERE id IN ({})"
_MONTH = "substr(month || '-01', 1, 7)"  # an article known by its year alone counts for January


def without_hits(archive: ReadOnly, filters: Filters) -> Totals | None:
    """The totals of all articles that pass *filters*; None if `facet_counts` cannot tell them."""
    if filters.query.strip() or filters.author or (filters.is_changed and filters.is_gone):
        return None
    if not (_begins_month(filters.since) and _ends_month(filters.until)):
        return None
    counted = "changed" if filters.is_changed else "gone" if filters.is_gone else "articles"
    which = _where(filters)
    rows = archive.rows(_COUNTS.format(counted=counted, where=which.sql), which.values)
    return Counter({(row["site"], row["section"], row["year"]): row["articles"] for row in rows})


def of_facets(archive: ReadOnly, sizes: Mapping[int, int]) -> Totals:
    """The totals of articles by the ids of their facets: *sizes* has the number of articles for each id."""
    totals: Totals = Counter()
    for row in archive.rows_of(list(sizes), _FACETS):
        totals[row["site"], row["section"], row["year"]] += sizes[row["id"]]
    return totals


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
