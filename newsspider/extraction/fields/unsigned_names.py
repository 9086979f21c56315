"""Names that a page prints without "by": with a post, alone, on a card, in a link, in a Chinese text."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import takewhile
from typing import TYPE_CHECKING

from newsspider.extraction.headline import headlines
from newsspider.extraction.page import class_hints, line_rows
from newsspider.extraction.page.candidates import TEXT_LINE
from newsspider.extraction.site_names import name_key
from newsspider.language import chinese_names, job_titles, people, word_lists
from newsspider.language.text import normal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.extraction.context import Page
    from newsspider.extraction.page.line_rows import Row
    from newsspider.extraction.page.tree import Line

_AUTHORS_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|in)?|auteurs?|autori|contributors?|columnists?|journalists?|reporters?|writers?"
    r"|staff|byline)/[^/?#]{2,80}/?(?:[?#]|$)"
)
LARGEST_CARD = 60  # elements of an author's card
MOST_BELOW = 8  # lines below the headline that may hold a byline without "by"
MOST_ALONE, LONGEST_ALONE = 5, 60  # rows below the headline that may be only a name, and characters of one
_CARD = re.compile(r"(?:^|\s)fn(?:\s|$)|author[\w-]*name", re.IGNORECASE)
_DIVIDERS = re.compile(r"\s*[|•·⋅]\s*|\s+[–—-]\s+")
_WORDS = re.compile(r"[^\W\d_]+")
_AFTER_NAME = re.compile(r"\s+(?:in|on behalf of|at|for)\s+\S.*$")  # a section or publisher
_LABEL = re.compile(
    rf"(?:{word_lists.pattern('bylines.author', 'bylines.written_by')})(?:\(s\))?\s*[:：]?", re.IGNORECASE
)
LONGEST_LABEL, MOST_LABELLED = 16, 6  # characters of a label, and names below it
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def with_post(page: Page, headline: int) -> tuple[str, ...]:
    """The people with their posts in the rows below the headline; the post may be in the next row."""
    found: list[str] = []
    below = _rows_below(page, headline)
    for n, row in enumerate(below):
        names = people.with_post(row.text)
        if not names and any(job_titles.is_post(one.text) for one in below[n + 1 : n + 2]):
            names = people.people_in(row.text)
        if found and not (names or job_titles.is_post(row.text)):
            break
        found += names
    return tuple(dict.fromkeys(found))


def name_alone(page: Page) -> tuple[str, ...]:
    """The names that are all of a row, or all but a date, right below the headline.

    The text must not use the words of a name in small letters ("Ferry Returns" is a subtitle), and must not
    be about the person.
    """
    for row in _rows_below(page, headlines.headline_place(page))[:MOST_ALONE]:
        is_short = len(row.text) <= LONGEST_ALONE
        if is_short and (names := _whole_row(row) or beside_date(page, row.text)):
            has_own_links = not row.line.links or _links_have_surname(page, row, names[-1])
            return names if has_own_links and all(_is_author(page, row, name) for name in names) else ()
        if row.text.endswith(":"):
            break
    return ()


def several_alone(page: Page) -> tuple[str, ...]:
    """The names of several people that are all of a row right below the headline.

    A row with slashes is the credit of a picture: "Anna Reed / T. Hay / Valley News".
    """
    for row in _rows_below(page, headlines.headline_place(page))[:MOST_ALONE]:
        is_credit = "/" in row.text or len(row.text) > people.LONGEST
        names = () if is_credit else _whole_row(row)
        if len(names) > 1 and all(_is_author(page, row, name) for name in names):
            return names
    return ()


def _whole_row(row: Row) -> tuple[str, ...]:
    """The people that are most words of a row; a subtitle goes on: "Lean Week Call for Talks Is Open"."""
    names = people.people_in(row.text)
    words = sum(len(_WORDS.findall(name)) for name in names)
    return names if 2 * words >= len(_WORDS.findall(row.text)) else ()


def beside_date(page: Page, text: str) -> tuple[str, ...]:
    """The people in a row that also has a date: "2 May 2024 • Anna Reed in Gardens"."""
    if not _YEAR.search(text):
        return ()
    parts = [_AFTER_NAME.sub("", part).strip() for part in _DIVIDERS.split(text)]
    dated = [part for part in parts if page.date(part) is not None]
    named = [names for part in parts if part not in dated and (names := people.people_in(part))]
    return named[0] if dated and len(named) == 1 else ()


def _links_have_surname(page: Page, row: Row, name: str) -> bool:
    """Whether the addresses of a row's links with *name* contain its surname."""
    surname = name_key(name.split()[-1])
    own = {page.tree.links[owner] for owner in row.owners} - {-1}
    links = [link for link in own if surname in name_key(page.tree.short_text(link, people.LONGEST))]
    return all(surname in name_key(page.tree.hrefs.get(link, "")) for link in links)


