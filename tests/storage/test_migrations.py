"""Archives of every released version are brought to the newest tables, and nothing of them is lost."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlite_utils import Database
from support.old_archives import VERSIONS, restored

from newsspider.cli.entry import group
from newsspider.queries.reader import Reader
from newsspider.storage.archive import DATABASE, Archive
from newsspider.storage.schema import migrations

if TYPE_CHECKING:
    from pathlib import Path

GIVEN_UP = {"site_memories"}  # tables whose feature was removed


def tables(conn: sqlite3.Connection) -> dict[str, tuple[set[object], set[object]]]:
    """The columns and foreign keys of every table, whatever their order."""
    names = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: (
            {column[1:6] for column in conn.execute(f"PRAGMA table_xinfo({name})")},
            {key[2:] for key in conn.execute(f"PRAGMA foreign_key_list({name})")},
        )
        for name in names
    }


every_version = pytest.mark.parametrize("version", VERSIONS)


def rows(file: Path) -> dict[str, list[dict[str, object]]]:
    """All rows of all tables but those that SQLite and the search index keep for themselves."""
    with closing(sqlite3.connect(file)) as conn:
        conn.row_factory = sqlite3.Row
        names = [name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        own = [name for name in names if not name.startswith(("_", "sqlite_")) and "_fts" not in name]
        return {
            name: [dict(row) for row in conn.execute(f"SELECT * FROM {name} ORDER BY rowid")] for name in own
        }


@every_version
def test_an_older_archive_keeps_every_value(tmp_path: Path, version: str) -> None:
    restored(version, tmp_path)
    before = rows(tmp_path / DATABASE)

    Archive.open(tmp_path, create=False).close()

    after = rows(tmp_path / DATABASE)
    assert before["articles"]
    assert GIVEN_UP.isdisjoint(after)
    for table in before.keys() - GIVEN_UP:
        kept = before[table]
        assert [
            {name: row[name] for name in old} for row, old in zip(after[table], kept, strict=True)
        ] == kept


@every_version
def test_an_older_archive_has_the_tables_of_a_new_one(tmp_path: Path, version: str) -> None:
    restored(version, tmp_path)
    new = Database(memory=True)
    migrations.migrate(new)

    Archive.open(tmp_path, create=False).close()

    with closing(sqlite3.connect(tmp_path / DATABASE)) as conn:
        assert tables(conn) == tables(new.conn)
        query = (
            "SELECT type, name, sql FROM sqlite_master WHERE type <> 'table' AND name NOT LIKE 'sqlite_%'"
            " ORDER BY name"
        )
        assert conn.execute(query).fetchall() == new.conn.execute(query).fetchall()
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
        conn.execute("INSERT INTO articles_fts(articles_fts, rank) VALUES ('integrity-check', 1)")


@every_version
def test_the_database_as_it_was_is_kept_and_named_in_one_line(
    tmp_path: Path, version: str, caplog: pytest.LogCaptureFixture
) -> None:
    restored(version, tmp_path)
    before = rows(tmp_path / DATABASE)

    archive = Archive.open(tmp_path, create=False)
    archive.close()

    (copy,) = tmp_path.glob(f"{DATABASE}.before-*")
    assert rows(copy) == before
    assert archive.upgrade is not None
    assert copy.name in archive.upgrade
    assert "\n" not in archive.upgrade
    assert [record.getMessage() for record in caplog.records] == [archive.upgrade]


@every_version
def test_an_archive_is_brought_up_once(tmp_path: Path, version: str) -> None:
    restored(version, tmp_path)

    Archive.open(tmp_path, create=False).close()
    for copy in tmp_path.glob(f"{DATABASE}.before-*"):
        copy.unlink()

    with Archive.open(tmp_path, create=False) as archive:
        assert archive.upgrade is None
    assert not list(tmp_path.glob(f"{DATABASE}.before-*"))


def test_a_new_archive_keeps_no_copy(tmp_path: Path) -> None:
    with Archive.open(tmp_path, create=True) as archive:
        assert archive.upgrade is None

    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == [DATABASE]


@every_version
def test_an_older_archive_is_read_at_once(tmp_path: Path, version: str) -> None:
    restored(version, tmp_path)

    with Reader(tmp_path) as reader:
        assert [article.headline for article in reader.articles(query="lantern")] == [
            "Lantern Street rehearses for the dark"
        ]


@every_version
def test_the_commands_read_an_older_archive(tmp_path: Path, version: str) -> None:
    restored(version, tmp_path)

    for command in (["status"], ["search", "lantern"], ["export", "jsonl"]):
        ended = CliRunner().invoke(group, [*command, "--archive", str(tmp_path)])
        assert ended.exit_code == 0, ended.output


def test_a_migration_that_fails_leaves_the_archive_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    restored(VERSIONS[0], tmp_path)
    before = rows(tmp_path / DATABASE)
    monkeypatch.setattr(migrations, "current", lambda: "CREATE NONSENSE;\n")

    with pytest.raises(Exception, match="NONSENSE"):
        Archive.open(tmp_path, create=False)

    assert rows(tmp_path / DATABASE) == before
