"""Language tags for XML, and the direction in which a language is written."""

from __future__ import annotations

import re
from typing import Literal

_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")  # the form of a tag, whatever its subtags
RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ku", "ps", "sd", "syr", "ug", "ur", "yi")
)


def language_tag(language: str | None) -> str | None:
    """The language as a tag of BCP 47; None if what a page states is not one."""
    tag = (language or "").replace("_", "-")
    return tag if _TAG.fullmatch(tag) else None


def direction(language: str | None) -> Literal["ltr", "rtl"]:
    """The direction in which the language is written; left to right if it is not known."""
    return "rtl" if (language or "").partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
