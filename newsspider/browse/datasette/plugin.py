"""The hooks of newsspider in Datasette: the reading room, a search box that takes any text, facets."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from datasette import handle_exception, hookimpl
from jinja2 import FileSystemLoader

from newsspider.browse import routes, security
from newsspider.browse.datasette import files
from newsspider.browse.datasette.facets import AuthorFacet, YearFacet
from newsspider.queries import search_query

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from jinja2 import Environment

# The longest text of an article measured is 2 MB; a page of the room takes a few MB.
LONGEST_VALUE_BYTES, LONGEST_SQL_BYTES = 20_000_000, 200_000
MOST_HEAP_BYTES = 200_000_000
# SQLite compares a pattern with a text in one step, which no time limit ends.
LONGEST_PATTERN_BYTES = 500
LONGEST_SEARCH = 1_000  # characters
_BYLINE = """SELECT group_concat(name, ', ') FROM (SELECT au.name FROM article_authors AS aa
    JOIN authors AS au ON au.id = aa.author_id WHERE aa.article_id = ? ORDER BY aa.position)"""


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """The pages of the reading room."""
    return routes.routes(datasette)


@hookimpl  # type: ignore[untyped-decorator]
def startup(datasette: Any) -> None:
    """Replace Datasette's database by the room's, and answer 404 for missing pages.

    Datasette prints each error with rich, which newsspider installs, and which raises without a current
    exception.
    """
    handle_exception.rich = None
    routes.take_over(datasette)


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper() -> Callable[[Any], Any]:
    """Add the headers that keep every page on this server."""
    return security.guarded


@hookimpl  # type: ignore[untyped-decorator]
def permission_allowed(action: str) -> bool | None:
    """Refuse SQL and downloads to other machines, however Datasette was started."""
    return security.allows(action)


@hookimpl  # type: ignore[untyped-decorator]
def permission_resources_sql(action: str) -> Any:
    """The same for Datasette 1.0, which asks in another way."""
    if security.allows(action) is None:
        return None
    from datasette.permissions import PermissionSQL

    return PermissionSQL.deny(reason="this machine alone")


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Environment) -> None:
    """Use the room's list of articles instead of Datasette's, also if Datasette was started directly."""
    loaders = getattr(env.loader, "loaders", None)
    if loaders is not None:
        loaders.insert(0, FileSystemLoader(files.HERE / "templates" / "datasette"))


@hookimpl  # type: ignore[untyped-decorator]
def menu_links(datasette: Any) -> list[Mapping[str, str]]:
    """The link back to the reading room."""
    return [{"href": datasette.urls.path("/"), "label": "Reading room"}]


@hookimpl(trylast=True)  # type: ignore[untyped-decorator]
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Use the room's reading of a query instead of Datasette's, which fails on a single quote."""
    conn.create_function("escape_fts", 1, expression)
    _limit(conn)


def _limit(conn: sqlite3.Connection) -> None:
    """Limit what one query may take: the size of a value, of a statement, and SQLite's memory.

    Datasette limits its time (`sql_time_limit_ms`), `tables` limits its results. The hard heap limit holds
    for the process, and for what SQLite would put into temporary files.
    """
    conn.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE_BYTES)
    conn.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, LONGEST_SQL_BYTES)
    conn.setlimit(sqlite3.SQLITE_LIMIT_COMPOUND_SELECT, 50)
    conn.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, LONGEST_PATTERN_BYTES)
    conn.execute("PRAGMA temp_store = MEMORY")
    conn.execute(f"PRAGMA hard_heap_limit = {MOST_HEAP_BYTES}")


def expression(query: str | None) -> str:
    """*query* as an FTS5 expression; a query without words finds nothing."""
    wanted = search_query.parse((query or "")[:LONGEST_SEARCH])
    if wanted is None:
        return '""'
    return wanted.match or " AND ".join(f'"{part}"*' for part in wanted.parts) or '""'


@hookimpl  # type: ignore[untyped-decorator]
def register_facet_classes() -> list[type]:
    """Facets by year and by author."""
    return [YearFacet, AuthorFacet]


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(
    database: str | None, table: str | None, datasette: Any
) -> Callable[[], Awaitable[Mapping[str, object]]] | None:
    """The function `byline`, for the list of articles."""
    if table != "articles" or database is None:
        return None

    async def variables() -> Mapping[str, object]:
        async def byline(article_id: int) -> str:
            found = await datasette.get_database(database).execute(_BYLINE, (article_id,))
            return found.single_value() or ""

        return {"byline": byline}

    return variables
