"""Writers of JSON objects, one at a time, for the formats `json` and `jsonl`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

from newsspider.export import records

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsspider.export.records import Cell, Json
    from newsspider.queries.models import StoredArticle


def as_line(value: Json) -> str:
    """*value* as JSON in one line."""
    return json.dumps(value, ensure_ascii=False)


class ArrayOutput:
    """The inside of a JSON array, one value a line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream, self._before = stream, "[\n"

    def add(self, value: Json) -> None:
        """Write the next value."""
        self._stream.write(self._before + as_line(value))
        self._before = ",\n"

    def close(self) -> None:
        """Write the end of the array."""
        self._stream.write("[]\n" if self._before == "[\n" else "\n]\n")


class RecordWriter:
    """Passes each article on as a JSON object."""

    def __init__(self, add: Callable[[Json], object]) -> None:
        self._add = add

    def write(self, article: StoredArticle) -> None:
        """Write one article."""
        self._add(records.record(article))


class RowWriter:
    """Passes each row on as a JSON object whose keys are the columns."""

    def __init__(self, add: Callable[[Json], object], columns: tuple[str, ...]) -> None:
        self._add, self._columns = add, columns

    def write(self, cells: tuple[Cell, ...]) -> None:
        """Write one row."""
        self._add(dict(zip(self._columns, cells, strict=True)))
