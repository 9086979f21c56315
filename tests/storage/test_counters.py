"""Tallies say what a count would say, whoever writes."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from support.samples import make_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AUTHORS = "SELECT author_id, count(*) FROM article_authors GROUP BY 1 ORDER BY 1"
LINKED = "SELECT substr(url, 1, instr(url || '#', '#') - 1) AS u, count(*) FROM links GROUP BY 1 ORDER BY 1"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(make_archive(tmp_path) / "news.db")
    yield connection
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE links SET url = 'https://one.example/' || position || '#part'",
        "DELETE FROM links WHERE position = 0",
        "INSERT INTO links SELECT link_block_id, position + 50, text, url FROM links",
        "UPDATE article_authors SET author_id = 1",
        "DELETE FROM article_authors WHERE position = 0",
    ],
)
def test_every_write_is_tallied(connection: sqlite3.Connection, statement: str) -> None:
    connection.execute(statement)

    authors = connection.execute("SELECT author_id, articles FROM author_counts ORDER BY 1").fetchall()
    linked = connection.execute("SELECT url, links FROM link_counts ORDER BY 1").fetchall()

    assert authors == connection.execute(AUTHORS).fetchall()
    assert linked == connection.execute(LINKED).fetchall()
