"""Decide whether an article as read now is a new revision, and of which kind."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from newsspider.items import Decision, RevisionKind
from newsspider.language import word_lists
from newsspider.language.cjk import WORD_EACH
from newsspider.revisions import noise

if TYPE_CHECKING:
    from newsspider.items import Article

# Separators of fields and list entries: control characters that do not occur in texts.
_FIELD, _ENTRY = "\x1e", "\x1f"
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")

# A revision that shares a smaller part of the words is a rewrite.
REWRITTEN = 0.6
# At least so many added words, and none removed, are an update, not a correction.
LEAST_UPDATE = 8
# A text with less than this share of THICK_WORDS or more known words is a stub or a torn page.
THIN, THICK_WORDS = 0.5, 80
# After so many thin answers in a row the publisher has really cut the story.
THIN_CAPTURES = 3
MOST_TYPOS = 12

_WORD = re.compile(rf"[{WORD_EACH}]|[^\W{WORD_EACH}]+")
_NOTE = re.compile(
    rf"^\W*{word_lists.pattern('corrections.labels')}\b|{word_lists.pattern('corrections.sentences')}",
    re.IGNORECASE | re.MULTILINE,
)
# Words that change a fact though they are short or differ by one letter.
_FACT = re.compile(
    r"no|not|never|nor|none|without|million|billion|trillion|thousand|hundred|january|february|march"
    r"|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday"
    r"|friday|saturday|sunday|north|south|east|west|northern|southern|eastern|western|one|two|three"
    r"|four|five|six|seven|eight|nine|ten|he|she|his|her|him|man|men|woman|women|increase|decrease"
    r"|increased|decreased|rise|fall|rose|fell|more|less|most|least|milliarden|milliarde|millionen"
    r"|nicht|kein|keine|ja|nein|pas|un|une|deux|trois|sí|di|il"
)
_CJK_FACTS = frozenset("一二三四五六七八九十百千万亿萬億零两東西南北东不没未无非上下左右男女前后後大小多少")
_TURNS = ("un", "in", "il", "im", "ir", "dis", "non", "anti", "mis", "pre", "post")


@dataclass(frozen=True, kw_only=True, slots=True)
class RevisionText:
    """What a reader reads: the fields whose change makes a revision."""

    headline: str | None = None
    standfirst: str | None = None
    authors: tuple[str, ...] = ()
    body: tuple[str, ...] = ()


class WordEdit(NamedTuple):
    """Some words that replaced others; either side may be empty."""

    old: tuple[str, ...]
    new: tuple[str, ...]


def continues(new: RevisionText, known: RevisionText) -> bool:
    """Whether *new* is *known* with more paragraphs and otherwise unchanged."""
    if plain(new.headline or "") != plain(known.headline or "") or len(new.body) <= len(known.body):
        return False
    paragraphs = iter(map(plain, new.body))
    return all(plain(text) in paragraphs for text in known.body)


def revision_text_of(article: Article) -> RevisionText:
    """The revision text of an article."""
    return RevisionText(
        headline=article.headline,
        standfirst=article.standfirst,
        authors=article.authors,
        body=article.body,
    )


def content_hash(article: Article) -> str:
    """The fingerprint of headline, standfirst, authors and body."""
    return revision_hash(revision_text_of(article))


@lru_cache(maxsize=16)  # storing an article asks for its hash several times
def revision_hash(wording: RevisionText) -> str:
    """The fingerprint of a revision text.

    White space, paragraph breaks, invisible characters, Unicode normalisation and noise lines of the body
    do not change it.
    """
    return _hash_of(wording, " ".join(filter(None, map(plain, noise.without(wording.body)))))


def earlier_hashes(wording: RevisionText) -> tuple[str, ...]:
    """The fingerprints that earlier versions computed: with noise, and with paragraph breaks."""
    paragraphs = tuple(filter(None, map(plain, wording.body)))
    return tuple(_hash_of(wording, between.join(paragraphs)) for between in (" ", _ENTRY))


def _hash_of(wording: RevisionText, body: str) -> str:
    authors = _ENTRY.join(filter(None, map(plain, wording.authors)))
    fields = (plain(wording.headline or ""), plain(wording.standfirst or ""), authors, body)
    return hashlib.sha256(_FIELD.join(fields).encode("utf-8", "surrogatepass")).hexdigest()


def decide(new_hash: str, latest_hash: str | None) -> Decision:
    """Compare a revision with the latest in the archive (None: the article is new)."""
    if latest_hash is None:
        return Decision.FIRST
    if new_hash != latest_hash:
        return Decision.CHANGED
    return Decision.SAME


def only_fills(new: RevisionText, known: RevisionText) -> bool:
    """Whether *new* is *known* plus a headline, standfirst or byline that was unknown before."""
    filled = replace(
        known,
        headline=known.headline or new.headline,
        standfirst=known.standfirst or new.standfirst,
        authors=known.authors or new.authors,
    )
    return revision_hash(filled) == revision_hash(new)


def completed(new: RevisionText, known: RevisionText) -> RevisionText:
    """*new* with the headline, standfirst and byline of *known* where it has none."""
    return replace(
        new,
        headline=new.headline or known.headline,
        standfirst=new.standfirst or known.standfirst,
        authors=new.authors or known.authors,
    )


def is_worse(new: RevisionText, known: RevisionText, *, is_stub: bool, thin_captures: int) -> bool:
    """Whether *new* has less of the same story, so that *known* stays.

    A paywall's stub never replaces a longer text.  A far shorter text under the same headline, or none, is
    accepted when it came *THIN_SIGHTS* times in a row; *thin_sights* are those before.
    """
    new_size, known_size = len(_words(new.body)), len(_words(known.body))
    if new_size >= known_size:
        return False
    if is_stub or not new_size:
        return True
    if not is_thin(new, known):
        return False
    is_same_story = not new.headline or _folded(new.headline) == _folded(known.headline or "")
    return is_same_story and thin_captures + 1 < THIN_CAPTURES


def is_thin(new: RevisionText, known: RevisionText) -> bool:
    """Whether *new* has far less text than *known*, which is long enough to compare."""
    known_size = len(_words(known.body))
    return known_size >= THICK_WORDS and len(_words(new.body)) < THIN * known_size


def is_correction_note(text: str) -> bool:
    """Whether a text says that the article was corrected, as newsrooms' standing notes do."""
    return _NOTE.search(text) is not None


