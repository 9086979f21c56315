"""The running text of a page, without the elements that are certainly not body."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from newsspider.extraction.page import class_hints
from newsspider.extraction.page.tree import LONG_LINE, MOSTLY_LINKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from newsspider.extraction.page.tree import Line, Tree

# An element's hints are believed while it holds no more than this share of the page's running text: a
# page's wrapper may be called "related" or "cards", too, and a short story may be shorter than the foot.
_BELIEVED = (
    (0.6, {"footer": class_hints.FOOTER}),
    (
        0.3,
        {
            "navigation": class_hints.NAV,
            "share bar": class_hints.SHARE,
            "related": class_hints.RELATED,
            "comments": class_hints.COMMENT,
            "newsletter": class_hints.NEWSLETTER,
            "advert": class_hints.ADVERT,
            "notice": class_hints.NOTICE,
            "tags": class_hints.TAGS,
            "teaser": class_hints.TEASER,
        },
    ),
    (
        0.2,
        {
            "paywall": class_hints.PAYWALL,
            "caption": class_hints.CAPTION | class_hints.CREDIT,
            "media": class_hints.MEDIA,
            "author": class_hints.AUTHOR,
            "pull quote": class_hints.QUOTE,
            "correction": class_hints.CORRECTION,
            "header": class_hints.HEADER,
            "aside": class_hints.ASIDE,
        },
    ),
)
COMMENTED = 300  # characters of running text above comments, from which the comments may be longer
_PART_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_NO_RUNNING_TEXT = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption"))
_ALL = sum({bit for _, named in _BELIEVED for bit in named.values()})

# Elements that hold one paragraph or a few, not the body.
_RUNS = """
    p li ul ol dl dd dt blockquote pre h2 h3 h4 h5 h6 center table tbody tr td th span font b i
"""
_PARAGRAPHS = frozenset(_RUNS.split())


@dataclass(slots=True)
class Prose:
    """The running text that may be body.

    `reasons` says why an element is excluded with all inside it; `excluded` is 1 for each element
    inside one; `weights` are the characters of running text by a line's key, 0 for other lines.
    """

    tree: Tree
    reasons: dict[int, str]
    excluded: bytearray
    weights: list[int]
    total: int
    _sums: list[int] = field(repr=False)

    def weight(self, n: int) -> int:
        """Characters of running text inside an element."""
        return self._sums[self.tree.ends[n]] - self._sums[n]

    def is_excluded(self, line: Line) -> bool:
        """Whether a line stands in an excluded element."""
        return bool(self.excluded[line.block] or self.excluded[line.first])

    def reason_of(self, line: Line) -> str:
        """Why a line is excluded."""
        around = (line.block, *self.tree.ancestors(line.block))
        return next((self.reasons[n] for n in around if n in self.reasons), "left out")


def read(tree: Tree, left_out: Mapping[int, str]) -> Prose:
    """The running text outside of the elements *left_out* and of those whose hints exclude them."""
    reasons = dict(left_out)
    out = bytearray(len(tree.elements))
    for n in left_out:
        _exclude(out, tree, n)
    total = tree.prose_chars(0)
    for n, reason in _named(tree, out, total):
        reasons[n] = reason
        _exclude(out, tree, n)
    weights, by_place = [0] * len(tree.lines), [0] * len(tree.elements)
    least = LONG_LINE / tree.scale
    for line in tree.lines:
        if line.chars >= least:
            weights[line.key] = weight = _weight(line, tree, out)
            by_place[line.block] += weight
    sums = list(accumulate(by_place, initial=0))
    return Prose(tree, reasons, out, weights, sums[-1], sums)


def _named(tree: Tree, out: bytearray, total: int) -> Iterator[tuple[int, str]]:
    """The elements whose hints say that they are not body, with the reason.

    Elements of one reason and class count together: a text in twenty parts named "paywall" is a text.
    """
    groups: dict[tuple[str, str | None], list[int]] = {}  # by reason and class
    chars: dict[tuple[str, str | None], int] = {}
    most: dict[tuple[str, str | None], float] = {}
    for n in tree.hinted:
        bits = tree.hints[n]
        if bits & class_hints.BODY:
            bits &= ~class_hints.MEDIA
        if not bits & _ALL or out[n] or not n or tree.blocks[n] != n:
            continue
        for reason, share in _believed(bits & _ALL):
            key = (reason, tree.classes[n])
            group = groups.setdefault(key, [])
            if group and tree.is_inside(n, group[-1]):
                continue
            group.append(n)
            chars[key] = chars.get(key, 0) + tree.prose_chars(n)
            most[key] = share
    for key, group in groups.items():
        if key[0] == "header":
            group = _without_parts(group, tree)
            chars[key] = sum(map(tree.prose_chars, group))
        if not group:
            continue
        is_below = key[0] == "comments" and tree.prose_chars_before(group[0]) * tree.scale >= COMMENTED
        if chars[key] <= total * most[key] or is_below:
            yield from ((n, key[0]) for n in group)


def _without_parts(headers: list[int], tree: Tree) -> list[int]:
    """The headers of one class without those of a text's parts: several that hold a heading and no `h1`."""
    parts = {
        n for n in headers if not tree.count(n, "h1") and any(tree.count(n, tag) for tag in _PART_HEADINGS)
    }
    return [n for n in headers if n not in parts] if len(parts) > 1 else headers


@lru_cache(maxsize=4_096)
def _believed(bits: int) -> tuple[tuple[str, float], ...]:
    """The reasons that hints give, each with the share of the text up to which it is believed."""
    return tuple((reason, share) for share, named in _BELIEVED for reason, bit in named.items() if bits & bit)


def _exclude(out: bytearray, tree: Tree, n: int) -> None:
    out[n : tree.ends[n]] = b"\x01" * (tree.ends[n] - n)


def _weight(line: Line, tree: Tree, out: bytearray) -> int:
    """Characters of running text of a long line; 0 for one of links and for an excluded one."""
    if line.linked >= line.chars * MOSTLY_LINKS:
        return 0
    if out[line.block] or out[line.first] or tree.tags[line.block] in _NO_RUNNING_TEXT:
        return 0
    return max(0, line.chars - line.linked)


def text_container(tree: Tree, n: int) -> int:
    """The element that holds a paragraph as one of several."""
    while n > 0 and (tree.tags[n] in _PARAGRAPHS or tree.blocks[n] != n):
        n = tree.parents[n]
    return n