def _is_author(page: Page, row: Row, name: str) -> bool:
    """Whether a name is the author's: the text neither uses its words nor is about the person."""
    if len(name.split()) > people.MOST_PARTS or people.is_organisation(name):
        return False
    if page.candidates.hints_beside(row.line.block, headlines.headline_place(page)) & (
        class_hints.NO_AUTHOR & ~class_hints.ASIDE
        | class_hints.TAGS
        | class_hints.CAPTION
        | class_hints.CREDIT
    ):
        return False
    words = [word.lower() for word in re.findall(r"[^\W\d_]{3,}", name)]
    text = " ".join(
        line.text for line in page.tree.lines if line.key > row.line.key and line.chars >= TEXT_LINE
    )
    common = [word for word in words if re.search(rf"\b{word}\b", text)]
    return bool(words) and words[0] not in common and 2 * len(common) <= len(words) and text.count(name) <= 1


def _rows_below(page: Page, headline: int) -> list[Row]:
    """The short rows between the headline and the text, without those of the headline."""
    found_headline = headlines.headline(page)
    headline_text = normal(found_headline.value) if found_headline else ""
    found: list[Row] = []
    for line in page.candidates.lines_near(headline)[:MOST_BELOW]:
        if line.at < headline and line.block != headline and not page.tree.is_inside(headline, line.block):
            break  # the lines above the headline follow
        if page.candidates.is_outside_story(max(0, line.first), headline):
            continue
        for row in line_rows.rows_of(page.tree, line):
            if len(row.text) * page.tree.scale >= TEXT_LINE:
                return found
            if normal(row.text) not in headline_text:
                found.append(row)
    return found


def on_card(page: Page) -> Iterator[str]:
    """The name on an author's card (hCard's `fn`, `vcard`) anywhere on the page, a nickname too."""
    tree = page.tree
    for n in page.candidates.authors:
        is_card = 0 < tree.chars(n) <= people.LONGEST and tree.ends[n] - n <= LARGEST_CARD
        if not is_card or tree.hints_around(n) & class_hints.NO_AUTHOR:
            continue
        for part in range(n, tree.ends[n]):
            is_name = _CARD.search(tree.classes[part] or "") or tree.elements[part].get("rel") == "author"
            is_link = tree.tags[part] == "a" and tree.hints[part] & class_hints.AUTHOR
            if is_name or (is_link and people.is_person(tree.text(part))):
                yield tree.text(part)
                return
        if "vcard" in (tree.classes[n] or "").split():
            yield next((line.text for line in tree.lines_of(n)), tree.text(n))
            return


def from_author_link(page: Page) -> tuple[str, ...]:
    """The person whose own page is linked, if the page links only one such page outside of boxes."""
    tree = page.tree
    links = [n for n in tree.tagged("a") if _AUTHORS_PAGE.search(tree.hrefs.get(n, ""))]
    names = {tree.text(n) for n in links if not tree.hints_around(n) & class_hints.NO_AUTHOR}
    return tuple(names) if len(names) == 1 and all(map(people.is_person, names)) else ()


def below_label(page: Page) -> tuple[str, ...]:
    """The people in the lines below a line that only says "Author" or "Written by"."""
    lines = page.tree.lines
    for n, line in enumerate(lines):
        if line.chars > LONGEST_LABEL or not _LABEL.fullmatch(line.text):
            continue
        if (
            page.tree.hints_around(line.block)
            & class_hints.NO_AUTHOR
            & ~(class_hints.ASIDE | class_hints.TEASER)
        ):
            continue
        alike = [one for one in lines[n + 1 : n + 1 + MOST_LABELLED] if _are_alike(page, one, lines[n + 1])]
        named = (people.people_in(one.text) for one in alike)
        return tuple(name for names in takewhile(bool, named) for name in names)
    return ()


def _are_alike(page: Page, line: Line, other: Line) -> bool:
    """Whether two lines are set alike and belong to one list."""
    tree = page.tree
    return tree.make(line.block) == tree.make(other.block) and abs(line.at - other.at) <= LARGEST_CARD


def chinese_reporters(page: Page) -> tuple[str, ...]:
    """The reporters that a Chinese text names, below the headline."""
    if page.tree.scale == 1:
        return ()
    lines = page.tree.lines
    start = bisect_left(lines, headlines.headline_place(page), key=lambda line: line.at)
    own = (
        line
        for line in lines[start:]
        if not line.links and not page.candidates.is_outside_story(max(0, line.first))
    )
    return next((names for line in own if (names := chinese_names.reporters(line.text))), ())
