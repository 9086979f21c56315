"""The one pass over a page: its elements, what each holds, and its text parted into lines."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from lxml import etree

from newsspider.extraction.page import class_hints
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
from newsspider.language.text import is_cjk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_BLOCKS = """
    address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre search section summary table
    tbody td tfoot th thead tr ul
"""
_MUTED = """
    script style noscript template svg head select option textarea iframe object noembed applet video audio
    canvas button title datalist noframes
"""
BLOCKS = frozenset(_BLOCKS.split())
MUTED = frozenset(_MUTED.split())
_HIDDEN = etree.XPath("descendant-or-self::*/@hidden")
_ARIA_HIDDEN = etree.XPath("descendant-or-self::*/@aria-hidden")
_STYLE = etree.XPath("descendant-or-self::*/@style")
_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_SWALLOWERS = ("button", "template", "select", "object", "video", "audio", "canvas", "iframe")
LITTLE = 400  # characters of running text on a page that may show its text by a script only
FOLDED = 80  # characters of a paragraph that stands before the rest of its text
NEAREST = 4  # elements before folded text among which a paragraph or a button is looked for
PARAGRAPHS = 3  # long ones, of a hidden element that holds a text
_FOLDS = frozenset(("div", "section", "span"))
_NO_FOLD = (
    class_hints.NAV | class_hints.SHARE | class_hints.RELATED | class_hints.COMMENT | class_hints.CAPTION
    | class_hints.NEWSLETTER | class_hints.ADVERT
    | class_hints.AUTHOR | class_hints.NOTICE | class_hints.MEDIA | class_hints.UNSEEN | class_hints.TEASER
    | class_hints.ASIDE | class_hints.TAGS
)  # fmt: skip
_NO_PANELS = frozenset(("alert", "dialog", "alertdialog", "menu", "tooltip", "navigation", "search"))
_THAI = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")


@dataclass(slots=True)
class _Seen:
    """What the pass notes of the elements, parallel to them, and the lines."""

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
    """The page annotated; with *shows_all* hidden text counts, too."""
    body = next(root.iterchildren("body"), root)
    elements: list[HtmlElement] = list(body.iter())
    if shows_all:
        return _tree(elements, None, _swallowing(body))
    hidden, swallowing = _hidden(body), _swallowing(body)
    page = _tree(elements, hidden, swallowing)
    if (
        hidden
        and page.prose_chars(0) * page.scale < LITTLE
        and (shown := hidden - set(_texts(hidden))) != hidden
    ):
        whole = _tree(elements, shown, swallowing)
        return whole if whole.prose_chars(0) > 2 * page.prose_chars(0) else page
    return page


def _texts(hidden: set[HtmlElement]) -> Iterator[HtmlElement]:
    """The hidden elements that hold a text of several paragraphs, and those inside and around them."""
    found = [e for e in hidden if sum(len(p.text_content()) >= LONG_LINE for p in e.iter("p")) >= PARAGRAPHS]
    for element in found:
        yield element
        yield from (outer for outer in element.iterancestors() if outer in hidden)


def _tree(elements: list[HtmlElement], hidden: set[HtmlElement] | None, swallowing: set[HtmlElement]) -> Tree:
    seen = _seen(elements, hidden, swallowing)
    scale = _scale(seen.lines)
    prose = [0] * len(elements)
    for line in seen.lines:
        if line.chars * scale >= LONG_LINE and line.linked < line.chars * MOSTLY_LINKS:
            size = len(line.text)
            if size * scale >= LONG_LINE:
                prose[line.block] += max(0, size - line.linked)
    return Tree(
        elements=elements,
        places=dict(zip(elements, range(len(elements)), strict=True)),
        tags=seen.tags,
        parents=seen.parents,
        ends=seen.ends,
        classes=seen.classes,
        blocks=seen.blocks,
        links=seen.links,
        hrefs=seen.hrefs,
        hints=seen.hints,
        hinted=[n for n, bits in enumerate(seen.hints) if bits],
        lines=seen.lines,
        scale=scale,
        _by_tag=_by_tag(seen.tags),
        _chars=_sums(seen.chars),
        _linked=_sums(seen.linked),
        _anchors=_sums(seen.anchors),
        _prose=_sums(prose),
    )


def _hidden(body: HtmlElement) -> set[HtmlElement]:
    """The elements of which an attribute says that the page does not show them."""
    found = {value.getparent() for value in _HIDDEN(body)}
    found |= {value.getparent() for value in _STYLE(body) if _NOT_SHOWN.search(value)}
    unsaid = (value.getparent() for value in _ARIA_HIDDEN(body) if value == "true")
    found |= {element for element in unsaid if element.tag not in ("main", "article", "body")}
    return {element for element in found if not _is_rest(element)}


def _is_rest(element: HtmlElement) -> bool:
    """Whether what is hidden is text that a reader unfolds: it goes on after a paragraph, or is a panel."""
    if element.tag not in _FOLDS or element.get("role") in _NO_PANELS:
        return False
    if class_hints.hints_of(f"{element.get('class', '')} {element.get('id', '')}") & _NO_FOLD:
        return False
    if not any(len(p.text_content()) >= LONG_LINE for p in element.iter("p")):
        return False
    if next(element.iter("form", "input", "dialog", "nav"), None) is not None:
        return False
    if next(element.iterancestors("nav", "header", "footer", "aside", "form", "dialog"), None) is not None:
        return False
    before = islice(element.itersiblings(preceding=True), NEAREST)
    return any(_goes_before(one) for one in before)


def _goes_before(element: HtmlElement) -> bool:
    """Whether an element is a paragraph of some length, or a heading with a button."""
    if element.tag == "p":
        return len(element.text_content()) >= FOLDED
    return element.tag in HEADINGS and next(element.iter("button"), None) is not None


def _swallowing(body: HtmlElement) -> set[HtmlElement]:
    """The elements without text of their own that hold a page's text, because their end was not found.

    HTML's algorithm closes what is open in a button at its end tag; the parser goes on inside of it.  The
    button of a heading, which opens what is below, is the heading's text.
    """
    return {
        element
        for element in body.iter(*_SWALLOWERS)
        if element.getparent().tag in HEADINGS
        or (element.tag == "template" and not {"shadowrootmode", "shadowroot"}.isdisjoint(element.keys()))
        or next(element.iter("main", "article", "h1"), None) is not None
    }


def _seen(  # noqa: C901 # one loop on purpose: much of the time of a page is spent here
    elements: list[HtmlElement], hidden: set[HtmlElement] | None, swallowing: set[HtmlElement]
) -> _Seen:
    count = len(elements)
    tags = [element.tag for element in elements]
    parents, ends, blocks, links, own, chars, linked, anchors = ([0] * count for _ in range(8))
    classes: list[str | None] = [None] * count
    hrefs: dict[int, str] = {}
    lines: list[Line] = []
    pieces: list[tuple[int, str]] = []
    stack: list[int] = []
    said = said_linked = block = begun = breaks = 0
    inside: set[int] = set()
    mute = -1  # the element whose text is not shown, -1 where text is
    known, look_up = class_hints.LOOKED_UP, class_hints.hints_of

    def close() -> None:
        nonlocal pieces, said, said_linked
        while pieces[-1][0] == BREAK or pieces[-1][1].isspace():
            pieces.pop()
        lines.append(Line(len(lines), block, begun, pieces, said, said_linked, len(inside)))
        pieces = []
        said = said_linked = 0
        if inside:
            inside.clear()

    def say(owner: int, text: str, at: int) -> None:
        nonlocal said, said_linked, block, begun, breaks
        if text.isspace():
            if pieces:
                pieces.append((owner, text))
            return
        breaks = 0
        if not pieces:
            block, begun = blocks[owner], at
        pieces.append((owner, text))
        size = len(text) if "\n" not in text and "  " not in text else len(" ".join(text.split()))
        chars[owner] += size
        said += size
        if (link := links[owner]) >= 0:
            linked[owner] += size
            said_linked += size
            anchors[link] = 1
            inside.add(link)

    for here, element in enumerate((*elements, None)):
        outer = None if element is None else element.getparent()
        while stack and elements[stack[-1]] is not outer:
            gone = stack.pop()
            ends[gone] = here
            if blocks[gone] == gone:
                breaks = 0
                if pieces:
                    close()
            if mute == gone:
                mute = -1
            if mute < 0 and stack and (tail := elements[gone].tail):
                say(stack[-1], tail, here - 1)
        if element is None:
            break
        above = stack[-1] if stack else -1
        parents[here] = above if len(stack) <= MOST_DEPTH else stack[MOST_DEPTH - 1]
        tag = tags[here]
        if tag.__class__ is not str:  # a comment
            tags[here] = COMMENT
            ends[here] = here + 1
            if above >= 0:
                blocks[here], links[here] = blocks[above], links[above]
                if mute < 0 and (tail := element.tail):
                    say(above, tail, here)
            continue
        stack.append(here)
        is_block = tag in BLOCKS or above < 0
        blocks[here] = here if is_block else blocks[above]
        if tag == "a" and (href := element.get("href")) is not None:
            hrefs[here] = href
            is_own = href[:1] == "#" and above >= 0 and tags[blocks[above]] in HEADINGS
            links[here] = links[above] if is_own else here  # a heading that links to itself is no link
        else:
            links[here] = links[above] if above >= 0 else -1
        bits = _OF_TAG.get(tag, 0)
        if name := element.get("class"):
            classes[here] = name
            bits |= known[name] if name in known else look_up(name)
        if id_ := element.get("id"):
            bits |= known[id_] if id_ in known else look_up(id_)
        own[here] = bits if tag not in HEADINGS else bits & ~class_hints.HEADER
        if is_block:
            breaks = 0
            if pieces:
                close()
        if mute >= 0:
            continue
        if (tag in MUTED and element not in swallowing) or (
            hidden is not None and (bits & class_hints.UNSEEN or element in hidden)
        ):
            mute = here
        elif tag == "br":
            breaks += 1
            if breaks > 1:
                breaks = 0
                if pieces:
                    close()
            elif pieces:
                pieces.append((BREAK, "\n"))
        elif text := element.text:
            say(here, text, here)
        elif tag == "img" and _is_initial(element):
            say(here, element.get("alt"), here)
    if pieces:
        close()
    return _Seen(tags, parents, ends, classes, blocks, links, hrefs, own, chars, linked, anchors, lines)


_OF_TAG = {
    "nav": class_hints.NAV,
    "footer": class_hints.FOOTER,
    "aside": class_hints.ASIDE,
    "figcaption": class_hints.CAPTION,
    "header": class_hints.HEADER,
    "form": class_hints.NOTICE,
    "fieldset": class_hints.NOTICE,
    "dialog": class_hints.NOTICE,
}


def _is_initial(picture: HtmlElement) -> bool:
    """Whether a picture is the first letter of a word: its text is a letter, and the word goes on."""
    said = picture.get("alt") or ""
    if len(said) != 1 or not said.isalpha():
        return False
    rest, outer = picture.tail, picture.getparent()
    if not rest and outer is not None and outer.tag not in BLOCKS:
        rest = outer.tail
    return (rest or "").lstrip()[:1].islower()


def _by_tag(tags: list[str]) -> dict[str, list[int]]:
    """The places of the elements of each tag."""
    found: dict[str, list[int]] = defaultdict(list)
    for n, tag in enumerate(tags):
        found[tag].append(n)
    return dict(found)


def _sums(values: list[int]) -> list[int]:
    return list(accumulate(values, initial=0))


def _scale(lines: list[Line]) -> float:
    """`DENSE` where the longest lines are of a script without blanks between words."""
    longest = sorted(lines, key=lambda line: line.chars, reverse=True)[:8]
    text = "".join(line.text[:100] for line in longest)
    if text.isascii() or not text:
        return 1.0
    return DENSE_SCRIPT if is_cjk(text) or len(_THAI.findall(text)) * 3 > len(text) else 1.0
