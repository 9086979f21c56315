"""The schema: migrated once, refused when newer, searchable by plain SQLite and Datasette."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database
from support.units import archive_fixture, unit

from newsspider.errors import ArchiveError, ArchiveNewer
from newsspider.storage import crawl_frontier
from newsspider.storage.archive import DATABASE, Archive
from newsspider.storage.schema import migrations

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.storage.frontier import turns


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The folder of an archive with one article."""
    with archive_fixture(tmp_path) as fixture:
        fixture.keep(unit("a"))
    return tmp_path


def test_migrating_twice_changes_nothing(made: Path) -> None:
    database = Database(made / DATABASE)
    before = database.schema

    migrations.migrate(database)

    assert database.schema == before
    assert migrations.applied(database.conn) == tuple(m.name for m in migrations.MIGRATIONS.applied(database))
    database.close()


def test_a_failed_migration_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "current", lambda: "CREATE TABLE one (id);\nCREATE NONSENSE;\n")
    database = Database(memory=True)

    with pytest.raises(sqlite3.OperationalError):
        migrations.migrate(database)

    assert database.table_names() == []


def test_an_archive_of_a_newer_version_is_refused_and_untouched(made: Path) -> None:
    with sqlite3.connect(made / DATABASE) as conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('newsspider', 'm999', '')"
        )
    content = (made / DATABASE).read_bytes()

    with pytest.raises(ArchiveNewer) as caught:
        Archive.open(made, create=True)

    assert "newer newsspider" in str(caught.value)
    assert "'m999'" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (made / DATABASE).read_bytes() == content


def test_migrations_of_other_programs_are_no_concern(made: Path) -> None:
    with sqlite3.connect(made / DATABASE) as conn:
        conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('notes', 'm999', '')"
        )

    Archive.open(made, create=False).close()


def test_a_database_of_another_program_is_refused_and_untouched(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / DATABASE) as conn:
        conn.execute("CREATE TABLE recipes (name)")

    with pytest.raises(ArchiveError, match="none of newsspider's"):
        Archive.open(tmp_path, create=True)

    with sqlite3.connect(tmp_path / DATABASE) as conn:
        assert conn.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


def test_an_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    (tmp_path / DATABASE).touch()

    Archive.open(tmp_path, create=False).close()


def test_plain_sqlite_can_change_every_table_and_the_search_follows(made: Path) -> None:
    def hits(word: str) -> int:
        query = "SELECT count(*) FROM articles_fts WHERE articles_fts MATCH ?"
        return int(conn.execute(query, (word,)).fetchone()[0])

    with sqlite3.connect(made / DATABASE) as conn:
        conn.execute("UPDATE articles SET headline = 'Grüße aus Köln'")
        assert (hits("grusse"), hits("koln"), hits("Headline")) == (0, 1, 0)
        conn.execute("UPDATE articles SET text = 'Elections were held', section = 'News'")
        assert (hits("election"), hits("koln"), hits("news")) == (1, 1, 0)
        for (table,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if not table.startswith("articles_fts"):
                conn.execute(f"DELETE FROM {table}")
        assert hits("election") == 0
        conn.execute("INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)")


def test_only_a_change_of_searched_columns_costs_the_index(made: Path) -> None:
    with sqlite3.connect(made / DATABASE) as conn:
        (sql,) = conn.execute("SELECT sql FROM sqlite_master WHERE name = 'articles_fts_update'").fetchone()

    assert "UPDATE OF id, headline, standfirst, text ON articles" in " ".join(sql.split())


def test_datasette_finds_the_search_index(made: Path) -> None:
    utils = pytest.importorskip("datasette.utils")

    with sqlite3.connect(made / DATABASE) as conn:
        assert utils.detect_fts(conn, "articles") == "articles_fts"


@pytest.mark.parametrize("turn", list(crawl_frontier.BY_TURN))
def test_what_waits_is_found_by_an_index_in_its_order(made: Path, turn: turns.Turn) -> None:
    with sqlite3.connect(made / DATABASE) as conn:
        plan = conn.execute(
            f"EXPLAIN QUERY PLAN {crawl_frontier.BY_TURN[turn]}",
            {"site": "x", "now": "", "run_id": 1, "limit": 9},
        ).fetchall()

    index = (
        "frontier_fresh (site=? AND found_at>?)"
        if turn == "fresh"
        else "frontier_waiting (site=? AND <expr>=?)"
    )
    assert plan[0][3] == f"SEARCH frontier USING INDEX {index}"
    assert not any("ORDER BY" in step[3] for step in plan)


def test_the_rest_of_a_run_is_found_by_an_index_in_its_order(made: Path) -> None:
    with sqlite3.connect(made / DATABASE) as conn:
        plan = conn.execute(
            f"EXPLAIN QUERY PLAN {crawl_frontier.REST}",
            {"site": "x", "now": "", "last_turn": 1, "all": 1, "run_id": 1, "limit": 9},
        ).fetchall()

    index = "frontier_waiting (site=? AND <expr><?)"
    assert plan[0][3] == f"SEARCH frontier USING INDEX {index}"
    assert not any("ORDER BY" in step[3] for step in plan)
