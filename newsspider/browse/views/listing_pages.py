"""The pages of issues, sections and authors, and the articles of each."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from newsspider.browse.queries import faceted_search, listings
from newsspider.browse.queries.article import site_title
from newsspider.browse.responses import both_widths, missing, page
from newsspider.queries.selection import Selection

if TYPE_CHECKING:
    from newsspider.browse.queries.models import Month
    from newsspider.browse.request_params import Answer, Asked
    from newsspider.queries.connection import ReadOnly

_PAGE_LENGTH = 20


def issues(archive: ReadOnly, asked: Asked) -> Answer:
    """All issues by year."""
    found = listings.issues(archive)
    years = [(year, list(group)) for year, group in groupby(found, key=lambda issue: issue.first_month[:4])]
    return page("issues.html", asked, issues=found, years=years)


def issue(archive: ReadOnly, asked: Asked) -> Answer:
    """The contents of one issue."""
    found = listings.issue(archive, asked.text("site"), asked.text("name"))
    return (
        page("issue.html", asked, issue=found) if found else missing(asked, "This archive has no such issue.")
    )


def sections(archive: ReadOnly, asked: Asked) -> Answer:
    """All sections."""
    return page("sections.html", asked, sections=listings.sections(archive))


def section(archive: ReadOnly, asked: Asked) -> Answer:
    """The articles of a section, over time."""
    name, site = asked.text("name"), asked.text("site")
    months = listings.months_of_section(archive, name, site)
    return _shelf(archive, asked, "Section", Selection(section=name, site=site or None), months)


def authors(archive: ReadOnly, asked: Asked) -> Answer:
    """The authors with most articles, or those whose name matches."""
    found, total = listings.authors(archive, asked.text("q"))
    return page("authors.html", asked, authors=found, total=total, part=asked.text("q"))


def author(archive: ReadOnly, asked: Asked) -> Answer:
    """The articles of an author, over time."""
    name = asked.text("name")
    months = listings.months_of_author(archive, name)
    return _shelf(archive, asked, "Author", Selection(author=name), months)


def _shelf(
    archive: ReadOnly, asked: Asked, what: str, selection: Selection, months: tuple[Month, ...]
) -> Answer:
    number = asked.number("page")
    offset = (number - 1) * _PAGE_LENGTH
    results = faceted_search.find(archive, selection, order="newest", limit=_PAGE_LENGTH, offset=offset)
    name = selection.section or selection.author
    if not results.total:
        return missing(asked, f"This archive has no {what.lower()} of that name.")
    return page(
        "shelf.html",
        asked,
        what=what,
        name=name,
        selection=selection,
        site=site_title(archive, selection.site) if selection.site else None,
        results=results,
        charts=both_widths(months),
        number=number,
        pages=-(-results.total // _PAGE_LENGTH),
        arguments={"name": name, "site": selection.site},
    )