def kind_of(old: RevisionText, new: RevisionText) -> RevisionKind:
    """The kind of change from one revision to the next."""
    edits, share = word_edits(_text(old), _text(new))
    lost = sum(len(edit.old) for edit in edits)
    gained = sum(len(edit.new) for edit in edits)
    is_noted = len(_NOTE.findall("\n".join(new.body))) > len(_NOTE.findall("\n".join(old.body)))
    if share < REWRITTEN and lost > LEAST_UPDATE:
        return RevisionKind.REWRITE
    if is_noted:
        return RevisionKind.CORRECTION
    headline_edits, _ = word_edits([old.headline or ""], [new.headline or ""])
    if headline_edits and not all(map(_is_typo, headline_edits)):
        return RevisionKind.HEADLINE
    all_edits = [*edits, *headline_edits]
    if old.authors == new.authors and len(all_edits) <= MOST_TYPOS and all(map(_is_typo, all_edits)):
        return RevisionKind.TYPO
    if not lost and gained >= LEAST_UPDATE:
        return RevisionKind.UPDATE
    return RevisionKind.CORRECTION


def word_edits(old: Iterable[str], new: Iterable[str]) -> tuple[list[WordEdit], float]:
    """The words that changed, and the share of words that stayed, between 0 and 1."""
    ours, theirs = _words(old), _words(new)
    matcher = SequenceMatcher(None, ours, theirs, autojunk=False)
    edits = [
        WordEdit(tuple(ours[old_from:old_to]), tuple(theirs[new_from:new_to]))
        for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes()
        if tag != "equal"
    ]
    return edits, matcher.ratio()


def plain(text: str) -> str:
    """Text in Unicode's NFC, each run of white space one space, without invisible characters.

    Kept apart from `newsspider.language.text`: a better reader there must not give every article of every
    archive a new revision.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return " ".join(text.split())


def _text(wording: RevisionText) -> list[str]:
    return [wording.standfirst or "", *noise.without(wording.body)]


def _words(paragraphs: Iterable[str]) -> list[str]:
    return _WORD.findall(plain("\n".join(paragraphs)))


def _folded(text: str) -> str:
    return " ".join(_words([text])).casefold()


def _is_typo(edit: WordEdit) -> bool:
    """Whether an edit corrects the spelling of a word and changes no fact."""
    if max(len(edit.old), len(edit.new)) > 3:
        return False
    old, new = "".join(edit.old).casefold(), "".join(edit.new).casefold()
    if _digits(old) != _digits(new) or _states_fact(edit):
        return False
    if old == new:
        return True
    if not old or not new:
        return len(old + new) <= 3 and len(edit.old + edit.new) == 1
    if len(old) == len(new) == 1:
        return True
    if any(old == turn + new or new == turn + old for turn in _TURNS):
        return False
    return _distance(old, new) <= (1 if min(len(old), len(new)) < 8 else 2)


def _states_fact(edit: WordEdit) -> bool:
    words = {word.casefold() for word in (*edit.old, *edit.new)}
    only_one = set(map(str.casefold, edit.old)) ^ set(map(str.casefold, edit.new))
    return any(map(_FACT.fullmatch, only_one)) or bool(only_one and words & _CJK_FACTS)


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _distance(one: str, other: str) -> int:
    """The number of letters added, left out, changed or swapped (Damerau-Levenshtein distance)."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, start=1):
        before, above, row = row, before, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != wanted))
            if above and j > 1 and char == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]
