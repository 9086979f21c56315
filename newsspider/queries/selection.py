"""Which articles: a selection, and the SQL that says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.queries import search_query
from newsspider.queries.search_query import Clause

if TYPE_CHECKING:
    from datetime import date

# `folded` compares without case; readonly.connect gives it to SQLite.
_BY_AUTHOR = """a.id IN (SELECT aa.article_id FROM article_authors AS aa
    JOIN authors AS au ON au.id = aa.author_id WHERE folded(au.name) = folded(?))"""

_NOT_EXPORTED = """NOT EXISTS (SELECT 1 FROM exported.articles AS e
    WHERE e.key = a.key AND e.content_hash = a.content_hash)"""
# Of an article that has none, empty.
ISSUE, MONTH = "coalesce(a.issue, '')", "coalesce(substr(a.published_on, 1, 7), '')"


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """Which articles; what is None does not matter.

    Days are inclusive, names of sections and authors are compared without case.  `month` is YYYY-MM; an
    empty `issue` or `month` means the articles that have none.  `is_new` leaves out what was exported in
    its newest wording, by the record that `Reader.compare` was given.
    """

    site: str | None = None
    since: date | None = None
    until: date | None = None
    section: str | None = None
    author: str | None = None
    query: str | None = None
    issue: str | None = None
    month: str | None = None
    is_new: bool = False


def where(selection: Selection) -> Clause | None:
    """The selection as SQL on `articles AS a`; None where its query holds nothing to look for."""
    if selection.query is None:
        return where_without_query(selection, None)
    wanted = search_query.parse(selection.query)
    if wanted is None:
        return None
    matches = None
    if wanted.match is not None:
        inside = "a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
        matches = Clause(sql=inside, values=(wanted.match,))
    return where_without_query(selection, matches, wanted.rest)


def where_without_query(selection: Selection, *more: Clause | None) -> Clause:
    """The selection without its query, and *more*."""
    since, until = selection.since, selection.until
    conditions: tuple[tuple[str, str | None], ...] = (
        ("a.site = ?", selection.site),
        ("a.published_on >= ?", since.isoformat() if since else None),
        ("a.published_on <= ?", until.isoformat() if until else None),
        ("folded(a.section) = folded(?)", selection.section),
        (_BY_AUTHOR, selection.author),
        (f"{ISSUE} = ?", selection.issue),
        (f"{MONTH} = ?", selection.month),
    )
    clauses = [Clause(sql=sql, values=(value,)) for sql, value in conditions if value is not None]
    clauses += [Clause(sql=_NOT_EXPORTED)] if selection.is_new else []
    clauses += [clause for clause in more if clause is not None]
    sql = " AND ".join(clause.sql for clause in clauses)
    return Clause(sql=sql or "1", values=tuple(value for clause in clauses for value in clause.values))
