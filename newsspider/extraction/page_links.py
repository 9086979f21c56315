"""Finds the links that lead to a story's other pages, without a profile.

The address of such a link must differ from the first page's by a page number.  Then its evidence is
weighed: a link with `ENOUGH` leads to a page of the same story.  When that page is fetched, its headline
decides (`joining.is_page_of`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsspider.language import word_lists
from newsspider.language.text import squeeze
from newsspider.web import urls
from newsspider.web.page_numbers import NEXT, PAGE_WORD, common_path, first_pages, page_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

    from newsspider.web.document import Document
    from newsspider.web.page_numbers import PageNumber

Evidence = Literal[
    "address is sure", "address of a file", "text is its number", "text says page", "text says next",
    "rel", "among page numbers", "canonical",
]  # fmt: skip
WEIGHTS: dict[Evidence, int] = {
    "address is sure": 2,  # "?page=2", "/2/", "_2.html": other stories have no such address
    "address of a file": 1,  # "-2.html", "story2.html"; a slug "-2/" is often another story
    "text is its number": 2,  # "2", "[2]"
    "text says page": 2,  # "next page", "page 2", "previous page"
    "text says next": 1,  # "next", "→": the next page or the next story
    "rel": 1,  # rel=next, rel=prev
    "among page numbers": 1,  # "Pages: 1 2 3", "page 1 of 3"
    "canonical": 3,  # a further page whose canonical address is the first page
}
ENOUGH = 3
LONGEST = 60  # characters of a link in a pager
_LONGEST_PAGER = 200  # characters of an element that is a pager
_COMMENTS = re.compile(r"comment|respond|kommentar|reply|discuss", re.IGNORECASE)
_SIGNS_AT_ENDS = re.compile(r"^[\W_]+|[\W_]+$")
_FORWARD = re.compile(r"^[\s>»›→⟩❯]+$")
_BACK = re.compile(rf"^[\s<«‹←⟨❮]+$|^{word_lists.pattern('page_links.back')}$", re.IGNORECASE)
_SAYS_PAGE = re.compile(
    rf"\b(?:{PAGE_WORD}|{word_lists.pattern('page_links.page_in_text')})\b"
    r"|[页頁]|ページ|페이지|الصفحة|पृष्ठ|^continue(?:d)?(?: reading)?$|^read on$",
    re.IGNORECASE,
)
# An address from the root whose path the canonical form leaves as it is, if it has no dot folders ("/.").
_PLAIN_PATH = re.compile(r"(?:https?:/)?/[\w~!$&'*+,:=@|/.-]*+(?:[?#]|\Z)", re.ASCII)
_WHOLE = re.compile(word_lists.pattern("page_links.whole_story"), re.IGNORECASE)
_WHOLE_ADDRESS = re.compile(
    r"(?:^|[?&;/_.-])(?:page|view|pages|p|show|mode|print)?[=/_-]?(?:all|single|singlepage|full|onepage|viewall|print"
    r"|showall|single-page|one-page|full-text|fulltext|full-page|printall)(?:=(?:1|true|yes|on))?(?=$|[&;/.])",
    re.IGNORECASE,
)


class Pager(NamedTuple):
    """The other pages that a page links, in order.

    `first_url` is the first page's address where this is a further page; `whole_url` is the page that
    shows the whole text.  `words` are the pager's own texts.
    """

    next_urls: tuple[str, ...] = ()
    first_url: str | None = None
    whole_url: str | None = None
    words: frozenset[str] = frozenset()


class _Link(NamedTuple):
    url: str
    text: str
    rel: frozenset[str]
    element: HtmlElement


def pager(document: Document) -> Pager:
    """The other pages of the story that a page links; an empty pager without any."""
    own = urls.canonical(document.url) or document.url
    possible = first_pages(own)
    links = list(_short_links(document, own, common_path((own, *possible))))
    firsts = [first for first in possible if _leads_back(document, own, first, links)]
    first = firsts[0] if firsts else own
    place = page_number(own, first) if firsts else None
    own_number = place.number if place else 0
    numbers: dict[str, int] = {}
    accepted: list[_Link] = []
    for link in links:
        number = page_number(link.url, first)
        if number is None or number.number <= own_number:
            continue
        if sum(WEIGHTS[one] for one in _evidence(link, number, own_number)) >= ENOUGH:
            numbers[link.url] = number.number
            accepted.append(link)
    further = tuple(sorted((url for url in numbers if url != own), key=lambda url: numbers[url]))
    if not further and not firsts:
        return Pager()
    return Pager(
        next_urls=further,
        first_url=firsts[0] if firsts else None,
        whole_url=_whole_url(links, first) if not firsts else None,
        words=frozenset(words for link in accepted for words in _words_around(link.element)),
    )


def _short_links(document: Document, own: str, path: str) -> Iterator[_Link]:
    """The links that may belong to a pager: short ones, not to comments, and those in the page's head.

    Their addresses differ from the page's *own*, and their paths begin with *path*; a few others come along.
    """
    for element in document.tagged("link"):
        rel = _rel(element)
        url = urls.canonical(element.get("href") or "", base=document.base_url)
        if url and rel & {"next", "prev", "previous"}:
            yield _Link(url, "", rel, element)
    within = "\n" if document.tagged("base") else "#"  # how links inside the page begin
    for element in document.root.iter("a", "area"):
        href = element.get("href")
        if href is None or href.startswith((within, "javascript:", "mailto:", "tel:")):
            continue
        if path not in href and "/." not in href and _PLAIN_PATH.match(href):
            continue
        linked, _, anchor = (document.absolute(href) or "").partition("#")
        if not linked or linked in (own, document.url) or _COMMENTS.search(anchor):
            continue
        text = squeeze(element.text_content() or element.get("alt") or "")
        if len(text) <= LONGEST and (url := urls.canonical(linked)):
            yield _Link(url, text, _rel(element), element)


def _rel(element: HtmlElement) -> frozenset[str]:
    return frozenset((element.get("rel") or "").lower().split())


def _evidence(link: _Link, number: PageNumber, own_number: int) -> Iterator[Evidence]:
    """The evidence that a link leads to the page of this number."""
    text = _SIGNS_AT_ENDS.sub("", link.text)
    is_number = text.isdecimal() and number.number <= int(text) <= number.number + 1
    if number.is_sure:
        yield "address is sure"
    elif not link.url.endswith("/"):
        yield "address of a file"
    if is_number:
        yield "text is its number"
    elif text and _SAYS_PAGE.search(text):
        yield "text says page"
    elif _FORWARD.match(link.text) or NEXT.fullmatch(text):
        yield "text says next"
    if "next" in link.rel:
        yield "rel"
    if link.text and _is_among_numbers(link.element, text, own_number):
        yield "among page numbers"


def _is_among_numbers(element: HtmlElement, text: str, own_number: int) -> bool:
    """Whether several page numbers stand around the link, the own page's among them."""
    around = re.findall(r"\d{1,3}", " ".join(_words_around(element)[-1:]))
    return str(max(own_number, 1)) in around and any(number != text for number in around)


