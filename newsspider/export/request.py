"""What an export is asked for, what it brought, and what each form of it must be able to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.export.editions import Edition
    from newsspider.export.records import Cell
    from newsspider.queries.models import StoredArticle

Form = Literal["csv", "json", "jsonl", "markdown", "atom", "parquet", "epub"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What is wanted: in which form, where to, and what it is an edition of.

    `target` None is standard output; `link_blocks` names a second file, with a row for each link;
    with `is_described`, a data dictionary is written beside the files.
    """

    form: Form
    edition: Edition
    target: Path | None = None
    link_blocks: Path | None = None
    is_described: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Exported:
    """How much an export wrote; `links` counts the rows of the second file, `files` those of a series."""

    articles: int = 0
    links: int = 0
    files: int = 0


class Writer(Protocol):
    """A form under way: takes the articles one at a time."""

    def write(self, article: StoredArticle) -> None:
        """Write one article."""


class Table(Protocol):
    """A table under way: takes its rows one at a time."""

    def write(self, cells: tuple[Cell, ...]) -> None:
        """Write one row."""
