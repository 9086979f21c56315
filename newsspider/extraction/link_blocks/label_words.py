"""The words between teasers: how much they say, how much they look like a heading."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from newsspider.extraction.page.tree import COMMENT, FEW, HEADINGS
from newsspider.language.cjk import HANGUL, THAI, WORD_EACH
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsspider.extraction.page.tree import Tree

HEADLINE_LETTERS = 35  # letters of most headlines, and of few entries in menus
LONGEST_LABEL = 80  # letters
PROSE = 110  # letters of running text, which separates two runs of teasers
LOWEST = 9  # level of words that are no heading
RUNNING, PLAIN, STYLED, HEADING = range(4)  # ranks of words: running text … a heading's tag

_SKIPPED_WORDS = "script style noscript template svg iframe select button head form textarea object canvas"
SKIPPED = frozenset((*_SKIPPED_WORDS.split(), COMMENT))
_NAMING = frozenset((*HEADINGS, "legend", "th", "caption", "summary"))
_INPUT = frozenset(("input",))
_STRONG = frozenset(("b", "strong", "dt"))
_MOST_WRAPPERS = 4
_LINES = frozenset((*HEADINGS, "div", "p", "dt", "dd", "tr", "td", "th", "center", "section", "header"))
_STYLED = re.compile(r"title|head|label|caption|kicker|rubri[ck]|ttl|tit\b|hdg", re.IGNORECASE)
_WORDLESS = re.compile(r"^[\W\d_]*$")
_LOGO = re.compile(r"\blogo\b|\bicon\b", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")
_WIDE = re.compile(f"[{THAI}{HANGUL}{WORD_EACH}]")


def letter_weight(text: str) -> float:
    """The number of letters; a Chinese, Japanese, Korean or Thai character counts for two and a half."""
    return len(text) if text.isascii() else len(text) + 1.5 * len(_WIDE.findall(text))


@dataclass(slots=True)
class Words:
    """Text without links, of one of four ranks: `HEADING`, `STYLED` like one, `PLAIN` or `RUNNING` text.

    `place` is its element, -1 without one of its own; `hints` are what class and id of it say; `level` is
    that of its heading's tag, 1 for `h1`, else above 6; `size` is its letter weight.  `items` are its parts
    where it has several, such as the names of tabs; `is_stack`: they stand one below the other.
    """

    text: str
    rank: int
    size: float
    place: int = -1
    shape: str = ""
    items: tuple[Words, ...] = ()
    is_stack: bool = False
    hints: int = 0
    level: int = LOWEST
    of_picture: bool = False

    @property
    def is_prose(self) -> bool:
        """Whether the words are running text, which separates the teasers before and after it."""
        return self.rank == RUNNING and self.size >= PROSE


def shape_of(page: Tree, n: int) -> str:
    """The tag and first class of an element, without the numbers in it."""
    return _shape(page.tags[n], page.classes[n])


@lru_cache(maxsize=4_096)
def _shape(tag: str, names: str | None) -> str:
    first = (names or "").split(maxsplit=1)[:1]
    return f"{tag}.{_DIGITS.sub('0', first[0]) if first else ''}"


def texts_of(page: Tree, n: int) -> list[str]:
    """The texts in an element, without scripts and blanks."""
    elements, tags, ends = page.elements, page.tags, page.ends
    text = elements[n].text
    found = [text] if text and not text.isspace() else []
    here, end = n + 1, ends[n]
    opened: list[int] = []
    while here < end or opened:
        if opened and ends[opened[-1]] <= here:
            if (text := elements[opened.pop()].tail) and not text.isspace():
                found.append(text)
            continue
        opened.append(here)
        if tags[here] in SKIPPED:
            here = ends[here]
            continue
        if (text := elements[here].text) and not text.isspace():
            found.append(text)
        here += 1
    return found


def words_of(page: Tree, n: int, *, whole: bool = True) -> Words | None:
    """The words of an element without links; the alternative text of its picture, where it has no text.

    Without *whole* they are not taken apart.
    """
    if page.tags[n] in SKIPPED:
        return None
    if not page.has_children(n):
        text = squeeze(page.elements[n].text or "")
        return None if is_wordless(text) else _made(page, n, text)
    if page.holds(n, _INPUT):
        return None
    text = squeeze(" ".join(texts_of(page, n)))
    if is_wordless(text):
        return None if text else _picture_words(page, n)
    words = _made(page, n, text)
    if whole and words.size <= 2 * LONGEST_LABEL and page.ends[n] - n <= FEW:
        words.items, words.is_stack = _items(page, n)
    return words


def _made(page: Tree, n: int, text: str) -> Words:
    size = letter_weight(text)
    rank = rank_of(page, n, text, size)
    hints, level = page.hints[n], LOWEST
    if rank == HEADING:
        inner = next((here for here in range(n, page.ends[n]) if page.tags[here] in HEADINGS), n)
        hints |= page.hints[inner]
        level = int(page.tags[inner][1]) if page.tags[inner] in HEADINGS else LOWEST - 2
    elif rank == STYLED:
        level = LOWEST - 1
    return Words(text, rank, size, n, shape_of(page, n), hints=hints, level=level)


def _picture_words(page: Tree, n: int) -> Words | None:
    """The alternative text of a picture, if it may be printed words."""
    alt = squeeze(image_alt(page, n))
    if not alt or len(alt) > LONGEST_LABEL or alt.endswith(".") or _LOGO.search(alt):
        return None
    is_heading = page.holds(n, _NAMING)
    rank = HEADING if is_heading else STYLED if _is_styled(page.classes[n], None) else PLAIN
    return Words(alt, rank, 0, n, shape_of(page, n), hints=page.hints[n], of_picture=True)


def _items(page: Tree, n: int) -> tuple[tuple[Words, ...], bool]:
    """The words of each child, where all the text stands in several children; whether they are lines."""
    while page.has_children(n) and page.ends[n + 1] == page.ends[n]:
        n += 1
    children = page.children(n)
    own = [page.elements[n].text, *(page.elements[child].tail for child in children)]
    if page.tags[n] in HEADINGS or any(text and not is_wordless(squeeze(text)) for text in own):
        return (), False
    found = [words for child in children if (words := words_of(page, child, whole=False))]
    is_stack = any(page.tags[one.place] in _LINES for one in found) and any(
        one.rank >= STYLED for one in found
    )
    return (tuple(found), is_stack) if len(found) > 1 else ((), False)


def is_wordless(text: str) -> bool:
    """Whether a text has no letter."""
    return not text[:1].isalpha() and _WORDLESS.match(text) is not None


def words_together(page: Tree, n: int, found: Sequence[Words]) -> Words:
    """One of an element's words for all of them: the one that looks most like a heading."""
    size = sum([one.size for one in found])
    if size >= PROSE:
        return Words("", RUNNING, size, n, shape_of(page, n))
    best = max(found, key=attrgetter("rank"))
    rank = max(best.rank, rank_of(page, n, best.text, size)) if len(found) == 1 else best.rank
    items = best.items if len(found) == 1 else tuple(found)
    is_stack = best.is_stack or len(found) > 1
    shape = shape_of(page, n)
    return replace(best, rank=rank, size=size, place=n, shape=shape, items=items, is_stack=is_stack)


