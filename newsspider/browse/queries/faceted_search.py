"""Search with filters and facets: one page of what was found, and how all of it is spread."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from newsspider.browse.queries import facet_totals
from newsspider.browse.queries.models import Counted, Results
from newsspider.queries import row_values, search_query
from newsspider.queries.reader import Reader
from newsspider.queries.search_query import Clause

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from newsspider.browse.queries.filters import Filters
    from newsspider.queries.connection import ReadOnly
    from newsspider.queries.search_query import SearchQuery

Page = tuple[int, int]  # how many, after how many

_FACET_LENGTH = 12
# Above these counts a page would not come in time on 200,000 articles (benchmarks/reading_room.py).
_MOST_AT_HAND = 2_000  # to be ranked, and to have their authors counted
_MOST_SORTED = 5_000  # articles with one facet; above, the days are walked until the page is full

_BY_DAYS = "article_facets AS a INDEXED BY article_facets_days"
_WITH_FACETS = "a.facet_id IN (SELECT s.id FROM facet_counts AS s WHERE {})"
_BY_AUTHOR = """a.id IN (SELECT aa.article_id FROM authors AS au
    CROSS JOIN article_authors AS aa ON aa.author_id = au.id WHERE au.name = ?)"""
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


def find(archive: ReadOnly, filters: Filters, *, limit: int, offset: int = 0) -> Results:
    """The articles that fulfil every filter, *limit* of them after *offset*, and the spread of all."""
    wanted = search_query.parse(filters.query)
    if wanted is None and filters.query.strip():
        return Results(found=(), total=0, is_ranked=False)
    spread = facet_totals.without_hits(archive, filters)
    asked = _asked(archive, filters, wanted, total=sum(spread.values()) if spread is not None else None)
    spread = _counted(archive, asked) if spread is None else spread
    total = sum(spread.values())
    is_best = asked.index is not None and filters.order == "best"
    is_few = total <= _MOST_AT_HAND
    authors: tuple[Counted, ...] | None = None
    if is_few:
        every = (total, 0)
        at_hand = _ranked(archive, asked, every) if is_best else _by_day(archive, asked, filters, every)
        ids, authors = at_hand[offset : offset + limit], _authors(archive, at_hand)
    else:
        ids = _page(archive, asked, filters, (limit, offset))
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


def newest(archive: ReadOnly, filters: Filters, *, limit: int) -> Results:
    """The newest articles that fulfil every filter, without their spread; for a feed."""
    wanted = search_query.parse(filters.query)
    if wanted is None and filters.query.strip():
        return Results(found=(), total=0, is_ranked=False)
    asked = _asked(archive, filters, wanted)
    ids = _by_day(archive, asked, filters, (limit, 0))
    moments = {
        row["id"]: at
        for row in archive.rows_of(ids, _CHANGED_AT)
        if (at := row_values.moment(row["seen_at"]))
    }
    return Results(
        found=Reader.over(archive).shown(ids, wanted), total=len(ids), is_ranked=False, changed_at=moments
    )


def _asked(
    archive: ReadOnly, filters: Filters, wanted: SearchQuery | None, *, total: int | None = None
) -> _Asked:
    """The question; *total* is how many articles fulfil it, where that is known."""
    if wanted and wanted.match is not None:
        return _by_index("articles_fts", wanted.match, _where(filters, wanted.rest))
    if wanted and wanted.pairs is not None and not archive.number(_PENDING):
        return _by_index("article_grams_fts", wanted.pairs, _where(filters))
    where = _where(filters, wanted.rest if wanted else None)
    if filters.author or wanted:
        return _Asked(source="article_facets AS a", where=where)
    return _Asked(source=f"article_facets AS a INDEXED BY {_index(filters, total)}", where=where)


def _by_index(index: str, match: str, where: Clause) -> _Asked:
    # CROSS JOIN keeps the order: the hits come first.
    source = f"{index} AS f CROSS JOIN article_facets AS a ON a.id = f.rowid"
    return _Asked(source=source, where=where, index=index, match=match)


def _index(filters: Filters, total: int | None) -> str:
    """The index that leads to what a filter wants without a look at much else."""
    if filters.is_gone:
        return "article_facets_gone"
    if filters.is_changed:
        return "article_facets_changed"
    has_facet = filters.site or filters.section or filters.issue
    return (
        "article_facets_facet"
        if has_facet and total is not None and total <= _MOST_SORTED
        else "article_facets_days"
    )


def _where(filters: Filters, *more: Clause | None) -> Clause:
    since, until = filters.since, filters.until
    conditions = (
        (_BY_AUTHOR, filters.author),
        ("a.published_on >= ?", since.isoformat() if since else ""),
        ("a.published_on <= ?", until.isoformat() if until else ""),
    )
    clauses = [Clause(sql=sql, values=(value,)) for sql, value in conditions if value]
    if facets := _facets_of(filters):
        clauses.append(facets)
    if filters.is_changed:
        clauses.append(Clause(sql="a.is_changed"))
    if filters.is_gone:
        clauses.append(Clause(sql="a.is_gone"))
    clauses += [clause for clause in more if clause is not None]
    sql = " AND ".join(f"({clause.sql})" for clause in clauses)
    return Clause(sql=sql or "1", values=tuple(value for clause in clauses for value in clause.values))


def _facets_of(filters: Filters) -> Clause | None:
    """The condition that an article has one of the facets of *filters*."""
    conditions = (("s.site", filters.site), ("s.section", filters.section), ("s.issue", filters.issue))
    given = [(column, value) for column, value in conditions if value]
    if not given:
        return None
    sql = _WITH_FACETS.format(" AND ".join(f"{column} = ?" for column, _ in given))
    return Clause(sql=sql, values=tuple(value for _, value in given))


def _page(archive: ReadOnly, asked: _Asked, filters: Filters, page: Page) -> list[int]:
    """Of too many to have them all at hand, those of one page."""
    is_plain = " NOT " not in (asked.match or "")  # what is unwanted is so in texts, too
    if asked.index and filters.order == "best" and is_plain:
        return _headlines_first(archive, asked, page)
    return _by_day(archive, asked, filters, page)


def _ranked(archive: ReadOnly, asked: _Asked, page: Page) -> list[int]:
    return asked.ids(archive, _RANKED, page, index=asked.index)


def _by_day(archive: ReadOnly, asked: _Asked, filters: Filters, page: Page) -> list[int]:
    return asked.ids(archive, _LISTED, page, order="ASC" if filters.order == "oldest" else "DESC")


def _headlines_first(archive: ReadOnly, asked: _Asked, page: Page) -> list[int]:
    """Of too many to rank: those with the words in the headline, then the others; each by day."""
    limit, offset = page
    in_headline = replace(asked, match=f"{{headline}} : ({asked.match})")
    first = in_headline.ids(archive, _LISTED, (offset + limit, 0), order="DESC")
    missing = offset + limit - len(first)
    if not missing:
        return first[offset:]
    others = (min(missing, limit), max(offset - len(first), 0))
    return first[offset:] + _besides(asked, first).ids(archive, _LISTED, others, order="DESC")


def _besides(asked: _Asked, first: list[int]) -> _Asked:
    """The hits of *asked* without *first*: they are many, so the days are walked from the newest."""
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
    """The commonest values; articles without one are not shown."""
    sizes: Counter[str] = Counter()
    for value, count in pairs:
        sizes[value] += count
    del sizes[""]
    return tuple(
        Counted(value=value, label=(labels or {}).get(value, value), count=count)
        for value, count in sizes.most_common(_FACET_LENGTH)
    )


def _years(pairs: Iterable[tuple[str, int]]) -> tuple[Counted, ...]:
    """All years, the latest first."""
    sizes: Counter[str] = Counter()
    for year, count in pairs:
        sizes[year] += count
    del sizes[""]
    return tuple(Counted(value=year, label=year, count=sizes[year]) for year in sorted(sizes, reverse=True))
