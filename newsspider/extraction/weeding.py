"""Which lines of a chosen body are no body: what stands above and below it, captions, bars, notices."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.extraction.bodies import home
from newsspider.extraction.tree import HEADINGS
from newsspider.text import normal

if TYPE_CHECKING:
    from newsspider.extraction.prose import Prose
    from newsspider.extraction.tree import Line

_DATELINE = re.compile(
    r"(?:[^\W\d]+\.? \d{1,2}, \d{4}|\d{1,2}\.? [^\W\d]+\.? \d{4}|[^\W\d]+ \d{4}|[\d:, ./-]{6,24})"
)
_NOISE = re.compile(
    r"^(?:copyright\b|©|\(c\) copyright|all rights reserved|published in issue \d+|share (?:to|on|this)\b"
    r"|print(?: this)?$|by [^.]{3,60}$)",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"""^\W*(?:read\ (?:more|also|next)|also\ read|also\ on|see\ also|more\ (?:on|from)|related|recommended
    |watch(?:\ now|\ more)?|listen|click\ here|lesen\ sie|mehr\ zum\ thema|lire\ aussi|à\ lire|leer\ más
    |lee\ también|leia\ (?:também|mais)|leggi\ anche|lees\ ook|läs\ också|lue\ myös|czytaj|les\ også|читайте
    |阅读|延伸阅读|関連記事|相关)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_STOP = re.compile(r"[.!?…:;。！？؟।”\"»’)]\s*$")
LONGEST_NOISE = 400
LONGEST_BAR = 120  # characters of links parted by "|"


@dataclass(frozen=True, slots=True)
class Known:
    """What is already read of the page, and so is no part of the body."""

    headline: str | None = None
    standfirst: str | None = None


@dataclass(slots=True)
class Weeded:
    """The lines that are body, and the others with the reason."""

    kept: list[Line]
    left: list[tuple[Line, str]]


def weed(lines: list[Line], prose: Prose, known: Known) -> Weeded:
    """The lines of a body without those that are none."""
    weights = dict(zip(map(id, prose.tree.lines), prose.weights, strict=True))
    left: dict[int, str] = {}
    for n, line in enumerate(lines):
        if reason := _reason(line, prose):
            left[n] = reason
    _head(lines, left, weights, prose, known)
    _tail(lines, left, weights, prose)
    kept = [line for n, line in enumerate(lines) if n not in left]
    return Weeded(kept, [(lines[n], reason) for n, reason in sorted(left.items())])


def _reason(line: Line, prose: Prose) -> str | None:
    """Why a line is no body, whatever stands around it."""
    tree = prose.tree
    if prose.is_out(line):
        return _outer(line, prose)
    text = line.text
    if not any(map(str.isalnum, text)):
        return "no words"
    tag = tree.tags[line.block]
    if tag in ("figcaption", "caption") or any(tree.tags[n] == "figure" for n in tree.above(line.block)[:3]):
        return "caption"
    if line.chars <= LONGEST_NOISE and tag != "pre":
        if _NOISE.match(text):
            return "notice"
        if _POINTER.match(text) and line.links:
            return "pointer"
        is_bar = text.count("|") > 1 and line.linked > line.chars * 0.5 and len(text) <= LONGEST_BAR
        if is_bar or (line.links and line.linked >= line.chars * 0.8 and tag != "li"):
            return "link"
    return None


def _outer(line: Line, prose: Prose) -> str:
    for n in (line.block, *prose.tree.above(line.block)):
        if n in prose.reasons:
            return prose.reasons[n]
    return "left out"


def _head(
    lines: list[Line], left: dict[int, str], weights: dict[int, int], prose: Prose, known: Known
) -> None:
    """Leaves out the headline with all above it, and what stands between it and the first paragraph."""
    start = 0
    if known.headline:
        wanted = normal(known.headline)
        total = sum(weights[id(line)] for line in lines) or 1
        before = 0
        for n, line in enumerate(lines):
            if before > total * 0.3 or n > 60:
                break
            before += weights[id(line)]
            if line.chars < len(known.headline) * 2 and normal(line.text) == wanted:
                start = n + 1
    first = next((n for n in range(start, len(lines)) if weights[id(lines[n])] and n not in left), None)
    if first is None:
        return
    for n in range(start):
        left.setdefault(n, "above the headline")
    place = home(prose.tree, lines[first].block)
    for n in range(start, first):
        line = lines[n]
        if prose.tree.tags[line.block] in HEADINGS and n == first - 1:
            continue
        if home(prose.tree, line.block) == place and _STOP.search(line.text) and len(line.text) > 25:
            continue
        left.setdefault(n, "above the body")


def _tail(lines: list[Line], left: dict[int, str], weights: dict[int, int], prose: Prose) -> None:
    """Leaves out what follows the last paragraph and is none."""
    last = next((n for n in reversed(range(len(lines))) if weights[id(lines[n])] and n not in left), None)
    if last is None:
        return
    place = home(prose.tree, lines[last].block)
    for n in range(last + 1, len(lines)):
        line = lines[n]
        if home(prose.tree, line.block) == place and prose.tree.tags[line.block] not in HEADINGS:
            continue
        left.setdefault(n, "below the body")
