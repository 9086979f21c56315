"""Authors' names out of a byline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 160  # characters of a byline
_BY = re.compile(
    r"[\s,;:–—|·()-]*(?:text\s+|written\s+)?(?:by|von|par|por|di|door|av|przez|作者|文|بقلم)"
    r"(?:\s*[:：/]\s*|\s+)(?P<names>\S.*)",
    re.IGNORECASE,
)
_NAMES_END = re.compile(r"\s*(?:[|·•–—]|\s-\s|\bon\s+\d|\bin\s+|[,;]?\s*\(?\b\d{1,4}[./-]|\d{4}).*$")
_PARTED = re.compile(r"\s*(?:,\s*(?:and|und|et|y|e)\s+|\s(?:and|und|et|y|&)\s+|[,;、，；]\s*)", re.IGNORECASE)
_NAME = re.compile(r"(?=.*[^\W\d_])[^\d@<>:?!]{2,60}")
_NO_NAME = re.compile(
    r"(?:Dr|Prof|Mr|Mrs|Ms|Jr|Sr|PhD)\.?|(?:.*\s)?(?:staff|admin(?:istrator)?|webmaster|editors?|redaktion)",
    re.IGNORECASE,
)


def authors_in(lines: Iterable[str]) -> tuple[str, ...]:
    """The names of the first line that begins with "by", in one of several languages."""
    for line in lines:
        if (found := _BY.fullmatch(line)) and (names := names_in(found["names"])):
            return names
    return ()


def names_in(said: str) -> tuple[str, ...]:
    """The names in "A. Writer, B. Writer and C. Writer"; none if it reads like a sentence."""
    said = _NAMES_END.sub("", said[: LONGEST + 1]).strip(" ,;:")
    if said.count("(") != said.count(")"):
        said = said.strip("()")
    said = re.sub(r"(?<=[^\W_]{3})\.$", "", said)
    names = [
        part.strip() for part in _PARTED.split(said) if part.strip() and not _NO_NAME.fullmatch(part.strip())
    ]
    if len(said) > LONGEST or not all(_NAME.fullmatch(name) and len(name.split()) <= 6 for name in names):
        return ()
    return tuple(dict.fromkeys(names)) if names and not names[0][0].islower() else ()
