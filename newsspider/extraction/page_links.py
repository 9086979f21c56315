"""The links below a story that lead to its other pages, by what they show; no profile is needed.

A link is weighed by the evidence in `WEIGHTS`: one that has `ENOUGH` leads to a page of the same
story.  The address must differ by a page's number in any case.  The headline decides when the page
is there (`pages.is_page_of`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from newsspider.language import word_lists
from newsspider.language.text import squeeze
from newsspider.web import urls
from newsspider.web.page_numbers import NEXT, PAGE_WORD, first_pages, page_number

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
    "address is sure": 2,  # "?page=2", "/2/", "_2.html": no other story has such an address
    "address of a file": 1,  # "-2.html", "story2.html"; a slug "-2/" is as often another story
    "text is its number": 2,  # "2", "[2]"
    "text says page": 2,  # "next page", "page 2", "previous page"
    "text says next": 1,  # "next", "→": of a page or of a story
    "rel": 1,  # rel=next, rel=prev
    "among page numbers": 1,  # "Pages: 1 2 3", "page 1 of 3"
    "canonical": 3,  # a further page that calls the first one its canonical address
}
ENOUGH = 3
LONGEST = 60  # characters of a pager's link
_LONGEST_PAGER = 200  # characters of the element around a pager's links
_NOT_STORY = re.compile(r"comment|respond|kommentar|reply|discuss", re.IGNORECASE)
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_FORWARD = re.compile(r"^[\s>»›→⟩❯]+$")
_BACK = re.compile(rf"^[\s<«‹←⟨❮]+$|^{word_lists.pattern('page_links.back')}$", re.IGNORECASE)
_SAYS_PAGE = re.compile(
    rf"\b(?:{PAGE_WORD}|{word_lists.pattern('page_links.page_in_text')})\b"
    r"|[页頁]|ページ|페이지|الصفحة|पृष्ठ|^continue(?:d)?(?: reading)?$|^read on$",
    re.IGNORECASE,
)
_WHOLE = re.compile(word_lists.pattern("page_links.whole_story"), re.IGNORECASE)
_WHOLE_ADDRESS = re.compile(
    r"(?:^|[?&;/_.-])(?:page|view|pages|p|show|mode|print)?[=/_-]?(?:all|single|singlepage|full|onepage|viewall|print"
    r"|showall|single-page|one-page|full-text|fulltext|full-page|printall)(?:=(?:1|true|yes|on))?(?=$|[&;/.])",
    re.IGNORECASE,
)


class Pager(NamedTuple):
    """The other pages that a page tells of, all in order.

    `first_url` is the first page's address where the page is a further one, `whole_url` that of all
    pages in one.  `words` are what the pager itself says.
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
    """The pages of the story that a page's links tell of; an empty pager where there are none."""
    own = urls.canonical(document.url) or document.url
    links = list(_short_links(document))
    firsts = [first for first in first_pages(own) if _leads_back(document, own, first, links)]
    first = firsts[0] if firsts else own
    place = page_number(own, first) if firsts else None
    own_number = place.number if place else 0
    numbers: dict[str, int] = {}
    shown: list[_Link] = []
    for link in links:
        number = page_number(link.url, first)
        if number and number.number > own_number and _weight(link, number, own_number) >= ENOUGH:
            numbers[link.url] = number.number
            shown.append(link)
    further = tuple(sorted((url for url in numbers if url != own), key=lambda url: numbers[url]))
    if not further and not firsts:
        return Pager()
    return Pager(
        next_urls=further,
        first_url=firsts[0] if firsts else None,
        whole_url=_whole(links, first) if not firsts else None,
        words=frozenset(words for link in shown for words in _words_around(link.element)),
    )


def _short_links(document: Document) -> Iterator[_Link]:
    """The links that may be a pager's: short ones that no comment is about, and those of the head."""
    for element in document.tagged("link"):
        rel = frozenset((element.get("rel") or "").lower().split())
        url = urls.canonical(element.get("href") or "", base=document.base_url)
        if url and rel & {"next", "prev", "previous"}:
            yield _Link(url, "", rel, element)
    for element, url, text in document.links():
        settled = urls.canonical(url) if len(text) <= LONGEST else None
        if settled and not _NOT_STORY.search(url.partition("#")[2]):
            yield _Link(settled, text, frozenset((element.get("rel") or "").lower().split()), element)


def _weight(link: _Link, number: PageNumber, own_number: int) -> int:
    """What speaks for a link that leads to a page of this number."""
    return sum(WEIGHTS[evidence] for evidence in _evidence(link, number, own_number))


def _evidence(link: _Link, number: PageNumber, own_number: int) -> Iterator[Evidence]:
    said = _EDGES.sub("", link.text)
    is_number = said.isdecimal() and number.number <= int(said) <= number.number + 1
    if number.is_sure:
        yield "address is sure"
    elif not link.url.endswith("/"):
        yield "address of a file"
    if is_number:
        yield "text is its number"
    elif said and _SAYS_PAGE.search(said):
        yield "text says page"
    elif _FORWARD.match(link.text) or NEXT.fullmatch(said):
        yield "text says next"
    if link.rel & {"next"}:
        yield "rel"
    if link.text and _is_among_numbers(link.element, said, own_number):
        yield "among page numbers"


def _is_among_numbers(element: HtmlElement, said: str, own_number: int) -> bool:
    """Whether another number, the page's own for one, stands beside the link."""
    around = re.findall(r"\d{1,3}", " ".join(_words_around(element)[-1:]))
    return str(max(own_number, 1)) in around and any(number != said for number in around)


def _words_around(element: HtmlElement) -> list[str]:
    """The words of the elements around a pager's link that are short, the largest last."""
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
    """Whether the page says that it is a further one of the story at *first*."""
    place = page_number(own, first)
    if place is None:
        return False
    weight = WEIGHTS["address is sure"] if place.is_sure else 0
    canonical = document.canonical_url
    back = WEIGHTS["canonical"] if canonical == first else 0
    for link in links:
        before = page_number(link.url, first)
        if link.url != first and (before is None or before.number >= place.number):
            continue
        back = max(back, _weight_back(link, 1 if before is None else before.number, place.number))
    return bool(back) and weight + back >= ENOUGH


def _weight_back(link: _Link, number: int, own_number: int) -> int:
    said = _EDGES.sub("", link.text)
    weight = WEIGHTS["rel"] if link.rel & {"prev", "previous"} else 0
    if said == str(number):
        weight += WEIGHTS["text is its number"]
    elif said and _SAYS_PAGE.search(said):
        weight += WEIGHTS["text says page"]
    elif _BACK.match(link.text) or _BACK.match(said):
        weight += WEIGHTS["text says next"]
    if weight and link.text and _is_among_numbers(link.element, said, own_number):
        weight += WEIGHTS["among page numbers"]
    return weight


def _whole(links: list[_Link], first: str) -> str | None:
    """The address of all pages in one: its link says so, and it lies at or below the story's own."""
    stem = re.sub(r"(?:\.\w{2,5})?/?$", "", first.partition("?")[0])
    for link in links:
        if link.url == first or not link.url.startswith(stem) or page_number(link.url, first):
            continue
        said = _WHOLE.search(_EDGES.sub("", link.text))
        if said and _WHOLE_ADDRESS.search(link.url[len(stem) :]):
            return link.url
    return None
