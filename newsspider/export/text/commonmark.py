"""Clean HTML as CommonMark, with GitHub's tables and footnotes; other characters of markup are escaped."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from newsspider.export.text import clean_tree
from newsspider.export.text.clean_tree import nodes, squeezed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bs4 import Tag

_HEADINGS = {f"h{level}": "#" * max(level, 2) for level in range(1, 7)}
_MARKS = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**"}
_KEPT_TAGS = frozenset(("sub", "sup", "del", "ins", "kbd", "mark"))
_CODE = frozenset(("code", "tt", "samp"))
_HARD_BREAK, _BREAK_IN_LINE = "  \n", "<br>"

_SPECIAL = re.compile(
    r"[\\`*\[\]~]"
    r"|<(?=[a-zA-Z/!?]|$)"
    r"|&(?=#?\w+;)"
    r"|(?<![^\W_])_|_(?![^\W_])"  # between letters it is one of them
)
_AT_START = re.compile(
    r"(?:[#+\-=]|\d{1,9}[.)])(?=\s|$|[#=|:-])"
    r"|>"
    r"|[:|](?=[-:| ]+$)"  # would make the line above a table's head
)
_MARK_AT_START = re.compile(r"(?:^|\n)\[\^\w+\]$")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a line; the `size` of an `open` piece says how many pieces are before its `close`."""

    kind: Literal["text", "code", "made", "break", "open", "close"]
    text: str = ""
    size: int = 0


_BREAK = _Piece("break")


def escaped(text: str) -> str:
    """*text* so that Markdown reads it as what it says, in the middle of a line."""
    return _escaped(squeezed(clean_tree.writable(text)))


