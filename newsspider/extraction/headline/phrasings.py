"""Phrasings of one headline held against each other: the same, more, like it, in other dress."""

from __future__ import annotations

import re
from functools import lru_cache

from newsspider.extraction.site_names import TITLE_SEPARATOR
from newsspider.language.text import normal

ALIKE = 0.5  # share of a title's words that a heading must have to be its heading

_WORD = re.compile(r"\w+")
_CUT_SHORT = re.compile(r"(?:\.\.\.|…|[»›>\]])\s*$")
_SIGNS = {"&": " and ", "%": " percent ", "¢": " cent ", "+": " plus ", "€": " euro ", "£": " pound "}
_ARTICLES = frozenset(
    (
        "the",
        "a",
        "an",
        "der",
        "die",
        "das",
        "le",
        "la",
        "les",
        "el",
        "los",
        "las",
        "il",
        "lo",
        "gli",
        "l",
        "o",
        "os",
    )
)
_MERE_WORDS = frozenset(("issue", "no", "number", "vol"))


def plain_words(text: str) -> list[str]:
    """The words of a text as they stand, for comparing."""
    return _WORD.findall(normal(text))


def extends(longer: str, shorter: str) -> bool:
    """Whether one text is the other with a part more before or behind it."""
    return (
        len(longer) > len(shorter)
        and title_parts(shorter) != []
        and set(title_parts(shorter)) < set(title_parts(longer))
    )


def title_parts(text: str) -> list[str]:
    """What stands between the colons and separators of a title, for comparing."""
    return [
        part for said in re.split(r":\s+", text) for part in map(normal, TITLE_SEPARATOR.split(said)) if part
    ]


def best_likeness(text: str, titles: list[str]) -> float:
    """How much a text is like one of some titles, at most."""
    return max((likeness(text, title) for title in titles), default=0.0) if text else 0.0


def likeness(one: str, other: str) -> float:
    """How much two texts have the same words: 0 to 1."""
    return min(1.0, (word_share(one, other) + word_share(other, one)) / 2 + 0.001)


def word_share(one: str, other: str) -> float:
    """The share of the second's words that the first has, too."""
    words, wanted = _words(one), _words(other)
    return len(words & wanted) / len(wanted) if wanted else 0.0


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    """The words of a text, of Chinese and Japanese the signs."""
    found: set[str] = set()
    for word in plain_words(text):
        found.update((word,) if word.isascii() or (word.isalpha() and word[0] < "\u2e80") else word)
    return frozenset(found)


def is_plainer_form(own: str, said: str, names: frozenset[str]) -> bool:
    """Whether the front's words are the page's without signs, articles and *names*, and are not cut short."""
    if normal(own) == normal(said) or _CUT_SHORT.search(said):
        return False
    return _bare(own, names) == _bare(said, names) != ()


def _bare(text: str, names: frozenset[str]) -> tuple[str, ...]:
    """The words that tell a headline from others: signs spelt out, articles and names left out."""
    spelt = "".join(_SIGNS.get(sign, sign) for sign in text)
    left_out = names | _ARTICLES | _MERE_WORDS
    return tuple(word for word in plain_words(spelt) if word not in left_out)
