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

LONGEST_CAPTION = 600  # characters
HIGHEST_FRAME = 6  # elements around a picture that may be its frame
MOST_OF_PROSE = 0.1  # share of the page's running text in a picture's frame, at most
SENTENCE = 100  # characters of a paragraph beside its picture
SMALLEST = 60  # pixels; a smaller picture is an icon
_CENTRED = re.compile(r"text-align:\s*center", re.IGNORECASE)
_BREAKS = frozenset(("br", "em", "i", "small", "figcaption"))
_STOPS = (".", "!", "?", "。", "！", "？", "…", "”", '."')
LONGEST_SET = 4_000  # characters of a `srcset` that are read
_IN_SET = re.compile(r"([^\s,]\S{0,500})\s+(\d{1,5}(?:\.\d{1,3})?)[wx](?:\s*,|\s*$)")
_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")


def pictures(body: Body, prose: Prose, document: Document) -> tuple[tuple[Image, ...], frozenset[int]]:
    """The pictures inside the body, in reading order, and the keys of the lines that are their captions."""
    tree = prose.tree
    found: dict[str, Image] = {}
    captions: set[int] = set()
    for n in tree.tagged("img", "amp-img"):
        if tree.chars(n) or not _is_of_body(n, body, prose):
            continue  # a picture with text is an initial letter
        url = _address(tree.elements[n], document)
        if url is None or url in found:
            continue
        caption, credit, lines = _caption(n, prose)
        captions.update(line.key for line in lines)
        alt = squeeze(tree.elements[n].get("alt") or "") or None
        found[url] = Image(url=url, alt=alt, caption=caption, credit=credit)
    return tuple(found.values()), frozenset(captions)


def _is_of_body(n: int, body: Body, prose: Prose) -> bool:
    """Whether a picture stands in the body, and is neither an icon nor in an excluded element."""
    tree = prose.tree
    if not body.holds(n, tree):
        return False
    for name in ("width", "height"):
        size = tree.elements[n].get(name) or ""
        if size.isdecimal() and len(size) < 7 and int(size) < SMALLEST:
            return False
    reasons = {prose.reasons[a] for a in (n, *tree.ancestors(n)) if a in prose.reasons}
    return reasons <= {"caption", "media", "header"}


def _address(element: HtmlElement, document: Document) -> str | None:
    """The address of the picture, the largest one where a script chooses among several."""
    if largest := _largest(element.get("data-srcset") or element.get("data-lazy-srcset") or ""):
        return document.absolute(largest)
    for name in _SOURCES:
        source = (element.get(name) or "").strip()
        if source and not source.startswith("data:"):
            return document.absolute(source)
    return None


def _largest(srcset: str) -> str | None:
    """The widest or densest picture of a `srcset`."""
    found = [(float(size[1]), size[0]) for size in _IN_SET.findall(srcset[:LONGEST_SET])]
    return max(found, default=(0.0, None))[1]


def _caption(n: int, prose: Prose) -> tuple[str | None, str | None, list[Line]]:
    """The caption, the credit and their lines: those in the picture's frame, or the line below it."""
    tree = prose.tree
    frame = _frame(n, prose)
    if frame is not None:
        return _caption_and_credit(tree.lines_of(frame), tree)
    line = tree.line_after(n)
    if line is not None and len(line.text) <= LONGEST_CAPTION and _is_caption(line, n, tree):
        return line.text, None, [line]
    return None, None, []


def _frame(n: int, prose: Prose) -> int | None:
    """The largest element around a picture that holds only a caption; None without one."""
    tree = prose.tree
    found = None
    for outer in tree.ancestors(n)[:HIGHEST_FRAME]:
        is_figure = tree.tags[outer] == "figure" or tree.hints[outer] & class_hints.CAPTION
        longest = LONGEST_CAPTION if is_figure else LONGEST_CAPTION / 2
        if tree.chars(outer) > longest or _is_paragraph(outer, tree):
            break
        is_few = (
            tree.prose_chars(outer) <= MOST_OF_PROSE * tree.prose_chars(0) and len(tree.lines_of(outer)) <= 3
        )
        if tree.chars(outer) and (is_figure or (is_few and not tree.holds(outer, HEADINGS))):
            found = outer
        if is_figure:
            break
    return found


def _is_paragraph(n: int, tree: Tree) -> bool:
    """Whether an element is a paragraph of text with a picture in it: a long sentence without breaks."""
    if tree.tags[n] != "p" or tree.chars(n) * tree.scale < SENTENCE or tree.holds(n, _BREAKS):
        return False
    return tree.text(n).endswith(_STOPS)


def _caption_and_credit(lines: list[Line], tree: Tree) -> tuple[str | None, str | None, list[Line]]:
    """Caption and credit in the lines of a frame, by their hints."""
    is_credit = [bool(tree.hints[line.block] & class_hints.CREDIT) for line in lines]
    caption, credit = (
        " ".join(line.text for line, one in zip(lines, is_credit, strict=True) if one is kind)
        for kind in (False, True)
    )
    return caption or None, credit or None, lines


def _is_caption(line: Line, n: int, tree: Tree) -> bool:
    """Whether the line below a picture is centred or has the hint CAPTION."""
    if tree.hints[line.block] & class_hints.CAPTION:
        return True
    align, style = (tree.elements[line.block].get(name) or "" for name in ("align", "style"))
    is_centred = align.lower() == "center" or _CENTRED.search(style) is not None
    return is_centred and not tree.is_inside(n, line.block)
