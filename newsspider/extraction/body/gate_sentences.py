"""The sentences with which publishers keep the rest of a text back, in the common languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.language import word_lists

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.extraction.page.tree import Line

LONGEST = 200  # characters of such a sentence
BELOW = 8  # lines below a text in which it may stand
_GATE = re.compile(word_lists.pattern("paywalls.gates"), re.IGNORECASE)
_KNOWN = re.compile(rf"\W*{word_lists.pattern('paywalls.already_paid')}", re.IGNORECASE)


def is_gate(text: str) -> bool:
    """Whether a short line says that the rest is for those who pay or log in."""
    return len(text) <= LONGEST and (_GATE.search(text) is not None or _KNOWN.match(text) is not None)


def has_gate_sentence(lines: Iterable[Line]) -> bool:
    """Whether one of the lines within and right below a text keeps the rest of it back."""
    return any(
        len(line.text) <= LONGEST and _GATE.search(line.text) for line in lines if line.chars <= LONGEST
    )
