"""Teasers: links that fill their line, and the words between them.

A teaser is a link with the picture, kicker, deck and date around it; a link in a sentence is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from newsspider.extraction.link_blocks.letter_counts import letter_weight
from newsspider.extraction.page.tree import COMMENT, HEADINGS
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsspider.extraction.page.tree import Tree

LONGEST_CARD = 900  # letters of a teaser with its deck; what is longer is a story
LONGEST_DECK = 600  # letters of one paragraph of a deck
MOST_WORDS = 4  # pieces of text that a card has beside its links
LONGEST_LABEL = 80
BESIDE = 25  # letters beside a link that still fills its line: a date, a rank, a count of comments
PROSE = 110  # letters without a link that part two runs
TELLING = 24  # letters that a headline has at least

_SKIPPED_WORDS = "script style noscript template svg iframe select button head form textarea object canvas"
SKIPPED = frozenset((*_SKIPPED_WORDS.split(), COMMENT))
_NAMING = frozenset((*HEADINGS, "legend", "th", "caption", "summary"))
_INPUT = frozenset(("input",))
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
    r"|reklama?|реклама|annons|annonse|advertentie|広告|广告|廣告|광고|quảng cáo|loading|quantcast"
    r"|sign ?up (?:for|to)|subscribe (?:to|for)|abonniere[nr]?|abonnez|suscríbe(?:te|se)|iscriviti)\b",
    re.IGNORECASE,
)
# What stands right above links as their label would, and names none of them: what one may do there, a
# byline's first word, a time.
_NOTICE = re.compile(
    r"\W*(?:(?:(?:\d+ )?comments?|kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties"
    r"|комментарии|评论|評論|コメント|댓글|แสดงความคิดเห็น)\W*(?:\d+\W*)?$"
    r"|(?:(?:leave|post|add|write) a (?:comment|reply)|(?:load|see|show|view) (?:all|more)|加载更多|查看更多"
    r"|by|von|par|por|di|door|av|af|作者|search|suchen?|recherche|buscar|cerca|zoeken|検索|搜索"
    r"|log ?in|sign in|anmelden|connexion|accedi|inloggen|ログイン|登录|登錄|arrow|矢印"
    r"|(?:back )?to (?:the )?top|(?:nach|zurück nach) oben|haut de page|ページトップ(?:へ戻る)?"
    r"|(?:回到|返回)[顶頂]部|(?:go )?to the (?:article|home ?page)|zum artikel|zur startseite)\W*$"
    r"|copyright\W*(?:©|\(c\)|\d|$)|skip to\b|all rights reserved\b"
    r"|(?:(?:site|proudly|content|community|search) )?powered by\b"
    r"|(?:(?:today|yesterday|heute|gestern|updated|published),?:? )?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?)?"
    r" ?(?:kl\.? ?)?\d{1,2}[:.]\d\d(?::\d\d)?\W*(?:[ap]\.?m\.?|uhr|h|gmt|utc)?\W*$)",
    re.IGNORECASE,
)
# A heading in each link of a list that says but what all of them are.
_KICKER = re.compile(
    r"(?:latest|breaking|trending|popular|related|recommended|most (?:read|popular|viewed)"
    r"|read (?:more|next|also)|up next|neueste|aktuell|lesen sie auch|dernière minute|à lire aussi"
    r"|última hora|lee también|leggi anche|最新|速報|関連)(?: news| stories| articles|ニュース|記事)?\W*",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\S@\S")
_LOGO = re.compile(r"\blogo\b|\bicon\b", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]+")


@dataclass(slots=True)
class Words:
    """Text without a teaser: a heading (rank 3), what is styled as one (2), plain words (1), prose (0).

    `place` is its element's, -1 where it has none of its own; `items` are its parts where it has several,
    such as the names of tabs.
    """

    text: str
    rank: int
    size: float
    place: int = -1
    shape: str = ""
    items: tuple[str, ...] = ()

    @property
    def is_label(self) -> bool:
        """Whether it may name what follows: it is short, and no advertisement's or other notice."""
        is_short = 0 < len(self.text) <= LONGEST_LABEL
        return is_short and not (
            "©" in self.text
            or _ADVERT.match(self.text)
            or _NOTICE.match(self.text)
            or _MAIL.search(self.text)
        )

    @property
    def is_prose(self) -> bool:
        """Whether it parts what stands before and after it."""
        return self.rank == 0 and self.size >= PROSE


