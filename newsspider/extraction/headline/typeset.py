"""Finds a headline by its type, and headings that are only links to the front or to another page."""

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
ABOVE = 8  # lines above the text that may hold the headline
LONGEST = 160  # characters of a headline without markup
MOST_ROWS = 5  # of a line that holds headline and byline
MOST_WORDS, DATED = 10, 4  # words of a headline with a full stop, and of a row that is only a date
FEW_WORDS = 3  # of a title that may be a magazine's name
SHORT = 40  # letters of such a title, for Chinese has no blanks between words
_HEADINGS = ("h1", "h2", "h3", "h4")
_DATED = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?:19|20)\d\d")


def headline(page: Page, title: str) -> FieldValue | None:
    """The only heading of its rank right above the text, else the rows there that are set like one.

    These are rows in larger type, or in bold type where the title is only a name.  The best is one with a
    byline right below it, then the one in the largest type, then the one nearest to the text.
    """
    lines = _above(page)
    for tag in _HEADINGS:
        found = [line for line in lines if page.tree.tags[line.block] == tag and _is_plain(page, line)]
        own = [n for n in page.tree.tagged(tag) if not page.candidates.is_outside_story(n)]
        if found and len(own) == 1:
            return FieldValue(value=found[-1].text, source=f"inferred:{tag}")
    is_short = len(title.split()) <= FEW_WORDS and len(title) * page.tree.scale <= SHORT
    is_name = is_short or is_site_name(title, page.site_names)
    rows = [row for line in lines for row in line_rows.rows_of(page.tree, line)]
    bylines = _bylines(rows)
    rated = [
        ((n + len(part) in bylines, row.size, n), row)
        for n, part in _joined_rows(rows, bylines)
        if _stands_out(page, row := line_rows.join_rows(part), is_name=is_name)
        and _may_be_headline(page, row, title)
    ]
    best = max(rated, key=lambda one: one[0], default=None)
    return FieldValue(value=best[1].text, source="inferred:type") if best else None


def _above(page: Page) -> list[Line]:
    """The lines right above the text that are part of the story, in page order."""
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
    """Whether a long line is text: it has a long row or many rows, not just headline and byline."""
    rows = line_rows.rows_of(page.tree, line)
    return len(rows) > MOST_ROWS or any(len(row.text) * page.tree.scale >= TEXT_LINE for row in rows)


def _joined_rows(rows: list[Row], bylines: set[int]) -> Iterator[tuple[int, list[Row]]]:
    """The rows without bylines, with their numbers; neighbours in one line and one large type together."""
    n = 0
    while n < len(rows):
        until = n + 1
        while until < len(rows) and until not in bylines and _goes_on(rows[until - 1], rows[until]):
            until += 1
        if n not in bylines:
            yield n, rows[n:until]
        n = until


def _goes_on(row: Row, then: Row) -> bool:
    return (
        row.line is then.line and row.size == then.size > line_rows.USUAL_SIZE and row.is_bold == then.is_bold
    )


def _bylines(rows: list[Row]) -> set[int]:
    """The numbers of rows that begin with "by", name people with their posts, or are such posts."""
    found: set[int] = set()
    for n, row in enumerate(rows):
        below = rows[n + 1] if n + 1 < len(rows) else None
        if people.authors_in((row.text,)) or people.with_post(row.text) or job_titles.is_post(row.text):
            found.add(n)
            continue
        has_post_below = (
            below is not None
            and row.size <= max(line_rows.USUAL_SIZE, below.size)
            and job_titles.is_post(below.text)
        )
        is_split = len(row.text.split()) <= 2  # "by" and the name may be two rows
        both = f"{row.text} {below.text if below else ''}"
        if (has_post_below and people.people_in(row.text)) or (is_split and people.authors_in((both,))):
            found.update((n, n + 1))
    return found


def _stands_out(page: Page, row: Row, *, is_name: bool) -> bool:
    """Whether a row is set in larger type; where the title is a name, bold type or a hint counts too."""
    return row.size > line_rows.USUAL_SIZE or (is_name and (row.is_bold or _has_headline_hint(page, row)))


def _has_headline_hint(page: Page, row: Row) -> bool:
    """Whether an element that holds only the row's line has the hint HEADLINE."""
    tree, n = page.tree, row.owners[0]
    while n > 0 and tree.chars(n) <= row.line.chars:
        if tree.hints[n] & class_hints.HEADLINE:
            return True
        n = tree.parents[n]
    return False


def _may_be_headline(page: Page, row: Row, title: str) -> bool:
    """Whether a row may be a headline: short, and not a sentence, date, byline or the site's name."""
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
    """Whether a line is a single row that may be a headline."""
    rows = line_rows.rows_of(page.tree, line)
    return len(rows) == 1 and _may_be_headline(page, rows[0], "")


def links_to_front(page: Page, n: int) -> bool:
    """Whether an element only links to the front or to a folder above the page, as the site's name does."""
    target = _target(page, n)
    folder = _INDEX.sub("/", target.path or "/") if target else ""
    own = urlsplit(page.document.url).path
    return folder.endswith("/") and own.startswith(folder) and own != folder


def links_to_other_page(page: Page, n: int) -> bool:
    """Whether an element only links to another page of the site."""
    target, own = _target(page, n), urlsplit(page.document.url)
    return target is not None and (target.path, target.query) != (own.path, own.query)


def _target(page: Page, n: int) -> SplitResult | None:
    """The target on the own host of an element that is only a link, else None."""
    tree = page.tree
    link = tree.links[n] if tree.links[n] >= 0 else next(iter(tree.within(n, "a")), None)
    if link is None or tree.linked_chars(n) < tree.chars(n):
        return None
    target = urlsplit(page.document.absolute(tree.hrefs.get(link, "")) or "")
    return target if target.netloc == urlsplit(page.document.url).netloc else None
