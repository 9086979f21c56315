"""China Today's facsimile, crawled both ways: all that `expected.json` says, exactly."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from support.folder_server import QuietHandler, serving

HOST = "http://www.chinatoday.com.cn"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", params=["newsspider", "scrapy"])
def folder(request: pytest.FixtureRequest, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of one crawl, by our own command and by Scrapy's."""
    archive = tmp_path_factory.mktemp("china-today") / "archive"
    with serving(partial(QuietHandler, directory=str(shared / "sites/china-today/site"))) as base:
        own = ["newsspider.cli", "crawl", "chinatoday", "--base", base, "--archive", str(archive)]
        scrapys = ["scrapy", "crawl", "magazine", "-a", "site=chinatoday", "-a", f"base={base}"]
        scrapys += ["-s", f"NEWSSPIDER_ARCHIVE={archive}"]
        command = own if request.param == "newsspider" else scrapys
        run = [sys.executable, "-m", *command]
        subprocess.run(run, check=True, capture_output=True, cwd=ROOT, timeout=120)
    return archive


def as_expected(conn: sqlite3.Connection, row: sqlite3.Row, path: str) -> dict[str, Any]:
    """An article of the archive in the form of `expected.json`."""
    blocks = conn.execute(
        "SELECT id, label FROM link_blocks WHERE article_id = ? ORDER BY position", (row["id"],)
    ).fetchall()
    captions = conn.execute("SELECT caption FROM images WHERE article_id = ? ORDER BY position", (row["id"],))
    caption = next((said for (said,) in captions if said), None)
    names = conn.execute("SELECT author_id FROM article_authors WHERE article_id = ?", (row["id"],))
    return {
        "path": path,
        "headline": row["headline"],
        "published": row["published_on"],
        "section": row["section"],
        "authors": [name for (name,) in names],
        "body": row["text"].split("\n\n"),
        **({"caption": caption} if caption else {}),
        "link_blocks": [
            {
                "label": block["label"],
                "links": [
                    {"text": link["text"], "path": link["url"].removeprefix(HOST)}
                    for link in conn.execute(
                        "SELECT text, url FROM links WHERE link_block_id = ? ORDER BY position",
                        (block["id"],),
                    )
                ],
            }
            for block in blocks
        ],
    }


def test_every_article_is_kept_exactly(shared: Path, folder: Path) -> None:
    wanted = json.loads((shared / "sites/china-today/expected.json").read_text("utf-8"))
    with closing(sqlite3.connect(folder / "news.db")) as conn:
        conn.row_factory = sqlite3.Row
        for one in wanted:
            row = conn.execute(
                "SELECT articles.* FROM articles JOIN urls ON article_id = articles.id WHERE url = ?",
                (HOST + one["path"],),
            ).fetchone()
            got = as_expected(conn, row, one["path"])
            told = {key: said for key, said in one.items() if key not in ("pages", "note")}
            assert {key: got.get(key) for key in told} == told


def test_warcio_finds_no_fault(folder: Path) -> None:
    files = sorted(map(str, (folder / "warc").glob("*.warc.gz")))
    checked = subprocess.run(
        [sys.executable, "-m", "warcio.cli", "check", *files], capture_output=True, text=True, timeout=60
    )
    assert files
    assert (checked.returncode, checked.stdout) == (0, "")