def _words_around(element: HtmlElement) -> list[str]:
    """The texts of the elements around a link while they are short, the largest last."""
    found: list[str] = []
    for level, parent in enumerate(element.iterancestors()):
        if level == 4 or parent.tag in ("body", "article", "main", "td"):
            break
        words = squeeze("".join(parent.itertext()))
        if len(words) > _LONGEST_PAGER:
            break
        found.append(words)
    return found


def _leads_back(document: Document, own: str, first: str, links: list[_Link]) -> bool:
    """Whether the page is a further page of the story at *first*, by its address and its links back."""
    place = page_number(own, first)
    if place is None:
        return False
    weight = WEIGHTS["address is sure"] if place.is_sure else 0
    back = WEIGHTS["canonical"] if document.canonical_url == first else 0
    for link in links:
        before = page_number(link.url, first)
        if link.url != first and (before is None or before.number >= place.number):
            continue
        back = max(back, _weight_back(link, 1 if before is None else before.number, place.number))
    return bool(back) and weight + back >= ENOUGH


def _weight_back(link: _Link, number: int, own_number: int) -> int:
    """The weight of the evidence that a link leads back to the page of this number."""
    text = _SIGNS_AT_ENDS.sub("", link.text)
    weight = WEIGHTS["rel"] if link.rel & {"prev", "previous"} else 0
    if text == str(number):
        weight += WEIGHTS["text is its number"]
    elif text and _SAYS_PAGE.search(text):
        weight += WEIGHTS["text says page"]
    elif _BACK.match(link.text) or _BACK.match(text):
        weight += WEIGHTS["text says next"]
    if weight and link.text and _is_among_numbers(link.element, text, own_number):
        weight += WEIGHTS["among page numbers"]
    return weight


def _whole_url(links: list[_Link], first: str) -> str | None:
    """The page with the whole text: its link says so, and its address begins with the story's."""
    stem = re.sub(r"(?:\.\w{2,5})?/?$", "", first.partition("?")[0])
    for link in links:
        if link.url == first or not link.url.startswith(stem) or page_number(link.url, first):
            continue
        is_named_so = _WHOLE.search(_SIGNS_AT_ENDS.sub("", link.text))
        if is_named_so and _WHOLE_ADDRESS.search(link.url[len(stem) :]):
            return link.url
    return None
