"""Damage done to an archive's files, and what of its stored values it changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PAGE = 4096
Values = dict[str, list[tuple[object, ...]]]


def flip_bit(path: Path, position: int, bit: int = 0) -> None:
    """Turn one bit of the byte at *position*."""
    content = bytearray(path.read_bytes())
    content[position] ^= 1 << bit
    path.write_bytes(content)


def zero_page(path: Path, number: int) -> None:
    """Make every byte of a page of a database zero."""
    content = bytearray(path.read_bytes())
    content[number * PAGE : (number + 1) * PAGE] = bytes(PAGE)
    path.write_bytes(content)


def truncate(path: Path, share: float) -> None:
    """Keep the first *share* of a file."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])


def stored_values(database: Path) -> Values:
    """Every row of every table of *database*, with its column names first; texts are bytes.

    An index for search is there by what it finds, and not by its bytes: those of words that were deleted
    stay in it until FTS5 merges them.
    """
    found: Values = {}
    with closing(sqlite3.connect(database)) as conn:
        conn.text_factory = bytes
        tables = conn.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        )
        for name in (row[0].decode() for row in tables.fetchall()):
            shown = name
            if name.endswith("_fts_data"):
                index = name.removesuffix("_data")
                conn.execute(
                    f"CREATE VIRTUAL TABLE temp.{name}_words USING fts5vocab(main, {index}, instance)"
                )
                shown = f"{name}_words"
            cursor = conn.execute(f"SELECT * FROM {shown}")
            columns = tuple(one[0] for one in cursor.description)
            found[name.lower()] = [columns, *cursor.fetchall()]
    return found


def changed_columns(before: Values, after: Values) -> set[str]:
    """The columns, as TABLE.COLUMN, with another value; TABLE alone where rows came or went."""
    changed = set()
    for table in before.keys() | after.keys():
        one, other = before.get(table, []), after.get(table, [])
        if len(one) != len(other):
            changed.add(table)
            continue
        for row, new in zip(one[1:], other[1:], strict=True):
            changed |= {f"{table}.{name!s}" for name, a, b in zip(one[0], row, new, strict=True) if a != b}
    return changed
