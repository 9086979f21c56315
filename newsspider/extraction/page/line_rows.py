"""The rows of a line: the text between two `<br>`, and the size of its type.

Pages of the year 2000 have no markup for headline, author and post: these are rows of one paragraph,
and only their type differs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.extraction.page.tree import BREAK
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from newsspider.extraction.page.tree import Line, Tree

USUAL_SIZE = 3.0  # of text without `font`, on the scale of HTML 3.2, 1 to 7
_STEPS = {"big": 1.0, "small": -1.0}
_BOLD = frozenset(("b", "strong", "big"))
_FONT_SIZE = re.compile(
    r"font-size\s*:\s*(?:(\d{1,3}(?:\.\d{1,3})?)(px|pt|em|rem|%)|(x{1,2}-)?(large|small))"
)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "%": 0.16}
_BY_PIXELS = (
    (32, 6.0),
    (24, 5.0),
    (18, 4.0),
    (16, 3.0),
    (13, 2.0),
    (0, 1.0),
)  # as browsers map pixels to `font` sizes


@dataclass(frozen=True, slots=True)
class Row:
    """The text between two breaks of a line.

    `owners` are the elements that hold its words.  `size` is the smallest type in it, 1 to 7, and
    `is_bold` says that all of it is bold, by `font`, `b` and styles; heading tags do not count.
    """

    line: Line
    text: str
    owners: tuple[int, ...]
    size: float
    is_bold: bool


def rows_of(tree: Tree, line: Line) -> list[Row]:
    """The rows of a line that have a letter or digit, in order."""
    parted: list[list[tuple[int, str]]] = [[]]
    for owner, text in line.pieces:
        if owner == BREAK:
            parted.append([])
        elif text.strip():
            parted[-1].append((owner, text))
    return [_row(tree, line, pieces) for pieces in parted if any(_has_words(text) for _, text in pieces)]


def join_rows(rows: list[Row]) -> Row:
    """Several rows joined to one."""
    return Row(
        rows[0].line,
        squeeze(" ".join(row.text for row in rows)),
        tuple(owner for row in rows for owner in row.owners),
        min(row.size for row in rows),
        all(row.is_bold for row in rows),
    )


def _row(tree: Tree, line: Line, pieces: list[tuple[int, str]]) -> Row:
    owners = tuple(owner for owner, text in pieces if _has_words(text))
    set_in = [_type_of(tree, owner) for owner in owners]
    return Row(
        line,
        squeeze("".join(text for _, text in pieces)),
        owners,
        min(size for size, _ in set_in),
        all(is_bold for _, is_bold in set_in),
    )


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _type_of(tree: Tree, n: int) -> tuple[float, bool]:
    """The size of the type in an element, and whether it is bold, by tags, `font` and `style`."""
    size, steps, is_bold = None, 0.0, False
    while n > 0:
        element, tag = tree.elements[n], tree.tags[n]
        n = tree.parents[n]
        style = element.get("style") or ""
        is_bold = is_bold or tag in _BOLD or ("weight" in style and _BOLD_STYLE.search(style) is not None)
        if size is None:
            size = _styled_size(style) if "font-size" in style else None
            size = size if size is not None else _absolute_size(element.get("size"), tag)
            steps += _relative_size(element.get("size"), tag) if size is None else 0.0
    return (USUAL_SIZE if size is None else size) + steps, is_bold


def _absolute_size(attribute: str | None, tag: str) -> float | None:
    written = (attribute or "").strip()
    if tag == "font" and written.isascii() and written.isdigit():
        return float(min(7, int(written[:2])))
    return None


def _relative_size(attribute: str | None, tag: str) -> float:
    if tag == "font" and (found := re.fullmatch(r"\s*([+-])([1-7])\s*", attribute or "")):
        return float(found[1] + found[2])
    return _STEPS.get(tag, 0.0)


def _styled_size(style: str) -> float | None:
    """The font size of a style, on the scale of `font`; None without one."""
    found = _FONT_SIZE.search(style)
    if found is None:
        return None
    if found[4]:
        steps = 1 + len((found[3] or "").removesuffix("-"))
        return USUAL_SIZE + (steps if found[4] == "large" else -steps)
    pixels = float(found[1]) * _PIXELS[found[2]]
    return next(size for least, size in _BY_PIXELS if pixels >= least)
