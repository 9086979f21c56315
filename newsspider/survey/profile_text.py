"""A profile as commented YAML: each line says why it is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_LINES = 25  # comments aside
WIDEST = 110  # columns of a line with its comment; a longer comment stands above


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One item of a list, and why it is there."""

    value: object
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A key of a profile with its value, or its items, and the reason with how sure it is.

    A line that is not *used* is written as a comment: it is worth a look, but not sure enough.
    """

    key: str
    value: object = None
    items: tuple[Item, ...] = ()
    why: str = ""
    is_used: bool = True


def written(lines: Iterable[Line], *, heading: Sequence[str] = ()) -> str:
    """The profile's text, of no more than MOST_LINES lines besides comments."""
    out = [f"# {_one_line(text)}" for text in heading]
    if heading:
        out.append("")
    left = MOST_LINES
    for line in lines:
        block = list(_block(line, most=left))
        out += block
        left -= sum(not text.lstrip().startswith("#") for text in block)
    return "\n".join(out) + "\n"


def _block(line: Line, *, most: int) -> Iterator[str]:
    """The lines of one key; items that do not fit into *most* lines are left out."""
    if not line.is_used:
        value = [item.value for item in line.items] if line.items else line.value
        yield f"# {line.key}: {flow(value)}"
        yield f"#   {_one_line('; '.join(filter(None, [line.why, *(item.why for item in line.items)])))}"
    elif line.items and most > 1:
        yield from _with_comment(f"{line.key}:", line.why)
        for item in line.items[: most - 1]:
            yield from _with_comment(f"  - {flow(item.value)}", item.why, indent="  ")
    elif not line.items and most > 0:
        yield from _with_comment(f"{line.key}: {flow(line.value)}", line.why)


def _with_comment(text: str, why: str, *, indent: str = "") -> Iterator[str]:
    comment = f"# {_one_line(why)}" if why else ""
    if not comment or len(text) + 2 + len(comment) <= WIDEST:
        yield f"{text}  {comment}".rstrip()
        return
    yield indent + comment
    yield text


def flow(value: object) -> str:
    """A value as YAML on one line."""
    dumped = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, width=float("inf"), sort_keys=False
    )
    return dumped.removesuffix("...\n").strip()


def _one_line(text: str) -> str:
    """A comment without line ends and control characters, which YAML refuses."""
    return squeeze("".join(sign if sign.isprintable() else " " for sign in text))
