"""Whether an article as read now is a new wording of what the archive holds."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from newsspider.items import Decision

if TYPE_CHECKING:
    from newsspider.items import Article

# Control characters that no text holds: they keep the fields, and the entries of a list, apart.
_FIELD, _ENTRY = "\x1e", "\x1f"


def content_hash(article: Article) -> str:
    """The fingerprint of an article's wording: headline, standfirst, authors and body.

    White space and the Unicode form of a letter make no new wording; nor do link blocks, pictures,
    dates and sections, which a newsroom changes without touching the story.
    """
    fields = (
        plain(article.headline or ""),
        plain(article.standfirst or ""),
        _joined(article.authors),
        _joined(article.body),
    )
    return hashlib.sha256(_FIELD.join(fields).encode("utf-8", "surrogatepass")).hexdigest()


def decide(new_hash: str, latest_hash: str | None) -> Decision:
    """Say what a wording is to the archive, whose latest is *latest_hash* (None: no such article)."""
    if latest_hash is None:
        return Decision.FIRST
    if new_hash != latest_hash:
        return Decision.CHANGED
    return Decision.SAME


def plain(text: str) -> str:
    """Text in Unicode's NFC, each run of white space one space.

    Kept apart from `newsspider.text`: a better reader there must not give every article of every
    archive a new revision.
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def _joined(entries: Iterable[str]) -> str:
    return _ENTRY.join(filter(None, map(plain, entries)))
