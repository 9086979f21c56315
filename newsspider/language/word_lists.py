"""The word lists of all languages: `words/*.yaml`, by meaning and language.

A meaning is named by its file and key, such as "page_links.read_more". Each line is an entry: a regular
expression without case, in which a blank is a blank. A word takes effect once it is in its list.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

import yaml

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML was built without libyaml: ten times slower, the same result
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_BLANK = re.compile(r"[ #]")


def by_language(meaning: str) -> dict[str, tuple[str, ...]]:
    """The entries of a meaning by language; those under "sign" belong to no language."""
    file, _, key = meaning.partition(".")
    return {language: tuple(lines.splitlines()) for language, lines in _file(file)[key].items()}


def entries(meaning: str) -> tuple[str, ...]:
    """The entries of a meaning in all languages."""
    return tuple(entry for lines in by_language(meaning).values() for entry in lines)


def pattern(*meanings: str) -> str:
    """One group that matches any entry of the meanings, with and without `re.VERBOSE`."""
    alternatives = "|".join(entry for meaning in meanings for entry in entries(meaning))
    return f"(?:{_BLANK.sub(lambda found: chr(92) + found[0], alternatives)})"


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
