"""What was exported under a name, so that the next export of that name takes only what is new.

Each name has a small SQLite file in the archive folder, with the key and `content_hash` of each article.
"""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from newsspider.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FOLDER = "exports"
_NAME = re.compile(r"\w[\w.-]{0,99}")
_TABLE = "CREATE TABLE articles (key TEXT PRIMARY KEY, content_hash TEXT NOT NULL) WITHOUT ROWID"


def record(archive: Path, name: str) -> Path:
    """The file of *name*; the first export creates it.

    Raises:
    UsageError: *name* is not a name.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"--only-new {name!r} is not a name; expected letters, digits, dots and hyphens")
    return archive / FOLDER / f"{name}.db"


def attach(connection: sqlite3.Connection, file: Path) -> None:
    """Attach the record in *file* to *connection*, as `exported.articles`.

    Raises:
    UsageError: *file* is not such a record.
    """
    try:
        connection.execute("ATTACH ? AS exported", (f"{file.resolve().as_uri()}?mode=ro",))
        connection.execute("SELECT key, content_hash FROM exported.articles LIMIT 1").fetchone()
    except sqlite3.Error as error:
        raise UsageError(
            f"{file} is not a record of exports ({error}); delete it to export all again"
        ) from error


def write(file: Path, wordings: Iterable[tuple[str, str]]) -> None:
    """Make *file* the record of *wordings*, each a key and a hash; the last one of a key counts.

    The file is replaced whole.
    """
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with closing(sqlite3.connect(unfinished)) as connection, connection:
            connection.execute(_TABLE)
            connection.executemany("INSERT OR REPLACE INTO articles VALUES (?, ?)", wordings)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
