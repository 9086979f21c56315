"""Search with filters and facets: one page of what was found, and how all of it is spread."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from newsspider.storage import fromrows, sought
from newsspider.storage.queries import Reader
from newsspider.storage.room import spreading
from newsspider.storage.room.values import Counted, Results
from newsspider.storage.sought import Clause

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from newsspider.storage.readonly import ReadOnly
    from newsspider.storage.sought import Sought

Order = Literal["best", "newest", "oldest"]

_FACET_LENGTH = 12
# Above these counts a page would not come in time on 200,000 articles (benchmarks/reading_room.py).
_MOST_RANKED = 20_000
_MOST_FOR_AUTHORS = 20_000

_BY_AUTHOR = """a.id IN (SELECT aa.article_id FROM article_authors AS aa
    JOIN authors AS au ON au.id = aa.author_id WHERE au.name = ?)"""
_LISTED = """SELECT a.id FROM {source} WHERE {where}
    ORDER BY a.published_on {order}, a.id {order} LIMIT ? OFFSET ?"""
# A hit in the headline says more than one in the standfirst, and that more than one in the text.
_RANKED = """SELECT a.id FROM {source} WHERE {where}
    ORDER BY bm25({index}, 10.0, 4.0, 1.0), a.published_on DESC, a.id LIMIT ? OFFSET ?"""
_SPREAD = """SELECT a.site, ifnull(a.section, '') AS section, substr(a.published_on, 1, 4) AS year,
    count(*) AS articles FROM {source} WHERE {where} GROUP BY 1, 2, 3"""
_AUTHORS = """SELECT au.name, count(*) AS articles FROM {source}
    CROSS JOIN article_authors AS aa ON aa.article_id = a.id CROSS JOIN authors AS au ON au.id = aa.author_id
    WHERE {where} GROUP BY au.id ORDER BY articles DESC, au.name LIMIT ?"""
_AUTHORS_OF_ALL = """SELECT au.name, t.articles FROM author_tallies AS t
    JOIN authors AS au ON au.id = t.author_id ORDER BY t.articles DESC LIMIT ?"""
_TITLES = "SELECT site, ifnull(title, site) AS title FROM sites"
_CHANGED_AT = """SELECT article_id AS id, max(seen_at) AS seen_at FROM revisions
    WHERE article_id IN ({}) GROUP BY article_id"""
_PENDING = "SELECT count(*) FROM (SELECT 1 FROM article_grams WHERE text IS NULL LIMIT 1)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What a reader asks for; "" and None do not matter, names are as the archive writes them."""

    query: str = ""
    site: str = ""
    section: str = ""
    issue: str = ""
    author: str = ""
    since: date | None = None
    until: date | None = None
    is_changed: bool = False
    is_gone: bool = False
    order: Order = "best"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """A question in SQL: where the articles come from, what they fulfil, which index ranks them."""

    source: str
    where: Clause
    index: str | None = None
    match: str | None = None

    @property
    def values(self) -> tuple[str, ...]:
        return ((self.match,) if self.match is not None else ()) + self.where.values


def find(archive: ReadOnly, filters: Filters, *, limit: int, offset: int = 0) -> Results:
    """The articles that fulfil every filter, *limit* of them after *offset*, and the spread of all."""
    wanted = sought.understand(filters.query)
    if wanted is None and filters.query.strip():
        return Results(found=(), total=0, is_ranked=False)
    asked = _asked(archive, filters, wanted)
    spread = spreading.by_shelves(archive, filters)
    spread = _counted(archive, asked) if spread is None else spread
    total = sum(spread.values())
    is_ranked = asked.index is not None and filters.order == "best" and total <= _MOST_RANKED
    ids = _ids(archive, asked, filters, is_ranked=is_ranked, page=(limit, offset)) if total else []
    titles = {row["site"]: row["title"] for row in archive.rows(_TITLES)}
    return Results(
        found=Reader.over(archive).shown(ids, wanted),
        total=total,
        is_ranked=is_ranked,
        sites=_facet(((site, count) for (site, _, _), count in spread.items()), titles),
        sections=_facet((section, count) for (_, section, _), count in spread.items()),
        years=_years((year, count) for (_, _, year), count in spread.items()),
        authors=_authors(archive, asked) if total <= _MOST_FOR_AUTHORS or asked.where.sql == "1" else None,
    )


