"""The one pass over a page that makes a `Tree` of it: its elements, what each holds, its lines."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from newsspider.extraction.page import class_hints, visibility
from newsspider.extraction.page.tree import (
    BREAK,
    COMMENT,
    DENSE_SCRIPT,
    HEADINGS,
    LONG_LINE,
    MOST_DEPTH,
    MOSTLY_LINKS,
    Line,
    Tree,
)
from newsspider.language.cjk import SOUTHEAST_ASIAN
from newsspider.language.text import is_cjk

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = """
    address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre search section summary table
    tbody td tfoot th thead tr ul
"""
BLOCKS = frozenset(_BLOCKS.split())
LITTLE = 400  # characters of running text; a page with less may unhide its text by a script
_THAI = re.compile(f"[{SOUTHEAST_ASIAN}]")


@dataclass(slots=True)
class _Walked:
    """The lists of `Tree` that the pass over the elements fills."""

    tags: list[str]
    parents: list[int]
    ends: list[int]
    classes: list[str | None]
    blocks: list[int]
    links: list[int]
    hrefs: dict[int, str]
    hints: list[int]
    chars: list[int]
    linked: list[int]
    anchors: list[int]
    lines: list[Line]


def read(root: HtmlElement, *, shows_all: bool = False) -> Tree:
    """The page annotated; with *shows_all*, hidden text counts as well."""
    body = next(root.iterchildren("body"), root)
    elements: list[HtmlElement] = list(body.iter())
    exceptions = visibility.exceptions(body)
    if shows_all:
        return _tree(elements, None, exceptions)
    hidden = visibility.hidden(body)
    page = _tree(elements, hidden, exceptions)
    is_little = page.prose_chars(0) * page.scale < LITTLE
    if is_little and hidden and (texts := set(visibility.long_texts(hidden))):
        whole = _tree(elements, hidden - texts, exceptions)
        return whole if whole.prose_chars(0) > 2 * page.prose_chars(0) else page
    return page


def _tree(elements: list[HtmlElement], hidden: set[HtmlElement] | None, exceptions: set[HtmlElement]) -> Tree:
    walked = _walk(elements, hidden, exceptions)
    scale = _scale(walked.lines)
    prose = [0] * len(elements)
    for line in walked.lines:
        if line.chars * scale >= LONG_LINE and line.linked < line.chars * MOSTLY_LINKS:
            size = len(line.text)
            if size * scale >= LONG_LINE:
                prose[line.block] += max(0, size - line.linked)
    by_tag: dict[str, list[int]] = defaultdict(list)
    for n, tag in enumerate(walked.tags):
        by_tag[tag].append(n)
    return Tree(
        elements=elements,
        places=dict(zip(elements, range(len(elements)), strict=True)),
        tags=walked.tags,
        parents=walked.parents,
        ends=walked.ends,
        classes=walked.classes,
        blocks=walked.blocks,
        links=walked.links,
        hrefs=walked.hrefs,
        hints=walked.hints,
        hinted=[n for n, bits in enumerate(walked.hints) if bits],
        lines=walked.lines,
        scale=scale,
        _by_tag=dict(by_tag),
        _chars=list(accumulate(walked.chars, initial=0)),
        _linked=list(accumulate(walked.linked, initial=0)),
        _anchors=list(accumulate(walked.anchors, initial=0)),
        _prose=list(accumulate(prose, initial=0)),
    )


def _walk(  # noqa: C901 # one loop on purpose: the reader spends much of its time here
    elements: list[HtmlElement], hidden: set[HtmlElement] | None, exceptions: set[HtmlElement]
) -> _Walked:
    """Each element is visited once; its end is met when the next element outside of it begins."""
    count = len(elements)
    tags = [element.tag for element in elements]
    classes, hints = _classes_and_hints(elements, tags)
    parents, ends, blocks, links, chars, linked, anchors = ([0] * count for _ in range(7))
    hrefs: dict[int, str] = {}
    lines: list[Line] = []
    pieces: list[tuple[int, str]] = []
    stack: list[int] = []
    line_chars = line_linked = line_block = line_start = breaks = 0
    line_links: set[int] = set()
    hidden_by = -1  # the outermost element around that hides its text; -1 where text is shown

    def end_line() -> None:
        nonlocal pieces, line_chars, line_linked
        while pieces[-1][0] == BREAK or pieces[-1][1].isspace():
            pieces.pop()
        lines.append(
            Line(len(lines), line_block, line_start, pieces, line_chars, line_linked, len(line_links))
        )
        pieces = []
        line_chars = line_linked = 0
        if line_links:
            line_links.clear()

    def add_text(owner: int, text: str, at: int) -> None:
        nonlocal line_chars, line_linked, line_block, line_start, breaks
        if text.isspace():
            if pieces:
                pieces.append((owner, text))
            return
        breaks = 0
        if not pieces:
            line_block, line_start = blocks[owner], at
        pieces.append((owner, text))
        size = len(text) if "\n" not in text and "  " not in text else len(" ".join(text.split()))
        chars[owner] += size
        line_chars += size
        if (link := links[owner]) >= 0:
            linked[owner] += size
            line_linked += size
            anchors[link] = 1
            line_links.add(link)

    for here, element in enumerate((*elements, None)):
        outer = None if element is None else element.getparent()
        while stack and elements[stack[-1]] is not outer:
            ended = stack.pop()
            ends[ended] = here
            if blocks[ended] == ended:
                breaks = 0
                if pieces:
                    end_line()
            if hidden_by == ended:
                hidden_by = -1
            if hidden_by < 0 and stack and (tail := elements[ended].tail):
                add_text(stack[-1], tail, here - 1)
        if element is None:
            break
        parent = stack[-1] if stack else -1
        parents[here] = parent if len(stack) <= MOST_DEPTH else stack[MOST_DEPTH - 1]
        tag = tags[here]
        if tag.__class__ is not str:  # a comment
            tags[here] = COMMENT
            ends[here] = here + 1
            if parent >= 0:
                blocks[here], links[here] = blocks[parent], links[parent]
                if hidden_by < 0 and (tail := element.tail):
                    add_text(parent, tail, here)
            continue
        stack.append(here)
        is_block = tag in BLOCKS or parent < 0
        blocks[here] = here if is_block else blocks[parent]
        if tag == "a" and (href := element.get("href")) is not None:
            hrefs[here] = href
            is_own = href[:1] == "#" and parent >= 0 and tags[blocks[parent]] in HEADINGS
            links[here] = (
                links[parent] if is_own else here
            )  # a heading that links to itself counts as plain text
        else:
            links[here] = links[parent] if parent >= 0 else -1
        if is_block:
            breaks = 0
            if pieces:
                end_line()
        if hidden_by >= 0:
            continue
        if (tag in visibility.NEVER_SHOWN and element not in exceptions) or (
            hidden is not None and (hints[here] & class_hints.UNSEEN or element in hidden)
        ):
            hidden_by = here
        elif tag == "br":
            breaks += 1
            if breaks > 1:
                breaks = 0
                if pieces:
                    end_line()
            elif pieces:
                pieces.append((BREAK, "\n"))
        elif text := element.text:
            add_text(here, text, here)
        elif tag == "img" and _is_initial(element):
            add_text(here, element.get("alt"), here)
    if pieces:
        end_line()
    return _Walked(tags, parents, ends, classes, blocks, links, hrefs, hints, chars, linked, anchors, lines)


def _classes_and_hints(elements: list[HtmlElement], tags: list[str]) -> tuple[list[str | None], list[int]]:
    """The class attribute of each element, and the hints of its tag, class and id."""
    known, look_up = class_hints.LOOKED_UP, class_hints.hints_of
    classes: list[str | None] = []
    hints: list[int] = []
    for element, tag in zip(elements, tags, strict=True):
        class_ = id_ = None
        if tag.__class__ is str:  # no comment
            class_, id_ = element.get("class"), element.get("id")
        bits = class_hints.OF_TAG.get(tag, 0)
        if class_:
            bits |= known[class_] if class_ in known else look_up(class_)
        if id_:
            bits |= known[id_] if id_ in known else look_up(id_)
        classes.append(class_ or None)
        hints.append(bits if tag not in HEADINGS else bits & ~class_hints.HEADER)
    return classes, hints


def _is_initial(picture: HtmlElement) -> bool:
    """Whether a picture is the first letter of a word: its text is a letter, and small letters follow."""
    alt = picture.get("alt") or ""
    if len(alt) != 1 or not alt.isalpha():
        return False
    rest, outer = picture.tail, picture.getparent()
    if not rest and outer is not None and outer.tag not in BLOCKS:
        rest = outer.tail
    return (rest or "").lstrip()[:1].islower()


def _scale(lines: list[Line]) -> float:
    """`DENSE_SCRIPT` where the script of the longest lines has no blanks between words, else 1."""
    longest = sorted(lines, key=lambda line: line.chars, reverse=True)[:8]
    text = "".join(line.text[:100] for line in longest)
    if text.isascii() or not text:
        return 1.0
    return DENSE_SCRIPT if is_cjk(text) or len(_THAI.findall(text)) * 3 > len(text) else 1.0
