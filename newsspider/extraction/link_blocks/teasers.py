"""Teasers: links that fill their line, with the picture, kicker, deck and date around them.

A link in a sentence is not a teaser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.extraction.link_blocks.label_words import (
    HEADING,
    LONGEST_LABEL,
    PLAIN,
    PROSE,
    RUNNING,
    STYLED,
    Words,
    image_alt,
    is_wordless,
    letter_weight,
    rank_of,
    shape_of,
    texts_of,
)
from newsspider.extraction.page.tree import HEADINGS
from newsspider.language import word_lists
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsspider.extraction.page.tree import Tree

LONGEST_CARD = 900  # letters of a teaser with its deck; a longer one is a story
LONGEST_DECK = 600  # letters of one paragraph of a deck
MOST_WORDS = 4  # longer texts in a card, beside its links
BESIDE = 25  # letters beside a link that still fills its line: a date, a rank, a count of comments
SHORTEST_HEADLINE = 24  # letters

_MORE = re.compile(rf"^\W*{word_lists.pattern('page_links.more', 'page_links.see_all')}\b\W*$", re.IGNORECASE)
# A heading that is the same in each link of a list: it says what the list is.
_KICKER = re.compile(
    rf"{word_lists.pattern('around_stories.kickers')}(?: news| stories| articles|ニュース|記事)?\W*",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Teaser:
    """A link that fills its line.

    `places` are the elements of its card, `core` those of the line only.  `lead` are the words before the
    link, `deck` is the number of letters around it; `shape` is the card's tag and class.
    `is_picture`: its text describes a picture; `is_unseen`: its text is not shown.
    """

    href: str
    text: str
    places: list[int]
    core: list[int]
    is_heading: bool = False
    lead: Words | None = None
    deck: float = 0.0
    shape: str = ""
    is_picture: bool = False
    is_unseen: bool = False

    @property
    def is_headline_like(self) -> bool:
        """Whether its text is as long as a headline; that of a picture does not count."""
        if self.is_picture:
            return False
        size = len(self.text)
        return (
            size >= SHORTEST_HEADLINE
            or (size >= 16 and self.text.count(" ") >= 3)
            or letter_weight(self.text) >= SHORTEST_HEADLINE
        )


def read_line(page: Tree, line: Sequence[int | str], n: int) -> list[Teaser | Words]:
    """The teasers of a line of texts and links where these fill it, else its words."""
    texts = [one for one in line if isinstance(one, str)]
    words = squeeze("".join(texts)) if texts else ""
    links = [link for a in line if not isinstance(a, str) and (link := _link_text(page, a)) is not None]
    size = letter_weight(words)
    if not links:
        if is_wordless(words):
            return []
        plain = RUNNING if size >= PROSE else PLAIN
        rank = plain if page.has_children(n) else rank_of(page, n, words, size)
        return [Words(words, rank, size, shape="line")]
    linked = sum([letter_weight(one.text) for one in links])
    first = squeeze(line[0]) if isinstance(line[0], str) else ""
    if not _fills(first, size, linked):
        text = " ".join([words, *(one.text for one in links)])
        return [Words(text, RUNNING if size + linked >= PROSE else PLAIN, size + linked)]
    made: list[Teaser | Words] = [_teaser(page, one, n, size / len(links)) for one in links]
    if not is_wordless(first) and isinstance(made[0], Teaser):
        rank = STYLED if _ends_with_colon(first) else PLAIN
        made[0].lead = Words(first, rank, letter_weight(first), shape="lead")
    return made


def _fills(first: str, size: float, linked: float) -> bool:
    """Whether links fill a line: it has few other words, or words that end with a colon before them."""
    if _ends_with_colon(first) and len(first) <= LONGEST_LABEL:
        size -= letter_weight(first)
    return size <= max(BESIDE, linked * 0.3) and (size <= BESIDE / 2 or size <= linked)


def _ends_with_colon(text: str) -> bool:
    return text.endswith((":", "："))


def _teaser(page: Tree, link: _LinkText, n: int, deck: float) -> Teaser:
    anchor = link.place
    return Teaser(
        href=page.hrefs[anchor].strip().partition("#")[0],
        text=link.text,
        places=[anchor],
        core=[anchor],
        is_heading=link.has_heading or page.tags[n] in HEADINGS,
        deck=deck,
        shape=shape_of(page, anchor),
        is_picture=link.is_picture,
        is_unseen=link.is_unseen,
    )


@dataclass(slots=True)
class _LinkText:
    """The text of a link: the heading inside it, else all its text, else the name of its picture."""

    place: int
    text: str
    has_heading: bool = False
    is_picture: bool = False
    is_unseen: bool = False


def _link_text(page: Tree, anchor: int) -> _LinkText | None:
    """The text of a link; None for one that only says "more"."""
    element = page.elements[anchor]
    if not page.has_children(anchor):
        link = _LinkText(anchor, squeeze(element.text or ""))
    else:
        text = squeeze(" ".join(texts_of(page, anchor)))
        link = _LinkText(anchor, text, has_heading=page.holds(anchor, HEADINGS))
        inside = range(anchor, page.ends[anchor]) if link.has_heading else ()
        headings = [squeeze(" ".join(texts_of(page, n))) for n in inside if page.tags[n] in HEADINGS]
        headings = list(filter(None, headings))
        if len(headings) == 1:
            heading = headings[0]
            rest = squeeze(text.replace(heading, "", 1)) if _KICKER.fullmatch(heading) else ""
            link.text = rest if letter_weight(rest) >= SHORTEST_HEADLINE else heading
            return link
    if not link.text:
        name = element.get("aria-label") or element.get("title")
        link.text, link.is_picture = squeeze(name or image_alt(page, anchor)), not name
        link.is_unseen = bool(name)
    return None if len(link.text) <= SHORTEST_HEADLINE and _MORE.match(link.text) else link


def card_of(page: Tree, n: int, teasers: Sequence[Teaser], words: Sequence[Words]) -> Teaser | None:
    """The teaser of an element that is one card; None where it holds several stories.

    Links to a section, an author or the comments beside the headline are details of the card.
    """
    main = _main_teasers(teasers, words)
    if len({one.href for one in main}) != 1 or not _is_deck(page.tags[n], words):
        return None
    if sum(one.href != main[0].href for one in teasers) > 4:
        return None
    best = max(
        main,
        key=lambda t: (not t.is_picture, t.is_heading, -len(t.text) if t.is_headline_like else len(t.text)),
    )
    return Teaser(
        href=best.href,
        text=best.text,
        places=[n],
        core=best.core,
        is_heading=best.is_heading,
        lead=best.lead,
        deck=sum(one.size for one in words) + best.deck,
        shape=shape_of(page, n),
        is_picture=best.is_picture,
    )


def _main_teasers(teasers: Sequence[Teaser], words: Sequence[Words]) -> Sequence[Teaser]:
    """The teasers that may be the card's story: long ones, else a picture beside a heading, else all."""
    if telling := [one for one in teasers if one.is_headline_like]:
        return telling
    headings = [one for one in words if one.rank == HEADING and len(one.text) > 20]
    pictures = list({one.href: one for one in teasers if one.is_picture}.values())
    if len(headings) == 1 and len(pictures) == 1:
        pictures[0].text, pictures[0].is_heading, pictures[0].is_picture = headings[0].text, True, False
        return pictures
    return teasers


def _is_deck(tag: str, words: Sequence[Words]) -> bool:
    """Whether the words of an element are short enough for a deck, and are not a paragraph."""
    decks = [one.size for one in words if one.rank < HEADING]
    long = sum(size >= PROSE for size in decks)
    if sum(size >= PROSE / 3 for size in decks) > MOST_WORDS or tag in ("body", "main"):
        return False
    if long > 2 or (long and tag == "p") or max(decks, default=0) > LONGEST_DECK:
        return False
    return sum(one.size for one in words) <= LONGEST_CARD
