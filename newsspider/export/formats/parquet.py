"""Parquet: typed columns, with link blocks and pictures nested in them."""

from __future__ import annotations

import importlib.util
from contextlib import contextmanager
from typing import TYPE_CHECKING

from newsspider.errors import UsageError
from newsspider.export.fields import FIELDS
from newsspider.export.format import ArticleFormat
from newsspider.export.records import RECORD_FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsspider.article_fields import Field
    from newsspider.export.format import ArticleWriter, TableWriter
    from newsspider.export.request import ExportRequest


def _columns(request: ExportRequest) -> tuple[str, ...]:
    """The link blocks are a column, unless they have a file of their own."""
    return tuple(name for name in RECORD_FIELDS if name != "link_blocks" or not request.link_blocks)


def _fields(request: ExportRequest) -> list[Field]:
    return [FIELDS[name].as_nested() for name in _columns(request)]


@contextmanager
def _open(request: ExportRequest) -> Iterator[ArticleWriter]:
    _check_pyarrow()
    from newsspider.export import parquet_writer

    if request.target is None:
        raise UsageError("parquet cannot go to standard output; expected a file, such as -o articles.parquet")
    with parquet_writer.articles(request.target, _columns(request)) as articles:
        yield articles


@contextmanager
def _open_table(target: Path, columns: tuple[str, ...]) -> Iterator[TableWriter]:
    _check_pyarrow()
    from newsspider.export import parquet_writer

    with parquet_writer.table(target, columns) as table:
        yield table


def _check_pyarrow() -> None:
    if importlib.util.find_spec("pyarrow") is None:
        raise UsageError("Parquet needs pyarrow; install it with: pip install 'newsspider[parquet]'")


FORMAT = ArticleFormat(
    name="parquet",
    summary="the same as JSON in typed, nested columns (`pip install 'newsspider[parquet]'`)",
    ending="parquet",
    media_type="application/vnd.apache.parquet",
    open=_open,
    open_table=_open_table,
    fields=_fields,
    has_size=False,
)
