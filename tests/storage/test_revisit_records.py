"""An answer that repeats an earlier one is kept as a revisit record, and its body is found again."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from support.crawled import crawl, magazine, profile
from support.folder_server import QuietHandler, serving
from support.warc_files import records

from newsspider.storage.archive import Archive
from newsspider.storage.warc.writer import read_payload

if TYPE_CHECKING:
    from pathlib import Path


class Forgetful(QuietHandler):
    """A server without validators: it never says 304."""

    def send_header(self, keyword: str, value: str) -> None:
        if keyword != "Last-Modified":
            super().send_header(keyword, value)


def rows(archive: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        return conn.execute(query).fetchall()


def crawled_twice(tmp_path: Path, handler: type[QuietHandler]) -> Path:
    pages = magazine(tmp_path / "site")
    with serving(partial(handler, directory=str(pages))) as url:
        site = profile(tmp_path, url)
        crawl(site, tmp_path / "archive")
        crawl(site, tmp_path / "archive", "--full")
    return tmp_path / "archive"


def revisits(archive: Path) -> list[dict[str, str]]:
    return [
        headers
        for file in sorted((archive / "warc").iterdir())
        for kind, headers in records(file)
        if kind == "revisit"
    ]


def test_the_same_bytes_again_become_a_revisit_of_the_first(tmp_path: Path) -> None:
    archive = crawled_twice(tmp_path, Forgetful)

    found = [headers for headers in revisits(archive) if headers["WARC-Target-URI"].endswith("/1.html")]
    ((url, captured_at, digest),) = rows(
        archive, "SELECT url, captured_at, payload_hash FROM captures WHERE url LIKE '%/1.html' LIMIT 1"
    )
    assert [headers["WARC-Profile"].rpartition("/")[2] for headers in found] == ["identical-payload-digest"]
    assert found[0]["WARC-Refers-To-Target-URI"] == url
    assert found[0]["WARC-Refers-To-Date"] == captured_at
    assert rows(
        archive, "SELECT count(*), count(DISTINCT payload_hash) FROM captures WHERE url LIKE '%/1.html'"
    ) == [(2, 1)]
    assert digest


def test_a_304_names_the_answer_that_still_stands(tmp_path: Path) -> None:
    archive = crawled_twice(tmp_path, QuietHandler)

    found = [headers for headers in revisits(archive) if headers["WARC-Target-URI"].endswith("/1.html")]
    assert [headers["WARC-Profile"].rpartition("/")[2] for headers in found] == ["server-not-modified"]
    assert found[0]["WARC-Refers-To-Target-URI"].endswith("/1.html")
    assert rows(
        archive, "SELECT status FROM captures WHERE same_as_id IS NOT NULL AND url LIKE '%/1.html'"
    ) == [(304,)]


def test_the_body_of_a_repeated_answer_is_read_where_it_is_kept(tmp_path: Path) -> None:
    archive = crawled_twice(tmp_path, Forgetful)
    ((site, url),) = rows(archive, "SELECT site, address_url FROM captures WHERE url LIKE '%/2.html' LIMIT 1")

    with Archive.open(archive, create=False) as opened:
        capture = opened.latest_capture(str(site), str(url))

    assert capture is not None
    assert capture.warc_file is not None
    assert capture.warc_offset is not None
    stored = read_payload(archive, capture.warc_file, capture.warc_offset)
    assert stored.body == (tmp_path / "site" / "2.html").read_bytes()


def test_a_crawl_goes_on_in_a_new_file_when_one_is_full(tmp_path: Path) -> None:
    pages = magazine(tmp_path / "site", stories=6)
    with serving(partial(QuietHandler, directory=str(pages))) as url:
        crawl(profile(tmp_path, url), tmp_path / "archive", "--set", "NEWSSPIDER_WARC_BYTES=3000")

    files = {file.name for file in (tmp_path / "archive" / "warc").iterdir()}
    assert len(files) > 2
    assert {
        name for (name,) in rows(tmp_path / "archive", "SELECT DISTINCT warc_file FROM captures")
    } == files
