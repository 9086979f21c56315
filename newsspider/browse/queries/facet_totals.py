"""How many articles each site, section and year has, from the table `facet_counts`."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from typing import TYPE_CHECKING

from newsspider.queries.search_query import Clause
from newsspider.queries.selection import all_of, where_facet

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from newsspider.queries.connection import ReadOnly
    from newsspider.queries.selection import Selection

    # Articles by site, section and year; "" for an unknown section or year.
    Totals = Counter[tuple[str, str, str]]

_COUNTS = """SELECT site, section, substr(month, 1, 4) AS year, sum({counted}) AS articles
    FROM facet_counts AS s WHERE {where} GROUP BY 1, 2, 3 HAVING sum({counted}) > 0"""
_FACETS = "SELECT id, site, section, substr(month, 1, 4) AS year FROM facet_counts WHERE id IN ({})"
_MONTH = "substr(month || '-01', 1, 7)"  # an article known by its year alone counts for January


def without_hits(archive: ReadOnly, selection: Selection) -> Totals | None:
    """The totals of all articles that pass *selection*; None if `facet_counts` cannot tell them."""
    if (selection.query, selection.author, selection.month) != (None, None, None):
        return None
    if selection.is_changed and selection.is_gone:
        return None
    if not (_begins_month(selection.since) and _ends_month(selection.until)):
        return None
    counted = "changed" if selection.is_changed else "gone" if selection.is_gone else "articles"
    which = _where(selection)
    rows = archive.rows(_COUNTS.format(counted=counted, where=which.sql), which.values)
    return Counter({(row["site"], row["section"], row["year"]): row["articles"] for row in rows})


def of_facets(archive: ReadOnly, sizes: Mapping[int, int]) -> Totals:
    """The totals of articles by the ids of their facets: *sizes* has the number of articles for each id."""
    totals: Totals = Counter()
    for row in archive.rows_of(list(sizes), _FACETS):
        totals[row["site"], row["section"], row["year"]] += sizes[row["id"]]
    return totals


def _where(selection: Selection) -> Clause:
    since, until = selection.since, selection.until
    return all_of(
        (
            where_facet(selection),
            Clause(sql=f"month <> '' AND {_MONTH} >= ?", values=(since.isoformat()[:7],)) if since else None,
            Clause(sql=f"month <> '' AND {_MONTH} <= ?", values=(until.isoformat()[:7],)) if until else None,
        )
    )


def _begins_month(on: date | None) -> bool:
    return on is None or on.day == 1


def _ends_month(on: date | None) -> bool:
    return on is None or on.day == monthrange(on.year, on.month)[1]
