"""The formats of an export: one for each module in `newsspider/export/formats`."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from newsspider.errors import UsageError
from newsspider.export import formats
from newsspider.export.format import ArticleFormat, CaptureFormat

AnyFormat = ArticleFormat | CaptureFormat


def all_formats() -> tuple[AnyFormat, ...]:
    """Every format, by name."""
    names = (module.name for module in pkgutil.iter_modules(formats.__path__))
    found = [import_module(f"{formats.__name__}.{name}").FORMAT for name in names]
    return tuple(sorted(found, key=lambda each: each.name))


def find(name: str) -> AnyFormat:
    """The format with this name.

    Raises:
        UsageError: there is no such format.
    """
    for each in all_formats():
        if each.name == name:
            return each
    names = ", ".join(each.name for each in all_formats())
    raise UsageError(f"{name!r} is not a format; expected one of {names}")


def article_format(name: str) -> ArticleFormat:
    """The format of articles with this name.

    Raises:
        UsageError: there is no such format, or it is one of captures.
    """
    found = find(name)
    if isinstance(found, ArticleFormat):
        return found
    raise UsageError(f"{name} holds captures; expected a format of articles")


def table_format(chosen: ArticleFormat) -> ArticleFormat:
    """The format of the table of link blocks beside an export: *chosen* if it has tables, else CSV."""
    return chosen if chosen.open_table else article_format("csv")


def markdown_table() -> str:
    """The formats as the README's table shows them."""
    rows = (f"| `{each.name}` | {each.summary} |" for each in all_formats())
    return "\n".join(("| `newsspider export …` | makes |", "|---|---|", *rows)) + "\n"
