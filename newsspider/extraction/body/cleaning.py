"""Turns the lines of a body into paragraphs and clean HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from newsspider.extraction.page.tree import BREAK, HEADINGS, LONGEST_NUMBER
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.extraction.page.tree import Line, Tree
    from newsspider.web.document import Document

_INLINE = {
    "a": "a",
    "em": "em",
    "i": "em",
    "cite": "em",
    "strong": "strong",
    "b": "strong",
    "code": "code",
    "tt": "code",
    "kbd": "code",
    "sub": "sub",
    "sup": "sup",
}
_ENDS = re.compile(r"[.!?…:;。！？؟।»”\"')\]]\s*$")
_STRAY = re.compile(r"<(\w+)(?: [^<>]*)?></\1>")
_DROP_CAP = re.compile(r"drop|cap\b|initial|first|versal", re.IGNORECASE)
SHORT_VERSE, VERSE = 70, 50  # letters of a line of verse, at most and on average


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """One paragraph: its text, its tag and its clean HTML.

    `group` is the list, table or quotation around it, `item` its item or row; -1 without one.
    """

    text: str
    tag: str
    html: str
    group: int = -1
    item: int = -1


def paragraphs(lines: list[Line], tree: Tree, document: Document) -> tuple[Paragraph, ...]:
    """The lines as paragraphs, in order."""
    found = [one for line in lines for one in _paragraphs_of(line, tree, document)]
    return tuple(_rows(found))


def _paragraphs_of(line: Line, tree: Tree, document: Document) -> Iterator[Paragraph]:
    tag, group, item = _kind(line.block, tree)
    if tag == "pre":
        text = "".join(text for _, text in _unnumbered(line.pieces)).strip("\n").rstrip()
        yield Paragraph(text=text, tag="pre", html=escape(text, quote=False))
        return
    for pieces in _verses(_drop_cap_joined(line, tree), tree.scale):
        text = _as_text(pieces)
        if text:
            markup = _markup(pieces, line.block, tree, document)
            yield Paragraph(text=text, tag=tag, html=markup, group=group, item=item)


def _as_text(pieces: list[tuple[int, str]]) -> str:
    """The text of pieces; verse and other short rows keep their line breaks."""
    lines: list[list[str]] = [[]]
    for owner, text in pieces:
        if owner == BREAK:
            lines.append([])
        else:
            lines[-1].append(text)
    rows = [row for line in lines if (row := squeeze("".join(line)))]
    is_verse = (
        len(rows) > 1 and max(map(len, rows)) <= SHORT_VERSE and sum(map(len, rows)) <= len(rows) * VERSE
    )
    return ("\n" if is_verse else " ").join(rows)


def _unnumbered(pieces: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The pieces of code without line numbers that have elements of their own."""
    numbers: dict[int, int] = {}  # by the piece's place
    before = "\n"
    for n, (_, text) in enumerate(pieces):
        number = text.strip()
        is_number = number.isdecimal() and len(number) <= LONGEST_NUMBER
        if is_number and before.endswith("\n") and "\n" not in text:
            numbers[n] = int(number)
        before = text
    counted = list(numbers.values())
    if len(counted) < 2 or counted != list(range(counted[0], counted[0] + len(counted))):
        return pieces
    return [piece for n, piece in enumerate(pieces) if n not in numbers]


def _kind(block: int, tree: Tree) -> tuple[str, int, int]:
    """The tag of a line's paragraph, its list, table or quotation, and its item or row."""
    n = block
    tag = tree.tags[n]
    if tag in HEADINGS:
        return ("h2" if tag == "h1" else tag), -1, -1
    while n > 0:
        tag = tree.tags[n]
        if tag == "pre":
            return "pre", -1, -1
        if tag in ("li", "dt", "dd"):
            return "li", tree.parents[n], n
        if tag == "blockquote":
            return "blockquote", n, n
        if tag in ("td", "th"):
            row = tree.parents[n]
            return _cell(n, row, tree)
        n = tree.parents[n]
    return "p", -1, -1


def _cell(n: int, row: int, tree: Tree) -> tuple[str, int, int]:
    """A cell of a table of figures; a paragraph where the table only arranges the page."""
    table = tree.nearest(row, "table")
    if table < 0 or tree.tags[row] != "tr":
        return "p", -1, -1
    rows = tree.count(table, "tr")
    cells = tree.count(table, "td") + tree.count(table, "th")
    is_figures = rows > 1 and cells >= rows * 2 and tree.chars(table) < cells * 60
    return (tree.tags[n], table, row) if is_figures else ("p", -1, -1)


def _drop_cap_joined(line: Line, tree: Tree) -> list[tuple[int, str]]:
    """The pieces without the blank between a drop cap and the rest of its word."""
    pieces = line.pieces
    if len(pieces) < 2 or len(pieces[0][1].strip()) != 1 or pieces[0][0] == line.block:
        return pieces
    if not _DROP_CAP.search(tree.classes[pieces[0][0]] or ""):
        return pieces
    rest = 1
    while rest < len(pieces) - 1 and pieces[rest][1].isspace():
        rest += 1
    owner, text = pieces[rest]
    if not text.lstrip()[:1].islower():
        return pieces
    return [(pieces[0][0], pieces[0][1].strip()), (owner, text.lstrip()), *pieces[rest + 1 :]]


