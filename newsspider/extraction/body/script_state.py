"""Finds the body in a page's scripts, for pages that show no text without running them."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from lxml import etree, html

from newsspider.extraction.page import walk
from newsspider.language.text import is_cjk, squeeze
from newsspider.web import oversized_tags
from newsspider.web.structured_data import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from newsspider.web.document import Document

LEAST = 200  # characters of a text
LARGEST = 5_000_000  # characters of a script
LONG_WORD = 4  # letters of a word that counts
OF_HEADLINE = 0.25  # share of the headline's long words in its text, at least
DEEPEST = 40  # lists and objects inside one another that are read
_SCRIPTS = etree.XPath("//script[not(@src)]")
# A string in a script; an unclosed one ends with the script, so that the search takes linear time.
_LITERAL = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_TEXTS = ("articleBody", "text")
_WORDS = ("text", "content", "value", "html", "body", "paragraph")


def body(document: Document, headline: str | None = None) -> tuple[tuple[str, ...], str] | None:
    """The paragraphs and their source: JSON-LD's text, else the longest text in the page's state.

    The state holds notices, forecasts and other stories too, so its text must have words of the *headline*.
    """
    for item in document.linked_data:
        for key in _TEXTS:
            text = item.get(key)
            if isinstance(text, str) and len(text) >= LEAST:
                return _paragraphs(text), f"declared:{key}"
    best: tuple[str, ...] = ()
    about = partial(_is_about, words=_words((headline or "")[:LEAST]))
    for script in cast("list[HtmlElement]", _SCRIPTS(document.root)):
        best = max((best, *filter(about, _texts_of_script(script))), key=_size)
    return (best, "declared:state") if _size(best) >= LEAST else None


def _texts_of_script(script: HtmlElement) -> Iterator[tuple[str, ...]]:
    """The texts of a script: all those in data, only strings with HTML paragraphs in a program."""
    source = script.text or ""
    if not LEAST <= len(source) <= LARGEST:
        return
    if script.get("type") == "application/json" or script.get("id") == "__NEXT_DATA__":
        yield from _texts(_loaded(source))
        return
    long = (found[0] for found in _LITERAL.finditer(source) if len(found[0]) > LEAST)
    for value in map(_loaded, long):
        if isinstance(value, str) and value.lstrip().startswith("<p"):
            yield _paragraphs(value)


def _loaded(written: str) -> Any:
    """The value of a JSON text; None for a text that is not JSON."""
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return None


def _words(headline: str) -> set[str]:
    """The long words of a headline; pairs of characters where it has no blanks between words."""
    if is_cjk(headline):
        return {headline[n : n + 2] for n in range(len(headline) - 1)}
    return {word for word in re.findall(r"\w+", headline.casefold()) if len(word) >= LONG_WORD}


def _is_about(paragraphs: tuple[str, ...], words: set[str]) -> bool:
    """Whether a text has enough of the headline's words."""
    text = " ".join(paragraphs).casefold()
    return sum(word in text for word in words) >= len(words) * OF_HEADLINE


def _size(paragraphs: tuple[str, ...]) -> int:
    return sum(map(len, paragraphs))


def _texts(value: Any, depth: int = 0) -> Iterator[tuple[str, ...]]:
    """Every text in a value: long strings, and the strings of a list of blocks."""
    if depth > DEEPEST:
        return
    if isinstance(value, str):
        if len(value) >= LEAST and _has_words(value) and not value.startswith(("http", "{", "data:")):
            yield _paragraphs(value)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner, depth + 1)
    elif isinstance(value, list):
        blocks = [text for one in value if (text := _text_of_block(one))]
        if len(blocks) > 1 and len(blocks) * 2 > len(value):
            yield tuple(paragraph for text in blocks for paragraph in _paragraphs(text))
        for inner in value:
            yield from _texts(inner, depth + 1)


def _has_words(text: str) -> bool:
    """Whether a text has several words, unlike a key or an address."""
    return " " in text or is_cjk(text[:LEAST])


def _text_of_block(one: Any) -> str | None:
    """The text of an item of a list, if the item is a block of text."""
    if isinstance(one, str):
        return one if _has_words(one) else None
    if isinstance(one, dict):
        for key in _WORDS:
            text = one.get(key)
            if isinstance(text, str) and _has_words(text):
                return text
    return None


def _paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, by its markup, else by its lines."""
    if "<p" in text or "<br" in text or "</" in text:
        try:
            root = html.document_fromstring(f"<html><body>{oversized_tags.cut_text(text)}</body></html>")
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            return ()
        return tuple(line.text for line in walk.read(root).lines)
    return tuple(row for line in plain(text).splitlines() if (row := squeeze(line)))
