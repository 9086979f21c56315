"""What is set above the text like a headline, and what is set like one and names the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from newsspider import people
from newsspider.extraction.fields.evidence import Found, Page
from newsspider.extraction.fields.sights import TEXT
from newsspider.extraction.page import marks
from newsspider.extraction.page.tree import BREAK
from newsspider.extraction.site.names import is_site
from newsspider.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.extraction.page.tree import Line

_INDEX = re.compile(r"/(?:index|default|home)\.\w{3,5}$")
ABOVE = 8  # lines above it that may be the headline
LONGEST = 120  # characters of such a line
FEW_WORDS = 3  # of a title that may be the name of a magazine
SHORT = 40  # letters of such a title; Chinese has no blanks between words
_HEADINGS = ("h1", "h2", "h3", "h4")
_BOLD = frozenset(("b", "strong", "big"))
_LARGE = re.compile(r"\+[1-7]|[4-7]")
_DATED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:19|20)\d\d")


def headline(page: Page, title: str) -> Found | None:
    """The only heading of its rank right above the text, else a line there in large or bold type."""
    lines = _above(page)
    for tag in _HEADINGS:
        found = [line for line in lines if page.tree.tags[line.block] == tag]
        own = [n for n in page.tree.tagged(tag) if not page.sights.is_elsewhere(n)]
        if found and len(own) == 1:
            return Found(value=found[-1].text, source=f"inferred:{tag}")
    is_short = len(title.split()) <= FEW_WORDS and len(title) * page.tree.scale <= SHORT
    is_name = is_short or is_site(title, page.site_names)
    for line in reversed(lines):
        if _is_large(page, line) or (is_name and _stands_out(page, line)):
            return Found(value=_first_row(line)[0], source="inferred:type")
    return None


def _above(page: Page) -> list[Line]:
    """The short lines above the first long one that may be a headline, in page order."""
    lines, scale = page.tree.lines, page.tree.scale
    first = next((n for n, line in enumerate(lines) if line.chars * scale >= TEXT and not line.links), 0)
    return [line for line in lines[max(0, first - ABOVE) : first] if _may_be_one(page, line)]


def _may_be_one(page: Page, line: Line) -> bool:
    """Whether a line is short, no link, no date, no byline and no name of the site, and stands in no box."""
    text, owners = _first_row(line)
    if not owners or line.chars > LONGEST or line.linked or text.endswith((".", ":", ",")):
        return False
    if _DATED.search(text) or people.authors_in((line.text, text)) or is_site(text, page.site_names):
        return False
    return not page.sights.is_elsewhere(owners[0])


def _first_row(line: Line) -> tuple[str, list[int]]:
    """What a line says up to its first `<br>`, and the places of the elements that its words stand in."""
    row: list[tuple[int, str]] = []
    for owner, text in line.pieces:
        if owner == BREAK and any(map(str.isalpha, squeeze("".join(said for _, said in row)))):
            break
        row.append((owner, text))
    return squeeze("".join(text for _, text in row)), [owner for owner, text in row if text.strip()]


def _is_large(page: Page, line: Line) -> bool:
    """Whether a line is set in `font` of a larger size."""
    fonts = (n for n in _around(page, line) if page.tree.tags[n] == "font")
    return any(_LARGE.fullmatch(page.tree.elements[n].get("size") or "") for n in fonts)


def _stands_out(page: Page, line: Line) -> bool:
    """Whether a line is set in bold type or called a title."""
    tree = page.tree
    return any(tree.tags[n] in _BOLD or tree.own[n] & marks.HEADLINE for n in _around(page, line))


def _around(page: Page, line: Line) -> Iterator[int]:
    """The elements around all words of a line's first row that hold no other lines."""
    tree, (_, owners) = page.tree, _first_row(line)
    n = owners[0]
    while n > 0 and tree.chars(n) <= line.chars:
        if all(tree.is_inside(owner, n) for owner in owners):
            yield n
        n = tree.parents[n]


def is_name_of_front(page: Page, n: int) -> bool:
    """Whether an element is a link to the front, or to a folder above the page: a name, no headline."""
    target = _target(page, n)
    folder = _INDEX.sub("/", target.path or "/") if target else ""
    own = urlsplit(page.document.url).path
    return folder.endswith("/") and own.startswith(folder) and own != folder


def leads_on(page: Page, n: int) -> bool:
    """Whether an element is a link to another page of the site."""
    target, own = _target(page, n), urlsplit(page.document.url)
    return target is not None and (target.path, target.query) != (own.path, own.query)


def _target(page: Page, n: int) -> SplitResult | None:
    """Where an element that is nothing but a link leads on the page's own host."""
    tree = page.tree
    link = tree.links[n] if tree.links[n] >= 0 else next(iter(tree.within(n, "a")), None)
    if link is None or tree.linked(n) < tree.chars(n):
        return None
    target = urlsplit(page.document.absolute(tree.hrefs.get(link, "")) or "")
    return target if target.netloc == urlsplit(page.document.url).netloc else None