def newest(archive: ReadOnly, filters: Filters, *, limit: int) -> Results:
    """The newest articles that fulfil every filter, without their spread; for a feed."""
    wanted = sought.understand(filters.query)
    if wanted is None and filters.query.strip():
        return Results(found=(), total=0, is_ranked=False)
    asked = _asked(archive, filters, wanted)
    ids = _ids(archive, asked, filters, is_ranked=False, page=(limit, 0))
    moments = {
        row["id"]: at for row in archive.rows_of(ids, _CHANGED_AT) if (at := fromrows.moment(row["seen_at"]))
    }
    return Results(
        found=Reader.over(archive).shown(ids, wanted), total=len(ids), is_ranked=False, changed_at=moments
    )


def _asked(archive: ReadOnly, filters: Filters, wanted: Sought | None) -> _Asked:
    if wanted and wanted.match is not None:
        return _by_index("articles_fts", wanted.match, _where(filters, wanted.rest))
    if wanted and wanted.pairs is not None and not archive.number(_PENDING):
        return _by_index("article_grams_fts", wanted.pairs, _where(filters))
    return _Asked(source="articles AS a", where=_where(filters, wanted.rest if wanted else None))


def _by_index(index: str, match: str, where: Clause) -> _Asked:
    # CROSS JOIN keeps the order, and the covering index spares reading the texts.
    source = f"{index} AS f CROSS JOIN articles AS a INDEXED BY articles_facets ON a.id = f.rowid"
    matched = Clause(sql=f"f.{index} MATCH ? AND {where.sql}", values=where.values)
    return _Asked(source=source, where=matched, index=index, match=match)


def _where(filters: Filters, *more: Clause | None) -> Clause:
    since, until = filters.since, filters.until
    conditions: tuple[tuple[str, str | None], ...] = (
        ("a.site = ?", filters.site or None),
        ("a.section = ?", filters.section or None),
        ("a.issue = ?", filters.issue or None),
        (_BY_AUTHOR, filters.author or None),
        ("a.published_on >= ?", since.isoformat() if since else None),
        ("a.published_on <= ?", until.isoformat() if until else None),
    )
    clauses = [Clause(sql=sql, values=(value,)) for sql, value in conditions if value is not None]
    if filters.is_changed:
        clauses.append(Clause(sql="a.revision_count > 1"))
    if filters.is_gone:
        clauses.append(Clause(sql="a.gone_at IS NOT NULL"))
    clauses += [clause for clause in more if clause is not None]
    sql = " AND ".join(f"({clause.sql})" for clause in clauses)
    return Clause(sql=sql or "1", values=tuple(value for clause in clauses for value in clause.values))


def _ids(
    archive: ReadOnly, asked: _Asked, filters: Filters, *, is_ranked: bool, page: tuple[int, int]
) -> list[int]:
    if is_ranked:
        sql = _RANKED.format(source=asked.source, where=asked.where.sql, index=asked.index)
    else:
        sql = _LISTED.format(
            source=asked.source, where=asked.where.sql, order="ASC" if filters.order == "oldest" else "DESC"
        )
    return [row["id"] for row in archive.rows(sql, (*asked.values, *page))]


def _counted(archive: ReadOnly, asked: _Asked) -> spreading.Spread:
    sql = _SPREAD.format(source=asked.source, where=asked.where.sql)
    return spreading.counter(archive.rows(sql, asked.values))


def _authors(archive: ReadOnly, asked: _Asked) -> tuple[Counted, ...]:
    if asked.where.sql == "1":
        rows = archive.rows(_AUTHORS_OF_ALL, (_FACET_LENGTH,))
    else:
        sql = _AUTHORS.format(source=asked.source, where=asked.where.sql)
        rows = archive.rows(sql, (*asked.values, _FACET_LENGTH))
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
