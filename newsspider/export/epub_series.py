"""One file for each issue or month, all in one folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from newsspider.errors import UsageError
from newsspider.export import dictionary, write_articles
from newsspider.export.editions import edition
from newsspider.export.request import ExportCounts
from newsspider.export.text.file_names import slug

if TYPE_CHECKING:
    from newsspider.export.request import ExportRequest
    from newsspider.queries.extents import Each
    from newsspider.queries.models import StoredArticle
    from newsspider.queries.reader import Reader
    from newsspider.queries.selection import Selection

Watched: TypeAlias = "Callable[[Iterable[StoredArticle]], Iterable[StoredArticle]]"

WITHOUT = "without"  # begins the name of the book of articles without issue or month


def write(
    reader: Reader, selection: Selection, request: ExportRequest, *, each: Each, watched: Watched = iter
) -> ExportCounts:
    """Write a file for each issue or month of *selection* into the request's folder; return how much it was.

    The folder is made if it is missing; each file is replaced whole, other files stay.

    Raises:
        UsageError: the request has no folder, or its format cannot be divided.
    """
    folder = request.target
    if not request.format.is_divisible or folder is None or request.link_blocks:
        raise UsageError(f"--each {each} makes books; expected epub and a folder, such as -o books")
    if not folder.is_dir():
        folder.mkdir()
    exported = ExportCounts()
    for part, name in _with_names(reader.parts(selection, each), each, request.format.ending):
        of_part = replace(
            request, edition=edition(reader.extent(part), part), target=folder / name, is_described=False
        )
        written = write_articles.write(watched(reader.selected(part)), of_part)
        exported = ExportCounts(articles=exported.articles + written.articles, files=exported.files + 1)
    if request.is_described:
        dictionary.write(request, [dictionary.of_folder(request)], folder / dictionary.FILE)
    return exported


def _with_names(parts: tuple[Selection, ...], each: Each, ending: str) -> list[tuple[Selection, str]]:
    """Each part with its file's name; a name that is taken gets a number."""
    named: list[tuple[Selection, str]] = []
    taken: set[str] = set()
    for part in parts:
        plain = slug((part.issue if each == "issue" else part.month) or "") or f"{WITHOUT}-{each}"
        name, number = plain, 1
        while name in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name)
        named.append((part, f"{name}.{ending}"))
    return named
