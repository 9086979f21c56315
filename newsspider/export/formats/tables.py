"""Articles and links as CSV, JSON or JSON Lines, one at a time, whatever their number."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from newsspider.export import records, targets
from newsspider.export.text.spreadsheet_cells import CsvTable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsspider.export.records import Cell, Json
    from newsspider.export.request import Order, Table, Writer
    from newsspider.queries.models import StoredArticle

_CSV_ENCODING = "utf-8-sig"  # with a byte order mark, without which spreadsheets read another encoding


@contextmanager
def csv(order: Order) -> Iterator[Writer]:
    """A CSV file under way, a row an article."""
    with csv_table(order.target, records.ARTICLE_COLUMNS) as table:
        yield _Rows(table)


@contextmanager
def jsonl(order: Order) -> Iterator[Writer]:
    """JSON Lines under way, an object an article."""
    with targets.opened(order.target, encoding="utf-8") as stream:
        yield _Records(_Lines(stream))


@contextmanager
def json_array(order: Order) -> Iterator[Writer]:
    """One JSON array under way, an object an article."""
    with targets.opened(order.target, encoding="utf-8") as stream, _array(stream) as array:
        yield _Records(array)


@contextmanager
def csv_table(target: Path | None, columns: tuple[str, ...]) -> Iterator[Table]:
    """A CSV file of any rows."""
    with targets.opened(target, encoding=_CSV_ENCODING) as stream:
        yield CsvTable(stream, columns)


@contextmanager
def jsonl_table(target: Path, columns: tuple[str, ...]) -> Iterator[Table]:
    """JSON Lines of any rows."""
    with targets.opened(target, encoding="utf-8") as stream:
        yield _Named(_Lines(stream), columns)


@contextmanager
def json_table(target: Path, columns: tuple[str, ...]) -> Iterator[Table]:
    """One JSON array of any rows."""
    with targets.opened(target, encoding="utf-8") as stream, _array(stream) as array:
        yield _Named(array, columns)


class _Rows:
    def __init__(self, table: Table) -> None:
        self._table = table

    def write(self, article: StoredArticle) -> None:
        self._table.write(records.row(article))


class _Lines:
    """Objects, one a line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def add(self, record: Json) -> None:
        self._stream.write(json.dumps(record, ensure_ascii=False) + "\n")


class _Array:
    """Objects in one array, one a line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.before = "[\n"

    def add(self, record: Json) -> None:
        self._stream.write(self.before + json.dumps(record, ensure_ascii=False))
        self.before = ",\n"


@contextmanager
def _array(stream: TextIO) -> Iterator[_Array]:
    array = _Array(stream)
    yield array
    stream.write("[]\n" if array.before == "[\n" else "\n]\n")


class _Records:
    def __init__(self, out: _Lines | _Array) -> None:
        self._out = out

    def write(self, article: StoredArticle) -> None:
        self._out.add(records.record(article))


class _Named:
    def __init__(self, out: _Lines | _Array, columns: tuple[str, ...]) -> None:
        self._out, self._columns = out, columns

    def write(self, cells: tuple[Cell, ...]) -> None:
        self._out.add(dict(zip(self._columns, cells, strict=True)))
