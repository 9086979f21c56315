"""The authors: names of people, as the profile selects them, the page declares or prints them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from newsspider.extraction.evidence import Found, Page, comment, meta, selected
from newsspider.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterable

_BY = re.compile(r"^\s*by:?\s+(.{3,120})$", re.IGNORECASE | re.DOTALL)
_NAMES = re.compile(r"\s*(?:,|;|&|\band\b|、)\s*")
_NO_NAME = re.compile(r"https?://|www\.|@|^\W*$")


def authors(page: Page) -> tuple[tuple[str, ...], str | None]:
    """The names of those who wrote it, and who says so."""
    stated = [name for item in page.document.linked_data for name in _names_of(item.get("author"))]
    if found := selected(page, "authors", separator="; "):
        return _split(found.value), found.source
    if stated:
        return tuple(dict.fromkeys(stated)), "declared:json-ld"
    if found := comment(page, "author") or meta(page, "author") or _byline(page):
        return _split(found.value), found.source
    return (page.hint.authors, "hint") if page.hint and page.hint.authors else ((), None)


def _byline(page: Page) -> Found | None:
    """A short line that begins with "By"."""
    for element in page.document.root.iter(
        "p", "h2", "h3", "h4", "h5", "div", "strong", "b", "span", "address"
    ):
        found = _BY.match(squeeze(element.text_content()))
        if found and found[1][0].isupper() and "." not in found[1].rstrip(".")[4:]:
            names = [squeeze(a.text_content()) for a in element.iter("a")]
            return Found(value="; ".join(n for n in names if n) or found[1], source="inferred:byline")
    return None


def _split(said: str) -> tuple[str, ...]:
    text = re.sub(r"^\s*by:?\s+", "", said, flags=re.IGNORECASE)
    return _names(squeeze(part) for part in _NAMES.split(text))


def _names(said: Iterable[str]) -> tuple[str, ...]:
    """Each name once, without addresses."""
    return tuple(dict.fromkeys(name for name in said if not _NO_NAME.search(name)))


def _names_of(said: Any) -> list[str]:
    if isinstance(said, list):
        return [name for one in said for name in _names_of(one)]
    name = said.get("name") if isinstance(said, dict) else said
    return [squeeze(name)] if isinstance(name, str) and squeeze(name) else []
