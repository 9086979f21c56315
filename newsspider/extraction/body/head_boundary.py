"""Cuts what stands above a body: the headline and all above it, bylines and dates below it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.extraction.body.body_lines import SENTENCE_END
from newsspider.extraction.page.tree import HEADINGS
from newsspider.language import people
from newsspider.language.text import normal

if TYPE_CHECKING:
    from newsspider.extraction.body.body_lines import BodyLines, ReadFields
    from newsspider.extraction.page.tree import Line

HEADLINE_WITHIN = 0.3  # share of the running text that may stand above the headline
HEAD_LINES = 60  # lines among which the headline is looked for
LONGEST_BYLINE = 60  # characters of a byline beside the names
LONGEST_DATELINE = 120
SHORT_SENTENCE = 25

_MINUTES = re.compile(r"\b\d{1,2}\s?(?:min|dk\b|мин)|\d\s?(?:分|분)", re.IGNORECASE)  # of reading
_WHO = re.compile(
    r"\s(?:(?:is|was|ist|war|est|es|è|é|är|er)\s|writes\b|covers\b|works\b|has (?:written|worked)\b)"
)
_DATED = re.compile(r"(?<!\d)(?:\d{1,2}[:.h]\d{2}(?!\d)|(?:19|20)\d{2}(?!\d)|\d{1,2}[./]\d{1,2}[./]\d{2,4})")


def cut_head(body: BodyLines, fields: ReadFields) -> None:
    """Cuts the headline, all lines above it, and what stands between it and the first paragraph."""
    start = _after_headline(body, fields)
    for n in range(start):
        body.reasons.setdefault(n, "headline" if n == start - 1 else "above the headline")
    running = body.running()
    first = next(running, None)
    while first is not None and is_head_matter(body.lines[first], fields):
        body.reasons.setdefault(first, "byline or date")
        first = next(running, None)
    if first is None:
        return
    container = body.container(first)
    is_own = not start or not body.prose.tree.is_inside(body.lines[start - 1].block, container)
    for n in range(start, first):
        line = body.lines[n]
        is_matter = is_head_matter(line, fields)
        is_subheading = body.tag(n) in HEADINGS and n == first - 1 and not is_matter
        if is_subheading or body.is_figure_cell(n):
            continue
        is_sentence = SENTENCE_END.search(line.text) and len(line.text) > SHORT_SENTENCE
        is_text = is_sentence or (is_own and not _is_name_or_minutes(line.text))
        if is_matter or not is_text or body.container(n) != container:
            body.reasons.setdefault(n, "above the body")


def cut_other_stories(body: BodyLines, fields: ReadFields) -> None:
    """Cuts every `article` beside the one that holds the headline."""
    start = _after_headline(body, fields)
    tree = body.prose.tree
    own = tree.nearest(body.lines[start - 1].block, "article") if start else -1
    if own < 0 or not body.prose.weight(own):
        return
    for n in range(start, len(body.lines)):
        other = tree.nearest(body.lines[n].block, "article")
        if other >= 0 and not tree.is_inside(other, own) and not tree.is_inside(own, other):
            body.reasons.setdefault(n, "another story")


def _after_headline(body: BodyLines, fields: ReadFields) -> int:
    """The number of the line after the headline; 0 where it is not among the first lines."""
    if not fields.headline:
        return 0
    tree = body.prose.tree
    is_h1 = fields.place and tree.tags[fields.place] == "h1"
    # Below an `h1`, a line that repeats the headline is text.
    is_above = is_h1 and body.lines and tree.ends[fields.place] <= body.lines[0].block
    within = 0.0 if is_above else HEADLINE_WITHIN
    headline, start, before = normal(fields.headline), 0, 0
    total = body.total() or 1
    for n, line in enumerate(body.lines[:HEAD_LINES]):
        before += body.weight(n)
        if before > total * within:
            break
        if n and line.linked * 2 > line.chars and body.tag(n) not in HEADINGS:
            continue  # a link to this story, or to another of the same name
        text = normal(line.text) if line.may_equal(headline) else ""
        # "Opinion: Ferry runs again"
        is_labelled = text.endswith(headline) and len(text) - len(headline) < len(headline) / 2
        if text == headline or (is_labelled and not start and body.tag(n) in ("h1", "h2")):
            start = n + 1
    return start


def is_head_matter(line: Line, fields: ReadFields) -> bool:
    """Whether a line is only a byline or a date, or says who the author is."""
    text = line.text
    for name in fields.authors:  # "Anna Reed is our correspondent"
        is_about = " " in name and text.startswith(name) and _WHO.match(text, len(name))
        if is_about and name not in (fields.headline or ""):
            return True
    if len(text) > LONGEST_DATELINE or (
        SENTENCE_END.search(text) and not text.endswith(":") and len(text) > 60
    ):
        return False
    if fields.authors:
        letters = normal(text)
        names = [normal(name) for name in fields.authors]
        of_names = sum(len(name) for name in names if name in letters)
        if of_names and len(letters) - of_names <= LONGEST_BYLINE:
            return True
    return len(_DATED.findall(text)) >= 2 or (len(text) < 50 and _DATED.search(text) is not None)


def _is_name_or_minutes(text: str) -> bool:
    """Whether a line is only a name, or states the minutes that the text takes to read."""
    return (text[-1:].isalpha() and people.is_person(text)) or _MINUTES.search(text) is not None
