"""Cuts parts amid a body that are not part of it: undeclared, repeated or unlike the rest, list labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.extraction.body.body_lines import LINK_BLOCK, LIST_OF_LINKS, LONGEST_LABEL, SENTENCE_END
from newsspider.extraction.link_blocks.block_kinds import announces_stories
from newsspider.extraction.page.tree import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.extraction.body.body_lines import BodyLines, ReadFields

USUAL = 0.1  # share of the running text, from which a make is one of the body's own
MOST_UNLIKE = 0.25  # share of the running text of other makes, up to which they are cut
REPEATED = 25  # characters of a line that is not repeated by chance
DECLARED = 0.6  # share of the running text that is declared, from which the rest is cut
SAMPLE = 60  # letters of a line that are looked for in the declared text


def cut_labels(body: BodyLines) -> None:
    """Cuts the short line above each list of links that is cut: "Related topics".

    A heading stays, for it may belong to the text below.  A link block has its own label already: the
    line above it must announce other stories.
    """
    listed = [n for n, reason in body.reasons.items() if reason in (LIST_OF_LINKS, LINK_BLOCK) and n]
    for n in (n for n in listed if n - 1 not in body.reasons):
        text = body.lines[n - 1].text
        is_short = len(text) <= LONGEST_LABEL and not SENTENCE_END.search(text.rstrip(":"))
        is_label = is_short and (body.reasons[n] == LIST_OF_LINKS or announces_stories(text))
        if is_label and body.tag(n - 1) not in (*HEADINGS, "li"):
            body.reasons[n - 1] = "label"


def cut_undeclared(body: BodyLines, fields: ReadFields) -> None:
    """Cuts what stands before and after the text in JSON-LD, where that is most of the body."""
    if not fields.declared:
        return
    declared = _letters(fields.declared)
    running = list(body.running())
    found = [n for n in running if _letters(body.lines[n].text)[:SAMPLE] in declared]
    if not found or sum(map(body.weight, found)) < sum(map(body.weight, running)) * DECLARED:
        return
    for n in range(len(body.lines)):
        if (n < found[0] or n > found[-1]) and _letters(body.lines[n].text)[:SAMPLE] not in declared:
            body.reasons.setdefault(n, "not declared")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def cut_repeated(body: BodyLines) -> None:
    """Cuts repetitions of a line in containers unlike the body's: captions, notices."""
    places: dict[str, list[int]] = {}
    for n, line in enumerate(body.lines):
        if n not in body.reasons and line.chars >= REPEATED:
            places.setdefault(line.text, []).append(n)
    several = [numbers for numbers in places.values() if len(numbers) > 1]
    repeated = {n for numbers in several for n in numbers}
    if not repeated:
        return
    usual, _ = _usual_makes(body, (n for n in body.running() if n not in repeated))
    if not usual:
        return
    for numbers in several:
        unlike = [n for n in numbers if body.make(n) not in usual]
        spared = 1 if len(numbers) == len(unlike) == 2 else 0
        body.reasons |= dict.fromkeys(unlike[spared:], "said again")


def cut_unlike(body: BodyLines) -> None:
    """Cuts lines below the body whose containers are made unlike the body's: boxes without a telling name."""
    usual, share = _usual_makes(body, body.running())
    if share < 1 - MOST_UNLIKE:
        return
    last = max((n for n in body.running() if body.make(n) in usual), default=0)
    footnotes = body.footnotes() if last + 1 < len(body.lines) else frozenset()
    for n in range(last + 1, len(body.lines)):
        if body.make(n) not in usual and n not in footnotes:
            body.reasons.setdefault(n, "made unlike the body")


def _usual_makes(body: BodyLines, numbers: Iterable[int]) -> tuple[set[tuple[str, str | None]], float]:
    """The makes of containers that hold a good part of these lines, and the share that they hold together."""
    weights: dict[tuple[str, str | None], int] = {}
    for n in numbers:
        make = body.make(n)
        weights[make] = weights.get(make, 0) + body.weight(n)
    total = sum(weights.values())
    usual = {make for make, weight in weights.items() if weight >= total * USUAL}
    return usual, sum(weights[make] for make in usual) / (total or 1)
