"""One export: what it writes and where, and how much it wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.export.editions import Edition
    from newsspider.export.format import ArticleFormat


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportRequest:
    """The format, the target and the edition of one export.

    `target` None is standard output; `link_blocks` names a second file, with one row for each link;
    `is_described` asks for a data dictionary beside the files.
    """

    format: ArticleFormat
    edition: Edition
    target: Path | None = None
    link_blocks: Path | None = None
    is_described: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportCounts:
    """How much an export wrote: articles, rows of the table of links, and files if it made several."""

    articles: int = 0
    links: int = 0
    files: int = 0
