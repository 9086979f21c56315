"""archive/README.md tells of the tables as they are: each table, each column, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlite_utils import Database

from newsspider.items import Verdict
from newsspider.storage.frontier.finished import FAILURES
from newsspider.storage.schema import migrations

README = Path(__file__).resolve().parents[2] / "archive" / "README.md"


@pytest.fixture(scope="module")
def database() -> Database:
    database = Database(memory=True)
    migrations.migrate(database)
    return database


def documented() -> dict[str, list[str]]:
    """The columns of each table that has a heading, in the README's order."""
    sections = re.split(r"^## ", README.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {
        section.split("`")[1]: re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)
        for section in sections
    }


def tables(database: Database) -> dict[str, list[str]]:
    """The columns of each table and view that a reader meets: not SQLite's own, nor the index's."""
    names = [*database.table_names(), *database.view_names()]
    shown = [name for name in names if not re.match(r"_|sqlite_|\w+_fts_", name)]
    return {name: [column.name for column in database[name].columns] for name in shown}


def test_every_table_is_documented_and_no_other(database: Database) -> None:
    assert sorted(documented()) == sorted(tables(database))


def test_every_column_is_documented_in_order_and_no_other(database: Database) -> None:
    assert documented() == tables(database)


def test_every_meaning_is_told() -> None:
    rows = re.findall(r"^\| `\w+` \|(.*)\|$", README.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert all(meaning.strip() for meaning in rows)


def test_every_verdict_is_named() -> None:
    text = README.read_text(encoding="utf-8")

    assert [verdict for verdict in Verdict if f"`{verdict}`" not in text] == []
    assert set(Verdict) >= FAILURES


def test_the_questions_can_be_asked(database: Database) -> None:
    (questions,) = re.findall(r"```sql\n(.*?)```", README.read_text(encoding="utf-8"), flags=re.DOTALL)

    for question in filter(str.strip, questions.split(";\n")):
        database.execute(question).fetchall()