def _escaped(line: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", line)


def paragraph(text: str) -> str:
    """A paragraph of *text*; nothing in it is markup."""
    return _lines(escaped(text))


def heading(text: str) -> str:
    """The first heading, of *text*."""
    return f"# {_unclosed(escaped(text).strip())}"


def picture(alt: str | None, url: str) -> str:
    """A picture by its address."""
    return f"![{escaped(alt or '')}]({_address(url)})"


def blocks(source: str, *, url: str) -> list[str]:
    """The blocks of a body; *url* is its page's address."""
    body = clean_tree.tree(source)
    return _Writer(url, clean_tree.find_notes(body, url=url)).blocks(body)


class _Writer:
    """Writes one body; knows its address and its footnotes."""

    def __init__(self, url: str, notes: clean_tree.Notes) -> None:
        self._url, self._notes = url, notes

    def blocks(self, parent: Tag) -> list[str]:
        """The blocks in *parent*; text between them makes paragraphs of its own."""
        written: list[str] = []
        loose: list[_Piece] = []
        before: str | None = None  # the list just written: a second one right after it must look otherwise
        for node in nodes(parent):
            if isinstance(node, str) or not clean_tree.has_blocks(node):
                loose += self._pieces(node, frozenset())
                continue
            written += _present(_paragraph(loose))
            if _says_something(loose):
                before = None
            loose = []
            if made := _present(*self._block(node, is_second=node.name == before)):
                written += made
                before = node.name if node.name != before else None
        return [*written, *_present(_paragraph(loose))]

    def _block(self, node: Tag, *, is_second: bool) -> list[str]:
        if id(node) in self._notes.notes:
            return [self._note(node)]
        if node.name in _HEADINGS:
            line = _joined(_trimmed(self._inside(node, frozenset())), " ").replace("\n", " ")
            return [f"{_HEADINGS[node.name]} {_unclosed(line)}"] if line else []
        if node.name in ("ul", "ol"):
            return self._list(node, is_second=is_second)
        if node.name == "blockquote":
            return [_indented("\n\n".join(self.blocks(node)), first="> ", rest="> ")]
        if node.name == "pre":
            return [_fenced(node.get_text())]
        if node.name == "table":
            return self._table(node)
        return ["---"] if node.name == "hr" else self.blocks(node)

    def _note(self, node: Tag) -> str:
        mark = f"[^{self._notes.notes[id(node)]}]: "
        return _indented("\n\n".join(self.blocks(node)), first=mark, rest="    ")

    def _list(self, node: Tag, *, is_second: bool) -> list[str]:
        items: list[str] = []
        notes: list[str] = []
        for item in nodes(node):
            if isinstance(item, str) and not item.strip():
                continue
            if not isinstance(item, str) and id(item) in self._notes.notes:
                notes.append(self._note(item))
            elif inside := self._item(item):
                mark = _item_mark(node.name, len(items) + 1, is_second=is_second)
                items.append(_indented(inside, first=mark, rest=" " * len(mark)))
        return ["\n".join(items), *notes]

    def _item(self, item: str | Tag) -> str:
        if isinstance(item, str):
            return paragraph(item)
        if item.name in ("ul", "ol"):
            return "\n\n".join(self._list(item, is_second=False))
        parts = self.blocks(item)
        has_lists_only = not any(
            part.name in ("p", "pre", "table", "blockquote") for part in item.find_all(recursive=False)
        )
        return ("\n" if has_lists_only else "\n\n").join(parts)

    def _table(self, node: Tag) -> list[str]:
        """A table with its caption before it; its first row is the head if it says so."""
        own = [row for row in node.find_all("tr") if row.find_parent("table") is node]
        rows = [
            ([self._cell(cell) for cell in row.find_all(("td", "th"), recursive=False)], row) for row in own
        ]
        rows = [(cells, row) for cells, row in rows if any(cells)]
        captions = [self._one_line(caption) for caption in node.find_all("caption")]
        if not rows:
            return captions
        width = max(len(cells) for cells, _ in rows)
        has_head = all(cell.name == "th" for cell in rows[0][1].find_all(("td", "th"), recursive=False))
        head, body = (rows[0][0], rows[1:]) if has_head else ([], rows)
        lines = [_row(head, width), _row(["---"] * width, width), *(_row(cells, width) for cells, _ in body)]
        return [*captions, "\n".join(lines)]

    def _cell(self, cell: Tag) -> str:
        return self._one_line(cell).replace("|", "\\|")

    def _one_line(self, node: Tag) -> str:
        """All that *node* holds in one line, the ends of its blocks as breaks."""
        return _joined(_trimmed(self._flat(node)), _BREAK_IN_LINE)

    def _flat(self, node: Tag) -> list[_Piece]:
        pieces: list[_Piece] = []
        for child in nodes(node):
            if isinstance(child, str) or not clean_tree.has_blocks(child):
                pieces += self._pieces(child, frozenset())
            else:
                pieces += [_BREAK, *_trimmed(self._flat(child)), _BREAK]
        return pieces

    def _inside(self, node: Tag, around: frozenset[str]) -> list[_Piece]:
        return _one_code([piece for child in nodes(node) for piece in self._pieces(child, around)])

    def _pieces(self, node: str | Tag, around: frozenset[str]) -> list[_Piece]:
        """*node* as parts of a line; *around* are the marks and links around it."""
        if isinstance(node, str):
            return [_Piece("text", squeezed(node))]
        if id(node) in self._notes.marks:
            return [_Piece("made", f"[^{self._notes.marks[id(node)]}]")]
        if node.name == "br":
            return [_BREAK]
        if node.name == "img":
            return self._image(node)
        if node.name in _CODE:
            return [_Piece("code", node.get_text())] if node.get_text().strip() else []
        return self._marked(node, around)

    def _marked(self, node: Tag, around: frozenset[str]) -> list[_Piece]:
        if id(node) in self._notes.backs:
            return []
        if node.name == "a":
            return self._link(node, around)
        mark = _MARKS.get(node.name)
        if mark and mark not in around:
            inside = self._inside(node, around | {mark})
            return _around(
                inside,
                lambda kept: [_Piece("open", mark, len(kept)), *kept, _Piece("close", mark)],
            )
        inside = self._inside(node, around)
        if node.name not in _KEPT_TAGS or _is_one_mark(inside):
            return inside
        start, end = _Piece("made", f"<{node.name}>"), _Piece("made", f"</{node.name}>")
        return _around(inside, lambda kept: [start, *kept, end])

    def _link(self, node: Tag, around: frozenset[str]) -> list[_Piece]:
        inside = self._inside(node, around | {"a"})
        address = clean_tree.web_address(clean_tree.value(node, "href"), url=self._url)
        if not address or "a" in around:
            return inside
        start, end = _Piece("made", "["), _Piece("made", f"]({_address(address)})")
        return _around(inside, lambda kept: [start, *kept, end])

    def _image(self, node: Tag) -> list[_Piece]:
        address = clean_tree.web_address(clean_tree.value(node, "src"), url=self._url)
        return [_Piece("made", picture(clean_tree.value(node, "alt"), address))] if address else []


def _present(*written: str) -> list[str]:
    return [block for block in written if block.strip()]


def _says_something(pieces: Iterable[_Piece]) -> bool:
    return any(
        piece.kind in ("made", "code") or (piece.kind == "text" and piece.text.strip()) for piece in pieces
    )


def _is_one_mark(pieces: Sequence[_Piece]) -> bool:
    """Whether the text is only the mark of a footnote, which is set high anyway."""
    said = [piece for piece in pieces if piece.kind != "text" or piece.text.strip()]
    return len(said) == 1 and said[0].text.startswith("[^")


def _paragraph(pieces: list[_Piece]) -> str:
    return _lines(_joined(_trimmed(pieces), _HARD_BREAK))


def _around(pieces: list[_Piece], wrapped: Callable[[list[_Piece]], list[_Piece]]) -> list[_Piece]:
    """*pieces* wrapped, the space and the breaks at their ends left outside."""
    if not _says_something(pieces):
        return pieces
    first = next(n for n, piece in enumerate(pieces) if not _is_space(piece))
    end = len(pieces) - next(n for n, piece in enumerate(reversed(pieces)) if not _is_space(piece))
    before, kept, after = pieces[:first], _trimmed(pieces[first:end]), pieces[end:]
    if pieces[first].text[:1] == " " and pieces[first].kind == "text":
        before = [*before, _Piece("text", " ")]
    if pieces[end - 1].text[-1:] == " " and pieces[end - 1].kind == "text":
        after = [_Piece("text", " "), *after]
    return [*before, *wrapped(kept), *after]


def _is_space(piece: _Piece) -> bool:
    return piece.kind == "break" or (piece.kind == "text" and not piece.text.strip(" "))


def _trimmed(pieces: list[_Piece]) -> list[_Piece]:
    """*pieces* without space and breaks at their ends."""
    kept = list(pieces)
    while kept and _is_space(kept[0]):
        del kept[0]
    while kept and _is_space(kept[-1]):
        del kept[-1]
    if kept and kept[0].kind == "text":
        kept[0] = _Piece("text", kept[0].text.lstrip(" "))
    if kept and kept[-1].kind == "text":
        kept[-1] = _Piece("text", kept[-1].text.rstrip(" "))
    return kept


def _one_code(pieces: list[_Piece]) -> list[_Piece]:
    """*pieces* with code that follows code made one: backticks that touch would be a longer fence."""
    kept: list[_Piece] = []
    for piece in pieces:
        if piece.kind == "code" and kept and kept[-1].kind == "code":
            kept[-1] = _Piece("code", kept[-1].text + piece.text)
        else:
            kept.append(piece)
    return kept


def _joined(pieces: list[_Piece], line_break: str) -> str:
    pieces = _one_code(pieces)
    written = ""
    marks: list[str] = []
    for n, piece in enumerate(pieces):
        if piece.kind == "text":
            written += _continued(written, piece.text)
        elif piece.kind == "break":
            written = _broken(written, line_break)
        elif piece.kind == "code":
            written += _code(piece.text)
        elif piece.kind == "made":
            written = _linked(written, piece.text)
        elif piece.kind == "open":
            is_plain = _flanks(written[-1:], pieces, n)
            marks.append(piece.text if is_plain else _tag(piece.text, "/"))
            written += piece.text if is_plain else _tag(piece.text)
        else:
            written += marks.pop()
    return written


def _continued(written: str, text: str) -> str:
    text = _escaped(text)
    if text.startswith(":") and _MARK_AT_START.search(written):  # a footnote's mark, not its note
        text = f"\\{text}"
    return text.lstrip(" ") if written[-1:] in (" ", "\n") or written.endswith(_BREAK_IN_LINE) else text


def _broken(written: str, line_break: str) -> str:
    """*written* with a break behind it; a second one in a row keeps its empty line."""
    if line_break == _HARD_BREAK and written.endswith("\n"):
        return f"{written}<br>\n"
    return written.rstrip(" ") + line_break


def _linked(written: str, made: str) -> str:
    """*written* and *made*; a `!` before a link makes no picture of it."""
    is_picture = made.startswith("[") and written.endswith("!")
    return f"{written[:-1]}\\!{made}" if is_picture else written + made


def _flanks(before: str, pieces: list[_Piece], n: int) -> bool:
    """Whether asterisks mark what stands between piece *n* and its end (CommonMark, section 6.2)."""
    end = n + pieces[n].size + 1
    inside = (pieces[n + 1], pieces[end - 1])
    if any(piece.kind != "text" for piece in inside) or before == "*":
        return False
    first, last = inside[0].text[:1], inside[1].text[-1:]
    following = pieces[end + 1] if end + 1 < len(pieces) else None
    after = "" if following is None or following.kind == "break" else following.text[:1]
    if following is not None and following.kind in ("open", "close"):
        return False
    return _may_stand(before, first) and _may_stand(after, last)


def _may_stand(outside: str, inside: str) -> bool:
    if not inside or inside.isspace():
        return False
    return not _is_punctuation(inside) or not outside or outside.isspace() or _is_punctuation(outside)


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


def _tag(mark: str, slash: str = "") -> str:
    return f"<{slash}{'em' if mark == '*' else 'strong'}>"


def _lines(text: str) -> str:
    """*text* trimmed, its lines kept from looking like a heading, a list or a table."""
    return "\n".join(_plain_start(line.lstrip(" ")) for line in text.strip(" \n").split("\n"))


def _plain_start(line: str) -> str:
    start = _AT_START.match(line)
    return f"{line[: start.end() - 1]}\\{line[start.end() - 1 :]}" if start else line


def _unclosed(line: str) -> str:
    """The *line* of a heading, escaped so that its last `#` do not end it."""
    return re.sub(r"(?:(?<=\s)|^)#(?=#*$)", r"\\#", line)


def _item_mark(tag: str, number: int, *, is_second: bool) -> str:
    if tag == "ol":
        return f"{number}) " if is_second else f"{number}. "
    return "* " if is_second else "- "


def _indented(text: str, *, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        (first if number == 0 else rest) + line if line else (first if number == 0 else rest).rstrip()
        for number, line in enumerate(lines)
    )


def _row(cells: Sequence[str], width: int) -> str:
    filled = [*cells, *[""] * (width - len(cells))]
    return f"| {' | '.join(filled)} |"


def _fenced(code: str) -> str:
    if not code.strip():
        return ""
    fence = "`" * max(3, _longest_run(code) + 1)
    return f"{fence}\n{code.strip(chr(10))}\n{fence}"


def _code(text: str) -> str:
    code = squeezed(text).strip()
    fence = "`" * (_longest_run(code) + 1)
    room = " " if code[0] == "`" or code[-1] == "`" else ""
    return f"{fence}{room}{code}{room}{fence}"


def _longest_run(code: str) -> int:
    return max((len(run) for run in re.findall("`+", code)), default=0)


def _address(address: str) -> str:
    """*address*, in `<…>` if it has a character that would end it early."""
    safe = re.sub(r"&(?=#?\w+;)", "&amp;", address)
    return f"<{safe}>" if re.search(r"[()]", safe) else safe
