"""Names that a page prints: in the byline, on a card, in a link to an author's own page, in the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from newsspider.extraction.headline import headlines
from newsspider.extraction.page import class_hints, line_rows
from newsspider.extraction.page.candidates import TEXT_LINE
from newsspider.extraction.page.tree import BREAK, HEADINGS
from newsspider.extraction.site_names import name_key
from newsspider.language import chinese_names, job_titles, people
from newsspider.language.text import normal, squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.extraction.context import Page
    from newsspider.extraction.page.line_rows import Row
    from newsspider.extraction.page.tree import Line, Tree

_AUTHORS_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|in)?|auteurs?|autori|contributors?|columnists?|journalists?|reporters?|writers?"
    r"|staff|byline)/[^/?#]{2,80}/?(?:[?#]|$)"
)
NEAR = 160  # places around the headline where elements called authors are believed
MOST_LINES = 20  # of what is called an author's
LARGEST_CARD = 60  # elements of a card that tells who wrote it
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CARD = re.compile(r"(?:^|\s)fn(?:\s|$)|author[\w-]*name", re.IGNORECASE)
_BY_WITHIN = re.compile(r"\bby\b:?\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)
MOST_BELOW = 8  # lines below the headline that may hold a byline without "by"
MOST_ALONE, LONGEST_ALONE = 5, 60  # rows below it that may be a name alone, and characters of one
SOURCE = "inferred:byline"
_DIVIDERS = re.compile(r"\s*[|•·⋅]\s*|\s+[–—-]\s+")
_BEHIND = re.compile(r"\s+(?:in|on behalf of|at|for)\s+\S.*$")  # a section, a house
_SIGNS = ("|", " ⋅ ", " • ", " · ", " – ", " — ", " - ")


def beside_headline(page: Page) -> tuple[str, ...]:
    """Names printed beside the headline; the first way that gives some counts.

    A list of several; a line that begins with "by"; "by" within an element called an author's; that
    element's own text; a dateline with a name in it; a name set as a heading right below the headline.
    """
    here = headlines.headline_place(page)
    near = [line for line in page.candidates.lines_near(here) if _may_be_byline(line)]
    lines = [line for line in near if not page.candidates.is_outside_story(max(0, line.first), here)]
    lines.sort(key=lambda line: page.tree.hints_around(line.block) & class_hints.CREDIT)
    marked = [
        n
        for n in page.candidates.authors
        if abs(n - here) <= NEAR and not page.candidates.is_outside_story(n, here)
    ]
    marked.sort(key=lambda n: abs(n - here))
    return (
        next(filter(None, (_listed(page, n) for n in marked if page.tree.tags[n] in ("ul", "ol"))), ())
        or _by(text for line in lines for text in _texts(page, line))
        or _by(part for n in marked for part in _after_by(page, n))
        or next(filter(None, (tuple(filter(people.is_person, _pieces(page, n))) for n in marked)), ())
        or _with_post(page, here)
        or tuple(_in_datelines(page, lines))
        or _set_below(page, near, here)
    )


def _listed(page: Page, n: int) -> tuple[str, ...]:
    """The people that a list called the authors has, each in the first line of a point, if several."""
    firsts = (next(iter(page.tree.lines_of(point)), None) for point in page.tree.within(n, "li"))
    names = people.cleaned(line.text for line in firsts if line and _may_be_byline(line))
    return names if len(names) > 1 and all(map(people.is_person_in_any_case, names)) else ()


def _texts(page: Page, line: Line) -> Iterator[str]:
    """What a line says up to where it is broken, and all of it: below a name stands a role or a newspaper.

    A date set in an element of its own is first left out, for no blank may be before it.
    """
    own, tags = page.tree.hints, page.tree.tags
    dates = {n for n, _ in line.pieces if n > line.block and (tags[n] == "time" or own[n] & class_hints.DATE)}
    if dates:
        yield squeeze("".join(" | " if n in dates else text for n, text in line.pieces))
    owners = [owner for owner, _ in line.pieces]
    if BREAK in owners:
        head = squeeze("".join(text for _, text in line.pieces[: owners.index(BREAK)]))
        if not head.endswith((",", "&")) and all(map(people.is_person, people.authors_in((head,)))):
            yield head
    yield line.text


def _in_datelines(page: Page, lines: list[Line]) -> Iterator[str]:
    """The people named between the parts of datelines."""
    for line in lines:
        if _is_dateline(page, line):
            yield from filter(people.is_person, _parts(line.text))


def _with_post(page: Page, headline: int) -> tuple[str, ...]:
    """The people in the rows below the headline who stand with their posts, on one row or on two."""
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
    """Who stands by name alone in one of the first rows below the headline.

    The text has none of the words in small letters ("Ferry Returns" is a subtitle), and does not tell of
    the person.
    """
    for row in _rows_below(page, headlines.headline_place(page))[:MOST_ALONE]:
        is_short = len(row.text) <= LONGEST_ALONE
        if is_short and (names := people.people_in(row.text) or _beside_day(page, row.text)):
            is_known = not row.line.links or _links_to(page, row, names[-1])
            return names if is_known and all(_is_author(page, row, name) for name in names) else ()
        if row.text.endswith(":"):
            break
    return ()


def _beside_day(page: Page, text: str) -> tuple[str, ...]:
    """The people in a row that has a day as well: "2 May 2024 • Anna Reed in Gardens"."""
    if not _YEAR.search(text):
        return ()
    parts = [_BEHIND.sub("", part).strip() for part in _DIVIDERS.split(text)]
    dated = [part for part in parts if page.date(part) is not None]
    named = [names for part in parts if part not in dated and (names := people.people_in(part))]
    return named[0] if dated and len(named) == 1 else ()


def _links_to(page: Page, row: Row, name: str) -> bool:
    """Whether the links of a row lead to addresses with somebody's surname."""
    surname = name_key(name.split()[-1])
    links = {page.tree.links[owner] for owner in row.owners} - {-1}
    return all(surname in name_key(page.tree.hrefs.get(link, "")) for link in links)


