"""The body as a page's scripts hold it, for pages that show no text without running them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from lxml import etree, html

from newsspider.extraction import walk
from newsspider.linked_data import plain
from newsspider.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from newsspider.document import Document

LEAST = 200  # characters that make a text
LARGEST = 5_000_000  # characters of a script that is read
DEEPEST = 40  # lists and objects inside one another
_SCRIPTS = etree.XPath("//script[@type='application/json' or @id='__NEXT_DATA__']")
_TEXTS = ("articleBody", "text")
_WORDS = ("text", "content", "value", "html", "body", "paragraph")


def body(document: Document) -> tuple[tuple[str, ...], str] | None:
    """The paragraphs and who gave them: JSON-LD's text, else the longest text in the page's state."""
    for item in document.linked_data:
        for key in _TEXTS:
            said = item.get(key)
            if isinstance(said, str) and len(said) >= LEAST:
                return _paragraphs(said), f"declared:{key}"
    best: tuple[str, ...] = ()
    for script in cast("list[HtmlElement]", _SCRIPTS(document.root)):
        written = script.text or ""
        if len(written) > LARGEST:
            continue
        try:
            value = json.loads(written)
        except (ValueError, RecursionError):
            continue
        best = max((best, *_texts(value)), key=_size)
    return (best, "declared:state") if _size(best) >= LEAST else None


def _size(paragraphs: tuple[str, ...]) -> int:
    return sum(map(len, paragraphs))


def _texts(value: Any, depth: int = 0) -> Iterator[tuple[str, ...]]:
    """Every text in a value: a long string, or the strings of a list of blocks."""
    if depth > DEEPEST:
        return
    if isinstance(value, str):
        if len(value) >= LEAST and " " in value and not value.startswith(("http", "{", "data:")):
            yield _paragraphs(value)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner, depth + 1)
    elif isinstance(value, list):
        said = [text for one in value if (text := _of_block(one))]
        if len(said) > 1 and len(said) * 2 > len(value):
            yield tuple(paragraph for text in said for paragraph in _paragraphs(text))
        for inner in value:
            yield from _texts(inner, depth + 1)


def _of_block(one: Any) -> str | None:
    """What one block of a list says, if it is a block of text."""
    if isinstance(one, str):
        return one if " " in one else None
    if isinstance(one, dict):
        for key in _WORDS:
            said = one.get(key)
            if isinstance(said, str) and " " in said:
                return said
    return None


def _paragraphs(said: str) -> tuple[str, ...]:
    """A text's paragraphs: by its markup, else by its lines."""
    if "<p" in said or "<br" in said or "</" in said:
        try:
            root = html.document_fromstring(f"<html><body>{said}</body></html>")
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            return ()
        return tuple(line.text for line in walk.read(root).lines)
    return tuple(text for line in plain(said).splitlines() if (text := squeeze(line)))
