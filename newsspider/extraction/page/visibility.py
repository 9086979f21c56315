"""Which elements a page does not show."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from newsspider.extraction.page import class_hints
from newsspider.extraction.page.tree import HEADINGS, LONG_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_NEVER_SHOWN = """
    script style noscript template svg head select option textarea iframe object noembed applet video audio
    canvas button title datalist noframes
"""
NEVER_SHOWN = frozenset(_NEVER_SHOWN.split())  # tags whose text is not the page's text
_OFTEN_UNCLOSED = ("button", "template", "select", "object", "video", "audio", "canvas", "iframe")
LONG_PARAGRAPHS = 3  # in a hidden element that holds a text
FOLDED_AFTER = 80  # characters of a paragraph whose continuation is folded away
NEAREST = 4  # elements before folded text, among which such a paragraph or a button is looked for

_HIDDEN = etree.XPath("descendant-or-self::*/@hidden")
_ARIA_HIDDEN = etree.XPath("descendant-or-self::*/@aria-hidden")
_STYLE = etree.XPath("descendant-or-self::*/@style")
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_FOLDS = frozenset(("div", "section", "span"))
_NO_FOLD_ROLES = frozenset(("alert", "dialog", "alertdialog", "menu", "tooltip", "navigation", "search"))


def hidden(body: HtmlElement) -> set[HtmlElement]:
    """The elements that an attribute hides, without text that a reader can unfold."""
    found = {value.getparent() for value in _HIDDEN(body)}
    found |= {value.getparent() for value in _STYLE(body) if _NOT_SHOWN.search(value)}
    unspoken = (value.getparent() for value in _ARIA_HIDDEN(body) if value == "true")
    found |= {element for element in unspoken if element.tag not in ("main", "article", "body")}
    return {element for element in found if not _is_folded_text(element)}


def _is_folded_text(element: HtmlElement) -> bool:
    """Whether hidden text continues a paragraph, or lies below a heading with a button that opens it."""
    if element.tag not in _FOLDS or element.get("role") in _NO_FOLD_ROLES:
        return False
    names = f"{element.get('class', '')} {element.get('id', '')}"
    if class_hints.hints_of(names) & class_hints.NOT_FOLDED_TEXT:
        return False
    if not any(len(p.text_content()) >= LONG_LINE for p in element.iter("p")):
        return False
    if next(element.iter("form", "input", "dialog", "nav"), None) is not None:
        return False
    if next(element.iterancestors("nav", "header", "footer", "aside", "form", "dialog"), None) is not None:
        return False
    return any(
        len(before.text_content()) >= FOLDED_AFTER
        if before.tag == "p"
        else before.tag in HEADINGS and next(before.iter("button"), None) is not None
        for before in islice(element.itersiblings(preceding=True), NEAREST)
    )


def long_texts(hidden: set[HtmlElement]) -> Iterator[HtmlElement]:
    """The hidden elements that hold a text of several paragraphs, and the hidden ones around them."""
    for element in hidden:
        long = sum(len(p.text_content()) >= LONG_LINE for p in element.iter("p"))
        if long >= LONG_PARAGRAPHS:
            yield element
            yield from (outer for outer in element.iterancestors() if outer in hidden)


def exceptions(body: HtmlElement) -> set[HtmlElement]:
    """The elements of `NEVER_SHOWN` tags that hold the page's text all the same.

    HTML's algorithm closes what is open in a button at the button's end tag; the parser does not, and
    the rest of the page lies inside.  A button in a heading, which unfolds a text, holds the heading's text.
    """
    return {
        element
        for element in body.iter(*_OFTEN_UNCLOSED)
        if element.getparent().tag in HEADINGS
        or (element.tag == "template" and not {"shadowrootmode", "shadowroot"}.isdisjoint(element.keys()))
        or next(element.iter("main", "article", "h1"), None) is not None
    }
