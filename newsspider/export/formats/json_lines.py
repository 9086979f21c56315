"""JSON Lines: one object for each article, each in a line of its own."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from newsspider.export import targets
from newsspider.export.fields import FIELDS
from newsspider.export.format import ArticleFormat
from newsspider.export.json_records import RecordWriter, RowWriter, as_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from newsspider.export.format import ArticleWriter, TableWriter
    from newsspider.export.records import Json
    from newsspider.export.request import ExportRequest


@contextmanager
def _open(request: ExportRequest) -> Iterator[ArticleWriter]:
    with _lines(request.target) as add:
        yield RecordWriter(add)


@contextmanager
def _open_table(target: Path, columns: tuple[str, ...]) -> Iterator[TableWriter]:
    with _lines(target) as add:
        yield RowWriter(add, columns)


@contextmanager
def _lines(target: Path | None) -> Iterator[Callable[[Json], object]]:
    with targets.opened(target, encoding="utf-8") as stream:
        yield lambda value: stream.write(f"{as_line(value)}\n")


FORMAT = ArticleFormat(
    name="jsonl",
    summary="the same as JSON, one object in each line",
    ending="jsonl",
    media_type="application/jsonl",
    open=_open,
    open_table=_open_table,
    fields=lambda _: FIELDS.values(),
)
