"""Which words label a run of links: the evidence for and against, weighed in this one place."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newsspider.extraction.link_blocks import block_kinds
from newsspider.extraction.link_blocks.label_words import HEADING, LONGEST_LABEL, PLAIN, STYLED, Words
from newsspider.extraction.page import class_hints
from newsspider.language import word_lists
from newsspider.language.calendar_words import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NEVER = -9  # the weight of what is no label, however much it looks like a heading
SHORT = 25  # letters of a heading of one to three words
FEW_WORDS = 5
KNOWN = 2  # a label that says what the list is, such as "Most read"

_ADVERT = re.compile(rf"^\W*{word_lists.pattern('link_blocks.adverts')}\b", re.IGNORECASE)
# Words above links that do not label them: an action, the first word of a byline, a time, a part of the page.
_NOTICE = re.compile(
    rf"\W*(?:{word_lists.pattern('around_stories.comment_counts')}\W*(?:\d+\W*)?$"
    rf"|{word_lists.pattern('around_stories.controls', 'bylines.by', 'bylines.author_with_sign')}\W*$"
    rf"|{word_lists.pattern('link_blocks.tools')}\W*$"
    r"|(?:(?:facebook|twitter|linkedin|whatsapp|pinterest|e-?mail|x|reddit|print|telegram|fb|tw)\W+)+\w*$"
    r"|copyright\W*(?:©|\(c\)|\d|$)|skip to\b|all rights reserved\b"
    r"|(?:(?:site|proudly|content|community|search) )?powered by\b"
    r"|(?:(?:today|yesterday|heute|gestern|updated|published),?:? )?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?)?"
    r" ?(?:kl\.? ?)?\d{1,2}[:.]\d\d(?::\d\d)?\W*(?:[ap]\.?m\.?|uhr|h|gmt|utc)?\W*$)",
    re.IGNORECASE,
)
# The name of a part of the page: what stands before it belongs to another part.
_PART = re.compile(rf"\W*{word_lists.pattern('link_blocks.page_parts')}\W*$", re.IGNORECASE)
_SAYS_LITTLE = re.compile(rf"\W*{word_lists.pattern('link_blocks.vague')}\W*$", re.IGNORECASE)
_MAIL = re.compile(r"\S@\S")
_SENTENCE = re.compile(r"[.!…。！](?:\W*$| [A-ZÀ-Þ])")
_UNFINISHED = re.compile(r"(?:,|\b(?:a|an|the|to|of|and|or|for|in|with|like|der|die|das|und|de|la|le|et|y))$")
_TOKEN = re.compile(r"[^\W_]+")
_ISSUE = re.compile(
    r"(?:no|nr|n[°º]|nº|issue|vol|heft|ausgabe|numéro|número)\b\.?\s*\d|第\d+期", re.IGNORECASE
)
_COLON = (":", "：")
# What an element with such a hint says is no label: a name, a day, what a picture shows.
_OF_OTHERS = class_hints.AUTHOR | class_hints.CREDIT | class_hints.CAPTION | class_hints.DATE


def weigh(words: Words) -> float:
    """How much the words look like the label of what follows; they are no label at 0 and below."""
    weight = words.rank + 1 + _of_text(words.text, words.rank)
    if words.hints & _OF_OTHERS:
        weight -= 3
    if words.hints & class_hints.UNSEEN:
        weight -= 1
    if words.of_picture and (len(words.text) > LONGEST_LABEL / 2 or words.text.count(" ") >= FEW_WORDS):
        weight -= 3
    return weight


def may_label(words: Words | None) -> bool:
    """Whether the words may label what follows."""
    return words is not None and weigh(words) > 0


def choose(pending: Sequence[Words], *, above_headline: bool) -> tuple[Words | None, Words | None]:
    """The label among the words above a run, and the words above it that may name its group.

    The nearest heading wins.  Plain words below it win over it if they look like a heading themselves, and
    the heading says little or is no label for headlines: "Services", then "Economy".
    """
    single = list(_single(pending))
    part = max((n for n, one in enumerate(single) if _PART.match(one.text)), default=-1)
    fit = [one for one in single[part + 1 :] if may_label(one)]
    at = max((n for n, one in enumerate(fit) if one.rank >= STYLED), default=-1)
    heading = fit[at] if at >= 0 else None
    plain = next((one for one in reversed(fit[at + 1 :]) if _is_fit_plain(one)), None)
    if heading is None:
        return plain, None
    if plain and _as_heading(plain) > _as_heading(heading, above_headline=above_headline):
        return plain, heading
    return heading, next((one for one in reversed(fit[:at]) if one.rank >= STYLED), None)


def _single(pending: Iterable[Words]) -> Iterator[Words]:
    """The words, those of several lines one by one; below a heading that is no label none counts."""
    for one in pending:
        if not one.is_stack or _is_one_label(one):
            yield of_line(one)
            continue
        for each in one.items:
            if each.rank == HEADING and not may_label(each):
                break
            yield each


def may_group(words: Words) -> bool:
    """Whether the words may be the heading of a group of runs, each with a label of its own."""
    is_short = len(words.text) <= LONGEST_LABEL / 2 and not words.text.endswith(("?", "!", ".", "…"))
    return is_short and words.rank >= STYLED and words.level > 1 and weigh(words) >= STYLED + 1


def of_line(words: Words) -> Words:
    """The words as the label of one list: of names side by side that each say what a list is, the first."""
    known = [one for one in words.items if block_kinds.says_kind(one.text)]
    return known[0] if not words.is_stack and len(known) > 1 else words


def _is_one_label(words: Words) -> bool:
    """Whether single words of one make are the words of one label: "Related", "posts"."""
    items = words.items
    makes = {(one.shape, one.rank) for one in items}
    return len(makes) == 1 and all(" " not in one.text for one in items) and block_kinds.says_kind(words.text)


def _is_fit_plain(words: Words) -> bool:
    return words.rank == PLAIN and not _SENTENCE.search(words.text)


def _as_heading(words: Words, *, above_headline: bool = False) -> float:
    """How well words head a list, the plain ones right above it among them."""
    weight = weigh(words)
    if words.rank == PLAIN:  # right above the list
        is_line = words.place >= 0 and len(words.text) <= SHORT and not words.of_picture
        weight += 0.5 if is_line else 0
    if above_headline and block_kinds.names_services(words.text):
        weight -= 2 + KNOWN
    return weight


@lru_cache(maxsize=4_096)
def _of_text(text: str, rank: int) -> float:
    """What the text alone says for and against a label."""
    if (
        not 0 < len(text) <= LONGEST_LABEL
        or "©" in text
        or _ADVERT.match(text)
        or _NOTICE.match(text)
        or _PART.match(text)
        or _MAIL.search(text)
        or is_date(text)
    ):
        return NEVER
    weight = KNOWN if block_kinds.says_kind(text) else 0.0
    if text.endswith(_COLON):
        weight += 1
    elif rank <= STYLED and _UNFINISHED.search(text):
        weight -= 2
    if _SAYS_LITTLE.match(text):
        weight -= 1.5
    if rank == PLAIN and text[0].islower() and text.count(" ") >= FEW_WORDS:
        weight -= 1
    return weight


def is_date(text: str) -> bool:
    """Whether a text is a day: "Tuesday, 27 August 2024", "2024/05/03"; "No. 40, April 2010" is an issue."""
    if not any(map(str.isdigit, text)) or _ISSUE.match(text):
        return False
    words: list[str] = _TOKEN.findall(text.lower())
    numbers = sum(word[0].isdigit() for word in words)
    months = sum(word in MONTHS for word in words)
    most_others = 1 if months else 0
    return numbers > 1 and len(words) - numbers - months <= most_others
