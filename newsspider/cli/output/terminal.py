"""Formats text for a terminal: tables, sizes, days and times, without control characters."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from newsspider.export.records import known_day

if TYPE_CHECKING:
    from collections.abc import Sequence


day = known_day


def print_json(value: object) -> None:
    """Print *value* as indented JSON: dataclasses as objects, days and moments in ISO 8601."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def note(text: str) -> None:
    """Print *text* on standard error."""
    click.echo(text, err=True)


def program() -> str:
    """How to call this program: `newsspider`, or its path if the shell does not find the name."""
    script = sys.argv[0] if sys.argv else ""
    is_on_path = shutil.which("newsspider") is not None
    return "newsspider" if is_on_path or not os.access(script, os.X_OK) else shlex.quote(script)


def clean(text: str | None) -> str:
    """*text* in one line, without control characters: a page's text must not control the terminal."""
    return " ".join(
        "".join(" " if unicodedata.category(char) == "Cc" else char for char in text or "").split()
    )


def without_control_characters(text: str) -> str:
    """*text* without control characters other than line ends and tabs."""
    return "".join(char for char in text if char in "\n\t" or unicodedata.category(char) != "Cc")


def width(text: str) -> int:
    """The columns that *text* takes up in a terminal; Chinese characters take two."""
    return sum(_columns(char) for char in text)


def table(header: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[int] = ()) -> list[str]:
    """The lines of a table with aligned columns; those listed in *numbers* are aligned right."""
    lines = [header, *rows]
    widths = [max(width(line[column]) for line in lines) for column in range(len(header))]
    return [_line(line, widths, numbers) for line in lines]


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """`1 article`, `1,234 articles`; *nouns* is the plural if it is not *noun* with an s."""
    return f"{number:,} {noun if number == 1 else nouns or f'{noun}s'}"


def size(byte_count: int) -> str:
    """`123 bytes`, `12.3 MB`."""
    amount = float(byte_count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1_000:
            return f"{amount:,.0f} {unit}" if unit == "bytes" else f"{amount:,.1f} {unit}"
        amount /= 1_000
    return f"{amount:,.1f} TB"


def duration(seconds: float | None) -> str:
    """`4 s`, `3 min 12 s`, `2 h 05 min`; empty if unknown."""
    if seconds is None:
        return ""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s" if whole or not seconds else f"{seconds:.1f} s"
    if whole < 3_600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3_600} h {whole % 3_600 // 60:02d} min"


def age(seconds: float) -> str:
    """`5 min`, `3 h`, `12 d`."""
    if seconds < 3_600:
        return f"{max(0, round(seconds / 60))} min"
    return f"{round(seconds / 3_600)} h" if seconds < 48 * 3_600 else f"{round(seconds / 86_400)} d"


def due(moment: datetime | None, now: datetime) -> str:
    """A moment in the future in UTC, as `2024-05-01 06:00`; `now` if it has passed, empty if unknown."""
    return "now" if moment and moment <= now else minute(moment)


def minute(moment: datetime | None) -> str:
    """`2024-05-01 06:00`, in UTC."""
    return moment.strftime("%Y-%m-%d %H:%M") if moment else ""


def span(earliest: date | None, latest: date | None) -> str:
    """`1998-01-01 to 2017-06-30`."""
    return f"{earliest} to {latest}" if earliest and latest else "none known"


def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _line(cells: Sequence[str], widths: Sequence[int], numbers: Sequence[int]) -> str:
    padded = []
    for column, cell in enumerate(cells):
        padding = " " * (widths[column] - width(cell))
        padded.append(padding + cell if column in numbers else cell + padding)
    return "  ".join(padded).rstrip()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")