def _is_author(page: Page, row: Row, name: str) -> bool:
    """Whether the words of a name are no words of the text, nor the person one of those that it tells of."""
    if len(name.split()) > people.MOST_PARTS or people.is_organisation(name):
        return False
    if page.tree.hints_around(row.line.block) & (
        class_hints.NO_AUTHOR | class_hints.TAGS | class_hints.CAPTION | class_hints.CREDIT
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
    told = headlines.headline(page)
    said = normal(told.value) if told else ""
    found: list[Row] = []
    for line in page.candidates.lines_near(headline)[:MOST_BELOW]:
        if line.at < headline and line.block != headline and not page.tree.is_inside(headline, line.block):
            break  # the lines above the headline follow
        if page.candidates.is_outside_story(max(0, line.first), headline):
            continue
        for row in line_rows.rows_of(page.tree, line):
            if len(row.text) * page.tree.scale >= TEXT_LINE:
                return found
            if normal(row.text) not in said:
                found.append(row)
    return found


def _set_below(page: Page, near: list[Line], headline: int) -> tuple[str, ...]:
    """The name that is a heading by itself right below the headline."""
    below = near[1] if len(near) > 1 and near[0].block == headline else None
    if below is None or below.links or page.tree.tags[below.block] not in HEADINGS:
        return ()
    told = headlines.headline(page)
    is_name = people.is_person(below.text) and not (told and below.text in told.value)
    return (below.text,) if is_name else ()


def _may_be_byline(line: Line) -> bool:
    """Whether a line is short, and no link with a date in it: that is another story's."""
    is_short = line.chars <= people.LONGEST
    return is_short and (line.linked < line.chars or not any(map(str.isdigit, line.text)))


def _is_dateline(page: Page, line: Line) -> bool:
    """Whether a line of what is told about the story has its year, parted from the rest, and no link."""
    is_told = page.tree.hints_around(line.block) & (class_hints.META | class_hints.DATE)
    return bool(is_told) and not line.links and _YEAR.search(line.text) is not None


def _after_by(page: Page, n: int) -> Iterator[str]:
    """What an element's first lines say from "by" on: "Published: June 5 By Anna Reed"."""
    for line in page.tree.lines_of(n)[:MOST_LINES]:
        if line.chars <= people.LONGEST:
            yield from (line.text[found.start() :] for found in _BY_WITHIN.finditer(line.text))


def _pieces(page: Page, n: int) -> Iterator[str]:
    """The texts of an element's parts, split at commas and the word for "and"; its lines, if one is a name.

    Of a large element, which tells of the author, the first line alone.
    """
    if page.tree.blocks[n] != n:  # within a line
        yield from people.cleaned(squeeze(str(text)) for text in page.tree.elements[n].itertext())
        return
    own, parents = page.tree.hints, page.tree.parents
    lines = [
        line
        for line in page.tree.lines_of(n)
        if not (own[line.block] | own[parents[line.block]]) & class_hints.TAGS
    ]
    texts = [line.text for line in lines]
    if page.tree.chars(n) > people.LONGEST:
        yield from texts[:1]
        return
    if not any(map(people.is_person, texts)):
        texts = [squeeze(text) for line in lines for _, text in line.pieces]
    for text in texts:
        yield from people.cleaned([text])


def on_card(page: Page) -> Iterator[str]:
    """The name on a card (hCard's `fn`, `vcard`) or in a link to the author's own page, a nickname too.

    Blogs print it below the text as well.
    """
    tree = page.tree
    for n in page.candidates.authors:
        is_card = 0 < tree.chars(n) <= people.LONGEST and tree.ends[n] - n <= LARGEST_CARD
        if not is_card or tree.hints_around(n) & class_hints.NO_AUTHOR:
            continue
        for part in range(n, tree.ends[n]):
            if _is_name_on_card(part, tree):
                yield tree.text(part)
                return
        if "vcard" in (tree.classes[n] or "").split():
            yield next((line.text for line in tree.lines_of(n)), tree.text(n))
            return


def _is_name_on_card(n: int, tree: Tree) -> bool:
    """Whether an element of a card is called a name, or is the person's own link."""
    if _CARD.search(tree.classes[n] or "") or tree.elements[n].get("rel") == "author":
        return True
    return tree.tags[n] == "a" and bool(tree.hints[n] & class_hints.AUTHOR) and people.is_person(tree.text(n))


def from_author_link(page: Page) -> tuple[str, ...]:
    """The person whose own page is linked, if the page does so of one alone outside of boxes."""
    tree = page.tree
    from_author_link = [n for n in tree.tagged("a") if _AUTHORS_PAGE.search(tree.hrefs.get(n, ""))]
    names = {tree.text(n) for n in from_author_link if not tree.hints_around(n) & class_hints.NO_AUTHOR}
    return tuple(names) if len(names) == 1 and all(map(people.is_person, names)) else ()


def on_any_line(page: Page) -> Iterator[str]:
    """Names of a line that begins with "by", outside of boxes, comments and menus; in a link, people's."""
    for line in filter(_may_be_byline, page.tree.lines):
        names = _by(iter((line.text,)))
        is_told = names and (not line.links or all(map(people.is_person, names)))
        if is_told and not page.candidates.is_outside_story(max(0, line.first)):
            yield from names
            return


def chinese_reporters(page: Page) -> tuple[str, ...]:
    """Whom a Chinese text names as its reporters, below the headline."""
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


def _by(lines: Iterator[str]) -> tuple[str, ...]:
    """The names of the first line, or part of one, that begins with "by"."""
    for line in lines:
        if names := people.authors_in((line, *_parts(line))):
            return names
    return ()


def _parts(line: str) -> Iterator[str]:
    for sign in _SIGNS:
        if sign in line:
            yield from (part.strip() for part in line.split(sign))
