"""Cells that a spreadsheet shows and does not execute."""

from __future__ import annotations

import csv
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from newsspider.export.records import Cell

# What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), with the full-width
# forms that some of them read alike.
_FORMULA = frozenset("=+-@＝＋－＠\t\r\n")


def safe(cell: Cell) -> Cell:
    """*cell*, with an apostrophe before it where a spreadsheet would take it for a formula.

    One that has apostrophes before such a sign gets one more: so one can be taken away where `is_formula`
    knows the rest, and nothing but NUL is lost.
    """
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\0", "")
    return f"'{text}" if is_formula(text.lstrip("'")) else text


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take *text* for a formula.

    White space, control and format characters before the sign are looked past: some programs
    drop them on opening.
    """
    return text[:1] in _FORMULA or _first_visible(text) in _FORMULA


def _first_visible(text: str) -> str:
    return next(
        (char for char in text if not char.isspace() and unicodedata.category(char) not in ("Cc", "Cf")), " "
    )


class CsvTable:
    """A CSV file under way (RFC 4180): a line of *columns* first, then a row at a time."""

    def __init__(self, stream: TextIO, columns: Iterable[str]) -> None:
        self._writer = csv.writer(stream)
        self._writer.writerow(columns)

    def write(self, cells: Iterable[Cell]) -> None:
        """Write one row."""
        self._writer.writerow([safe(cell) for cell in cells])
