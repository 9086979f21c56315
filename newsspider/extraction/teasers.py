"""Teasers: links that fill their line, and the words between them.

A teaser is a link with the picture, kicker, deck and date around it; a link in a sentence is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from newsspider.extraction.letters import weight
from newsspider.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.html import HtmlElement

LONGEST_CARD = 900  # letters of a teaser with its deck; what is longer is a story
LONGEST_DECK = 600  # letters of one paragraph of a deck
MOST_WORDS = 4  # pieces of text that a card has beside its links
LONGEST_LABEL = 80
BESIDE = 25  # letters beside a link that still fills its line: a date, a rank, a count of comments
PROSE = 110  # letters without a link that part two runs
TELLING = 24  # letters that a headline has at least

_SKIPPED_WORDS = "script style noscript template svg iframe select button head form textarea object canvas"
SKIPPED = frozenset(_SKIPPED_WORDS.split())
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NAMING = frozenset((*HEADINGS, "legend", "th", "caption", "summary"))
_STRONG = frozenset(("b", "strong", "dt"))
_STYLED = re.compile(r"title|head|label|caption|kicker|rubri[ck]|ttl|tit\b|hdg", re.IGNORECASE)
_MORE = re.compile(
    r"^\W*(?:more|mehr|más|plus|mais|(?:show|see|view) (?:all|more)|read more|all|alle|alla|todos|todas"
    r"|tutti|tout|toutes?|tümü|все|усі|一覧|すべて|もっと見る|更多|전체|더보기|xem tất cả|zum artikel"
    r"|weiterlesen)\b\W*$",
    re.IGNORECASE,
)
_WORDLESS = re.compile(r"^[\W\d_]*$")
_ADVERT = re.compile(
    r"^\W*(?:advert\w*|ad ?choices|anzeige|werbung|publicit[eéà]|publicidad|publicidade|pubblicità"
    r"|reklama?|реклама|annons|annonse|advertentie|広告|广告|廣告|광고|quảng cáo|loading|quantcast)\b",
    re.IGNORECASE,
)
_LOGO = re.compile(r"\blogo\b|\bicon\b", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")


@dataclass(slots=True)
class Words:
    """Text without a teaser: a heading (rank 3), what is styled as one (2), plain words (1), prose (0).

    `items` are its parts where it has several, such as the names of tabs.
    """

    text: str
    rank: int
    size: float
    element: HtmlElement | None = None
    shape: str = ""
    items: tuple[str, ...] = ()

    @property
    def is_label(self) -> bool:
        """Whether it may name what follows: it is short, and no notice of an advertisement."""
        return 0 < len(self.text) <= LONGEST_LABEL and not _ADVERT.match(self.text)

    @property
    def is_prose(self) -> bool:
        """Whether it parts what stands before and after it."""
        return self.rank == 0 and self.size >= PROSE


@dataclass(slots=True)
class Teaser:
    """A link that fills its line: where it leads, what it says, the elements of its card.

    `core` are the elements of the line alone, `lead` the words before the link, `deck` the letters
    of all words around it; `shape` is the tag and class of the card.
    """

    href: str
    text: str
    elements: list[HtmlElement]
    core: list[HtmlElement]
    is_heading: bool = False
    lead: Words | None = None
    deck: float = 0.0
    shape: str = ""
    is_picture: bool = False

    @property
    def is_telling(self) -> bool:
        """Whether it says as much as a headline does; a picture does not."""
        if self.is_picture:
            return False
        return weight(self.text) >= TELLING or (len(self.text) >= 16 and self.text.count(" ") >= 3)


def shape_of(element: HtmlElement) -> str:
    """The tag and first class of an element, numbers made one."""
    return _shape(element.tag, element.get("class"))


@lru_cache(maxsize=4_096)
def _shape(tag: str, names: str | None) -> str:
    first = (names or "").split(maxsplit=1)[:1]
    return f"{tag}.{_DIGITS.sub('0', first[0]) if first else ''}"


def texts_of(element: HtmlElement) -> list[str]:
    """The texts in an element, scripts left out; none is blank."""
    if not len(element):
        return [element.text] if element.text and not element.text.isspace() else []
    found: list[str] = []
    waiting: list[HtmlElement | str] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            found.append(one)
            continue
        tag = one.tag
        if tag.__class__ is str and tag not in SKIPPED:  # a comment's is a function
            if (text := one.text) and not text.isspace():
                found.append(text)
            for child in reversed(one):
                if (tail := child.tail) and not tail.isspace():
                    waiting.append(tail)
                waiting.append(child)
    return found


def words_of(element: HtmlElement) -> Words | None:
    """The words of an element without links; of one without text, those of its picture."""
    tag = element.tag
    if not isinstance(tag, str) or tag in SKIPPED:
        return None
    if not len(element):
        text = squeeze(element.text or "")
        if is_wordless(text):
            return None
        size = weight(text)
        return Words(text, _rank(element, text, size), size, element, shape_of(element))
    if next(element.iter("input"), None) is not None:
        return None
    texts = texts_of(element)
    text = squeeze(" ".join(texts))
    if is_wordless(text):
        alt = "" if text else squeeze(_alt(element))
        is_label = alt and len(alt) <= LONGEST_LABEL and not _LOGO.search(alt)
        return Words(alt, 1, 0, element, shape_of(element)) if is_label else None
    size = weight(text)
    items = tuple([squeeze(one) for one in texts]) if len(element) > 1 and size <= LONGEST_LABEL else ()
    return Words(text, _rank(element, text, size), size, element, shape_of(element), items)


def is_wordless(text: str) -> bool:
    """Whether there is no letter in a text."""
    return not text[:1].isalpha() and _WORDLESS.match(text) is not None


def words_together(element: HtmlElement, found: Sequence[Words]) -> Words:
    """The words of an element as one: those that most look like a heading."""
    size = sum(one.size for one in found)
    if size >= PROSE:
        return Words("", 0, size, element, shape_of(element))
    best = max(found, key=lambda one: one.rank)
    rank = max(best.rank, _rank(element, best.text, size)) if len(found) == 1 else best.rank
    return Words(best.text, rank, size, element, shape_of(element))


def _rank(element: HtmlElement, text: str, size: float) -> int:
    """How much an element looks like a heading."""
    has_parts = len(element) > 0
    if size <= 2 * LONGEST_LABEL and (
        element.tag in _NAMING or (has_parts and next(element.iter(*_NAMING), None) is not None)
    ):
        return 3
    if size >= PROSE:
        return 0
    strong = next(element.iter("b", "strong", "dt"), None) if has_parts or element.tag in _STRONG else None
    if strong is not None and squeeze(strong.text_content()) == text:
        return 2
    return 2 if _is_styled(element.get("class"), element.get("id")) else 1


@lru_cache(maxsize=4_096)
def _is_styled(class_: str | None, id_: str | None) -> bool:
    return _STYLED.search(f"{class_ or ''} {id_ or ''}") is not None


def read_line(line: Sequence[HtmlElement | str], element: HtmlElement) -> list[Teaser | Words]:
    """What a line is: its links where they fill it, else words; *element* is what it stands in."""
    told = [one for one in line if isinstance(one, str)]
    words = squeeze("".join(told)) if told else ""
    said = [found for a in line if not isinstance(a, str) and (found := _said(a)) is not None]
    size = weight(words)
    if not said:
        if is_wordless(words):
            return []
        plain = 0 if size >= PROSE else 1
        is_part = next(element.iterchildren(), None) is not None  # counting all of them takes time
        return [Words(words, plain if is_part else _rank(element, words, size), size, None, "line")]
    linked = sum([weight(one.text) for one in said])
    first = squeeze(line[0]) if isinstance(line[0], str) else ""
    if not _fills(first, size, linked):
        text = " ".join([words, *(one.text for one in said)])
        return [Words(text, 0 if size + linked >= PROSE else 1, size + linked)]
    made: list[Teaser | Words] = [_teaser(one, element, size / len(said)) for one in said]
    if not is_wordless(first) and isinstance(made[0], Teaser):
        made[0].lead = Words(first, 2 if _ends_with_colon(first) else 1, weight(first), None, "lead")
    return made


def _fills(first: str, size: float, linked: float) -> bool:
    """Whether a line is its links: few words beside them, or words that lead to them with a colon."""
    if _ends_with_colon(first) and len(first) <= LONGEST_LABEL:
        size -= weight(first)
    return size <= max(BESIDE, linked * 0.3) and (size <= BESIDE / 2 or size <= linked)


def _ends_with_colon(text: str) -> bool:
    return text.endswith((":", "："))


def _teaser(said: _Said, element: HtmlElement, deck: float) -> Teaser:
    return Teaser(
        href=(said.anchor.get("href") or "").strip().partition("#")[0],
        text=said.text,
        elements=[said.anchor],
        core=[said.anchor],
        is_heading=said.has_heading or element.tag in HEADINGS,
        deck=deck,
        shape=shape_of(said.anchor),
        is_picture=said.is_picture,
    )


@dataclass(slots=True)
class _Said:
    """What a link says, of one that holds a headline the headline, of a picture what it is called."""

    anchor: HtmlElement
    text: str
    has_heading: bool = False
    is_picture: bool = False


def _said(anchor: HtmlElement) -> _Said | None:
    """What a link says; None where it only says "more"."""
    if not len(anchor):
        said = _Said(anchor, squeeze(anchor.text or ""))
    else:
        texts, headings = texts_of(anchor), list(anchor.iter(*HEADINGS))
        said = _Said(anchor, squeeze(" ".join(texts)), has_heading=bool(headings))
        shown = [text for one in headings if (text := squeeze(" ".join(texts_of(one))))]
        if len(shown) == 1:
            said.text = shown[0]
            return said
    if not said.text:
        name = anchor.get("aria-label") or anchor.get("title")
        said.text, said.is_picture = squeeze(name or _alt(anchor)), not name
    return None if len(said.text) <= TELLING and _MORE.match(said.text) else said


def _alt(element: HtmlElement) -> str:
    return next((alt for image in element.iter("img") if (alt := image.get("alt"))), "")


def card_of(element: HtmlElement, teasers: Sequence[Teaser], words: Sequence[Words]) -> Teaser | None:
    """The one teaser that an element is the card of, None where it holds several.

    Links to a section, an author or the comments beside the headline are details of the card.
    """
    main = _main(teasers, words)
    if len({one.href for one in main}) != 1 or not _is_short(element, words):
        return None
    if sum(one.href != main[0].href for one in teasers) > 4:
        return None
    best = max(
        main, key=lambda t: (not t.is_picture, t.is_heading, -len(t.text) if t.is_telling else len(t.text))
    )
    return Teaser(
        href=best.href,
        text=best.text,
        elements=[element],
        core=best.core,
        is_heading=best.is_heading,
        lead=best.lead,
        deck=sum(one.size for one in words) + best.deck,
        shape=shape_of(element),
        is_picture=best.is_picture,
    )


def _main(teasers: Sequence[Teaser], words: Sequence[Words]) -> Sequence[Teaser]:
    """The teasers that a card may be of: those that say much, else a picture beside a heading, else all."""
    if telling := [one for one in teasers if one.is_telling]:
        return telling
    headings = [one for one in words if one.rank == 3 and len(one.text) > 20]
    pictures = list({one.href: one for one in teasers if one.is_picture}.values())
    if len(headings) == 1 and len(pictures) == 1:
        pictures[0].text, pictures[0].is_heading, pictures[0].is_picture = headings[0].text, True, False
        return pictures
    return teasers


def _is_short(element: HtmlElement, words: Sequence[Words]) -> bool:
    """Whether the words of an element are no more than a deck; a paragraph's are not."""
    decks = [one.size for one in words if one.rank < 3]
    long = sum(size >= PROSE for size in decks)
    if sum(size >= PROSE / 3 for size in decks) > MOST_WORDS or element.tag in ("body", "main"):
        return False
    if long > 2 or (long and element.tag == "p") or max(decks, default=0) > LONGEST_DECK:
        return False
    return sum(one.size for one in words) <= LONGEST_CARD
