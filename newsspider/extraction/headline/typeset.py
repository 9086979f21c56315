"""What is set above the text like a headline, and what is set like one and names the site."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from newsspider.extraction.context import FieldValue, Page
from newsspider.extraction.page import class_hints, line_rows
from newsspider.extraction.page.candidates import TEXT_LINE
from newsspider.extraction.page.tree import MOSTLY_LINKS
from newsspider.extraction.site_names import begins_with_site_name, is_site_name
from newsspider.language import job_titles, people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.extraction.page.line_rows import Row
    from newsspider.extraction.page.tree import Line

_INDEX = re.compile(r"/(?:index|default|home)\.\w{3,5}$")
ABOVE = 8  # lines above it that may be the headline
LONGEST = 160  # characters of a headline in rows
MOST_ROWS = 5  # of a line that holds a headline and its byline
MOST_WORDS, DATED = 10, 4  # words of a row with a full stop, and of one that is a date
FEW_WORDS = 3  # of a title that may be the name of a magazine
SHORT = 40  # letters of such a title; Chinese has no blanks between words
_HEADINGS = ("h1", "h2", "h3", "h4")
_DATED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:19|20)\d\d")


def headline(page: Page, title: str) -> FieldValue | None:
    """The only heading of its rank right above the text, else the rows there that are set as one.

    Rows in larger type, or in bold type where the title is a name, are held against each other: a byline
    right below counts first, then the size, then how near the text is.
    """
    lines = _above(page)
    for tag in _HEADINGS:
        found = [line for line in lines if page.tree.tags[line.block] == tag and _is_plain(page, line)]
        own = [n for n in page.tree.tagged(tag) if not page.candidates.is_outside_story(n)]
        if found and len(own) == 1:
            return FieldValue(value=found[-1].text, source=f"inferred:{tag}")
    is_short = len(title.split()) <= FEW_WORDS and len(title) * page.tree.scale <= SHORT
    is_name = is_short or is_site_name(title, page.site_names)
    told = [row for line in lines for row in line_rows.rows_of(page.tree, line)]
    signed = _bylines(told)
    rated = [
        ((n + len(part) in signed, row.size, n), row)
        for n, part in _together(told, signed)
        if _stands_out(page, row := line_rows.join_rows(part), is_name=is_name)
        and _may_be_one(page, row, title)
    ]
    best = max(rated, key=lambda one: one[0], default=None)
    return FieldValue(value=best[1].text, source="inferred:type") if best else None


def _above(page: Page) -> list[Line]:
    """The lines right above the first long row, and its own, that stand in no box, in page order."""
    lines, scale = page.tree.lines, page.tree.scale
    long = (
        n for n, x in enumerate(lines) if x.chars * scale >= TEXT_LINE and x.linked < x.chars * MOSTLY_LINKS
    )
    first = next((n for n in long if _is_text(page, lines[n])), 0)
    near = lines[max(0, first - ABOVE) : first]
    return [
        line for line in near if not line.linked and not page.candidates.is_outside_story(max(0, line.first))
    ]


def _is_text(page: Page, line: Line) -> bool:
    """Whether a long line has a long row, or many: a headline with its byline may be long together."""
    told = line_rows.rows_of(page.tree, line)
    return len(told) > MOST_ROWS or any(len(row.text) * page.tree.scale >= TEXT_LINE for row in told)


def _together(told: list[Row], signed: set[int]) -> Iterator[tuple[int, list[Row]]]:
    """The rows that are no bylines, with their numbers; those of one line and one large type together."""
    n = 0
    while n < len(told):
        until = n + 1
        while until < len(told) and until not in signed and _goes_on(told[until - 1], told[until]):
            until += 1
        if n not in signed:
            yield n, told[n:until]
        n = until


def _goes_on(row: Row, then: Row) -> bool:
    return (
        row.line is then.line and row.size == then.size > line_rows.USUAL_SIZE and row.is_bold == then.is_bold
    )


def _bylines(told: list[Row]) -> set[int]:
    """The numbers of the rows that begin with "by", name people with their posts, or are such posts."""
    found: set[int] = set()
    for n, row in enumerate(told):
        then = told[n + 1].text if n + 1 < len(told) else ""
        if people.authors_in((row.text,)) or people.with_post(row.text) or job_titles.is_post(row.text):
            found.add(n)
        elif (_is_name_above(row, told[n + 1 : n + 2]) and people.people_in(row.text)) or (
            len(row.text.split()) <= 2 and people.authors_in((f"{row.text} {then}",))
        ):
            found.update((n, n + 1))
    return found


def _is_name_above(row: Row, then: list[Row]) -> bool:
    """Whether below a row, in type no smaller than its own or the text's, stands a post."""
    return (
        bool(then)
        and row.size <= max(line_rows.USUAL_SIZE, then[0].size)
        and job_titles.is_post(then[0].text)
    )


def _stands_out(page: Page, row: Row, *, is_name: bool) -> bool:
    """Whether a row is set in larger type, or, of a page whose title is a name, in bold or called a title."""
    return row.size > line_rows.USUAL_SIZE or (is_name and (row.is_bold or _is_called_title(page, row)))


def _is_called_title(page: Page, row: Row) -> bool:
    """Whether an element around the row and no other line is called a title."""
    tree, n = page.tree, row.owners[0]
    while n > 0 and tree.chars(n) <= row.line.chars:
        if tree.hints[n] & class_hints.HEADLINE:
            return True
        n = tree.parents[n]
    return False


def _may_be_one(page: Page, row: Row, title: str) -> bool:
    """Whether a row is short and no sentence, date, byline or name of the site."""
    text, is_large = row.text, row.size > line_rows.USUAL_SIZE
    if (
        len(text) > LONGEST
        or begins_with_site_name(text, page.site_names)
        or (text == title and not is_large)
    ):
        return False
    if text.endswith((":", ",")) or (
        text.endswith(".") and not (is_large and len(text.split()) <= MOST_WORDS)
    ):
        return False
    if people.authors_in((row.line.text,)):
        return False
    if not _DATED.search(text):
        return True
    return is_large and (len(text.split()) > DATED or page.date(text) is None)


def _is_plain(page: Page, line: Line) -> bool:
    """Whether a line is short and one row that may be a headline."""
    told = line_rows.rows_of(page.tree, line)
    return len(told) == 1 and _may_be_one(page, told[0], "")


def links_to_front(page: Page, n: int) -> bool:
    """Whether an element is a link to the front, or to a folder above the page: a name, no headline."""
    target = _target(page, n)
    folder = _INDEX.sub("/", target.path or "/") if target else ""
    own = urlsplit(page.document.url).path
    return folder.endswith("/") and own.startswith(folder) and own != folder


def links_to_other_page(page: Page, n: int) -> bool:
    """Whether an element is a link to another page of the site."""
    target, own = _target(page, n), urlsplit(page.document.url)
    return target is not None and (target.path, target.query) != (own.path, own.query)


def _target(page: Page, n: int) -> SplitResult | None:
    """Where an element that is nothing but a link leads on the page's own host."""
    tree = page.tree
    link = tree.links[n] if tree.links[n] >= 0 else next(iter(tree.within(n, "a")), None)
    if link is None or tree.linked_chars(n) < tree.chars(n):
        return None
    target = urlsplit(page.document.absolute(tree.hrefs.get(link, "")) or "")
    return target if target.netloc == urlsplit(page.document.url).netloc else None
