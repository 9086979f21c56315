"""Makes a new database, and brings an older one to the current schema.

`schema.sql` is the current schema. `upgrades/NN_NAME.sql` change the tables and rows of older databases, in
the order of their numbers; then indexes, triggers and views are made again from `schema.sql`. To change the
schema, edit `schema.sql` and add an upgrade. A test holds a new database and an upgraded one equal.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from newsspider.storage.schema import cjk_index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

FOLDER = resources.files("newsspider.storage.schema")
MIGRATIONS = Migrations("newsspider")


def _run(script: str, db: Database) -> None:
    for statement in statements(script):
        db.conn.execute(statement)


def _register(name: str, script: str) -> None:
    @MIGRATIONS(name=name)
    def upgrade(db: Database) -> None:
        _run(script, db)


for _file in sorted(FOLDER.joinpath("upgrades").iterdir(), key=lambda file: file.name):
    _register(_file.name.removesuffix(".sql").partition("_")[2], _file.read_text("utf-8"))


def statements(script: str) -> Iterator[str]:
    """The single statements of an SQL script; a trigger is one statement."""
    statement = ""
    for line in script.splitlines(keepends=True):
        if not statement and (not line.strip() or line.startswith("--")):
            continue
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@cache
def current() -> str:
    """The SQL of the current schema."""
    return FOLDER.joinpath("schema.sql").read_text("utf-8")


def applied(conn: sqlite3.Connection) -> tuple[str, ...]:
    """The names of the upgrades that this database has; `()` for another program's database."""
    table = conn.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (MIGRATIONS.migrations_table,))
    if table.fetchone() is None:
        return ()
    names = conn.execute(
        f"SELECT name FROM {MIGRATIONS.migrations_table} WHERE migration_set = ? ORDER BY id",  # noqa: S608
        (MIGRATIONS.name,),
    )
    return tuple(name for (name,) in names)


def unknown(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Upgrades that the database has and this version does not know: the database is newer."""
    return tuple(name for name in applied(conn) if name not in _names())


def pending(conn: sqlite3.Connection) -> tuple[str, ...]:
    """Upgrades that the database lacks: it is older. All of them for an empty database."""
    done = applied(conn)
    return tuple(name for name in _names() if name not in done)


def _names() -> tuple[str, ...]:
    return tuple(migration.name for migration in MIGRATIONS._migrations)  # noqa: SLF001 - no public way to ask


def has_other_tables(conn: sqlite3.Connection) -> bool:
    """Whether the database belongs to another program: it has tables, and none of ours."""
    return not applied(conn) and conn.execute("SELECT 1 FROM sqlite_master").fetchone() is not None


def migrate(db: Database) -> None:
    """Bring the database to the current schema; does nothing if it is there already.

    Everything is one transaction. It begins IMMEDIATE, so that a second writer waits and is not refused.
    """
    if not MIGRATIONS.pending(db):
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        if applied(db.conn):
            _upgrade(db)
        else:
            _create(db)
        db.conn.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def _create(db: Database) -> None:
    """Make the current schema in an empty database, and record every upgrade as done."""
    _run(current(), db)
    MIGRATIONS.ensure_migrations_table(db)
    for name in _names():
        MIGRATIONS._record_applied(db, name)  # noqa: SLF001 - no public way to do it


def _upgrade(db: Database) -> None:
    MIGRATIONS.apply(db)
    made = db.conn.execute(
        "SELECT type, name FROM sqlite_master WHERE type IN ('index', 'trigger', 'view') AND sql IS NOT NULL"
        " AND tbl_name <> ?",
        (MIGRATIONS.migrations_table,),
    )
    for kind, name in made.fetchall():
        db.conn.execute(f"DROP {kind} {name}")
    for statement in statements(current()):
        if not statement.startswith(("CREATE TABLE", "CREATE VIRTUAL TABLE")):
            db.conn.execute(statement)
    cjk_index.fill(db.conn)
