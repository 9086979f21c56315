"""The body as a page's scripts hold it, for pages that show no text without running them."""

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

LEAST = 200  # characters that make a text
LARGEST = 5_000_000  # characters of a script that is read
LONG_WORD = 4  # letters
OF_HEADLINE = 0.25  # share of the headline's longer words that its text has at least
DEEPEST = 40  # lists and objects inside one another
_SCRIPTS = etree.XPath("//script[not(@src)]")
# A script's string; one that is never closed ends with the script, for the search to be linear.
_LITERAL = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_TEXTS = ("articleBody", "text")
_WORDS = ("text", "content", "value", "html", "body", "paragraph")


def body(document: Document, headline: str | None = None) -> tuple[tuple[str, ...], str] | None:
    """The paragraphs and who gave them: JSON-LD's text, else the longest text in the page's state.

    The state holds notices, forecasts and other stories, too: its text must have words of the *headline*.
    """
    for item in document.linked_data:
        for key in _TEXTS:
            said = item.get(key)
            if isinstance(said, str) and len(said) >= LEAST:
                return _paragraphs(said), f"declared:{key}"
    best: tuple[str, ...] = ()
    about = partial(_is_about, words=_words((headline or "")[:LEAST]))
    for script in cast("list[HtmlElement]", _SCRIPTS(document.root)):
        best = max((best, *filter(about, _held(script))), key=_size)
    return (best, "declared:state") if _size(best) >= LEAST else None


def _held(script: HtmlElement) -> Iterator[tuple[str, ...]]:
    """The texts of a script: of data, each; of a program, the strings that are paragraphs in HTML."""
    written = script.text or ""
    if not LEAST <= len(written) <= LARGEST:
        return
    if script.get("type") == "application/json" or script.get("id") == "__NEXT_DATA__":
        yield from _texts(_loaded(written))
        return
    long = (found[0] for found in _LITERAL.finditer(written) if len(found[0]) > LEAST)
    for value in map(_loaded, long):
        if isinstance(value, str) and value.lstrip().startswith("<p"):
            yield _paragraphs(value)


def _loaded(written: str) -> Any:
    """What JSON says; None for what is none."""
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        return None


def _words(headline: str) -> set[str]:
    """The longer words of a headline's beginning; pairs of signs where it has no blanks between words."""
    if is_cjk(headline):
        return {headline[n : n + 2] for n in range(len(headline) - 1)}
    return {word for word in re.findall(r"\w+", headline.casefold()) if len(word) >= LONG_WORD}


def _is_about(paragraphs: tuple[str, ...], words: set[str]) -> bool:
    """Whether a text has enough of some words."""
    text = " ".join(paragraphs).casefold()
    return sum(word in text for word in words) >= len(words) * OF_HEADLINE


def _size(paragraphs: tuple[str, ...]) -> int:
    return sum(map(len, paragraphs))


def _texts(value: Any, depth: int = 0) -> Iterator[tuple[str, ...]]:
    """Every text in a value: a long string, or the strings of a list of blocks."""
    if depth > DEEPEST:
        return
    if isinstance(value, str):
        if len(value) >= LEAST and _has_words(value) and not value.startswith(("http", "{", "data:")):
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


def _has_words(said: str) -> bool:
    """Whether a text has several words, and so is no key or address."""
    return " " in said or is_cjk(said[:LEAST])


def _of_block(one: Any) -> str | None:
    """What one block of a list says, if it is a block of text."""
    if isinstance(one, str):
        return one if _has_words(one) else None
    if isinstance(one, dict):
        for key in _WORDS:
            said = one.get(key)
            if isinstance(said, str) and _has_words(said):
                return said
    return None


def _paragraphs(said: str) -> tuple[str, ...]:
    """A text's paragraphs: by its markup, else by its lines."""
    if "<p" in said or "<br" in said or "</" in said:
        try:
            root = html.document_fromstring(f"<html><body>{oversized_tags.cut_text(said)}</body></html>")
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            return ()
        return tuple(line.text for line in walk.read(root).lines)
    return tuple(text for line in plain(said).splitlines() if (text := squeeze(line)))
