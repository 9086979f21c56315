"""`import` takes over WARC files of other programs: their articles are those that a crawl stores."""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import closing
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from support.crawled import crawl, magazine, newsspider, profile, story
from support.folder_server import QuietHandler, serving
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newsspider.maintenance.rebuild.rebuild import rebuild
from newsspider.maintenance.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2025-03-02T10:00:00Z"
ARTICLES = """SELECT key, canonical_url, headline, text, html, content_hash, published_on, language
    FROM articles ORDER BY key"""
AUTHORS = (
    "SELECT article_id, name, position FROM article_authors JOIN authors ON id = author_id ORDER BY 1, 3"
)
LINKS = """SELECT label, kind, link_blocks.position, links.position, links.text, links.url
    FROM link_blocks JOIN links ON link_blocks.id = link_block_id ORDER BY 1, 2, 3, 4, 6"""
CAPTURES = "SELECT address_url, captured_at, verdict, warc_file, warc_offset FROM captures ORDER BY 1, 2"


def rows(archive: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        return conn.execute(query).fetchall()


def foreign(file: Path, pages: dict[str, str], *, at: str = DAY, is_chunked: bool = False) -> Path:
    """A WARC file as another program writes it: *pages* is HTML by address."""
    with file.open("wb") as stream:
        writer = WARCWriter(stream, gzip=file.suffix == ".gz")
        for url, html in pages.items():
            body = html.encode()
            headers = [("Content-Type", "text/html; charset=utf-8")]
            if is_chunked:
                body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
                headers.append(("Transfer-Encoding", "chunked"))
            head = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
            record = writer.create_warc_record(
                url,
                "response",
                payload=BytesIO(body),
                http_headers=head,
                warc_headers_dict={"WARC-Date": at},
            )
            writer.write_record(record)
    return file


def pages_of(folder: Path, url: str) -> dict[str, str]:
    files = sorted(folder.glob("*.html"), key=lambda file: file.name != "index.html")
    names = ("" if file.name == "index.html" else file.name for file in files)
    return {f"{url}/{name}": file.read_text() for name, file in zip(names, files, strict=True)}


URL = "http://paper.example"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return profile(tmp_path, URL)


@pytest.fixture
def pages(tmp_path: Path) -> dict[str, str]:
    return pages_of(magazine(tmp_path / "pages"), URL)


def imported(file: Path, site: Path, archive: Path, *, status: int = 0) -> dict[str, object]:
    out = newsspider("import", file, "--site", site, "--archive", archive, "--json", status=status)
    report: dict[str, object] = json.loads(out)
    return report


@pytest.mark.parametrize("name", ["old.warc", "old.warc.gz"])
def test_an_import_stores_what_a_crawl_stores(tmp_path: Path, name: str) -> None:
    folder = magazine(tmp_path / "pages")
    with serving(partial(QuietHandler, directory=str(folder))) as url:
        site = profile(tmp_path, url)
        crawl(site, tmp_path / "crawled")
    file = foreign(tmp_path / name, pages_of(folder, url), is_chunked=name == "old.warc")

    report = imported(file, site, tmp_path / "imported")

    assert report["new_articles"] == 3
    for query in (ARTICLES, AUTHORS, LINKS):
        assert rows(tmp_path / "imported", query) == rows(tmp_path / "crawled", query)


def test_rows_have_the_dates_of_the_file_and_its_name(
    tmp_path: Path, site: Path, pages: dict[str, str]
) -> None:
    imported(foreign(tmp_path / "old.warc.gz", pages), site, tmp_path / "archive")

    assert {at for _, at, *_ in rows(tmp_path / "archive", CAPTURES)} == {DAY}
    ((reason, file),) = rows(tmp_path / "archive", "SELECT reason, warc_file FROM runs")
    assert reason == "imported"
    assert b"importedFrom: old.warc.gz" in gzip.decompress(
        (tmp_path / "archive/warc" / str(file)).read_bytes()
    )


def test_a_second_import_adds_nothing(tmp_path: Path, site: Path, pages: dict[str, str]) -> None:
    file, archive = foreign(tmp_path / "old.warc.gz", pages), tmp_path / "archive"
    imported(file, site, archive)
    before = rows(archive, CAPTURES)

    report = imported(file, site, archive)

    assert report["left_out"] == {"held already": 4}
    assert rows(archive, CAPTURES) == before


def test_a_later_wording_is_a_revision_and_an_earlier_one_is_left(
    tmp_path: Path, site: Path, pages: dict[str, str]
) -> None:
    archive, address = tmp_path / "archive", f"{URL}/2.html"
    imported(foreign(tmp_path / "1.warc.gz", pages), site, archive)
    new = {address: story(2, text="The minister resigned on Monday. " * 30)}

    later = imported(foreign(tmp_path / "2.warc.gz", new, at="2026-01-01T00:00:00Z"), site, archive)
    earlier = imported(
        foreign(
            tmp_path / "3.warc.gz", {address: story(2, text="Older words. " * 60)}, at="2024-06-01T00:00:00Z"
        ),
        site,
        archive,
    )

    assert later["new_revisions"] == 1
    assert earlier["left_out"] == {"older than what is held": 1}


def test_an_import_verifies_and_can_be_rebuilt(tmp_path: Path, site: Path, pages: dict[str, str]) -> None:
    archive = tmp_path / "archive"
    imported(foreign(tmp_path / "old.warc.gz", pages), site, archive)
    before = [rows(archive, query) for query in (ARTICLES, AUTHORS, LINKS, CAPTURES)]

    assert verify(archive).findings == ()
    rebuild(archive, sites=[str(site)])

    assert [rows(archive, query) for query in (ARTICLES, AUTHORS, LINKS, CAPTURES)] == before


def test_unknown_hosts_are_named(tmp_path: Path, site: Path) -> None:
    file = foreign(tmp_path / "old.warc.gz", {"http://other.example/": "<p>A page"})

    newsspider("import", file, "--site", site, "--archive", tmp_path / "archive", status=2)


@pytest.mark.parametrize(
    "content",
    [b"no WARC file", b"", gzip.compress(b"no WARC file", mtime=0), b"\x1f\x8b\x08"],
    ids=["text", "empty", "zipped text", "cut gzip"],
)
def test_a_file_that_is_no_warc_is_one_line(tmp_path: Path, site: Path, content: bytes) -> None:
    file = tmp_path / "bad.warc.gz"
    file.write_bytes(content)

    report = imported(file, site, tmp_path / "archive", status=1)

    (line,) = report["damaged"]  # type: ignore[misc]
    assert str(file) in line


def test_what_stands_before_a_damage_is_kept(tmp_path: Path, site: Path, pages: dict[str, str]) -> None:
    file = foreign(tmp_path / "old.warc.gz", pages)
    file.write_bytes(file.read_bytes()[:-40])

    report = imported(file, site, tmp_path / "archive", status=1)

    assert report["new_articles"] == 2
