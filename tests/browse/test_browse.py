"""Browsing, with the real Datasette over HTTP: what is shown, and that no search is an error."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from support.old_archives import VERSIONS, restored
from support.samples import Sample, make_archive

from newsspider.browse import security
from newsspider.browse.datasette import files, serving
from newsspider.errors import ArchiveMissing, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("datasette")

Json = dict[str, object]

METADATA = yaml.safe_load((files.HERE / files.METADATA).read_text("utf-8"))["databases"]["news"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_archive(tmp_path_factory.mktemp("archive"))
    connection = sqlite3.connect(folder / "news.db")
    connection.execute("UPDATE articles SET revision_count = 2 WHERE id = 1")
    connection.execute(
        "INSERT INTO revisions (article_id, number, seen_at, content_hash, authors, text, html, kind)"
        " SELECT id, 2, first_seen_at, content_hash, '[]', text, html, 'correction' FROM articles"
        " WHERE id = 1"
    )
    connection.commit()
    connection.close()
    return folder


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    with serving.serving(archive) as server:
        yield server.url.rstrip("/")


def get(address: str, path: str, **arguments: str) -> str:
    query = f"?{urllib.parse.urlencode(arguments)}" if arguments else ""
    with urllib.request.urlopen(f"{address}/{path}{query}", timeout=30) as answer:
        return answer.read().decode()


def get_json(address: str, path: str, **arguments: str) -> Json:
    return json.loads(get(address, f"{path}.json", _shape="objects", **arguments))


def facets(answer: Json) -> dict[str, dict[str, int]]:
    return {
        name: {value["label"]: value["count"] for value in facet["results"]}
        for name, facet in answer["facet_results"].items()
    }


def test_it_listens_on_this_machine_only(archive: Path) -> None:
    words = serving.command_line(archive, port=1, audience="me")

    assert words[words.index("--host") + 1] == "127.0.0.1"


def test_everybody_gets_no_sql_and_no_download(archive: Path) -> None:
    told: list[str] = []
    with serving.serving(archive, audience="everybody", tell=told.append) as server:
        home = server.url.rstrip("/")

        assert "The kernel of the matter" in get(home, "news/articles")
        for path in ("news?sql=select+1", "news.db"):
            with pytest.raises(urllib.error.HTTPError, match="403"):
                get(home, path)
    assert len(told) == len(serving.TURNED_OFF)


def test_nobody_is_let_in_without_a_word_on_what_is_off(archive: Path) -> None:
    with pytest.raises(UsageError, match="turned off"), serving.serving(archive, audience="everybody"):
        pass


@pytest.mark.parametrize(
    ("server", "allowed"),
    [
        ("127.0.0.1", None),
        ("::1", None),
        ("localhost", None),
        ("/run/x.sock", None),
        ("192.0.2.7", False),
        ("x.example", False),
    ],
)
def test_sql_is_for_this_machine_however_datasette_was_started(server: str, allowed: bool | None) -> None:
    seen: list[bool | None] = []

    async def app(scope: object, receive: object, send: object) -> None:
        seen.append(security.allows("execute-sql"))

    scope = {"type": "http", "server": (server, 80), "headers": [(b"host", b"localhost")]}
    asyncio.run(security.guarded(app)(scope, None, None))

    assert seen == [allowed]
    assert security.allows("view-table") is None


def test_articles_come_newest_first_with_four_facets(address: str) -> None:
    answer = get_json(address, "news/articles")

    assert [row["published_on"] for row in answer["rows"]][:2] == ["2017-06-30", "2017-06-01"]
    counted = facets(answer)
    assert counted["site"] == {"The gazette": 5}
    assert counted["year"] == {"2017": 2, "1997": 1, "2003": 1}
    assert counted["author"]["John Fisk"] == 2
    assert counted["author"]["Ada Byron"] == 1  # the second of a byline counts, too
    assert "section" in counted
    assert answer["suggested_facets"] == []


@pytest.mark.parametrize(("facet", "label", "count"), [("author", "John Fisk", 2), ("year", "2003", 1)])
def test_a_facet_leads_to_its_articles_and_shows_that_it_is_chosen(
    address: str, facet: str, label: str, count: int
) -> None:
    values = get_json(address, "news/articles")["facet_results"][facet]["results"]
    chosen = next(value for value in values if value["label"] == label)

    path = urllib.parse.urlsplit(chosen["toggle_url"])
    asked = dict(urllib.parse.parse_qsl(path.query)) | {"_shape": "objects"}
    answer = json.loads(get(address, "news/articles.json", **asked))

    assert answer["filtered_table_rows_count"] == count == chosen["count"]
    again = next(value for value in answer["facet_results"][facet]["results"] if value["label"] == label)
    assert again["selected"]


@pytest.mark.parametrize(
    "query", ['"', "(", "a AND", "NEAR(", "*", ":", "'", '"a" "', "\\", "中国", "-x", "-", "^", "\0"]
)
def test_no_search_is_an_error(address: str, query: str) -> None:
    assert "rows" in get_json(address, "news/articles", _search=query)


def test_a_search_reads_as_on_the_command_line(address: str) -> None:
    found = get_json(address, "news/articles", _search="kernel -editor")["rows"]

    assert [row["headline"] for row in found] == ["The Weekend Mechanic"]


def test_the_list_shows_headline_byline_and_no_publishers_html(address: str) -> None:
    page = get(address, "news/articles")

    assert "John Fisk, Ada Byron" in page
    assert "<p>A kernel" not in page


def test_what_a_page_says_is_shown_as_text(tmp_path: Path) -> None:
    archive = make_archive(tmp_path)
    connection = sqlite3.connect(archive / "news.db")
    connection.execute("UPDATE articles SET headline = '<script>1</script>', text = '<img src=x onerror=1>'")
    connection.execute("UPDATE links SET text = '<b>', url = 'javascript:1'")
    connection.commit()
    connection.close()

    with serving.serving(archive) as server:
        pages = [get(server.url.rstrip("/"), f"news/{path}") for path in ("articles", "articles/1")]

    for page in pages:
        assert "<script>1" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page


@pytest.mark.parametrize("name", METADATA["queries"])
def test_every_canned_query_answers(address: str, name: str) -> None:
    answer = get_json(
        address, f"news/{name}", author="John Fisk", label="Services", characters="农村", month="2024-05"
    )

    assert answer["rows"], name
    assert METADATA["queries"][name]["title"]
    assert METADATA["queries"][name]["description"]


def rows(address: str, query: str, **arguments: str) -> list[Json]:
    return get_json(address, f"news/{query}", **arguments)["rows"]


def test_what_was_reworded_most_is_told_with_the_sort_of_change(address: str) -> None:
    (article,) = rows(address, "reworded_most")

    assert (article["headline"], article["changes"], article["kinds"]) == (
        "The Weekend Mechanic",
        1,
        "correction",
    )


@pytest.mark.parametrize(
    ("month", "texts"), [("2024-05", ["Mirror sites"]), ("2024-04", []), ("2024-06", [])]
)
def test_what_a_box_pushed_is_told_for_its_months(address: str, month: str, texts: list[str]) -> None:
    pushed = rows(address, "pushed_in_month", label="Services", month=month)

    assert [link["text"] for link in pushed] == texts


def test_gaps_are_months_with_less_than_half_of_those_around(tmp_path: Path) -> None:
    months = {"2020-01": 4, "2020-02": 4, "2020-03": 1, "2020-05": 2, "2020-06": 4}
    archive = make_archive(
        tmp_path,
        [
            Sample(headline=None, text="x", published_on=f"{month}-{day:02}")
            for month, count in months.items()
            for day in range(1, count + 1)
        ],
    )
    with serving.serving(archive) as server:
        gaps = rows(server.url.rstrip("/"), "gaps_by_month")

    assert [(gap["month"], gap["articles"], gap["usual"]) for gap in gaps] == [
        ("2020-03", 1, 3.0),
        ("2020-04", 0, 3.0),
    ]


def test_the_readme_shows_these_questions_as_they_are() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"```sql\n(.*?)\n```", readme, re.DOTALL)

    assert shown == [
        METADATA["queries"][name]["sql"] for name in ("reworded_most", "pushed_in_month", "gaps_by_month")
    ]


def test_a_crawl_may_write_while_it_is_browsed(tmp_path: Path) -> None:
    archive = make_archive(tmp_path)
    with serving.serving(archive) as server:
        home = server.url.rstrip("/")
        writer = sqlite3.connect(archive / "news.db", isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE articles SET headline = 'Later' WHERE id = 1")
        during = get_json(home, "news/articles/1")["rows"]
        writer.execute("COMMIT")
        after = get_json(home, "news/articles/1")["rows"]

    assert [during[0]["headline"], after[0]["headline"]] == ["The Weekend Mechanic", "Later"]


def test_the_metadata_describes_every_table_and_column(archive: Path) -> None:
    connection = sqlite3.connect(archive / "news.db")
    described = METADATA["tables"]
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        if not name.startswith(("sqlite_", "_")) and "_fts" not in name
    ]

    assert "articles_list" in names
    for name in names:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info([{name}])")]
        assert described[name]["title"]
        assert described[name]["description"]
        assert set(described[name]["columns"]) == set(columns), name


def test_the_list_of_tables_counts_those_that_it_shows(archive: Path, address: str) -> None:
    listed = get_json(address, "news")["tables"]
    shown = {table["name"]: table["count"] for table in listed if not table["hidden"]}
    hidden = {table["name"]: table["count"] for table in listed if table["hidden"]}

    with closing(sqlite3.connect(archive / "news.db")) as conn:
        counted = {name: conn.execute(f"SELECT count(*) FROM [{name}]").fetchone()[0] for name in shown}
    assert shown == counted
    assert {"articles", "links", "revisions"} <= set(shown)
    assert len(shown) <= 14
    assert {"articles_fts_data", "article_grams", "frontier"} <= set(hidden)
    assert set(hidden.values()) == {None}


def test_every_table_is_a_page_a_json_and_a_csv(archive: Path, address: str) -> None:
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        listed = conn.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()
        rows = {name: conn.execute(f"SELECT count(*) FROM [{name}]").fetchone()[0] for (name,) in listed}

    assert len(rows) > 30
    for name, count in rows.items():
        assert "<h1" in get(address, f"news/{name}"), name
        assert len(get_json(address, f"news/{name}", _size="max")["rows"]) == count, name
        assert get(address, f"news/{name}.csv", _size="1").count("\n") >= 1, name


@contextmanager
def datasette_alone(archive: Path) -> Iterator[str]:
    """The address of `datasette archive/`, as somebody types it who knows nothing of ours."""
    assert files.describe(archive)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "datasette", str(archive), "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(1_200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def test_datasette_alone_opens_the_folder(tmp_path: Path) -> None:
    with datasette_alone(make_archive(tmp_path)) as address:
        answer = get_json(address, "news/articles_list", _search="kernel")
        home = get(address, "news")
        front = get(address, "")

    assert [row["authors"] for row in answer["rows"]] == ["John Fisk, Ada Byron", "John Fisk"]
    assert set(facets(answer)) == {"site", "section", "year"}
    assert "The archive" in home
    assert "The kernel of the matter" in front
    assert "/news/_sqlite_migrations" not in home


def test_datasette_alone_opens_an_older_archive(tmp_path: Path) -> None:
    with datasette_alone(restored(VERSIONS[0], tmp_path)) as address:
        front, listed = get(address, ""), get(address, "news/articles")

    assert "/-/newsspider/room" in front
    assert "<h1" in listed
    assert list(tmp_path.glob("news.db.before-*")), "as it was before"


@pytest.mark.parametrize("name", ["metadata.yaml", "datasette.yaml"])
def test_somebodys_own_metadata_stays(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("title: mine\n")

    files.describe(tmp_path)

    assert (tmp_path / name).read_text() == "title: mine\n"


def test_datasettes_next_version_finds_queries_and_settings(tmp_path: Path) -> None:
    files.describe(tmp_path)

    told = yaml.safe_load((tmp_path / "datasette.yaml").read_text("utf-8"))

    assert told["databases"]["news"]["queries"] == METADATA["queries"]
    assert told["settings"] == json.loads((tmp_path / "settings.json").read_text("utf-8"))


def test_metadata_of_an_older_version_is_renewed(tmp_path: Path) -> None:
    (tmp_path / "metadata.yaml").write_text("# Written by newsspider.  Long ago.\n")

    files.describe(tmp_path)

    assert "Articles" in (tmp_path / "metadata.yaml").read_text("utf-8")


def test_a_port_that_is_taken_is_one_line(archive: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="--port"), serving.serving(archive, port=taken.getsockname()[1]):
            pass


def test_a_folder_without_an_archive_is_not_served(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing), serving.serving(tmp_path):
        pass


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("[::1]:{port}", 200),
        ("archive.example:{port}", 403),
        ("127.0.0.1.archive.example", 403),
        ("127.0.0.1@archive.example", 403),
        ("", 403),
    ],
)
def test_the_room_answers_only_to_the_names_it_was_started_for(address: str, host: str, status: int) -> None:
    port = urllib.parse.urlsplit(address).port
    assert asked_as(address, host.format(port=port)) == status


def test_a_name_given_at_the_start_is_answered(archive: Path) -> None:
    with serving.serving(archive, host_names=["Archive.example"]) as server:
        address = server.url.rstrip("/")
        assert asked_as(address, "archive.example") == 200
        assert asked_as(address, "other.example") == 403


def asked_as(address: str, host: str) -> int:
    request = urllib.request.Request(f"{address}/", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture(scope="module")
def queried(archive: Path) -> Iterator[serving.Server]:
    """A server by itself, whose memory is measured."""
    with serving.serving(archive) as server:
        yield server


ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) "


@pytest.mark.parametrize(
    "sql",
    [
        "select length(zeroblob(900000000))",
        f"{ENDLESS} select group_concat(hex(x)) from n",
        f"{ENDLESS} select json_group_array(hex(randomblob(1000))) from n",
        f"{ENDLESS} select count(*) from n",
        f"{ENDLESS} select zeroblob(10000000) from n limit 1000",
        f"{ENDLESS} select randomblob(3000000) from n limit 1000",
        f"{ENDLESS} select hex(zeroblob(2000000)) from n limit 1000",
        f"{ENDLESS} select printf('%2000000d', x) from n limit 1000",
        f"{ENDLESS} select count(*) from (select distinct randomblob(2000) from n)",
        f"select {', '.join(['zeroblob(19000000)'] * 40)}",
        f"select {', '.join(['randomblob(19000000)'] * 40)}",
        "with a0(x) as (select 1)"
        + "".join(f", a{n}(x) as (select x from a{n - 1} union select x from a{n - 1})" for n in range(1, 40))
        + " select * from a39",
        f"select hex(zeroblob(9000000)) like '%{'0' * 4_000}1'",
        f"select hex(zeroblob(9000000)) glob '*{'0' * 4_000}1'",
    ],
)
def test_one_query_cannot_take_the_machine(queried: serving.Server, sql: str) -> None:
    address = queried.url.rstrip("/")

    with pytest.raises(urllib.error.HTTPError) as refused:
        get(address, "news.json", sql=sql)

    assert refused.value.code == 400
    assert "articles" in get(address, "news")
    assert most_memory_bytes(queried.process.pid) < 700_000_000


def most_memory_bytes(pid: int) -> int:
    """The most memory that a process had at any time."""
    said = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", said)[1]) * 1024
