"""Which articles: one model for the command line, exports, the library and the reading room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.queries import search_query
from newsspider.queries.search_query import Clause

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

# `folded` ignores upper and lower case; `connection.prepared` gives it to SQLite.
_BY_AUTHOR = """a.id IN (SELECT aa.article_id FROM authors AS au
    CROSS JOIN article_authors AS aa ON aa.author_id = au.id WHERE folded(au.name) = folded(?))"""
_FACET_IDS = "SELECT s.id FROM facet_counts AS s WHERE {}"
_WITH_FACET = "a.id IN (SELECT f.id FROM article_facets AS f WHERE f.facet_id IN ({}))"
_NOT_EXPORTED = """NOT EXISTS (SELECT 1 FROM exported.articles AS e
    WHERE e.key = a.key AND e.content_hash = a.content_hash)"""
# Empty if the article has none.
ISSUE, MONTH = "coalesce(a.issue, '')", "coalesce(substr(a.published_on, 1, 7), '')"


@dataclass(frozen=True, kw_only=True, slots=True)
class Selection:
    """Which articles; a field that is None selects all.

    Days are inclusive; names of sites, sections, authors and issues match in upper and lower case.
    `month` is YYYY-MM; an empty `issue` or `month` selects the articles that have none.  `is_changed`
    selects articles with more than one revision, `is_gone` those that the publisher removed.  `is_new`
    leaves out the articles whose newest revision is in the record given to `Reader.compare`.
    """

    site: str | None = None
    since: date | None = None
    until: date | None = None
    section: str | None = None
    author: str | None = None
    query: str | None = None
    issue: str | None = None
    month: str | None = None
    is_changed: bool = False
    is_gone: bool = False
    is_new: bool = False


def where(selection: Selection) -> Clause | None:
    """The selection as SQL on `articles AS a`; None if its query has nothing to search for."""
    if selection.query is None:
        return where_without_query(selection)
    query = search_query.parse(selection.query)
    if query is None:
        return None
    matches = None
    if query.match is not None:
        inside = "a.id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"
        matches = Clause(sql=inside, values=(query.match,))
    return where_without_query(selection, matches, query.rest)


def where_without_query(selection: Selection, *more: Clause | None) -> Clause:
    """The selection without its query, and *more*."""
    facets = facet_ids(selection)
    return all_of(
        (
            Clause(sql=_WITH_FACET.format(facets.sql), values=facets.values) if facets else None,
            where_author_and_days(selection),
            Clause(sql="a.revision_count > 1") if selection.is_changed else None,
            Clause(sql="a.gone_at IS NOT NULL") if selection.is_gone else None,
            Clause(sql=_NOT_EXPORTED) if selection.is_new else None,
            *more,
        )
    )


def where_author_and_days(selection: Selection) -> Clause | None:
    """The author, days and month as SQL on `a.id` and `a.published_on`; None if all are None."""
    since, until = selection.since, selection.until
    return _equal(
        (_BY_AUTHOR, selection.author),
        ("a.published_on >= ?", since.isoformat() if since else None),
        ("a.published_on <= ?", until.isoformat() if until else None),
        (f"{MONTH} = ?", selection.month),
    )


def facet_ids(selection: Selection) -> Clause | None:
    """A query for the ids of the facets with the site, section and issue; None if all are None."""
    named = where_facet(selection)
    if named is None:
        return None
    return Clause(sql=_FACET_IDS.format(named.sql), values=named.values)


def where_facet(selection: Selection) -> Clause | None:
    """The site, section and issue as SQL on `facet_counts AS s`; None if all are None."""
    return _equal(
        ("folded(s.site) = folded(?)", selection.site),
        ("folded(s.section) = folded(?)", selection.section),
        ("folded(s.issue) = folded(?)", selection.issue),
    )


def all_of(clauses: Iterable[Clause | None]) -> Clause:
    """The condition that every clause holds; without clauses, it always holds."""
    given = [clause for clause in clauses if clause is not None]
    return Clause(
        sql=" AND ".join(f"({clause.sql})" for clause in given) or "1",
        values=tuple(value for clause in given for value in clause.values),
    )


def _equal(*conditions: tuple[str, str | None]) -> Clause | None:
    given = [Clause(sql=sql, values=(value,)) for sql, value in conditions if value is not None]
    return all_of(given) if given else None
