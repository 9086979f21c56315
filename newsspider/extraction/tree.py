"""A page annotated in one pass: what every element holds, and the page's text as lines.

Everything that looks for a body or for boxes asks here and does not walk the page again.  Elements
are known by their place in reading order (preorder), so that the elements inside `n` are the
places from `n + 1` to `end[n]`, and what they hold together is a difference of running sums.

A *line* is text that a reader sees as one run: between two block elements, or two `<br>`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING

from newsspider.extraction import marks
from newsspider.text import is_cjk, squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = """
    address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre search section summary table
    tbody td tfoot th thead tr ul
"""
_MUTED = """
    script style noscript template svg head select option textarea iframe object embed applet video audio
    canvas button title datalist noframes
"""
BLOCKS = frozenset(_BLOCKS.split())
MUTED = frozenset(_MUTED.split())
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
LONG = 40  # characters that make a line of running text
DENSE = 2.5  # letters that one character of Chinese, Japanese or Thai is worth
LINKED = 0.5  # share of its text in links from which a line is not running text

_NOT_SHOWN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_THAI = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
COMMENT = "!"  # the tag of a comment
BREAK = -1  # the owner of a piece that stands for a `<br>`


@dataclass(slots=True)
class Line:
    """A run of text: `block` is the element it stands in, `pieces` its texts and their owners' places.

    `key` is its number on the page; `at` the place of the last element before it in reading order.
    """

    key: int
    block: int
    at: int
    pieces: list[tuple[int, str]]
    chars: int
    linked: int
    links: int
    _text: str | None = field(default=None, repr=False, init=False)

    @property
    def text(self) -> str:
        """What it says, on one line."""
        if self._text is None:
            self._text = squeeze("".join([text for _, text in self.pieces]))
        return self._text

    def may_say(self, wanted: str) -> bool:
        """Whether its length is that of a text, as `normal` gives it: three dots may have been one sign."""
        return self.chars <= 2 * len(wanted) + 8 and len(wanted) <= 3 * self.chars

    @property
    def first(self) -> int:
        """The place of the element that its first text stands in."""
        return self.pieces[0][0]


@dataclass(slots=True)
class Tree:
    """The elements of a page in reading order, and what each is and holds.

    Parallel lists by an element's place: `tags`, `parents` (-1 above the first), `ends`, `classes` (the
    attribute, None without one), `blocks` (the nearest block element, itself where it is one), `links`
    (the nearest `a href`, -1 outside of links), `own` (what its names say, bits of `marks`).  `named`
    are the places of those whose names say something.  The methods count what is inside an element with
    all below it; what is not shown counts nowhere.
    `scale` is `DENSE` on a page of Chinese, Japanese or Thai, else 1: lengths times `scale` compare.
    """

    elements: list[HtmlElement]
    places: dict[HtmlElement, int]
    tags: list[str]
    parents: list[int]
    ends: list[int]
    classes: list[str | None]
    blocks: list[int]
    links: list[int]
    own: list[int]
    named: list[int]
    lines: list[Line]
    scale: float
    _by_tag: dict[str, list[int]]
    _chars: list[int]
    _linked: list[int]
    _anchors: list[int]
    _prose: list[int]

    def tagged(self, *tags: str) -> list[int]:
        """The places of the elements of some tags, in page order."""
        found = [n for tag in tags for n in self._by_tag.get(tag, ())]
        return sorted(found) if len(tags) > 1 else found

    def within(self, n: int, tag: str) -> list[int]:
        """The places of the elements of a tag inside an element, itself among them, in page order."""
        places = self._by_tag.get(tag, [])
        return places[bisect_left(places, n) : bisect_left(places, self.ends[n])]

    def holds(self, n: int, tags: frozenset[str]) -> bool:
        """Whether an element is of one of some tags, or holds one that is."""
        return not tags.isdisjoint(self.tags[n : self.ends[n]])

    def parts(self, n: int, *, until: int | None = None) -> list[int]:
        """The elements right inside an element, in order, or those of them before a place."""
        found, here = [], n + 1
        end = self.ends[n] if until is None else until
        while here < end:
            found.append(here)
            here = self.ends[here]
        return found

    def text(self, n: int) -> str:
        """All that an element says, scripts and what is hidden too, on one line."""
        element = self.elements[n]
        return squeeze(element.text_content() if self.has_parts(n) else element.text or "")

    def has_parts(self, n: int) -> bool:
        """Whether there are elements in an element."""
        return self.ends[n] > n + 1

    def chars(self, n: int) -> int:
        """Characters of text."""
        return self._chars[self.ends[n]] - self._chars[n]

    def linked(self, n: int) -> int:
        """Characters of text that stand in links."""
        return self._linked[self.ends[n]] - self._linked[n]

    def anchors(self, n: int) -> int:
        """Links with text."""
        return self._anchors[self.ends[n]] - self._anchors[n]

    def prose(self, n: int) -> int:
        """Characters of running text: long lines that are not mostly links."""
        return self._prose[self.ends[n]] - self._prose[n]

    def density(self, n: int) -> float:
        """The share of its text that stands in links; 0 where there is no text."""
        return self.linked(n) / (self.chars(n) or 1)

    def is_inside(self, n: int, outer: int) -> bool:
        """Whether the element is another one or inside it."""
        return outer <= n < self.ends[outer]

    def lines_of(self, n: int) -> list[Line]:
        """The lines whose text stands inside an element, in order."""
        begin = bisect_left(self.lines, n, key=_at)
        until = bisect_left(self.lines, self.ends[n], lo=begin, key=_at)
        return [line for line in self.lines[begin:until] if line.first >= n]

    def above(self, n: int) -> list[int]:
        """The elements around one, from the nearest."""
        found = []
        while (n := self.parents[n]) >= 0:
            found.append(n)
        return found

    def around(self, n: int) -> int:
        """What its names and those of the elements around it say."""
        bits = self.own[n]
        while (n := self.parents[n]) > 0:
            bits |= self.own[n]
        return bits


_at = attrgetter("at")


@dataclass(slots=True)
class _Seen:
    """What the pass notes of the elements, parallel to them, and the lines."""

    tags: list[str]
    parents: list[int]
    ends: list[int]
    classes: list[str | None]
    blocks: list[int]
    links: list[int]
    own: list[int]
    chars: list[int]
    linked: list[int]
    anchors: list[int]
    lines: list[Line]


def read(root: HtmlElement, *, shows_all: bool = False) -> Tree:
    """The page annotated; with *shows_all* hidden text counts, too."""
    body = root.find("body")
    elements: list[HtmlElement] = list((root if body is None else body).iter())
    seen = _seen(elements, shows_all=shows_all)
    scale = _scale(seen.lines)
    prose = [0] * len(elements)
    for line in seen.lines:
        if line.chars * scale >= LONG and line.linked < line.chars * LINKED:
            size = len(line.text)
            if size * scale >= LONG:
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
        own=seen.own,
        named=[n for n, bits in enumerate(seen.own) if bits],
        lines=seen.lines,
        scale=scale,
        _by_tag=_by_tag(seen.tags),
        _chars=_sums(seen.chars),
        _linked=_sums(seen.linked),
        _anchors=_sums(seen.anchors),
        _prose=_sums(prose),
    )


def _seen(elements: list[HtmlElement], *, shows_all: bool) -> _Seen:  # noqa: C901 # one loop on purpose: much of the time of a page is spent here
    count = len(elements)
    tags = [element.tag for element in elements]
    parents, ends, blocks, links, own, chars, linked, anchors = ([0] * count for _ in range(8))
    classes: list[str | None] = [None] * count
    lines: list[Line] = []
    pieces: list[tuple[int, str]] = []
    stack: list[int] = []
    said = said_linked = block = begun = breaks = 0
    inside: set[int] = set()
    mute = -1  # the element whose text is not shown, -1 where text is
    known, look_up = marks.KNOWN, marks.of

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
        parents[here] = above
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
        if tag == "a" and element.get("href") is not None:
            links[here] = here
        else:
            links[here] = links[above] if above >= 0 else -1
        bits = _OF_TAG.get(tag, 0)
        if name := element.get("class"):
            classes[here] = name
            bits |= known[name] if name in known else look_up(name)
        if id_ := element.get("id"):
            bits |= known[id_] if id_ in known else look_up(id_)
        own[here] = bits
        if is_block:
            breaks = 0
            if pieces:
                close()
        if mute >= 0:
            continue
        if tag in MUTED or (not shows_all and (bits & marks.UNSEEN or _is_hidden(element, tag))):
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
    if pieces:
        close()
    return _Seen(tags, parents, ends, classes, blocks, links, own, chars, linked, anchors, lines)


def _is_hidden(element: HtmlElement, tag: str) -> bool:
    """Whether an attribute says that the page does not show an element."""
    if element.get("hidden") is not None:
        return True
    style = element.get("style")
    if style is not None and _NOT_SHOWN.search(style):
        return True
    return element.get("aria-hidden") == "true" and tag not in ("main", "article", "body")


_OF_TAG = {
    "nav": marks.NAV,
    "footer": marks.FOOTER,
    "aside": marks.ASIDE,
    "figcaption": marks.CAPTION,
    "header": marks.HEADER,
    "form": marks.NOTICE,
    "fieldset": marks.NOTICE,
    "dialog": marks.NOTICE,
}


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
    return DENSE if is_cjk(text) or len(_THAI.findall(text)) * 3 > len(text) else 1.0
