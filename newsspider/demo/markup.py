"""The light markup of the stories, turned into HTML or plain text.

An empty line separates blocks: `## a heading`, `> a quotation`, `- an item` or `1. an item`,
`| a | row |` of a table whose first row is its head, `/ a line` of verse, lines between "```" of
code, and `===` where the next page begins. Everything else is a paragraph; `[words](/path)` is a link.
"""

from __future__ import annotations

import re
from html import escape

from newsspider.language.text import squeeze

PAGE_BREAK = "==="
_CODE = re.compile(r"(^```\n.*?\n```$)", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\((/[^)\s]+)\)")
_ITEM = re.compile(r"(?:-|\d+\.) ")


def pages_of(body: str) -> tuple[tuple[str, ...], ...]:
    """The blocks of a body, page by page."""
    pages: list[list[str]] = [[]]
    for part in _CODE.split(body.strip()):
        blocks = [part] if part.startswith("```") else re.split(r"\n{2,}", part.strip())
        for block in filter(None, blocks):
            if block == PAGE_BREAK:
                pages.append([])
            else:
                pages[-1].append(block)
    return tuple(tuple(page) for page in pages)


def html(block: str) -> str:
    """A block as HTML."""
    lines = block.split("\n")
    if lines[0].startswith("## "):
        return f"<h3>{_text(lines[0][3:])}</h3>"
    if lines[0] == "```":
        return f"<pre>{_text(chr(10).join(lines[1:-1]))}</pre>"
    if lines[0].startswith("> "):
        return f"<blockquote><p>{_text(squeeze(' '.join(line[2:] for line in lines)))}</p></blockquote>"
    if lines[0].startswith("/ "):
        return f"<p>{'<br>'.join(_text(line[2:]) for line in lines)}</p>"
    if _ITEM.match(lines[0]):
        tag = "ul" if lines[0].startswith("- ") else "ol"
        items = "".join(f"<li>{_text(_ITEM.sub('', line, count=1))}</li>" for line in lines)
        return f"<{tag}>{items}</{tag}>"
    if lines[0].startswith("| "):
        return _table(lines)
    return f"<p>{_text(squeeze(block))}</p>"


def plain(block: str) -> str:
    """The text of a block without its markup."""
    lines = [_LINK.sub(r"\1", line) for line in block.split("\n")]
    lines = [re.sub(r"^(?:## |> |/ |- |\d+\. |\| |```)", "", line) for line in lines]
    return squeeze(" ".join(line.replace("|", " ") if block.startswith("| ") else line for line in lines))


def _table(lines: list[str]) -> str:
    rows = [[_text(cell.strip()) for cell in line.strip("| ").split("|")] for line in lines]
    head = "".join(f"<th>{cell}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f'<table border="1"><tr>{head}</tr>{body}</table>'


def _text(words: str) -> str:
    return _LINK.sub(r'<a href="\2">\1</a>', escape(words, quote=False))
