"""A format of an export, with all that the command, the data dictionary and the documents say about it.

Each module in `newsspider/export/formats` has one, named FORMAT; `registry` finds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from newsspider.article_fields import Field
    from newsspider.export.records import Cell
    from newsspider.export.request import ExportRequest
    from newsspider.queries.models import StoredArticle


class ArticleWriter(Protocol):
    """An open export: it takes the articles one at a time."""

    def write(self, article: StoredArticle) -> None:
        """Write one article."""


class TableWriter(Protocol):
    """An open table: it takes its rows one at a time."""

    def write(self, cells: tuple[Cell, ...]) -> None:
        """Write one row."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A format; `summary` is its line in the help and in the table of the README."""

    name: str
    summary: str
    ending: str
    media_type: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleFormat(Format):
    """A format of articles.

    `open` begins an export; the data dictionary describes `fields`.  `open_table` writes a table of link
    blocks; beside a format without it, that table is CSV.  `paths` matches the files in an export's folder:
    `*/*.md`.
    """

    open: Callable[[ExportRequest], AbstractContextManager[ArticleWriter]]
    fields: Callable[[ExportRequest], Iterable[Field]]
    open_table: Callable[[Path, tuple[str, ...]], AbstractContextManager[TableWriter]] | None = None
    paths: str | None = None
    makes_folder: bool = False
    is_divisible: bool = False  # into a file for each issue or month, by --each
    has_size: bool = True  # in the dictionary; frictionless cannot count the bytes of some formats
    note: str = ""  # for the dictionary's description


@dataclass(frozen=True, kw_only=True, slots=True)
class PackedCaptures:
    """How much a file of captures holds."""

    files: int
    pages: int
    size_bytes: int


class Pack(Protocol):
    """Puts the captures of an archive, or of one of its sites, into one file."""

    def __call__(
        self, folder: Path, target: Path, *, site: str | None, on_step: Callable[[str], None]
    ) -> PackedCaptures:
        """Write *target*."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CaptureFormat(Format):
    """A format of captures, which holds whole runs and no single articles."""

    pack: Pack
