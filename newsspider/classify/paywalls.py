"""Decide whether a page shows only the free beginning of a paid article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.language import word_lists
from newsspider.language.cjk import CJK

if TYPE_CHECKING:
    from newsspider.items import Article
    from newsspider.web.document import Document

# Sizes in words of the body: a page that says it costs, and shows more, shows all (a script hides it).
STUB = 200
# Fewer words make a stub of a page that only declares a price, without a word of it in the text.
BARE_STUB = 120
_WORD = re.compile(rf"[{CJK}]|\w+")
_WALL = re.compile(word_lists.pattern("paywalls.gates", "paywalls.walls"), re.IGNORECASE | re.DOTALL)


def is_stub(document: Document, article: Article, text: str) -> bool:
    """Whether the article read of a page, whose visible text is *text*, is its free beginning alone."""
    if article.access != "unknown":
        return article.access == "stub"
    size = _size(article.text)
    if size >= STUB:
        return False
    costs = _declares_price(document)
    has_wall = _WALL.search(text) is not None
    if _declared_size(document) > 2 * size + 50 and (costs or has_wall):
        return True
    return (costs and (has_wall or size < BARE_STUB)) or (has_wall and _ends_short(article))


def _declares_price(document: Document) -> bool:
    """Whether the publisher's markup says that the article is not free (schema.org, Open Graph)."""
    for thing in document.linked_data:
        if str(thing.get("isAccessibleForFree", "")).strip().lower() in (
            "false",
            "no",
            "http://schema.org/false",
        ):
            return True
    tier = (document.meta("article:content_tier") or document.meta("content_tier") or "").lower()
    return tier in ("locked", "metered", "paid", "premium")


def _declared_size(document: Document) -> int:
    """How many words the whole article has, as the markup declares it."""
    sizes = [0]
    for thing in document.linked_data:
        count = str(thing.get("wordCount", "")).strip()
        sizes += [int(count)] if count.isascii() and count.isdigit() and len(count) < 7 else []
        body = thing.get("articleBody")
        sizes += [_size(body)] if isinstance(body, str) else []
    return max(sizes)


def _ends_short(article: Article) -> bool:
    """Whether the body breaks off: at an ellipsis, or in the words that ask for money."""
    if not article.body:
        return False
    last = article.body[-1].rstrip()
    return last.endswith(("…", "...", "[…]", "[...]")) or _WALL.search(last) is not None


def _size(text: str) -> int:
    return len(_WORD.findall(text))
