"""The profile that follows from what was seen of a publication.

It is never worse than the one of two lines: a line is used only if the articles that were seen are read with
it as without it, except for what the line is there for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider import profiles
from newsspider.survey import addresses, line_checks, page_layout, publication_calendar, site_identity
from newsspider.survey.profile_text import Line, written
from newsspider.web import urls

if TYPE_CHECKING:
    from newsspider.items import Article
    from newsspider.survey.observed import Observed

MOST_SHOWN = 10  # articles
LEAST_TEXT = 30  # words of a page that does not draw itself by script


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """The profile's text and lines, and the first articles as they are read with it."""

    text: str
    lines: tuple[Line, ...]
    articles: tuple[Article, ...]


# What a line may change in the articles that were seen.
_READING_LINES: tuple[tuple[Callable[[Observed], Line | None], frozenset[str]], ...] = (
    (site_identity.title_line, frozenset()),
    (publication_calendar.zone_line, frozenset(("published_on",))),
    (site_identity.language_line, frozenset()),
    (publication_calendar.order_line, frozenset()),
    (page_layout.layouts_line, frozenset(("issue", "body"))),
)
_ADDRESS_LINES: tuple[Callable[[Observed], Line | None], ...] = (
    addresses.feeds_line,
    addresses.sitemaps_line,
    addresses.fronts_line,
    addresses.articles_line,
)
_ORDER = (
    "name", "title", "start", "hosts", "zone", "language", "date_order", "feeds", "sitemaps", "fronts",
    "articles", "layouts",
)  # fmt: skip


def why_no_publication(seen: Observed) -> str | None:
    """Why what was seen is not a publication; None if it is one."""
    pages = list(seen.pages())
    if not pages:
        return "it has no page that can be read"
    if seen.articles():
        return None
    counted = _counted(len(pages), "page")
    if all(len(one.document.text.split()) < LEAST_TEXT for one in pages if one.document):
        return (
            f"of {counted} none has text; pages that draw themselves by script cannot be read: look for a"
            " feed or a site map, and start there"
        )
    return f"of {counted} none is an article"


def draft(seen: Observed, *, name: str, typed_url: str) -> Draft:
    """The profile of a publication called *name* that was found at *typed_url*."""
    lines = [Line(key="name", value=name, why="its name in the archive")]
    lines.append(addresses.start_line(seen, typed_url=typed_url))
    if hosts := sorted(seen.site.hosts - {urls.host_of(seen.site.home_url)}):
        lines.append(Line(key="hosts", value=hosts, why="the host you gave; it leads to the start page"))
    checks = line_checks.LineChecks(seen)
    for find, may_change in _READING_LINES:
        if line := find(seen):
            lines.append(checks.checked(line, lines, may_change=may_change))
    lines += filter(None, (find(seen) for find in _ADDRESS_LINES))
    lines.sort(key=lambda line: _ORDER.index(line.key))
    text = written(lines, heading=_heading(seen, typed_url))
    articles = line_checks.readings(seen, profiles.parse(text, source=name))
    return Draft(text=text, lines=tuple(lines), articles=articles[:MOST_SHOWN])


def _heading(seen: Observed, typed_url: str) -> tuple[str, ...]:
    pages = _counted(len(list(seen.pages())), "page")
    counted = f"{_counted(len(seen.articles()), 'article')}, {_counted(len(seen.fronts()), 'list')}"
    pause = f"robots.txt asks for {seen.pause_s:g} s between requests, which a crawl keeps by itself."
    return (
        f"Written by `newsspider init {typed_url}` on {seen.at.date()}, from {pages}: {counted}.",
        "docs/profile-keys.md lists all keys. Lines that are comments are worth a look, but not sure.",
        *([pause] if seen.pause_s else []),
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"
