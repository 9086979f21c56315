"""A book for each issue or month, all in one folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from newsspider.errors import UsageError
from newsspider.export import dictionary, write_articles
from newsspider.export.editions import edition
from newsspider.export.request import Exported
from newsspider.export.text.file_names import slug

if TYPE_CHECKING:
    from newsspider.export.request import Order
    from newsspider.queries.extents import Each
    from newsspider.queries.models import StoredArticle
    from newsspider.queries.reader import Reader
    from newsspider.queries.selection import Selection

Watched: TypeAlias = "Callable[[Iterable[StoredArticle]], Iterable[StoredArticle]]"

WITHOUT = "without"  # the name of the book of what has no issue or month


def write(
    reader: Reader, selection: Selection, order: Order, *, each: Each, watched: Watched = iter
) -> Exported:
    """Write a file for each issue or month of *selection* into the order's folder, and what it was in all.

    The folder is made where there is none; each file is replaced whole, other files are left alone.

    Raises:
        UsageError: the order names no folder, or its form is no book.
    """
    folder = order.target
    if order.form != "epub" or folder is None or order.link_blocks:
        raise UsageError(f"--each {each} makes books; wanted epub, and a folder such as -o books")
    if not folder.is_dir():
        folder.mkdir()
    exported = Exported()
    for part, name in _named(reader.parts(selection, each), each):
        of_part = replace(
            order, edition=edition(reader.extent(part), part), target=folder / name, is_described=False
        )
        written = write_articles.write(watched(reader.selected(part)), of_part)
        exported = Exported(articles=exported.articles + written.articles, files=exported.files + 1)
    if order.is_described:
        dictionary.write(order, [dictionary.of_folder(order)], folder / dictionary.FILE)
    return exported


def _named(parts: tuple[Selection, ...], each: Each) -> list[tuple[Selection, str]]:
    """Each part with its file's name; of two that would be alike, the second has a number."""
    named: list[tuple[Selection, str]] = []
    taken: set[str] = set()
    for part in parts:
        plain = slug((part.issue if each == "issue" else part.month) or "") or f"{WITHOUT}-{each}"
        name, number = plain, 1
        while name in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name)
        named.append((part, f"{name}.epub"))
    return named
