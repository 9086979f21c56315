"""Articles written as CSV, JSON or JSON Lines, one at a time, whatever their number."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TextIO

from newsspider.errors import UsageError
from newsspider.export import records, targets
from newsspider.export.cells import CsvTable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from newsspider.storage.rows import FrontBlock, StoredArticle

Format = Literal["csv", "json", "jsonl"]

_CSV_ENCODING = "utf-8-sig"  # with a byte order mark, without which spreadsheets read another encoding


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """How much an export wrote; `links` counts the rows of the second file."""

    articles: int
    links: int = 0


def write(
    articles: Iterable[StoredArticle],
    *,
    form: Format,
    target: Path | None,
    link_blocks: Path | None = None,
    front_blocks: Iterable[FrontBlock] = (),
) -> Exported:
    """Write *articles* to *target* (None: standard output), and how many they were.

    *link_blocks* names a second file, a CSV table with a row for each link of the articles' link
    blocks and of *front_blocks*.  Files get UTF-8, CSV files with a byte order mark; standard output
    gets none.
    """
    if target and link_blocks and target.absolute() == link_blocks.absolute():
        raise UsageError(f"articles and link blocks cannot both go to {target}; wanted two files")
    with ExitStack() as stack:
        encoding = _CSV_ENCODING if form == "csv" else "utf-8"
        out = _FORMS[form](stack.enter_context(targets.opened(target, encoding=encoding)))
        links = None
        if link_blocks:
            links = _LinkTable(stack.enter_context(targets.opened(link_blocks, encoding=_CSV_ENCODING)))
        count = 0
        for article in articles:
            out.write(article)
            count += 1
            if links:
                links.write(article)
        out.end()
        if links:
            links.write_fronts(front_blocks)
    return Exported(articles=count, links=links.count if links else 0)


class _Csv:
    def __init__(self, stream: TextIO) -> None:
        self._table = CsvTable(stream, records.ARTICLE_COLUMNS)

    def write(self, article: StoredArticle) -> None:
        self._table.write(records.row(article))

    def end(self) -> None:
        pass


class _Jsonl:
    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, article: StoredArticle) -> None:
        self._stream.write(json.dumps(records.record(article), ensure_ascii=False) + "\n")

    def end(self) -> None:
        pass


class _Json:
    """One array, an article a line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._before = "[\n"

    def write(self, article: StoredArticle) -> None:
        self._stream.write(self._before + json.dumps(records.record(article), ensure_ascii=False))
        self._before = ",\n"

    def end(self) -> None:
        self._stream.write("[]\n" if self._before == "[\n" else "\n]\n")


_FORMS: dict[Format, type[_Csv | _Json | _Jsonl]] = {"csv": _Csv, "json": _Json, "jsonl": _Jsonl}


class _LinkTable:
    """The second file: a row a link."""

    def __init__(self, stream: TextIO) -> None:
        self._table = CsvTable(stream, records.LINK_COLUMNS)
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