def _verses(pieces: list[tuple[int, str]], scale: float) -> Iterator[list[tuple[int, str]]]:
    """The pieces of a line, split at each single `<br>` that follows the end of a sentence."""
    breaks = [i for i, (owner, _) in enumerate(pieces) if owner == BREAK]
    if not breaks:
        yield pieces
        return
    start = read = 0
    before = ""
    for i in breaks:
        before = squeeze(before + "".join([text for _, text in pieces[read:i]]))[-2 * SHORT_VERSE :]
        read = i
        if len(before) * scale > SHORT_VERSE and _ENDS.search(before):
            yield pieces[start:i]
            start, before = i + 1, ""
    yield pieces[start:]


def _markup(pieces: list[tuple[int, str]], block: int, tree: Tree, document: Document) -> str:
    """The pieces as inline HTML."""
    if len(pieces) == 1 and pieces[0][0] == block:
        return squeeze(escape(pieces[0][1], quote=False))
    written: list[str] = []
    opened: list[int] = []
    for owner, text in pieces:
        if owner == BREAK:
            written.append("<br>")
            continue
        chain = _inline_chain(owner, block, tree)
        keep = 0
        while keep < len(opened) and keep < len(chain) and opened[keep] == chain[keep]:
            keep += 1
        written += [f"</{_INLINE[tree.tags[n]]}>" for n in reversed(opened[keep:])]
        written += [_opening(n, tree, document) for n in chain[keep:]]
        opened = chain
        written.append(escape(text, quote=False))
    written += [f"</{_INLINE[tree.tags[n]]}>" for n in reversed(opened)]
    markup = squeeze(_STRAY.sub("", "".join(written)))
    while markup.endswith("<br>"):
        markup = markup.removesuffix("<br>")
    return markup


def _inline_chain(owner: int, block: int, tree: Tree) -> list[int]:
    chain: list[int] = []
    n = owner
    while n > block and n >= 0:
        if tree.tags[n] in _INLINE:
            chain.append(n)
        n = tree.parents[n]
    return chain[::-1]


def _opening(n: int, tree: Tree, document: Document) -> str:
    name = _INLINE[tree.tags[n]]
    if name != "a":
        return f"<{name}>"
    url = document.absolute(tree.hrefs.get(n, ""))
    return f'<a href="{escape(url)}">' if url else "<a>"


def _rows(found: list[Paragraph]) -> Iterator[Paragraph]:
    """The paragraphs, with the cells of each table row joined to one."""
    row: list[Paragraph] = []
    for one in found:
        is_cell = one.tag in ("td", "th")
        if row and not (is_cell and one.item == row[0].item):
            yield _row(row)
            row = []
        if is_cell:
            row.append(one)
        else:
            yield one
    if row:
        yield _row(row)


def _row(cells: list[Paragraph]) -> Paragraph:
    markup = "".join(f"<{one.tag}>{one.html}</{one.tag}>" for one in cells)
    return Paragraph(
        text=" | ".join(one.text for one in cells),
        tag="tr",
        html=markup,
        group=cells[0].group,
        item=cells[0].item,
    )


def as_html(found: tuple[Paragraph, ...], tree: Tree) -> str:
    """The paragraphs as clean HTML, with their lists, tables and quotations."""
    lines: list[str] = []
    n = 0
    while n < len(found):
        one = found[n]
        if one.group < 0:
            lines.append(f"<{one.tag}>{one.html}</{one.tag}>")
            n += 1
            continue
        end = n
        while end < len(found) and found[end].group == one.group:
            end += 1
        lines += _grouped(found[n:end], tree)
        n = end
    return "\n".join(lines)


def _grouped(members: tuple[Paragraph, ...], tree: Tree) -> Iterator[str]:
    kind = members[0].tag
    if kind == "tr":
        yield "<table>"
        yield from (f"<tr>{one.html}</tr>" for one in members)
        yield "</table>"
    elif kind == "li":
        name = "ol" if tree.tags[members[0].group] == "ol" else "ul"
        yield f"<{name}>"
        yield from (f"<li>{one}</li>" for one in _items(members))
        yield f"</{name}>"
    elif len(members) == 1:
        yield f"<blockquote>{members[0].html}</blockquote>"
    else:
        yield "<blockquote>"
        yield from (f"<p>{one.html}</p>" for one in members)
        yield "</blockquote>"


def _items(members: tuple[Paragraph, ...]) -> Iterator[str]:
    """The HTML of each item, with all paragraphs of the item."""
    items: dict[int, list[str]] = {}
    for one in members:
        items.setdefault(one.item, []).append(one.html)
    for parts in items.values():
        yield parts[0] if len(parts) == 1 else "".join(f"<p>{part}</p>" for part in parts)
