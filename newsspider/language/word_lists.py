"""The word lists of all languages: `words/*.yaml`, by meaning and language.

A meaning is named by its file and key, such as "page_links.read_more". Each line is an entry: a regular
expression without case, in which a blank is a blank. A word takes effect once it is in its list.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from itertools import groupby

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML was built without libyaml: ten times slower, the same result
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_BLANK = re.compile(r"[ #]")
# An entry that begins at the edge of a word, and has alternatives only inside of brackets.
_AT_EDGE = re.compile(r"\\b[^()|]*(?:\((?:[^()]|\([^()]*\))*\)[^()|]*)*")


def by_language(meaning: str) -> dict[str, tuple[str, ...]]:
    """The entries of a meaning by language; those under "sign" belong to no language."""
    file, _, key = meaning.partition(".")
    return {language: tuple(lines.splitlines()) for language, lines in _file(file)[key].items()}


def entries(meaning: str) -> tuple[str, ...]:
    """The entries of a meaning in all languages."""
    return tuple(entry for lines in by_language(meaning).values() for entry in lines)


def pattern(*meanings: str) -> str:
    """One group that matches any entry of the meanings, with and without `re.VERBOSE`.

    Neighbours that begin at the edge of a word share its test: a search tries them three times faster.
    """
    all_entries = (entry for meaning in meanings for entry in entries(meaning))
    grouped = ((is_at_edge, list(some)) for is_at_edge, some in groupby(all_entries, _is_at_edge))
    alternatives = "|".join(
        rf"\b(?:{'|'.join(entry[2:] for entry in some)})" if is_at_edge else "|".join(some)
        for is_at_edge, some in grouped
    )
    return f"(?:{_BLANK.sub(lambda found: chr(92) + found[0], alternatives)})"


def _is_at_edge(entry: str) -> bool:
    """Whether an entry begins at the edge of a word and is a single alternative."""
    return _AT_EDGE.fullmatch(entry) is not None


def numbers(meaning: str, *languages: str) -> dict[str, int]:
    """The number of each word, where a line is a number and its words with commas between them."""
    lines = by_language(meaning)
    return {
        word: int(number)
        for language in languages or lines
        for number, _, words in (line.partition(" ") for line in lines[language])
        for word in words.split(", ")
    }


@cache
def _file(name: str) -> dict[str, dict[str, str]]:
    text = resources.files(__package__).joinpath("words", f"{name}.yaml").read_text("utf-8")
    content: dict[str, dict[str, str]] = yaml.load(text, Loader=_Loader)
    return content
