"""The words between teasers: how much they say, how much they look like a heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from newsspider.extraction.page.tree import COMMENT, HEADINGS
from newsspider.language import word_lists
from newsspider.language.cjk import HANGUL, THAI, WORD_EACH
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsspider.extraction.page.tree import Tree

HEADLINE_LETTERS = 35  # letters of most headlines, and of few entries in menus
LONGEST_LABEL = 80  # letters
PROSE = 110  # letters of running text, which separates two runs of teasers
RUNNING, PLAIN, STYLED, HEADING = range(4)  # ranks of words: running text … a heading's tag

_SKIPPED_WORDS = "script style noscript template svg iframe select button head form textarea object canvas"
SKIPPED = frozenset((*_SKIPPED_WORDS.split(), COMMENT))
_NAMING = frozenset((*HEADINGS, "legend", "th", "caption", "summary"))
_INPUT = frozenset(("input",))
_STRONG = frozenset(("b", "strong", "dt"))
_STYLED = re.compile(r"title|head|label|caption|kicker|rubri[ck]|ttl|tit\b|hdg", re.IGNORECASE)
_WORDLESS = re.compile(r"^[\W\d_]*$")
_ADVERT = re.compile(rf"^\W*{word_lists.pattern('link_blocks.adverts')}\b", re.IGNORECASE)
# Words right above links that do not label them: an action, the first word of a byline, a time.
_NOTICE = re.compile(
    rf"\W*(?:{word_lists.pattern('around_stories.comment_counts')}\W*(?:\d+\W*)?$"
    rf"|{word_lists.pattern('around_stories.controls', 'bylines.by', 'bylines.author_with_sign')}\W*$"
    r"|copyright\W*(?:©|\(c\)|\d|$)|skip to\b|all rights reserved\b"
    r"|(?:(?:site|proudly|content|community|search) )?powered by\b"
    r"|(?:(?:today|yesterday|heute|gestern|updated|published),?:? )?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?)?"
    r" ?(?:kl\.? ?)?\d{1,2}[:.]\d\d(?::\d\d)?\W*(?:[ap]\.?m\.?|uhr|h|gmt|utc)?\W*$)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\S@\S")
_LOGO = re.compile(r"\blogo\b|\bicon\b", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")
_WIDE = re.compile(f"[{THAI}{HANGUL}{WORD_EACH}]")


def letter_weight(text: str) -> float:
    """The number of letters; a Chinese, Japanese, Korean or Thai character counts for two and a half."""
    return len(text) if text.isascii() else len(text) + 1.5 * len(_WIDE.findall(text))


@dataclass(slots=True)
class Words:
    """Text without links, of one of four ranks: `HEADING`, `STYLED` like one, `PLAIN` or `RUNNING` text.

    `place` is its element, -1 without one of its own; `items` are its parts where it has several,
    such as the names of tabs; `size` is its letter weight.
    """

    text: str
    rank: int
    size: float
    place: int = -1
    shape: str = ""
    items: tuple[str, ...] = ()

    @property
    def is_label(self) -> bool:
        """Whether the words may label what follows: they are short, and no advertisement or notice."""
        is_short = 0 < len(self.text) <= LONGEST_LABEL
        return is_short and not (
            "©" in self.text
            or _ADVERT.match(self.text)
            or _NOTICE.match(self.text)
            or _MAIL.search(self.text)
        )

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


def words_of(page: Tree, n: int) -> Words | None:
    """The words of an element without links; the alternative text of its picture, where it has no text."""
    if page.tags[n] in SKIPPED:
        return None
    if not page.has_children(n):
        text = squeeze(page.elements[n].text or "")
        if is_wordless(text):
            return None
        size = letter_weight(text)
        return Words(text, rank_of(page, n, text, size), size, n, shape_of(page, n))
    if page.holds(n, _INPUT):
        return None
    texts = texts_of(page, n)
    text = squeeze(" ".join(texts))
    if is_wordless(text):
        alt = "" if text else squeeze(image_alt(page, n))
        is_label = alt and len(alt) <= LONGEST_LABEL and not (alt.endswith(".") or _LOGO.search(alt))
        return Words(alt, PLAIN, 0, n, shape_of(page, n)) if is_label else None
    size = letter_weight(text)
    has_several = page.ends[n + 1] < page.ends[n] and size <= LONGEST_LABEL
    items = tuple([squeeze(one) for one in texts]) if has_several else ()
    return Words(text, rank_of(page, n, text, size), size, n, shape_of(page, n), items)


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
    return Words(best.text, rank, size, n, shape_of(page, n))


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
    return STYLED if _is_styled(page.classes[n], page.elements[n].get("id")) else PLAIN


@lru_cache(maxsize=4_096)
def _is_styled(class_: str | None, id_: str | None) -> bool:
    return _STYLED.search(f"{class_ or ''} {id_ or ''}") is not None


def image_alt(page: Tree, n: int) -> str:
    """The alternative text of the first picture in an element that has one, else ""."""
    return next((alt for image in page.within(n, "img") if (alt := page.elements[image].get("alt"))), "")
