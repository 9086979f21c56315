"""CSV: one row for each article."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from newsspider.export import records, targets
from newsspider.export.fields import FIELDS
from newsspider.export.format import ArticleFormat
from newsspider.export.text.spreadsheet_cells import CsvTable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from newsspider.export.format import ArticleWriter, TableWriter
    from newsspider.export.request import ExportRequest
    from newsspider.queries.models import StoredArticle

_ENCODING = "utf-8-sig"  # without a byte order mark, spreadsheets read another encoding


@contextmanager
def _open(request: ExportRequest) -> Iterator[ArticleWriter]:
    with open_table(request.target, records.ARTICLE_COLUMNS) as table:
        yield _Articles(table)


@contextmanager
def open_table(target: Path | None, columns: tuple[str, ...]) -> Iterator[TableWriter]:
    """A CSV file of any rows."""
    with targets.opened(target, encoding=_ENCODING) as stream:
        yield CsvTable(stream, columns)


class _Articles:
    def __init__(self, table: TableWriter) -> None:
        self._table = table

    def write(self, article: StoredArticle) -> None:
        self._table.write(records.row(article))


FORMAT = ArticleFormat(
    name="csv",
    summary="one row for each article, safe to open in a spreadsheet",
    ending="csv",
    media_type="text/csv",
    open=_open,
    open_table=open_table,
    fields=lambda _: [FIELDS[name].as_text() for name in records.ARTICLE_COLUMNS],
    note="A cell that a spreadsheet would read as a formula has an apostrophe before it: if the first"
    " character after apostrophes, spaces and control characters is one of = + - @, one apostrophe is not"
    " part of the text.",
)
