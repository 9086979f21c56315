"""What newsspider hooks into Datasette: a search box that takes any text, facets, a page to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datasette import hookimpl

from newsspider.browse.facets import AuthorFacet, YearFacet
from newsspider.storage import sought

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Awaitable, Callable, Mapping

_BYLINE = """select group_concat(name, ', ') from (select authors.name from article_authors
    join authors on authors.id = author_id where article_id = ? order by position)"""
_BLOCKS = """select link_blocks.id, label, kind, links.text, links.url from link_blocks
    join links on links.link_block_id = link_blocks.id where article_id = ?
    order by link_blocks.position, link_blocks.id, links.position"""
_AUTHORS = """select authors.id, authors.name from article_authors
    join authors on authors.id = author_id where article_id = ? order by position"""


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Put our reading of a query in the place of Datasette's, which fails on a lone quote."""
    conn.create_function("escape_fts", 1, expression)


def expression(query: str | None) -> str:
    """*query* in FTS5's language; what holds nothing to look for finds nothing."""
    wanted = sought.understand(query or "")
    if wanted is None:
        return '""'
    return wanted.match or " AND ".join(f'"{part}"*' for part in wanted.parts) or '""'


@hookimpl  # type: ignore[untyped-decorator]
def register_facet_classes() -> list[type]:
    """Facets by year and by author."""
    return [YearFacet, AuthorFacet]


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(
    database: str | None, table: str | None, view_name: str, request: Any, datasette: Any
) -> Callable[[], Awaitable[Mapping[str, object]]] | None:
    """For the list of articles the function `byline`; for an article its authors and link blocks."""
    if table != "articles" or database is None:
        return None

    async def variables() -> Mapping[str, object]:
        asked = datasette.get_database(database)

        async def byline(article_id: int) -> str:
            return (await asked.execute(_BYLINE, (article_id,))).single_value() or ""

        if view_name != "row":
            return {"byline": byline}
        article_id = (request.url_vars["pks"],)
        authors = (await asked.execute(_AUTHORS, article_id)).rows
        return {"authors": authors, "link_blocks": _grouped((await asked.execute(_BLOCKS, article_id)).rows)}

    return variables


def _grouped(rows: list[Any]) -> list[Mapping[str, object]]:
    """Link blocks with their links, in the rows' order."""
    blocks: dict[int, tuple[str, list[Any]]] = {}
    for row in rows:
        blocks.setdefault(row["id"], (row["label"] or row["kind"], []))[1].append(row)
    return [{"label": label, "links": links} for label, links in blocks.values()]
