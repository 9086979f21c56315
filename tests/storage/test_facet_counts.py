"""Shelves count what stands in `articles`, whoever writes there."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from support.samples import make_archive

from newsspider.storage.schema import facet_counts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNTED_NEW = """SELECT site, ifnull(issue, ''), ifnull(section, ''),
    ifnull(substr(published_on, 1, CASE published_precision WHEN 'year' THEN 4 ELSE 7 END), ''),
    count(*), sum(revision_count > 1), count(gone_at) FROM articles GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"""

SHELVED = """SELECT shelved.id, site, issue, section, month, published_on, is_changed, is_gone
    FROM shelved JOIN shelves ON shelves.id = shelf_id ORDER BY 1"""
SHELVED_NEW = """SELECT id, site, ifnull(issue, ''), ifnull(section, ''),
    ifnull(substr(published_on, 1, CASE published_precision WHEN 'year' THEN 4 ELSE 7 END), ''),
    published_on, revision_count > 1, gone_at IS NOT NULL FROM articles ORDER BY 1"""

IN_BAYS_NEW = """SELECT id, site, ifnull(section, ''), ifnull(substr(published_on, 1, 4), '')
    FROM articles ORDER BY 1"""


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(make_archive(tmp_path) / "news.db")
    yield connection
    connection.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE articles SET section = 'Elsewhere', issue = '7'",
        "UPDATE articles SET published_precision = 'year'",
        "UPDATE articles SET published_on = NULL WHERE id = 1",
        "UPDATE articles SET revision_count = 3, gone_at = NULL",
        "UPDATE articles SET gone_at = '2024-01-01T00:00:00Z' WHERE id < 3",
        "UPDATE articles SET headline = 'The same shelf'",
        "DELETE FROM articles WHERE id > 2",
        "DELETE FROM articles",
    ],
)
def test_every_write_moves_articles_to_their_shelf(connection: sqlite3.Connection, statement: str) -> None:
    connection.execute(statement)

    counted = connection.execute(
        "SELECT site, issue, section, month, articles, changed, gone FROM shelves ORDER BY 1, 2, 3, 4"
    ).fetchall()
    shelved = connection.execute(SHELVED).fetchall()

    assert counted == connection.execute(COUNTED_NEW).fetchall()
    assert shelved == connection.execute(SHELVED_NEW).fetchall()
    assert in_bays(connection) == connection.execute(IN_BAYS_NEW).fetchall()


@pytest.mark.parametrize("before", [1_000, 55_039, 55_040, 55_041, 1_000_000])
def test_a_mark_tells_the_bay_whatever_its_number(connection: sqlite3.Connection, before: int) -> None:
    connection.execute("INSERT INTO bays VALUES (?, 'gazette', 'Rare', '1997')", (before,))
    connection.execute("UPDATE articles SET section = 'New' WHERE id = 1")

    assert in_bays(connection) == connection.execute(IN_BAYS_NEW).fetchall()
    assert connection.execute("SELECT max(id) FROM bays").fetchone() == (before + 1,)


def in_bays(connection: sqlite3.Connection) -> list[tuple[int, str, str, str]]:
    """Each article with what its mark says."""
    bays = {number: what for number, *what in connection.execute("SELECT * FROM bays")}
    marks = connection.execute("SELECT id, bay FROM shelved ORDER BY 1")
    return [(article, *bays[facet_counts.bay_id(mark)]) for article, mark in marks]
