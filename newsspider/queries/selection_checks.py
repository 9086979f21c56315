"""The sites, sections, authors and issues of a selection, with the spelling of the archive."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from newsspider.errors import UsageError
from newsspider.queries.connection import folded

if TYPE_CHECKING:
    from newsspider.queries.connection import ReadOnly
    from newsspider.queries.selection import Selection

MOST_NAMED = 8  # names in a message when none is similar to the typed one
_MOST_COMPARED = 20_000  # names, the most frequent
# The names of a site (for NULL, of all sites), the most frequent first.
_NAMES = {
    "site": "SELECT site AS name, 0 FROM sites ORDER BY 1",
    "section": """SELECT section AS name, count(*) FROM articles
        WHERE section IS NOT NULL AND (?1 IS NULL OR site = ?1) GROUP BY 1 ORDER BY 2 DESC, 1""",
    "issue": """SELECT issue AS name, count(*) FROM articles
        WHERE issue IS NOT NULL AND (?1 IS NULL OR site = ?1) GROUP BY 1 ORDER BY 2 DESC, 1""",
    "author": """SELECT au.name AS name, count(*) FROM authors AS au
        JOIN article_authors AS aa ON aa.author_id = au.id JOIN articles AS a ON a.id = aa.article_id
        WHERE ?1 IS NULL OR a.site = ?1 GROUP BY 1 ORDER BY 2 DESC, 1""",
}


class _Wanted(NamedTuple):
    """One name of a selection, as a person typed it."""

    field: str
    typed: str


def resolve(archive: ReadOnly, selection: Selection) -> Selection:
    """The selection with the archive's spelling of its names; upper and lower case are alike.

    Raises:
        UsageError: the archive has no such site, section, author or issue; the message lists similar ones.
    """
    for wanted in _wanted(selection):
        names = _names(archive, wanted.field, selection.site)
        spelling = {wanted.field: _spelling(wanted, names, selection.site)}
        selection = replace(selection, **spelling)  # type: ignore[arg-type]  # the names are all texts
    return selection


def _wanted(selection: Selection) -> Iterator[_Wanted]:
    """The names to look up, the site first: the others must be names of that site."""
    for field in _NAMES:
        typed = getattr(selection, field)
        if typed:  # an empty issue means the articles that have none
            yield _Wanted(field, typed)


def _names(archive: ReadOnly, field: str, site: str | None) -> list[str]:
    values = () if field == "site" else (site,)
    return [row["name"] for row in archive.rows(_NAMES[field], values)]


def _spelling(wanted: _Wanted, names: Sequence[str], site: str | None) -> str:
    if wanted.typed in names:
        return wanted.typed
    typed = folded(wanted.typed)
    found = next((name for name in names if folded(name) == typed), None)
    if found is None:
        raise UsageError(_absent(wanted, names, site if wanted.field != "site" else None))
    return found


def _absent(wanted: _Wanted, names: Sequence[str], site: str | None) -> str:
    where = f"site {site!r}" if site else "the archive"
    start = f"--{wanted.field} {wanted.typed!r}: {where} has no such {wanted.field}"
    if not names:
        return f"{start}, nor any other"
    if close := _close(wanted.typed, names):
        return f"{start}; did you mean {', '.join(map(repr, close))}?"
    named = ", ".join(map(repr, names[:MOST_NAMED]))
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return f"{start}; there are: {named}{more}"


def _close(typed: str, names: Sequence[str]) -> list[str]:
    """Names that contain *typed*, then names with a similar spelling; five at most."""
    by_folded = {folded(name): name for name in reversed(names[:_MOST_COMPARED])}
    part = folded(typed)
    holding = [name for name in names if part in folded(name)]
    alike = [by_folded[each] for each in get_close_matches(part, by_folded, n=5, cutoff=0.7)]
    return list(dict.fromkeys((*holding[:5], *alike)))[:5]
