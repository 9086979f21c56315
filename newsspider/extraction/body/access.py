"""Whether a page gives the whole text: what it declares, and what is missing from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.language.text import is_cjk

if TYPE_CHECKING:
    from newsspider.items import Access
    from newsspider.web.document import Document

SHORT = 250  # words; a text behind a wall that is longer is there whole
MISSING = 0.6  # share of the declared words below which a text is cut
_NO = frozenset(("false", "no", "0"))
_YES = frozenset(("true", "yes", "1"))
_CUT = re.compile(r"(?:…|\.\.\.|\[\u2026\]|\[\.\.\.\])\s*$")


def access(document: Document, body: tuple[str, ...], *, has_wall: bool, has_gate: bool = False) -> Access:
    """`free` for a page that says so, `stub` where it keeps the rest of the text back, else `unknown`.

    *has_wall* says that a part of the page is named a paywall, *has_gate* that a line below the text says
    that the rest is for those who pay.
    """
    said = _declared(document)
    if said is True:
        return "free"
    words = _words(" ".join(body))
    wanted = _word_count(document)
    is_cut = bool(wanted and words < wanted * MISSING)
    if said is False and (is_cut or words < SHORT):
        return "stub"
    if has_gate and words < SHORT:
        return "stub"
    if has_wall and words < SHORT and (is_cut or (body and _CUT.search(body[-1]))):
        return "stub"
    return "unknown"


def _declared(document: Document) -> bool | None:
    """Whether the page says that it is free, by schema.org's word for it or by its tier."""
    for item in document.linked_data:
        said = str(item.get("isAccessibleForFree", "")).strip().lower().rsplit("/", 1)[-1]
        if said in _NO:
            return False
        if said in _YES:
            return True
    tier = (document.meta("article:content_tier") or "").lower()
    return {"free": True, "locked": False}.get(tier)


def _word_count(document: Document) -> int:
    for item in document.linked_data:
        said = str(item.get("wordCount", ""))
        if said.isdecimal() and len(said) < 7:
            return int(said)
    return 0


def _words(text: str) -> int:
    return len(text) // 2 if is_cjk(text) else len(text.split())
