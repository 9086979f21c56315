"""The pictures of an article, with their captions and credits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.extraction.page import class_hints
from newsspider.extraction.page.tree import HEADINGS
from newsspider.items import Image
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from newsspider.extraction.body.body_place import Body
    from newsspider.extraction.body.running_text import Prose
    from newsspider.extraction.page.tree import Line, Tree
    from newsspider.web.document import Document

LONGEST_CAPTION = 600
HIGHEST_FRAME = 6  # elements above a picture
MOST_OF_PROSE = 0.1  # share of the page's running text in a picture's frame
SENTENCE = 100  # characters of a paragraph beside its picture
SMALLEST = 60  # pixels; a smaller picture is an icon
_CENTRED = re.compile(r"text-align:\s*center", re.IGNORECASE)
_BREAKS = frozenset(("br", "em", "i", "small", "figcaption"))
_STOPS = (".", "!", "?", "。", "！", "？", "…", "”", '."')
LONGEST_SET = 4_000  # characters of a set of pictures that are read
_IN_SET = re.compile(r"([^\s,]\S{0,500})\s+(\d{1,5}(?:\.\d{1,3})?)[wx](?:\s*,|\s*$)")
_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")


def pictures(body: Body, prose: Prose, document: Document) -> tuple[tuple[Image, ...], frozenset[int]]:
    """The pictures inside the body, in reading order, and the lines (by `key`) that are their captions."""
    tree = prose.tree
    found: dict[str, Image] = {}
    captions: set[int] = set()
    for n in tree.tagged("img", "amp-img"):
        if tree.chars(n) or not _is_shown(n, body, prose):
            continue  # a picture with text is a letter of the text
        url = _address(tree.elements[n], document)
        if url is None or url in found:
            continue
        caption, credit, lines = _caption(n, prose)
        captions.update(line.key for line in lines)
        alt = squeeze(tree.elements[n].get("alt") or "") or None
        found[url] = Image(url=url, alt=alt, caption=caption, credit=credit)
    return tuple(found.values()), frozenset(captions)


def _is_shown(n: int, body: Body, prose: Prose) -> bool:
    tree = prose.tree
    if not body.holds(n, tree):
        return False
    reasons = {prose.reasons[a] for a in (n, *tree.ancestors(n)) if a in prose.reasons}
    return reasons <= {"caption", "media", "header"} and not _is_small(tree.elements[n])


def _is_small(element: HtmlElement) -> bool:
    for name in ("width", "height"):
        size = element.get(name)
        if size and size.isdecimal() and len(size) < 7 and int(size) < SMALLEST:
            return True
    return False


def _address(element: HtmlElement, document: Document) -> str | None:
    if largest := _largest(element.get("data-srcset") or element.get("data-lazy-srcset") or ""):
        return document.absolute(largest)
    for name in _SOURCES:
        source = (element.get(name) or "").strip()
        if source and not source.startswith("data:"):
            return document.absolute(source)
    return None


def _largest(srcset: str) -> str | None:
    """The widest or densest picture of a set that a script would show."""
    found = [(float(size[1]), size[0]) for size in _IN_SET.findall(srcset[:LONGEST_SET])]
    return max(found, default=(0.0, None))[1]


def _caption(n: int, prose: Prose) -> tuple[str | None, str | None, list[Line]]:
    """The words under a picture: in a frame of its own, named a caption, or centred below it."""
    tree = prose.tree
    frame = _frame(n, prose)
    if frame is not None:
        return _of_figure(tree.lines_of(frame), tree)
    line = tree.line_after(n)
    if line is not None and len(line.text) <= LONGEST_CAPTION and _is_caption(line, n, tree):
        return line.text, None, [line]
    return None, None, []


def _frame(n: int, prose: Prose) -> int | None:
    """The largest element around a picture that holds a caption's words and nothing more."""
    tree = prose.tree
    found = None
    for outer in tree.ancestors(n)[:HIGHEST_FRAME]:
        is_figure = tree.tags[outer] == "figure" or tree.hints[outer] & class_hints.CAPTION
        if tree.chars(outer) > (LONGEST_CAPTION if is_figure else LONGEST_CAPTION / 2) or _is_text(
            outer, tree
        ):
            break
        is_few = (
            tree.prose_chars(outer) <= MOST_OF_PROSE * tree.prose_chars(0) and len(tree.lines_of(outer)) <= 3
        )
        if tree.chars(outer) and (is_figure or (is_few and not tree.holds(outer, HEADINGS))):
            found = outer
        if is_figure:
            break
    return found


def _is_text(n: int, tree: Tree) -> bool:
    """Whether an element is a paragraph with a picture in it: a sentence of some length, without breaks."""
    if tree.tags[n] != "p" or tree.chars(n) * tree.scale < SENTENCE or tree.holds(n, _BREAKS):
        return False
    return tree.text(n).endswith(_STOPS)


def _of_figure(lines: list[Line], tree: Tree) -> tuple[str | None, str | None, list[Line]]:
    credits_ = [line for line in lines if tree.hints[line.block] & class_hints.CREDIT]
    words = [line for line in lines if line not in credits_]
    caption = " ".join(line.text for line in words) or None
    return caption, " ".join(line.text for line in credits_) or None, lines


def _is_caption(line: Line, n: int, tree: Tree) -> bool:
    """Whether the line that follows a picture is centred or named a caption."""
    element = tree.elements[line.block]
    if tree.hints[line.block] & class_hints.CAPTION:
        return True
    is_centred = (element.get("align") or "").lower() == "center" or _CENTRED.search(
        element.get("style") or ""
    )
    return bool(is_centred) and not tree.is_inside(n, line.block)
