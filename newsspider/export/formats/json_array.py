"""JSON: one array with one object for each article."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from newsspider.export import targets
from newsspider.export.fields import FIELDS
from newsspider.export.format import ArticleFormat
from newsspider.export.json_records import ArrayOutput, RecordWriter, RowWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsspider.export.format import ArticleWriter, TableWriter
    from newsspider.export.request import ExportRequest


@contextmanager
def _open(request: ExportRequest) -> Iterator[ArticleWriter]:
    with _array(request.target) as array:
        yield RecordWriter(array.add)


@contextmanager
def _open_table(target: Path, columns: tuple[str, ...]) -> Iterator[TableWriter]:
    with _array(target) as array:
        yield RowWriter(array.add, columns)


@contextmanager
def _array(target: Path | None) -> Iterator[ArrayOutput]:
    with targets.opened(target, encoding="utf-8") as stream:
        array = ArrayOutput(stream)
        yield array
        array.close()


FORMAT = ArticleFormat(
    name="json",
    summary="one array: each article with its link blocks, pictures and addresses",
    ending="json",
    media_type="application/json",
    open=_open,
    open_table=_open_table,
    fields=lambda _: FIELDS.values(),
    has_size=False,
)
