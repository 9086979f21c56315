"""Eighteen issues of a real magazine, crawled from disk and held against its own list of articles."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from support.folder_server import QuietHandler, serving

from newsspider.language.text import normal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

pytestmark = pytest.mark.long

HOST = "http://linuxgazette.net"
# A navigation bar, and the notice at the foot of a page; a listing may have its own copyright.
BESIDE = re.compile(
    r"^[ \[(]*(?:<< ?)?Prev(?:ious)?\b[^\n\"]{0,60}$|\bTOC\b *\|"
    r"|^Copyright (?:©|\(c\)) \d{4},[^\n]{0,80}(?:\n?Copying license|Published in Issue)"
    r"|^Copying license\b|^Published in Issue \d+ of",
    re.MULTILINE | re.IGNORECASE,
)
MOJIBAKE = re.compile("\ufffd|Ã[\x80-\xbf©¤¶¼±]|â€|[\x80-\x9f]")


@pytest.fixture(scope="module")
def gold(shared: Path) -> tuple[Mapping[str, Any], ...]:
    lines = (shared / "sites/linux-gazette/gold.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@pytest.fixture(scope="module")
def archive(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The archive of one crawl by the shipped profile."""
    folder = tmp_path_factory.mktemp("linux-gazette") / "archive"
    site = shared / "sites/linux-gazette/site"
    with serving(partial(QuietHandler, directory=str(site))) as base:
        command = [sys.executable, "-m", "newsspider.cli", "crawl", "linuxgazette", "--base", base]
        subprocess.run([*command, "--archive", str(folder)], check=True, capture_output=True, timeout=500)
    conn = sqlite3.connect(folder / "news.db")
    conn.row_factory = sqlite3.Row
    yield conn
    conn.close()


@pytest.fixture(scope="module")
def kept(archive: sqlite3.Connection, gold: tuple[Mapping[str, Any], ...]) -> Mapping[str, sqlite3.Row]:
    """The article that each path of the gold list led to."""
    return {
        one["path"]: row
        for one in gold
        for row in archive.execute(
            "SELECT articles.* FROM articles JOIN urls ON article_id = articles.id WHERE url = ?",
            (HOST + one["path"],),
        )
    }


def share(gold: tuple[Mapping[str, Any], ...], right: Mapping[str, bool]) -> float:
    """How many of the gold articles are right."""
    return sum(right.get(one["path"], False) for one in gold) / len(gold)


def test_each_article_of_the_list_is_kept_once(
    archive: sqlite3.Connection, gold: tuple[Mapping[str, Any], ...], kept: Mapping[str, sqlite3.Row]
) -> None:
    paths = defaultdict(set)
    for path, row in kept.items():
        paths[row["id"]].add(path)
    assert len(kept) / len(gold) >= 0.98
    assert all(len(same) == 1 for same in paths.values())
    twins = archive.execute(
        "SELECT count(*) FROM (SELECT 1 FROM articles WHERE text <> ''"
        " GROUP BY issue, headline, text HAVING count(*) > 1)"
    )
    assert twins.fetchone()[0] == 0


def test_headline_month_and_issue_are_those_of_the_list(
    gold: tuple[Mapping[str, Any], ...], kept: Mapping[str, sqlite3.Row]
) -> None:
    of = {one["path"]: one for one in gold}
    headlines = {p: normal(row["headline"] or "") == normal(of[p]["title"]) for p, row in kept.items()}
    months = {
        p: (row["published_on"], row["published_precision"]) == (of[p]["date"], "month")
        for p, row in kept.items()
    }
    issues = {p: row["issue"] == of[p]["issue"] for p, row in kept.items()}

    assert share(gold, headlines) >= 0.97
    assert share(gold, months) >= 0.98
    assert share(gold, issues) >= 0.98


def test_authors_are_those_of_the_list(
    archive: sqlite3.Connection, gold: tuple[Mapping[str, Any], ...], kept: Mapping[str, sqlite3.Row]
) -> None:
    named = tuple(one for one in gold if one["authors"])
    right = {}
    for one in named:
        row = kept.get(one["path"])
        names = archive.execute(
            "SELECT name FROM article_authors JOIN authors ON authors.id = author_id WHERE article_id = ?"
            " ORDER BY position",
            (row["id"] if row else None,),
        )
        right[one["path"]] = [normal(n) for (n,) in names] == [normal(n) for n in one["authors"]]
    assert share(named, right) >= 0.95


def test_no_body_holds_navigation_copyright_or_broken_letters(kept: Mapping[str, sqlite3.Row]) -> None:
    texts = {path: row["text"] for path, row in kept.items()}
    assert {path: found[0] for path, text in texts.items() if (found := BESIDE.search(text))} == {}
    assert {path: found[0] for path, text in texts.items() if (found := MOJIBAKE.search(text))} == {}


def test_the_thread_pages_of_an_article_are_joined_in_it(kept: Mapping[str, sqlite3.Row]) -> None:
    assert len(kept["/issue44/lg_answer44.html"]["text"]) > 20_000
    assert kept["/issue28/lg_answer28.html"]["issue"] == "28"
