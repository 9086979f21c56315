"""A writer of Parquet files that holds one row group in memory; the only module that imports pyarrow."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow.parquet import ParquetWriter

from newsspider.export import records, targets
from newsspider.export.fields import FIELDS, LINK_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from newsspider.export.format import ArticleWriter, TableWriter
    from newsspider.export.records import Cell
    from newsspider.queries.models import StoredArticle

# A row group ends when it has so many rows or characters: large groups read fast, and one is held in memory.
_ROWS, _CHARACTERS = 10_000, 8_000_000

_MOMENT = pa.timestamp("ms", tz="UTC")
_LINK = pa.struct([("text", pa.string()), ("url", pa.string())])
_LINK_BLOCK = pa.struct(
    [
        *((name, pa.string()) for name in ("label", "group", "kind")),
        ("position", pa.int32()),
        ("links", pa.list_(_LINK)),
    ]
)
_TYPES = {
    "urls": pa.list_(pa.struct([("url", pa.string()), ("reason", pa.string())])),
    "authors": pa.list_(pa.string()),
    "published_on": pa.date32(),
    "word_count": pa.int32(),
    "images": pa.list_(pa.struct([(name, pa.string()) for name in ("url", "alt", "caption", "credit")])),
    "link_blocks": pa.list_(_LINK_BLOCK),
    "confidence": pa.float64(),
    "provenance": pa.map_(pa.string(), pa.string()),
    "revision_count": pa.int32(),
    "block_position": pa.int32(),
    "link_position": pa.int32(),
}
_MEANINGS = {field.name: field.meaning for field in (*LINK_FIELDS, *FIELDS.values())}


def schema(columns: tuple[str, ...]) -> pa.Schema:
    """The types of *columns*, each with its meaning; the default is text, moments are in UTC."""
    return pa.schema(
        [pa.field(name, _type(name), metadata={"description": _MEANINGS[name]}) for name in columns]
    )


@contextmanager
def articles(target: Path, columns: tuple[str, ...]) -> Iterator[ArticleWriter]:
    """A Parquet file with one row for each article."""
    with _groups(target, columns) as groups:
        yield _Articles(groups)


@contextmanager
def table(target: Path, columns: tuple[str, ...]) -> Iterator[TableWriter]:
    """A Parquet file of rows."""
    with _groups(target, columns) as groups:
        yield _Rows(groups, columns)


@contextmanager
def _groups(target: Path, columns: tuple[str, ...]) -> Iterator[_Groups]:
    made = schema(columns)
    with targets.opened_bytes(target) as stream, ParquetWriter(stream, made, compression="zstd") as writer:
        groups = _Groups(writer, made)
        yield groups
        groups.end()


class _Groups:
    """Holds rows until they fill a row group."""

    def __init__(self, writer: ParquetWriter, made: pa.Schema) -> None:
        self._writer, self._schema = writer, made
        self._rows: list[Mapping[str, object]] = []
        self._characters = 0

    def add(self, row: Mapping[str, object], *, characters: int) -> None:
        self._rows.append(row)
        self._characters += characters
        if len(self._rows) >= _ROWS or self._characters >= _CHARACTERS:
            self.end()

    def end(self) -> None:
        """Write the rows that are held."""
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows, self._characters = [], 0


class _Articles:
    def __init__(self, groups: _Groups) -> None:
        self._groups = groups

    def write(self, article: StoredArticle) -> None:
        self._groups.add(_typed(article), characters=len(article.text) + len(article.html))


class _Rows:
    def __init__(self, groups: _Groups, columns: tuple[str, ...]) -> None:
        self._groups, self._columns = groups, columns

    def write(self, cells: tuple[Cell, ...]) -> None:
        self._groups.add(dict(zip(self._columns, cells, strict=True)), characters=0)


def _typed(article: StoredArticle) -> dict[str, object]:
    """The record with its days and moments as dates, not as text."""
    moments = {name: getattr(article, name) for name in records.RECORD_FIELDS if name.endswith("_at")}
    return {
        **records.record(article),
        **moments,
        "published_on": article.published_on,
        "provenance": list(article.provenance.items()),
    }


def _type(name: str) -> pa.DataType:
    return _MOMENT if name.endswith("_at") else _TYPES.get(name, pa.string())
