"""Write articles in any format, one at a time."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from newsspider.errors import UsageError
from newsspider.export import dictionary, records, registry
from newsspider.export.request import ExportCounts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.export.format import TableWriter
    from newsspider.export.request import ExportRequest
    from newsspider.queries.models import FrontBlock, StoredArticle


def write(
    articles: Iterable[StoredArticle], request: ExportRequest, *, front_blocks: Iterable[FrontBlock] = ()
) -> ExportCounts:
    """Write *articles* to the request's target, and return how many they were.

    The second file has one row for each link of the articles' link blocks and of *front_blocks*.

    Raises:
        UsageError: the target cannot be written to.
    """
    if request.target and request.link_blocks and request.target.absolute() == request.link_blocks.absolute():
        raise UsageError(f"articles and link blocks cannot both go to {request.target}; expected two files")
    count = 0
    with ExitStack() as stack:
        out = stack.enter_context(request.format.open(request))
        links = _open_links(request, stack)
        for article in articles:
            out.write(article)
            count += 1
            if links:
                links.write(article)
        if links:
            links.write_fronts(front_blocks)
    if request.is_described:
        dictionary.write_beside(request)
    return ExportCounts(articles=count, links=links.count if links else 0)


def _open_links(request: ExportRequest, stack: ExitStack) -> _Links | None:
    open_table = registry.table_format(request.format).open_table
    if request.link_blocks is None or open_table is None:
        return None
    return _Links(stack.enter_context(open_table(request.link_blocks, records.LINK_COLUMNS)))


class _Links:
    """The second file: one row for each link."""

    def __init__(self, table: TableWriter) -> None:
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