@dataclass(slots=True)
class Teaser:
    """A link that fills its line: where it leads, what it says, the places of its card's elements.

    `core` are those of the line alone, `lead` the words before the link, `deck` the letters
    of all words around it; `shape` is the tag and class of the card.  `is_unseen`: its words are not shown.
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
        """Whether it says as much as a headline does; a picture does not."""
        if self.is_picture:
            return False
        size = len(self.text)
        return (
            size >= TELLING
            or (size >= 16 and self.text.count(" ") >= 3)
            or letter_weight(self.text) >= TELLING
        )


def shape_of(page: Tree, n: int) -> str:
    """The tag and first class of an element, numbers made one."""
    return _shape(page.tags[n], page.classes[n])


@lru_cache(maxsize=4_096)
def _shape(tag: str, names: str | None) -> str:
    first = (names or "").split(maxsplit=1)[:1]
    return f"{tag}.{_DIGITS.sub('0', first[0]) if first else ''}"


def texts_of(page: Tree, n: int) -> list[str]:
    """The texts in an element, scripts left out; none is blank."""
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
    """The words of an element without links; of one without text, those of its picture."""
    if page.tags[n] in SKIPPED:
        return None
    if not page.has_children(n):
        text = squeeze(page.elements[n].text or "")
        if is_wordless(text):
            return None
        size = letter_weight(text)
        return Words(text, _rank(page, n, text, size), size, n, shape_of(page, n))
    if page.holds(n, _INPUT):
        return None
    texts = texts_of(page, n)
    text = squeeze(" ".join(texts))
    if is_wordless(text):
        alt = "" if text else squeeze(_alt(page, n))
        is_label = alt and len(alt) <= LONGEST_LABEL and not (alt.endswith(".") or _LOGO.search(alt))
        return Words(alt, 1, 0, n, shape_of(page, n)) if is_label else None
    size = letter_weight(text)
    has_several = page.ends[n + 1] < page.ends[n] and size <= LONGEST_LABEL
    items = tuple([squeeze(one) for one in texts]) if has_several else ()
    return Words(text, _rank(page, n, text, size), size, n, shape_of(page, n), items)


def is_wordless(text: str) -> bool:
    """Whether there is no letter in a text."""
    return not text[:1].isalpha() and _WORDLESS.match(text) is not None


def words_together(page: Tree, n: int, found: Sequence[Words]) -> Words:
    """The words of an element as one: those that most look like a heading."""
    size = sum([one.size for one in found])
    if size >= PROSE:
        return Words("", 0, size, n, shape_of(page, n))
    best = max(found, key=_by_rank) if len(found) > 1 else found[0]
    rank = max(best.rank, _rank(page, n, best.text, size)) if len(found) == 1 else best.rank
    return Words(best.text, rank, size, n, shape_of(page, n))


_by_rank = attrgetter("rank")


def _rank(page: Tree, n: int, text: str, size: float) -> int:
    """How much an element looks like a heading."""
    if size <= 2 * LONGEST_LABEL and page.holds(n, _NAMING):
        return 3
    if size >= PROSE:
        return 0
    if page.holds(n, _STRONG):
        strong = next(here for here in range(n, page.ends[n]) if page.tags[here] in _STRONG)
        if page.text(strong) == text:
            return 2
    return 2 if _is_styled(page.classes[n], page.elements[n].get("id")) else 1


@lru_cache(maxsize=4_096)
def _is_styled(class_: str | None, id_: str | None) -> bool:
    return _STYLED.search(f"{class_ or ''} {id_ or ''}") is not None


def read_line(page: Tree, line: Sequence[int | str], n: int) -> list[Teaser | Words]:
    """What a line of texts and links in an element is: its links where they fill it, else words."""
    told = [one for one in line if isinstance(one, str)]
    words = squeeze("".join(told)) if told else ""
    said = [found for a in line if not isinstance(a, str) and (found := _said(page, a)) is not None]
    size = letter_weight(words)
    if not said:
        if is_wordless(words):
            return []
        plain = 0 if size >= PROSE else 1
        rank = plain if page.has_children(n) else _rank(page, n, words, size)
        return [Words(words, rank, size, shape="line")]
    linked = sum([letter_weight(one.text) for one in said])
    first = squeeze(line[0]) if isinstance(line[0], str) else ""
    if not _fills(first, size, linked):
        text = " ".join([words, *(one.text for one in said)])
        return [Words(text, 0 if size + linked >= PROSE else 1, size + linked)]
    made: list[Teaser | Words] = [_teaser(page, one, n, size / len(said)) for one in said]
    if not is_wordless(first) and isinstance(made[0], Teaser):
        made[0].lead = Words(first, 2 if _ends_with_colon(first) else 1, letter_weight(first), shape="lead")
    return made


def _fills(first: str, size: float, linked: float) -> bool:
    """Whether a line is its links: few words beside them, or words that lead to them with a colon."""
    if _ends_with_colon(first) and len(first) <= LONGEST_LABEL:
        size -= letter_weight(first)
    return size <= max(BESIDE, linked * 0.3) and (size <= BESIDE / 2 or size <= linked)


def _ends_with_colon(text: str) -> bool:
    return text.endswith((":", "："))


def _teaser(page: Tree, said: _Said, n: int, deck: float) -> Teaser:
    anchor = said.place
    return Teaser(
        href=page.hrefs[anchor].strip().partition("#")[0],
        text=said.text,
        places=[anchor],
        core=[anchor],
        is_heading=said.has_heading or page.tags[n] in HEADINGS,
        deck=deck,
        shape=shape_of(page, anchor),
        is_picture=said.is_picture,
        is_unseen=said.is_unseen,
    )


@dataclass(slots=True)
class _Said:
    """What a link says, of one that holds a headline the headline, of a picture what it is called."""

    place: int
    text: str
    has_heading: bool = False
    is_picture: bool = False
    is_unseen: bool = False


def _said(page: Tree, anchor: int) -> _Said | None:
    """What a link says; None where it only says "more"."""
    element = page.elements[anchor]
    if not page.has_children(anchor):
        said = _Said(anchor, squeeze(element.text or ""))
    else:
        said = _Said(
            anchor, squeeze(" ".join(texts_of(page, anchor))), has_heading=page.holds(anchor, HEADINGS)
        )
        headings = [text for n in _headings(page, said) if (text := squeeze(" ".join(texts_of(page, n))))]
        if len(headings) == 1:
            said.text = _headline(headings[0], said.text)
            return said
    if not said.text:
        name = element.get("aria-label") or element.get("title")
        said.text, said.is_picture = squeeze(name or _alt(page, anchor)), not name
        said.is_unseen = bool(name)
    return None if len(said.text) <= TELLING and _MORE.match(said.text) else said


def _headline(heading: str, text: str) -> str:
    """The headline of a link with one heading: the heading, or the rest where it but says "Latest"."""
    rest = squeeze(text.replace(heading, "", 1)) if _KICKER.fullmatch(heading) else ""
    return rest if letter_weight(rest) >= TELLING else heading


def _headings(page: Tree, said: _Said) -> list[int]:
    """The headings inside a link."""
    if not said.has_heading:
        return []
    return [n for n in range(said.place, page.ends[said.place]) if page.tags[n] in HEADINGS]


def _alt(page: Tree, n: int) -> str:
    return next((alt for image in page.within(n, "img") if (alt := page.elements[image].get("alt"))), "")


def card_of(page: Tree, n: int, teasers: Sequence[Teaser], words: Sequence[Words]) -> Teaser | None:
    """The one teaser that an element is the card of, None where it holds several.

    Links to a section, an author or the comments beside the headline are details of the card.
    """
    main = _main(teasers, words)
    if len({one.href for one in main}) != 1 or not _is_short(page.tags[n], words):
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


def _main(teasers: Sequence[Teaser], words: Sequence[Words]) -> Sequence[Teaser]:
    """The teasers that a card may be of: those that say much, else a picture beside a heading, else all."""
    if telling := [one for one in teasers if one.is_headline_like]:
        return telling
    headings = [one for one in words if one.rank == 3 and len(one.text) > 20]
    pictures = list({one.href: one for one in teasers if one.is_picture}.values())
    if len(headings) == 1 and len(pictures) == 1:
        pictures[0].text, pictures[0].is_heading, pictures[0].is_picture = headings[0].text, True, False
        return pictures
    return teasers


def _is_short(tag: str, words: Sequence[Words]) -> bool:
    """Whether the words of an element are no more than a deck; a paragraph's are not."""
    decks = [one.size for one in words if one.rank < 3]
    long = sum(size >= PROSE for size in decks)
    if sum(size >= PROSE / 3 for size in decks) > MOST_WORDS or tag in ("body", "main"):
        return False
    if long > 2 or (long and tag == "p") or max(decks, default=0) > LONGEST_DECK:
        return False
    return sum(one.size for one in words) <= LONGEST_CARD
