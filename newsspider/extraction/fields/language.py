"""Finds the language: the declared one, unless the text's script or its common words contradict it."""

from __future__ import annotations

import re
from collections import Counter
from heapq import nlargest
from typing import TYPE_CHECKING

from newsspider.extraction.context import FieldValue, Page, first_value, from_selectors
from newsspider.language import word_lists
from newsspider.language.cjk import CJK, HAN, HANGUL, KANA, THAI

if TYPE_CHECKING:
    from collections.abc import Sequence

SAMPLE = 2_000  # characters
LEAST = 8  # common words that are needed to overrule the declared language
MARGIN = 2.5  # times the declared language's common words that another language needs

# Words that every text of a language has, and that few other languages have.
_WORDS_OF = {
    language: frozenset(" ".join(lines).split())
    for language, lines in word_lists.by_language("languages.common").items()
}
_LANGUAGES: dict[str, list[str]] = {}  # by word
for _language, _words in _WORDS_OF.items():
    for _one in _words:
        _LANGUAGES.setdefault(_one, []).append(_language)
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPT = re.compile(f"[\u0370-\u17ff{CJK}]")  # any of the scripts below
# Scripts with the languages that they write; the first one is taken where none of them is declared.
_SCRIPTS = (
    (re.compile(f"[{KANA}]"), ("ja",)),
    (re.compile(f"[{HANGUL}]"), ("ko",)),
    (re.compile(f"[{HAN}]"), ("zh", "ja", "yue", "lzh")),
    (re.compile(f"[{THAI}]"), ("th",)),
    (re.compile(r"[\u0370-\u03ff]"), ("el",)),
    (re.compile(r"[\u0590-\u05ff]"), ("he", "yi")),
    (re.compile(r"[\u0900-\u097f]"), ("hi", "mr", "ne", "sa")),
    (re.compile(r"[\u0980-\u09ff]"), ("bn", "as")),
    (re.compile(r"[\u0b80-\u0bff]"), ("ta",)),
    (re.compile(r"[\u0c00-\u0c7f]"), ("te",)),
    (re.compile(r"[\u10a0-\u10ff]"), ("ka",)),
    (re.compile(r"[\u0530-\u058f]"), ("hy",)),
    (re.compile(r"[\u1000-\u109f]"), ("my",)),
    (re.compile(r"[\u1780-\u17ff]"), ("km",)),
)
# Pairs that common words do not distinguish.
_NEIGHBOURS = ({"da", "no"}, {"hr", "sr"}, {"hr", "bs"}, {"cs", "sk"}, {"id", "ms"})
_OLD_TAGS = {
    "iw": "he",
    "in": "id",
    "nb": "no",
    "nn": "no",
    "cn": "zh",
    "jp": "ja",
    "kr": "ko",
    "cz": "cs",
    "ua": "uk",
}
_LOANED = {"ja": 0.05, "zh": 0.3}  # share of letters, from which a text is of a script; else 0.4


def language(page: Page) -> FieldValue | None:
    """The language's tag."""
    only = page.profile.languages if page.profile and len(page.profile.languages) == 1 else ()
    declared = page.document.language
    stated = first_value(
        from_selectors(page, "language"),
        FieldValue(value=declared, source="declared:lang") if declared else None,
        FieldValue(value=only[0], source="profile") if only else None,
    )
    by_text = language_of_text(_sample(page), declared=stated.value if stated else None)
    is_selected = stated is not None and stated.source.startswith("selected")
    if by_text and not is_selected and (stated is None or _base(stated.value) != by_text):
        return FieldValue(value=by_text, source="inferred:text")
    return stated


def language_of_text(text: str, *, declared: str | None) -> str | None:
    """The language of a text; None where it is not certain or does not contradict the *declared* one."""
    words = _WORD.findall(text.lower())
    letters = sum(map(len, words))
    stated = _base(declared) if declared else ""
    for pattern, languages in _SCRIPTS if _SCRIPT.search(text) else ():
        if len(pattern.findall(text)) > letters * _LOANED.get(languages[0], 0.4):
            return None if stated in languages else languages[0]
    return _by_words(words, stated)


def _by_words(words: Sequence[str], declared: str) -> str | None:
    """The language whose common words are by far the most frequent; None where it is not certain."""
    common = list(filter(_LANGUAGES.__contains__, words))
    if sum(map(_WORDS_OF.get(declared, frozenset()).__contains__, common)) * MARGIN >= len(common) > 0:
        return None  # no other language can have so many more
    counts = dict.fromkeys(_WORDS_OF, 0)
    kinds = dict.fromkeys(_WORDS_OF, 0)
    for word, times in Counter(common).items():
        for language in _LANGUAGES[word]:
            counts[language] += times
            kinds[language] += 1
    best = max(counts, key=lambda language: (counts[language], kinds[language]))
    if counts[best] < LEAST or kinds[best] < 5:
        return None
    if declared == best or {declared, best} in (
        {"da", "no"},
        {"hr", "sr"},
        {"hr", "bs"},
        {"cs", "sk"},
        {"id", "ms"},
    ):
        return None
    if declared and declared not in counts:
        return best if counts[best] >= 4 * LEAST else None
    if declared:
        return best if counts[best] > MARGIN * counts[declared] else None
    second = max(count for language, count in counts.items() if language != best)
    return best if counts[best] >= 1.15 * second else None


def _sample(page: Page) -> str:
    """The longest lines of running text, joined."""
    prose = (line for line in page.tree.lines if line.linked * 2 < line.chars)
    return " ".join(line.text for line in nlargest(12, prose, key=lambda line: line.chars))[:SAMPLE]


def _base(tag: str) -> str:
    base = tag.partition("-")[0].lower()
    return _OLD_TAGS.get(base, base)
