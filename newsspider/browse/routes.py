"""The routes of the reading room in Datasette: which address leads to which page."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Response

from newsspider.browse import responses, security, templating
from newsspider.browse.datasette.tables import ArchiveDatabase
from newsspider.browse.request_params import Answer, Asked
from newsspider.browse.views import article_pages, listing_pages, record_pages
from newsspider.errors import ArchiveError
from newsspider.queries import connection
from newsspider.queries.connection import ReadOnly
from newsspider.storage.archive import DATABASE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Page = Callable[[ReadOnly, Asked], Answer]
    View = Callable[..., Awaitable[Response]]

_PAGES: tuple[tuple[str, Page], ...] = (
    (r"^/$", article_pages.front),
    (r"^/article/(?P<key>[0-9a-f]{16})$", article_pages.article),
    (r"^/article/(?P<key>[0-9a-f]{16})/history$", record_pages.history),
    (r"^/article/(?P<key>[0-9a-f]{16})/cite\.(?P<ending>bib|ris|json)$", article_pages.citation),
    (r"^/picture/(?P<id>\d{1,15})$", article_pages.picture),
    (r"^/issues$", listing_pages.issues),
    (r"^/issue$", listing_pages.issue),
    (r"^/sections$", listing_pages.sections),
    (r"^/section$", listing_pages.section),
    (r"^/authors$", listing_pages.authors),
    (r"^/author$", listing_pages.author),
    (r"^/links$", record_pages.links),
    (r"^/runs$", record_pages.runs),
    (r"^/search$", article_pages.search),
    (r"^/search\.atom$", article_pages.feed),
)
_TABLES = ("articles", "facet_counts", "article_grams", "run_fields")
_FOREVER = "public, max-age=31536000, immutable"


def routes(datasette: Any) -> list[tuple[str, View]]:
    """The routes of the room, which come before Datasette's own; none without an archive."""
    name = archive_in(datasette)
    if name is None:
        return []
    shown = [(pattern, _view(page, name)) for pattern, page in _PAGES]
    return [*shown, (r"^/-/newsspider/(?P<name>[\w.-]+)$", _static), (r"^/robots\.txt$", _robots)]


def take_over(datasette: Any) -> None:
    """Replace Datasette's database by the room's, if it is an archive.

    An older archive is upgraded first; one on read-only media is opened as immutable. `datasette archive/`
    does neither.
    """
    _bring_up_to_date(datasette)
    name = archive_in(datasette)
    if name is None:
        return
    database = datasette.databases[name]
    is_mutable = database.is_mutable and not connection.is_frozen(Path(database.path))
    datasette.remove_database(name)
    datasette.add_database(ArchiveDatabase(datasette, path=database.path, is_mutable=is_mutable), name=name)


def _bring_up_to_date(datasette: Any) -> None:
    """Upgrade an archive of an older version, if it can be written."""
    for database in datasette.databases.values():
        if database.path and database.is_mutable and Path(database.path).name == DATABASE:
            with suppress(ArchiveError):
                connection.connect(Path(database.path).parent).close()


def archive_in(datasette: Any) -> str | None:
    """The name of the first of Datasette's databases that is an archive."""
    for name, database in datasette.databases.items():
        if database.path and _is_archive(Path(database.path)):
            return str(name)
    return None


def _is_archive(file: Path) -> bool:
    """Whether the file has the tables that the room needs."""
    for how in ("mode=ro", "immutable=1"):
        try:
            connection = sqlite3.connect(f"{file.resolve().as_uri()}?{how}", uri=True)
            try:
                for table in _TABLES:
                    connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()  # noqa: S608
            finally:
                connection.close()
        except sqlite3.Error:
            continue
        return True
    return False


def _view(page: Page, name: str) -> View:
    async def view(request: Any, datasette: Any) -> Response:
        database = datasette.get_database(name)
        asked = _asked(request, datasette, database)
        limit_ms = int(datasette.setting("sql_time_limit_ms"))

        def answer(connection: sqlite3.Connection) -> Answer:
            archive = ReadOnly(Path(database.path).parent, connection)
            with archive.within(limit_ms):
                return page(archive, asked)

        try:
            return _response(await database.execute_fn(answer))
        except ArchiveError:
            trouble = (
                "This took too long, or the archive cannot be read just now. A narrower question may do."
            )
            return _response(await asyncio.to_thread(responses.missing, asked, trouble, status=503))

    return view


def _asked(request: Any, datasette: Any, database: Any) -> Asked:
    arguments = {name: request.args.get(name) or "" for name in request.args}
    return Asked(
        parts=request.url_vars,
        arguments=arguments,
        path=lambda path: str(datasette.urls.path(path)),
        absolute=lambda path: str(datasette.absolute_url(request, datasette.urls.path(path))),
        address=request.full_path,
        tables=str(datasette.urls.database(database.name)),
    )


def _response(answer: Answer) -> Response:
    return Response(
        answer.body,
        status=answer.status,
        content_type=answer.content_type,
        headers={**security.PAGE, **answer.headers},
    )


async def _static(request: Any) -> Response:
    name = request.url_vars["name"]
    file = templating.static_files().get(name)
    if file is None:
        return Response("There is no such file.", status=404)
    return Response(
        await asyncio.to_thread(file.read_bytes),
        content_type=templating.MEDIA_TYPES[file.suffix],
        headers={**security.PAGE, "cache-control": _FOREVER},
    )


async def _robots() -> Response:
    return Response("User-agent: *\nDisallow: /\n", headers=dict(security.PAGE))
