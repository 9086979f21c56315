"""The running text of a page after what is certainly no body has been left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from newsspider.extraction import marks
from newsspider.extraction.tree import COMMENT, LINKED, LONG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsspider.extraction.tree import Line, Tree

# What an element says of itself is believed as long as it holds no more than this share of the
# page's running text: a page's wrapper may be called "related" or "cards", too.
_BELIEVED = (
    (
        0.3,
        {
            "navigation": marks.NAV,
            "footer": marks.FOOTER,
            "share bar": marks.SHARE,
            "related": marks.RELATED,
            "comments": marks.COMMENT,
            "newsletter": marks.NEWSLETTER,
            "advert": marks.ADVERT,
            "notice": marks.NOTICE,
            "tags": marks.TAGS,
            "teaser": marks.TEASER,
            "paywall": marks.PAYWALL,
            "embed": marks.EMBED,
        },
    ),
    (
        0.2,
        {
            "caption": marks.CAPTION | marks.CREDIT,
            "media": marks.MEDIA,
            "author": marks.AUTHOR,
            "pull quote": marks.QUOTE,
            "correction": marks.CORRECTION,
            "header": marks.HEADER,
            "aside": marks.ASIDE,
        },
    ),
)
_ALL = sum({bit for _, named in _BELIEVED for bit in named.values()})


@dataclass(slots=True)
class Prose:
    """What of a page may be body.

    `reasons` says why an element is left out with all below it; `out` is 1 for each element inside
    one; `weights` are the characters of running text of each line of the tree, 0 for others.
    """

    tree: Tree
    reasons: dict[int, str]
    out: bytearray
    weights: list[int]
    total: int
    _sums: list[int] = field(repr=False)

    def weight(self, n: int) -> int:
        """Characters of running text inside an element."""
        return self._sums[self.tree.ends[n]] - self._sums[n]

    def is_out(self, line: Line) -> bool:
        """Whether a line is left out."""
        return bool(self.out[line.block] or self.out[line.first])


def read(tree: Tree, left_out: Mapping[int, str]) -> Prose:
    """The running text outside of what is *left_out* and of what says by its name that it is no body."""
    reasons = dict(left_out)
    out = bytearray(len(tree.elements))
    for n in left_out:
        _leave(out, tree, n)
    total = tree.prose(0)
    for n, bits in enumerate(tree.own):
        if bits & _ALL and not out[n] and tree.blocks[n] == n and n and tree.tags[n] != COMMENT:
            held = tree.prose(n)
            if (reason := _reason(bits, held, total)) is not None:
                reasons[n] = reason
                _leave(out, tree, n)
    weights = [_weight(line, tree, out) for line in tree.lines]
    by_place = [0] * len(tree.elements)
    for line, weight in zip(tree.lines, weights, strict=True):
        by_place[line.block] += weight
    sums = list(accumulate(by_place, initial=0))
    return Prose(tree, reasons, out, weights, sums[-1], sums)


def _reason(bits: int, held: int, total: int) -> str | None:
    """Why an element with these marks is left out; None if it holds too much."""
    for most, named in _BELIEVED:
        if held <= total * most:
            for reason, bit in named.items():
                if bits & bit:
                    return reason
    return None


def _leave(out: bytearray, tree: Tree, n: int) -> None:
    out[n : tree.ends[n]] = b"\x01" * (tree.ends[n] - n)


def _weight(line: Line, tree: Tree, out: bytearray) -> int:
    if line.chars * tree.scale < LONG or line.linked >= line.chars * LINKED:
        return 0
    if out[line.block] or out[line.first] or tree.tags[line.block] in _NEVER:
        return 0
    return max(0, line.chars - line.linked)


_NEVER = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption"))
