"""What the reading room refuses, asked of a real server: SQL of strangers, paths that lead up."""

from __future__ import annotations

import urllib.parse
from contextlib import closing
from http.client import HTTPConnection
from typing import TYPE_CHECKING

import pytest
from support.samples import make_archive

pytest.importorskip("datasette")

from newsspider.browse.datasette import files, serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Every form in which Datasette takes SQL, or FTS5's own language, and what it tells of the machine.
SQL_OF_STRANGERS = (
    "news?sql=select+1", "news.json?sql=select+1", "news.csv?sql=select+1",
    "news.csv?_stream=on&sql=select+1",
    "news.blob?sql=select+1", "news?sql=", "news?sql=select+:a&a=1", "news/-/query?sql=select+1",
    "news/-/query.json?sql=select+1", "-/query?sql=select+1", "_memory?sql=select+1",
    "_internal?sql=select+1",
    "news/articles?_where=1", "news/articles.json?_where=1", "news/articles.csv?_where=1",
    "news/articles.json?_facet=site&_where=1", "news/articles/1?_where=1", "news/articles.json?%5Fwhere=1",
    "news/articles.json?_search=x&_searchmode=raw", "news/articles.json?_search=x&_fts_table=links",
    "news/articles.json?_search=x&_fts_table=articles_fts&_fts_pk=id", "news/reworded_most.json?sql=select+1",
    "news/articles.json?" + "&".join(["_facet=site"] * 11),
)  # fmt: skip
OF_THE_MACHINE = (
    "news.db", "news.db?x", "_internal", "_internal.db", "-/", "-/databases", "-/databases.json",
    "-/versions.json", "-/metadata.json", "-/plugins.json", "-/settings.json", "-/config.json",
    "-/threads.json", "-/actor.json", "-/permissions", "-/messages", "-/allow-debug", "-/patterns",
    "-/logout", "%2D/databases", "%252d/databases", "-/static/../databases", "news/-/schema",
)  # fmt: skip


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving.serving(make_archive(tmp_path_factory.mktemp("archive"))) as server:
        yield server.url.rstrip("/")


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = make_archive(tmp_path_factory.mktemp("public"))
    metadata = (files.HERE / files.METADATA).read_text("utf-8").replace("# Written", "# Edited, once written")
    (folder / files.METADATA).write_text(metadata + "allow_sql: true\n", encoding="utf-8")
    with serving.serving(folder, audience="everybody", tell=lambda _: None) as server:
        yield server.url.rstrip("/")


def status(address: str, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> int:
    """The status of an answer; *path* is sent letter by letter, and no redirect is followed."""
    with closing(HTTPConnection(urllib.parse.urlsplit(address).netloc, timeout=30)) as connection:
        connection.request(method, path, headers=dict(headers or {}))
        return connection.getresponse().status


@pytest.mark.parametrize("path", SQL_OF_STRANGERS)
def test_the_public_room_takes_no_sql_in_any_form(public: str, path: str) -> None:
    """Also where the archive's own metadata allow it."""
    assert status(public, f"/{path}") in (403, 404)


@pytest.mark.parametrize("path", OF_THE_MACHINE)
def test_the_public_room_tells_nothing_of_the_machine(public: str, path: str) -> None:
    assert status(public, f"/{path}") in (403, 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_the_public_room_can_only_be_read(public: str, method: str) -> None:
    assert status(public, "/news/reworded_most", method=method) == 405


@pytest.mark.parametrize(
    "path",
    [
        "/", "/search?q=kernel", "/news", "/news/articles", "/news/articles.json?_search=kernel",
        "/news/articles.csv?_stream=on", "/news/articles?_facet=site&_facet_size=max", "/news/reworded_most",
        "/news/pushed_in_month.json?label=Services&month=2024-05", "/-/newsspider/room.css",
        "/-/static/app.css", "/news/articles/1.json", "/news/articles?text__contains=cat",
    ],
)  # fmt: skip
def test_the_public_room_is_open_for_the_rest(public: str, path: str) -> None:
    assert status(public, path) == 200


def test_who_comes_through_a_proxy_is_not_of_this_machine(address: str) -> None:
    for name in ("X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"):
        assert status(address, "/news.json?sql=select+1", headers={name: "192.0.2.7"}) == 403
    assert status(address, "/news.json?sql=select+1") == 200


@pytest.mark.parametrize("prefix", ["", "/news", "/article", "/-/newsspider", "/-/static"])
@pytest.mark.parametrize(
    "dots",
    [
        "..", "../", "../etc/passwd", ".", "./", "%2e%2e", "%2E%2E/", ".%2e/", "%2e./x", "%252e%252e/",
        "%25252e%25252e/", "..%2f", "..%2fetc%2fpasswd", "%2e%2e%2f%2e%2e%2fx", "..%252f", "..\\", "..%5c",
        "%5c..%5c", "..%255c", "..;/", "..%00/", "x/../..", "../" * 900,
    ],
)  # fmt: skip
def test_a_path_that_leads_up_is_a_404(address: str, prefix: str, dots: str) -> None:
    assert status(address, f"{prefix}/{dots}") == 404


@pytest.mark.parametrize(
    "path", ["/.well-known/x", "/a.b/c", "/news/articles/-/x", "//x", "/%zz", "/%ff", "/~2E~2E"]
)
def test_a_page_that_is_not_there_is_no_failure_of_the_server(address: str, path: str) -> None:
    assert status(address, path) in (302, 404)
