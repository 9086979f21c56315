"""Articles written in any form, one at a time, whatever their number."""

from __future__ import annotations

import importlib.util
from contextlib import ExitStack
from typing import TYPE_CHECKING

from newsspider.errors import UsageError
from newsspider.export import dictionary, records
from newsspider.export.formats import atom, epub, markdown_folder, tables
from newsspider.export.request import Exported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path
    from types import ModuleType

    from newsspider.export.request import Form, Order, Table, Writer
    from newsspider.queries.models import FrontBlock, StoredArticle

_FORMS: dict[Form, Callable[[Order], AbstractContextManager[Writer]]] = {
    "csv": tables.csv,
    "json": tables.json_array,
    "jsonl": tables.jsonl,
    "markdown": markdown_folder.markdown_files,
    "atom": atom.feed,
    "parquet": lambda order: _parquet().articles(order),
    "epub": epub.book,
}
# The second file is a table, in the first one's form where that is one.
_TABLES: dict[Form, Callable[[Path, tuple[str, ...]], AbstractContextManager[Table]]] = {
    "json": tables.json_table,
    "jsonl": tables.jsonl_table,
    "parquet": lambda target, columns: _parquet().table(target, columns),
}


def write(
    articles: Iterable[StoredArticle], order: Order, *, front_blocks: Iterable[FrontBlock] = ()
) -> Exported:
    """Write *articles* as *order* says, and how many they were.

    Its second file has a row for each link of the articles' link blocks and of *front_blocks*.  Files get
    UTF-8, CSV files with a byte order mark; standard output gets none.

    Raises:
        UsageError: the order's target cannot be written to.
    """
    _check(order)
    count = 0
    with ExitStack() as stack:
        out = stack.enter_context(_FORMS[order.form](order))
        links = _links(order, stack)
        for article in articles:
            out.write(article)
            count += 1
            if links:
                links.write(article)
        if links:
            links.write_fronts(front_blocks)
    if order.is_described:
        dictionary.described(order)
    return Exported(articles=count, links=links.count if links else 0)


def _parquet() -> ModuleType:
    """Our writer of Parquet, where pyarrow is installed."""
    if importlib.util.find_spec("pyarrow") is None:
        raise UsageError("Parquet needs pyarrow; install it with: pip install 'newsspider[parquet]'")
    return importlib.import_module("newsspider.export.formats.parquet")


def _check(order: Order) -> None:
    target, links = order.target, order.link_blocks
    if target and links and target.absolute() == links.absolute():
        raise UsageError(f"articles and link blocks cannot both go to {target}; wanted two files")


def _links(order: Order, stack: ExitStack) -> _Links | None:
    if order.link_blocks is None:
        return None
    opened = _TABLES.get(order.form, tables.csv_table)
    return _Links(stack.enter_context(opened(order.link_blocks, records.LINK_COLUMNS)))


class _Links:
    """The second file: a row a link."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.count = 0

    def write(self, article: StoredArticle) -> None:
        for block in article.link_blocks:
            self._add(records.link_rows(block, article_key=article.key, page_url=article.url))

    def write_fronts(self, fronts: Iterable[FrontBlock]) -> None:
        for front in fronts:
            self._add(records.link_rows(front.block, article_key=None, page_url=front.page_url))

    def _add(self, rows: list[tuple[records.Cell, ...]]) -> None:
        for row in rows:
            self._table.write(row)
        self.count += len(rows)
