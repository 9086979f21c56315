"""Decide whether two addresses gave the same article."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from newsspider.revisions.compare import plain

if TYPE_CHECKING:
    from newsspider.items import Article

# Shorter equal texts prove nothing: standing notices ("Closed for the holiday") are repeated
# word for word.  test_duplicates would notice.
MIN_CHARACTERS = 200


def text_hash(article: Article) -> str:
    """The fingerprint of an article's body alone, whatever its white space and paragraphs."""
    return hash_of_text(article.text)


def hash_of_text(text: str) -> str:
    """The fingerprint of a text, whatever its white space and paragraphs."""
    return hashlib.sha256(plain(text).encode("utf-8", "surrogatepass")).hexdigest()


def is_proof(article: Article) -> bool:
    """Whether the article has a headline and enough text to recognise it."""
    return bool(article.headline) and len(plain(article.text)) >= MIN_CHARACTERS


def same_headline(one: str | None, other: str | None) -> bool:
    """Whether two headlines are the same but for case and white space; no headline equals none."""
    return bool(one and other) and plain(one or "").casefold() == plain(other or "").casefold()


def same_story(article: Article, *, headline: str | None, known_hash: str) -> bool:
    """Whether *article* and one known by its headline and text hash may be one story.

    Asked where an address already hints at it (a redirect, a declared canonical address), so one of
    the two is enough: pages that all declare the home page canonical share neither.
    """
    return same_headline(article.headline, headline) or text_hash(article) == known_hash
