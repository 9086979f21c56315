"""Compares the wordings of one headline: equal, longer, alike, or different only in signs and names."""

from __future__ import annotations

import re
from functools import lru_cache

from newsspider.extraction.site_names import TITLE_SEPARATOR
from newsspider.language.text import normal

ALIKE = 0.5  # likeness, from which a heading is the title's

_WORD = re.compile(r"\w+")
_CUT_SHORT = re.compile(r"(?:\.\.\.|…|[»›>\]])\s*$")
_SPELT_OUT = {"&": " and ", "%": " percent ", "¢": " cent ", "+": " plus ", "€": " euro ", "£": " pound "}
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
_ISSUE_WORDS = frozenset(("issue", "no", "number", "vol"))


def plain_words(text: str) -> list[str]:
    """The words of a text, normalised."""
    return _WORD.findall(normal(text))


def extends(longer: str, shorter: str) -> bool:
    """Whether the longer text is the shorter one with further parts: "Opinion: Ferry runs again"."""
    return (
        len(longer) > len(shorter)
        and title_parts(shorter) != []
        and set(title_parts(shorter)) < set(title_parts(longer))
    )


def title_parts(text: str) -> list[str]:
    """The parts of a title between its colons and separators, normalised."""
    return [
        part for said in re.split(r":\s+", text) for part in map(normal, TITLE_SEPARATOR.split(said)) if part
    ]


def best_likeness(text: str, titles: list[str]) -> float:
    """The likeness of a text to the title that is most like it."""
    return max((likeness(text, title) for title in titles), default=0.0) if text else 0.0


def likeness(one: str, other: str) -> float:
    """The share of words that two texts have in common, 0 to 1."""
    return min(1.0, (word_share(one, other) + word_share(other, one)) / 2 + 0.001)


def word_share(text: str, other: str) -> float:
    """The share of the other text's words that a text has."""
    words, others = _words(text), _words(other)
    return len(words & others) / len(others) if others else 0.0


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    """The words of a text; in Chinese and Japanese its characters."""
    found: set[str] = set()
    for word in plain_words(text):
        found.update((word,) if word.isascii() or (word.isalpha() and word[0] < "\u2e80") else word)
    return frozenset(found)


def is_plainer_form(own: str, hinted: str, names: frozenset[str]) -> bool:
    """Whether the front's headline differs from the page's *own* only in signs, articles and *names*.

    A headline that the front cuts short is not a plainer form.
    """
    if normal(own) == normal(hinted) or _CUT_SHORT.search(hinted):
        return False
    return _telling_words(own, names) == _telling_words(hinted, names) != ()


def _telling_words(text: str, names: frozenset[str]) -> tuple[str, ...]:
    """The words of a headline with signs spelt out, without articles and *names*."""
    spelt = "".join(_SPELT_OUT.get(sign, sign) for sign in text)
    left_out = names | _ARTICLES | _ISSUE_WORDS
    return tuple(word for word in plain_words(spelt) if word not in left_out)
