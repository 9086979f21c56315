"""Names in the byline that a page prints beside its headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsspider.extraction.fields import unsigned_names
from newsspider.extraction.headline import headlines
from newsspider.extraction.page import class_hints
from newsspider.extraction.page.tree import BREAK, HEADINGS
from newsspider.language import people
from newsspider.language.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsspider.extraction.context import Page
    from newsspider.extraction.page.tree import Line

NEAR = 160  # places from the headline, within which elements with the hint AUTHOR count
MOST_LINES = 20  # of an element with the hint AUTHOR
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BY_WITHIN = re.compile(r"\bby\b:?\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)
_GLUED = re.compile(r"[^\W_]{4}")  # letters on both sides of a border between elements
SOURCE = "inferred:byline"
_SIGNS = ("|", " ⋅ ", " • ", " · ", " – ", " — ", " - ")


def beside_headline(page: Page) -> tuple[str, ...]:
    """The names printed beside the headline, by the first of these ways that gives some.

    A list of authors; a line that begins with "by"; "by" within an element with the hint AUTHOR; that
    element's own text; names with posts; a name in a dateline; a name as a heading below the headline; a row
    of several names; a name in a dateline right above the headline.
    """
    here = headlines.headline_place(page)
    begins = page.candidates.text_start(here)
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
        or next(filter(None, (_signed(page, line, begins) for line in lines)), ())
        or _by(part for n in marked for part in _after_by(page, n))
        or next(filter(None, (tuple(filter(people.is_person, _pieces(page, n))) for n in marked)), ())
        or unsigned_names.with_post(page, here)
        or tuple(_in_datelines(page, lines))
        or _set_below(page, near, here)
        or unsigned_names.several_alone(page)
        or _dated_above(page, here)
    )


def _listed(page: Page, n: int) -> tuple[str, ...]:
    """The people in a list of authors, each in the first line of an item, if there are several."""
    firsts = (next(iter(page.tree.lines_of(point)), None) for point in page.tree.within(n, "li"))
    names = people.cleaned(line.text for line in firsts if line and _may_be_byline(line))
    return names if len(names) > 1 and all(map(people.is_person_in_any_case, names)) else ()


def _texts(page: Page, line: Line) -> Iterator[str]:
    """The texts of a line that may be a byline.

    First with its elements parted and without a date that has its own element, because no blank may stand
    before it; then up to the first break, below which a role or newspaper may stand; then the whole line.
    """
    if parted := parted_text(page, line):
        yield parted
    owners = [owner for owner, _ in line.pieces]
    if BREAK in owners:
        head = squeeze("".join(text for _, text in line.pieces[: owners.index(BREAK)]))
        if not head.endswith((",", "&")) and all(map(people.is_person, people.authors_in((head,)))):
            yield head
    yield line.text


def parted_text(page: Page, line: Line) -> str | None:
    """A line with bars for dates, and where two elements meet without a blank; None where it has neither.

    "Anna Reed" and "In Gardens" are two elements; a date that has its own element is left out.  Scripts
    without small letters and capitals have no blanks between words either: there a part of a name may be in
    an element of its own.
    """
    own, tags = page.tree.hints, page.tree.tags
    dates = {n for n, _ in line.pieces if n > line.block and (tags[n] == "time" or own[n] & class_hints.DATE)}
    texts: list[str] = []
    before, end, has_bar = line.pieces[0][0], "", bool(dates)
    for owner, text in line.pieces:
        has_blanks = text[:1].islower() or text[:1].isupper() or text[:1].isdigit()
        if owner != before and has_blanks and _GLUED.fullmatch(end + text[:2]):
            texts.append(" | ")
            has_bar = True
        texts.append(" | " if owner in dates else text)
        before, end = owner, text[-2:]
    return squeeze("".join(texts)) if has_bar else None


def _in_datelines(page: Page, lines: list[Line]) -> Iterator[str]:
    """The people in the parts of datelines: lines with hint and year, but without links."""
    for line in lines:
        has_hint = page.tree.hints_around(line.block) & (class_hints.META | class_hints.DATE)
        if has_hint and not line.links and _YEAR.search(line.text):
            yield from filter(people.is_person, _parts(line.text))


def _dated_above(page: Page, headline: int) -> tuple[str, ...]:
    """The people in the line right above the headline, if it also has a date: "2 May 2024 | Anna Reed"."""
    line = page.tree.line_before(headline)
    if (
        line is None
        or not _may_be_byline(line)
        or page.candidates.is_outside_story(max(0, line.first), headline)
    ):
        return ()
    return unsigned_names.beside_date(page, parted_text(page, line) or line.text)


def _set_below(page: Page, near: list[Line], headline: int) -> tuple[str, ...]:
    """The name that is a heading of its own right below the headline."""
    below = near[1] if len(near) > 1 and near[0].block == headline else None
    if below is None or below.links or page.tree.tags[below.block] not in HEADINGS:
        return ()
    own = headlines.headline(page)
    is_name = people.is_person(below.text) and not (own and below.text in own.value)
    return (below.text,) if is_name else ()


def _may_be_byline(line: Line) -> bool:
    """Whether a line is short, and not a link with a date, which leads to another story."""
    is_short = line.chars <= people.LONGEST
    return is_short and (line.linked < line.chars or not any(map(str.isdigit, line.text)))


def _after_by(page: Page, n: int) -> Iterator[str]:
    """The text from "by" on in an element's first lines: "Published: June 5 By Anna Reed"."""
    for line in page.tree.lines_of(n)[:MOST_LINES]:
        if line.chars <= people.LONGEST:
            yield from (line.text[found.start() :] for found in _BY_WITHIN.finditer(line.text))


def _pieces(page: Page, n: int) -> Iterator[str]:
    """The texts in an element, split at commas and the word for "and".

    These are its lines, if one is a name, else the pieces of its lines; only the first line of a large
    element, which describes the author.
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
    texts = [part for line in lines for part in (parted_text(page, line) or line.text).split(" | ")]
    if page.tree.chars(n) > people.LONGEST:
        yield from texts[:1]
        return
    if not any(map(people.is_person, texts)):
        texts = [squeeze(text) for line in lines for _, text in line.pieces]
    for text in texts:
        yield from people.cleaned([text])


def on_any_line(page: Page) -> Iterator[str]:
    """The names in the first line of the story that begins with "by".

    In a link they must be people's.
    """
    for line in filter(_may_be_byline, page.tree.lines):
        names = _signed(page, line)
        is_byline = names and (not line.links or all(map(people.is_person, names)))
        if is_byline and not page.candidates.is_outside_story(max(0, line.first)):
            yield from names
            return


def _signed(page: Page, line: Line, begins: int = 0) -> tuple[str, ...]:
    """The names in a line that begins with "by"; in a heading from *begins* on they must be people's.

    "By Function" is the heading of a part of the story.
    """
    names = _by(_texts(page, line))
    is_heading = line.at >= begins and page.tree.tags[line.block] in HEADINGS
    return () if is_heading and not all(map(people.is_person_in_any_case, names)) else names


def _by(lines: Iterator[str]) -> tuple[str, ...]:
    """The names in the first line, or part of a line, that begins with "by"."""
    for line in lines:
        if names := people.authors_in((line, *_parts(line))):
            return names
    return ()


def _parts(line: str) -> Iterator[str]:
    for sign in _SIGNS:
        if sign in line:
            yield from (part.strip() for part in line.split(sign))
