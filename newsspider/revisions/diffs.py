"""Show what changed between two revisions, by paragraph and by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsspider.language.cjk import WORD_EACH
from newsspider.revisions import noise

if TYPE_CHECKING:
    from newsspider.revisions.compare import RevisionText

PieceChange = Literal["same", "removed", "added"]
ParagraphChange = Literal["same", "changed", "removed", "added"]

# Two paragraphs that share a smaller part of their words are two paragraphs, not one that changed.
LEAST_SHARED = 0.4
# With more pairs (a rewritten story of 200 paragraphs) paragraphs are not paired.
MOST_PAIRS = 40_000
# A word, a character of a script without spaces, or a mark; with the space before it.
_TOKEN = re.compile(
    rf"\s*(?:[{WORD_EACH}]"
    rf"|[^\W{WORD_EACH}]+(?:[-.,'’][^\W{WORD_EACH}]+)*"
    r"|[^\w\s])"
)


class Piece(NamedTuple):
    """Some words that stayed, were removed or were added."""

    change: PieceChange
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ParagraphDiff:
    """One paragraph: same, removed, added or changed; *pieces* has its words."""

    change: ParagraphChange
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RevisionDiff:
    """What changed from one revision to the next; an empty tuple means no change."""

    headline: tuple[Piece, ...]
    standfirst: tuple[Piece, ...]
    authors: tuple[Piece, ...]
    body: tuple[ParagraphDiff, ...]


def between(old: RevisionText, new: RevisionText) -> RevisionDiff:
    """What changed between two revisions; noise lines are left out."""
    before, after = noise.without(old.body), noise.without(new.body)
    return RevisionDiff(
        headline=_field(old.headline, new.headline),
        standfirst=_field(old.standfirst, new.standfirst),
        authors=_field(", ".join(old.authors), ", ".join(new.authors)),
        body=compare(before, after) if before != after else (),
    )


def compare(old: Sequence[str], new: Sequence[str]) -> tuple[ParagraphDiff, ...]:
    """All paragraphs of both revisions in reading order; a changed one appears once with its pieces."""
    paragraphs: list[ParagraphDiff] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            paragraphs += [_whole("same", paragraph) for paragraph in new[new_from:new_to]]
        else:
            paragraphs += _reworded(old[old_from:old_to], new[new_from:new_to])
    return tuple(paragraphs)


def words(old: str, new: str) -> tuple[Piece, ...]:
    """The words of both texts in reading order; removed words come before those that replaced them."""
    ours, theirs = _TOKEN.findall(old), _TOKEN.findall(new)
    bare = SequenceMatcher(None, [t.strip() for t in ours], [t.strip() for t in theirs], autojunk=False)
    pieces: list[Piece] = []
    for tag, old_from, old_to, new_from, new_to in bare.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(theirs[new_from:new_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece("removed", "".join(ours[old_from:old_to])))
        if new_to > new_from:
            pieces.append(Piece("added", "".join(theirs[new_from:new_to])))
    return tuple(pieces)


def _field(old: str | None, new: str | None) -> tuple[Piece, ...]:
    return words(old or "", new or "") if old != new else ()


def _whole(change: Literal["same", "removed", "added"], paragraph: str) -> ParagraphDiff:
    return ParagraphDiff(change=change, pieces=(Piece(change, paragraph),))


def _reworded(old: Sequence[str], new: Sequence[str]) -> Iterator[ParagraphDiff]:
    """Unequal paragraphs: changed if they are alike, else removed and added."""
    done_old = done_new = 0
    for old_at, new_at in (*_pairs(old, new), (len(old), len(new))):
        yield from (_whole("removed", paragraph) for paragraph in old[done_old:old_at])
        yield from (_whole("added", paragraph) for paragraph in new[done_new:new_at])
        if old_at < len(old):
            yield ParagraphDiff(change="changed", pieces=words(old[old_at], new[new_at]))
        done_old, done_new = old_at + 1, new_at + 1


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Which paragraph became which, in order: the pairing that keeps most words."""
    if not old or not new or len(old) * len(new) > MOST_PAIRS:
        return []
    alike = _likeness(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _likeness(old: Sequence[str], new: Sequence[str]) -> list[list[float]]:
    """How many of their words each two paragraphs share, between 0 and 1; 0 where too few."""
    ours, theirs = [_bag(text) for text in old], [_bag(text) for text in new]
    return [[_shared(one, other) for other in theirs] for one in ours]


def _bag(text: str) -> Counter[str]:
    return Counter(token.strip() for token in _TOKEN.findall(text))


def _shared(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    share = 2 * (one & other).total() / total if total else 0.0
    return share if share >= LEAST_SHARED else 0.0
