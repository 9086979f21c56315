"""Faceted search: one page of results, and the counts of all results by facet."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from newsspider.browse.queries import facet_totals
from newsspider.browse.queries.models import Counted, Results
from newsspider.queries import row_values, search_query
from newsspider.queries.connection import folded
from newsspider.queries.reader import Reader
from newsspider.queries.search_query import Clause
from newsspider.queries.selection import all_of, facet_ids, where_author_and_days

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from newsspider.queries.connection import ReadOnly
    from newsspider.queries.search_query import SearchQuery
    from newsspider.queries.selection import Selection

Page = tuple[int, int]  # how many, after how many
Order = Literal["best", "newest", "oldest"]

_FACET_LENGTH = 12
# Above these counts a page would not come in time on 200,000 articles (benchmarks/reading_room.py).
_MOST_AT_HAND = 2_000  # to be ranked, and to have their authors counted
_MOST_SORTED = 5_000  # articles with one facet; above, the days are walked until the page is full

_BY_DAYS = "article_facets AS a INDEXED BY article_facets_days"
_LISTED = """SELECT a.id FROM {source} WHERE {where}
    ORDER BY a.published_on {order}, a.id {order} LIMIT ? OFFSET ?"""
# A hit in the headline says more than one in the standfirst, and that more than one in the text.
_RANKED = """SELECT a.id FROM {source} WHERE {where}
    ORDER BY bm25({index}, 10.0, 4.0, 1.0), a.published_on DESC, a.id LIMIT ? OFFSET ?"""
_FACETS = "SELECT a.facet_id, count(*) AS articles FROM {source} WHERE {where} GROUP BY a.facet_id"
_AUTHORS = """SELECT au.name, c.articles FROM (
        SELECT author_id, count(*) AS articles FROM article_authors WHERE article_id IN ({})
        GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?
    ) AS c CROSS JOIN authors AS au ON au.id = c.author_id ORDER BY c.articles DESC, au.name"""
_AUTHORS_OF_ALL = """SELECT au.name, t.articles FROM author_counts AS t
    JOIN authors AS au ON au.id = t.author_id ORDER BY t.articles DESC LIMIT ?"""
_TITLES = "SELECT site, ifnull(title, site) AS title FROM sites"
_CHANGED_AT = """SELECT article_id AS id, max(seen_at) AS seen_at FROM revisions
    WHERE article_id IN ({}) GROUP BY article_id"""
_PENDING = "SELECT count(*) FROM (SELECT 1 FROM article_grams WHERE text IS NULL LIMIT 1)"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """A question in SQL: where the articles come from, what they fulfil, which index ranks them."""

    source: str
    where: Clause
    index: str | None = None
    match: str | None = None

    @property
    def condition(self) -> str:
        return f"f.{self.index} MATCH ? AND {self.where.sql}" if self.index else self.where.sql

    @property
    def values(self) -> tuple[str, ...]:
        return ((self.match,) if self.match is not None else ()) + self.where.values

    def ids(self, archive: ReadOnly, sql: str, page: Page, **more: str | None) -> list[int]:
        """The articles that *sql* lists, one page of them."""
        asked = sql.format(source=self.source, where=self.condition, **more)
        return [row["id"] for row in archive.rows(asked, (*self.values, *page))]


def find(
    archive: ReadOnly, selection: Selection, *, order: Order = "best", limit: int, offset: int = 0
) -> Results:
    """The articles of *selection*, *limit* of them after *offset*, and the facets of all."""
    wanted = search_query.parse(selection.query or "")
    if wanted is None and selection.query is not None:
        return Results(found=(), total=0, is_ranked=False)
    spread = facet_totals.without_hits(archive, selection)
    asked = _asked(archive, selection, wanted, total=sum(spread.values()) if spread is not None else None)
    spread = _counted(archive, asked) if spread is None else spread
    total = sum(spread.values())
    is_best = asked.index is not None and order == "best"
    is_few = total <= _MOST_AT_HAND
    authors: tuple[Counted, ...] | None = None
    if is_few:
        every = (total, 0)
        at_hand = _ranked(archive, asked, every) if is_best else _by_day(archive, asked, order, every)
        ids, authors = at_hand[offset : offset + limit], _authors(archive, at_hand)
    else:
        ids = _page(archive, asked, order, (limit, offset))
        if asked.condition == "1":
            authors = _authors_of_all(archive)
    titles = {row["site"]: row["title"] for row in archive.rows(_TITLES)}
    return Results(
        found=Reader.over(archive).shown(ids, wanted),
        total=total,
        is_ranked=is_best and is_few,
        sites=_facet(((site, count) for (site, _, _), count in spread.items()), titles),
        sections=_facet((section, count) for (_, section, _), count in spread.items()),
        years=_years((year, count) for (_, _, year), count in spread.items()),
        authors=authors,
    )


def newest(archive: ReadOnly, selection: Selection, *, limit: int) -> Results:
    """The newest articles of *selection* without their facets; for a feed."""
    wanted = search_query.parse(selection.query or "")
    if wanted is None and selection.query is not None:
        return Results(found=(), total=0, is_ranked=False)
    asked = _asked(archive, selection, wanted)
    ids = _by_day(archive, asked, "newest", (limit, 0))
    moments = {
        row["id"]: at
        for row in archive.rows_of(ids, _CHANGED_AT)
        if (at := row_values.moment(row["seen_at"]))
    }
    return Results(
        found=Reader.over(archive).shown(ids, wanted), total=len(ids), is_ranked=False, changed_at=moments
    )


def _asked(
    archive: ReadOnly, selection: Selection, wanted: SearchQuery | None, *, total: int | None = None
) -> _Asked:
    """The question; *total* is how many articles fulfil it, where that is known."""
    if wanted and wanted.match is not None:
        return _by_index("articles_fts", wanted.match, _where(selection, wanted.rest))
    if wanted and wanted.pairs is not None and not archive.number(_PENDING):
        return _by_index("article_grams_fts", wanted.pairs, _where(selection))
    where = _where(selection, wanted.rest if wanted else None)
    if selection.author is not None or wanted:
        return _Asked(source="article_facets AS a", where=where)
    return _Asked(source=f"article_facets AS a INDEXED BY {_index(selection, total)}", where=where)


def _by_index(index: str, match: str, where: Clause) -> _Asked:
    # CROSS JOIN keeps the order: the hits come first.
    source = f"{index} AS f CROSS JOIN article_facets AS a ON a.id = f.rowid"
    return _Asked(source=source, where=where, index=index, match=match)


def _index(selection: Selection, total: int | None) -> str:
    """The index that finds the articles with the fewest rows read."""
    if selection.is_gone:
        return "article_facets_gone"
    if selection.is_changed:
        return "article_facets_changed"
    has_facet = (selection.site, selection.section, selection.issue) != (None, None, None)
    return (
        "article_facets_facet"
        if has_facet and total is not None and total <= _MOST_SORTED
        else "article_facets_days"
    )


def _where(selection: Selection, *more: Clause | None) -> Clause:
    """The selection without its query as SQL on `article_facets AS a`."""
    facets = facet_ids(selection)
    return all_of(
        (
            where_author_and_days(selection),
            Clause(sql=f"a.facet_id IN ({facets.sql})", values=facets.values) if facets else None,
            Clause(sql="a.is_changed") if selection.is_changed else None,
            Clause(sql="a.is_gone") if selection.is_gone else None,
            *more,
        )
    )


def _page(archive: ReadOnly, asked: _Asked, order: Order, page: Page) -> list[int]:
    """One page of the articles when there are too many to read all of them."""
    is_plain = " NOT " not in (asked.match or "")  # excluded words must be missing from texts too
    if asked.index and order == "best" and is_plain:
        return _headlines_first(archive, asked, page)
    return _by_day(archive, asked, order, page)


def _ranked(archive: ReadOnly, asked: _Asked, page: Page) -> list[int]:
    return asked.ids(archive, _RANKED, page, index=asked.index)


def _by_day(archive: ReadOnly, asked: _Asked, order: Order, page: Page) -> list[int]:
    return asked.ids(archive, _LISTED, page, order="ASC" if order == "oldest" else "DESC")


def _headlines_first(archive: ReadOnly, asked: _Asked, page: Page) -> list[int]:
    """One page when there are too many to rank: hits in the headline first, then the others, by day."""
    limit, offset = page
    in_headline = replace(asked, match=f"{{headline}} : ({asked.match})")
    first = in_headline.ids(archive, _LISTED, (offset + limit, 0), order="DESC")
    missing = offset + limit - len(first)
    if not missing:
        return first[offset:]
    others = (min(missing, limit), max(offset - len(first), 0))
    return first[offset:] + _besides(asked, first).ids(archive, _LISTED, others, order="DESC")


def _besides(asked: _Asked, first: list[int]) -> _Asked:
    """The hits of *asked* without *first*, walked from the newest day because they are many."""
    assert asked.match is not None
    where = Clause(
        sql=f"a.id IN (SELECT rowid FROM {asked.index} WHERE {asked.index} MATCH ?)"  # noqa: S608
        f" AND a.id NOT IN (SELECT value FROM json_each(?)) AND {asked.where.sql}",
        values=(asked.match, json.dumps(first), *asked.where.values),
    )
    return _Asked(source=_BY_DAYS, where=where)


def _counted(archive: ReadOnly, asked: _Asked) -> facet_totals.Totals:
    sql = _FACETS.format(source=asked.source, where=asked.condition)
    sizes = {row["facet_id"]: row["articles"] for row in archive.rows(sql, asked.values)}
    return facet_totals.of_facets(archive, sizes)


def _authors(archive: ReadOnly, ids: list[int]) -> tuple[Counted, ...]:
    return _named(archive.rows_of(ids, _AUTHORS, _FACET_LENGTH))


def _authors_of_all(archive: ReadOnly) -> tuple[Counted, ...]:
    return _named(archive.rows(_AUTHORS_OF_ALL, (_FACET_LENGTH,)))


def _named(rows: Iterable[sqlite3.Row]) -> tuple[Counted, ...]:
    return tuple(Counted(value=row["name"], label=row["name"], count=row["articles"]) for row in rows)


def _facet(pairs: Iterable[tuple[str, int]], labels: dict[str, str] | None = None) -> tuple[Counted, ...]:
    """The most frequent values; spellings that differ in case only count together."""
    sizes: Counter[str] = Counter()
    for value, count in pairs:
        sizes[value] += count
    del sizes[""]
    spellings: dict[str, str] = {}
    merged: Counter[str] = Counter()
    for value, count in sizes.most_common():
        merged[spellings.setdefault(folded(value), value)] += count
    return tuple(
        Counted(value=value, label=(labels or {}).get(value, value), count=count)
        for value, count in merged.most_common(_FACET_LENGTH)
    )


def _years(pairs: Iterable[tuple[str, int]]) -> tuple[Counted, ...]:
    """All years, the latest first."""
    sizes: Counter[str] = Counter()
    for year, count in pairs:
        sizes[year] += count
    del sizes[""]
    return tuple(Counted(value=year, label=year, count=sizes[year]) for year in sorted(sizes, reverse=True))
