"""Languages as XML names them, and the direction in which they are read."""

from __future__ import annotations

import re
from typing import Literal

_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")  # BCP 47, as far as its form goes
_RIGHT_TO_LEFT = frozenset(("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ku", "ps", "sd", "ug", "ur", "yi"))


def language_tag(language: str | None) -> str | None:
    """The language as a tag; None where what a page stated is none."""
    tag = (language or "").replace("_", "-")
    return tag if _TAG.fullmatch(tag) else None


def direction(language: str | None) -> Literal["ltr", "rtl"]:
    """How the language is read."""
    return "rtl" if (language or "").partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"
