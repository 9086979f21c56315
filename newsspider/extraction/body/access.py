"""Whether a page gives the whole text: what it declares, what is missing, sentences that ask for payment."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.language import word_lists
from newsspider.language.text import is_cjk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.extraction.page.tree import Line
    from newsspider.items import Access
    from newsspider.web.document import Document

SHORT = 250  # words; a longer text behind a paywall is whole
MISSING = 0.6  # share of the declared number of words, below which a text is cut
_NO = frozenset(("false", "no", "0"))
_YES = frozenset(("true", "yes", "1"))
_CUT = re.compile(r"(?:…|\.\.\.|\[\u2026\]|\[\.\.\.\])\s*$")

LONGEST_GATE = 200  # characters of a gate sentence
GATE_LINES = 8  # lines at the end of a text and below it that may hold one
_GATE = re.compile(word_lists.pattern("paywalls.gates"), re.IGNORECASE)
_SUBSCRIBED = re.compile(rf"\W*{word_lists.pattern('paywalls.already_paid')}", re.IGNORECASE)


def access(document: Document, body: tuple[str, ...], *, has_wall: bool, has_gate: bool = False) -> Access:
    """`free` where the page says so, `stub` where it keeps the rest of the text back, else `unknown`.

    *has_wall*: an element of the page is named a paywall; *has_gate*: a line of the text or below it says
    that only those who pay can read on.
    """
    is_free = _declared_free(document)
    if is_free is True:
        return "free"
    if is_free is None and not has_wall and not has_gate:
        return "unknown"
    text = " ".join(body)
    words = len(text) // 2 if is_cjk(text) else len(text.split())
    declared = _declared_words(document)
    is_cut = words < declared * MISSING
    if (is_free is False and (is_cut or words < SHORT)) or (has_gate and words < SHORT):
        return "stub"
    if has_wall and words < SHORT and (is_cut or (body and _CUT.search(body[-1]))):
        return "stub"
    return "unknown"


def _declared_free(document: Document) -> bool | None:
    """Whether the page says that it is free, by schema.org's property or by its tier; None without a word."""
    for item in document.linked_data:
        stated = str(item.get("isAccessibleForFree", "")).strip().lower().rsplit("/", 1)[-1]
        if stated in _NO or stated in _YES:
            return stated in _YES
    tier = (document.meta("article:content_tier") or "").lower()
    return {"free": True, "locked": False}.get(tier)


def _declared_words(document: Document) -> int:
    """The number of words that JSON-LD states, 0 where it states none."""
    for item in document.linked_data:
        count = str(item.get("wordCount", ""))
        if count.isdecimal() and len(count) < 7:
            return int(count)
    return 0


def is_gate(text: str) -> bool:
    """Whether a short line says that only those who pay or log in can read on."""
    return len(text) <= LONGEST_GATE and (
        _GATE.search(text) is not None or _SUBSCRIBED.match(text) is not None
    )


def has_gate_sentence(lines: Iterable[Line]) -> bool:
    """Whether one of these lines keeps the rest of the text back."""
    return any(
        len(line.text) <= LONGEST_GATE and _GATE.search(line.text)
        for line in lines
        if line.chars <= LONGEST_GATE
    )
