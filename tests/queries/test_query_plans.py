"""No page of the reading room reads a table that grows with the archive from end to end: SQLite says so."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest
from support.samples import HOME, SAMPLES, SEEN, SITE, make_archive

pytest.importorskip("datasette")

from newsspider.browse import routes
from newsspider.browse.queries import faceted_search
from newsspider.browse.request_params import Asked
from newsspider.queries.connection import ReadOnly
from newsspider.storage.warc.writer import Exchange, Place, WarcWriter

if TYPE_CHECKING:
    from pathlib import Path

GROWING = {
    "articles", "revisions", "captures", "urls", "links", "link_blocks", "article_authors", "images",
    "frontier", "article_grams", "absences", "linked",
}  # fmt: skip
ADDRESSES = (
    "/",
    "/search",
    "/search?order=oldest",
    "/search?q=kernel",
    "/search?q=kernel&section=Columns&since=2000&until=2020&site=gazette",
    "/search?q=kernel&author=John+Fisk",
    "/search?q=kernel&order=newest",
    "/search?q=农村",
    "/search?q=农村+kernel",
    "/search?q=农",
    "/search?site=gazette",
    "/search?section=Columns",
    "/search?site=gazette&section=Columns",
    "/search?issue=7",
    "/search?author=John+Fisk",
    "/search?since=2000&until=2020",
    "/search?site=gazette&since=2000",
    "/search?changed=1",
    "/search?gone=1",
    "/search?gone=1&site=gazette&author=John+Fisk",
    "/search.atom",
    "/search.atom?q=kernel",
    "/search.atom?section=Columns",
    "/article/{key}",
    "/article/{key}/history",
    "/article/{key}/cite.bib",
    "/picture/1000",
    "/issues",
    "/issue?site=gazette&name=7",
    "/sections",
    "/section?name=Columns",
    "/section?name=Columns&site=gazette",
    "/authors",
    "/authors?q=jo",
    "/author?name=John+Fisk",
    "/links",
    "/links?label=Services",
    "/runs",
    "/runs?site=gazette",
)
PICTURE_URL = f"{HOME}quay.png"
SCAN = re.compile(r"SCAN (?P<name>\w+)(?: USING (?:COVERING )?INDEX (?P<index>\w+))?")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_archive(tmp_path_factory.mktemp("archive"), SAMPLES)
    with closing(sqlite3.connect(folder / "news.db")) as conn:
        conn.execute("UPDATE articles SET issue = '7', revision_count = 2 WHERE id < 3")
        for number in (1, 2):
            conn.execute(
                "INSERT INTO revisions (article_id, number, seen_at, content_hash, authors, text, html)"
                " SELECT id, ?, first_seen_at, ?, '[]', text, html FROM articles",
                (number, f"{number}" * 64),
            )
        file, offset = kept_picture(folder)
        conn.execute(
            "INSERT INTO captures (id, run_id, site, url, address_url, captured_at, status, warc_file,"
            " warc_offset, verdict) VALUES (1000, 1, ?, ?, ?, ?, 200, ?, ?, 'image')",
            (SITE, PICTURE_URL, PICTURE_URL, SEEN, file, offset),
        )
        conn.commit()
    return folder


def kept_picture(folder: Path) -> Place:
    """Where the archive has the beginning of a PNG."""
    at = datetime.fromisoformat(SEEN)
    with WarcWriter(folder, SITE, at) as warc:
        body = b"\x89PNG\r\n\x1a\n"
        return warc.write(Exchange(url=PICTURE_URL, captured_at=at, status=200, headers=(), body=body))


def asked(archive: Path, address: str) -> list[str]:
    """The SQL that a page asks, with its values."""
    said: list[str] = []
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        (key,) = conn.execute("SELECT key FROM articles WHERE id = 1").fetchone()
        parts = urlsplit(address.format(key=key))
        page, matched = next(
            (page, found) for pattern, page in routes._PAGES if (found := re.match(pattern, parts.path))
        )
        asking = Asked(
            parts=matched.groupdict(),
            arguments=dict(parse_qsl(parts.query)),
            path=str,
            absolute=str,
            address=address,
            tables="/news",
        )
        conn.set_trace_callback(said.append)
        answer = page(ReadOnly(archive, conn), asking)
        conn.set_trace_callback(None)
    assert answer.status == 200
    return [sql for sql in dict.fromkeys(said) if not sql.startswith("--")]  # "--": what FTS5 asks itself


def long_ways(conn: sqlite3.Connection, sql: str) -> list[str]:
    """The steps of SQLite's plan that read a growing table from end to end.

    To walk an index is none where it stops at a LIMIT without having sorted, nor where the index holds
    only the few rows of its own WHERE.
    """
    steps = [(parent, step) for _, parent, _, step in conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    sorted_parts = {parent for parent, step in steps if "USE TEMP B-TREE" in step}
    partial = {
        name
        for (name,) in conn.execute(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'"
        )
    }
    tables = {alias: table for table, alias in re.findall(r"(\w+) AS (\w+)", sql)} | {
        name: name for name in GROWING
    }
    found = []
    for parent, step in steps:
        scan = SCAN.match(step)
        if scan is None or tables.get(scan["name"]) not in GROWING:
            continue
        is_walk = scan["index"] and has_limit(sql, is_outermost=parent == 0) and parent not in sorted_parts
        if not is_walk and scan["index"] not in partial:
            found.append(step)
    return found


def has_limit(sql: str, *, is_outermost: bool) -> bool:
    """Whether a LIMIT stands in the outermost query, or in one inside it."""
    outermost, count = sql, 1
    while count:
        outermost, count = re.subn(r"\([^()]*\)", "", outermost)
    return "LIMIT" in outermost if is_outermost else sql.count("LIMIT") > outermost.count("LIMIT")


@pytest.mark.parametrize("most_ranked", [2_000, 0])
@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_reads_a_growing_table_from_end_to_end(
    archive: Path, address: str, most_ranked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faceted_search, "_MOST_AT_HAND", most_ranked)
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        ReadOnly(archive, conn)
        ways = {sql: found for sql in asked(archive, address) if (found := long_ways(conn, sql))}

    assert ways == {}


def test_every_page_is_looked_at() -> None:
    paths = [urlsplit(address.format(key="0" * 16)).path for address in ADDRESSES]

    assert [
        pattern for pattern, _ in routes._PAGES if not any(re.match(pattern, path) for path in paths)
    ] == []
