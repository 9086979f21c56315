"""How much a text says, by its letters."""

from __future__ import annotations

import re

HEADLINE_LETTERS = 35  # letters that few entries of a menu have, and most headlines
_WIDE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def letter_weight(text: str) -> float:
    """Letters of an alphabet that a text is worth: an ideograph counts for two and a half."""
    return len(text) if text.isascii() else len(text) + 1.5 * len(_WIDE.findall(text))