def rank_of(page: Tree, n: int, text: str, size: float) -> int:
    """The rank of an element with this text: how much it looks like a heading."""
    if size <= 2 * LONGEST_LABEL and page.holds(n, _NAMING):
        return HEADING
    if size >= PROSE:
        return RUNNING
    if page.holds(n, _STRONG):
        strong = next(here for here in range(n, page.ends[n]) if page.tags[here] in _STRONG)
        if page.text(strong) == text:
            return STYLED
    return STYLED if _is_in_style(page, n) else PLAIN


def _is_in_style(page: Tree, n: int) -> bool:
    """Whether an element, or the only one inside it, has the name of a heading."""
    for _ in range(_MOST_WRAPPERS):
        if _is_styled(page.classes[n], page.elements[n].get("id")):
            return True
        if not page.has_children(n) or page.ends[n + 1] < page.ends[n]:
            return False
        n += 1
    return False


@lru_cache(maxsize=4_096)
def _is_styled(class_: str | None, id_: str | None) -> bool:
    return _STYLED.search(f"{class_ or ''} {id_ or ''}") is not None


def image_alt(page: Tree, n: int) -> str:
    """The alternative text of the first picture in an element that has one, else ""."""
    return next((alt for image in page.within(n, "img") if (alt := page.elements[image].get("alt"))), "")
