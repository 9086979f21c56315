"""`facet_counts` and `article_facets` follow `articles`, whoever writes there."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from support.samples import make_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COUNTS_EXPECTED = """SELECT site, ifnull(issue, ''), ifnull(section, ''),
    ifnull(substr(published_on, 1, CASE published_precision WHEN 'year' THEN 4 ELSE 7 END), ''),
    count(*), sum(revision_count > 1), count(gone_at) FROM articles GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"""

FACETS = """SELECT article_facets.id, site, issue, section, month, published_on, is_changed, is_gone
    FROM article_facets JOIN facet_counts ON facet_counts.id = facet_id ORDER BY 1"""
FACETS_EXPECTED = """SELECT id, site, ifnull(issue, ''), ifnull(section, ''),
    ifnull(substr(published_on, 1, CASE published_precision WHEN 'year' THEN 4 ELSE 7 END), ''),
    published_on, revision_count > 1, gone_at IS NOT NULL FROM articles ORDER BY 1"""


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
def test_every_write_changes_the_counts(connection: sqlite3.Connection, statement: str) -> None:
    connection.execute(statement)

    counted = connection.execute(
        "SELECT site, issue, section, month, articles, changed, gone FROM facet_counts ORDER BY 1, 2, 3, 4"
    ).fetchall()
    article_facets = connection.execute(FACETS).fetchall()

    assert counted == connection.execute(COUNTS_EXPECTED).fetchall()
    assert article_facets == connection.execute(FACETS_EXPECTED).fetchall()
