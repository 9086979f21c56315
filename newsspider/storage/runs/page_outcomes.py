"""What became of each page that a run fetched: every page is counted in exactly one column of `runs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.items import Verdict
from newsspider.storage.frontier.finished import FAILURES

if TYPE_CHECKING:
    import sqlite3

    from newsspider.items import Unit
    from newsspider.storage.persist import StoredUnit

# Besides `articles` and `failed`. All other pages of a run are in `other_pages`: redirects, robots.txt,
# first tries of pages requested again, and files that are not pages.
COLUMNS = (
    "further_pages", "lists", "service_pages", "unchanged", "not_found", "dropped", "unanswered",
    "other_pages", "declared_not_stored",
)  # fmt: skip
_COLUMN_OF = {
    Verdict.PAGE: "further_pages",
    Verdict.FRONT: "lists",
    Verdict.FEED: "lists",
    Verdict.SITEMAP: "lists",
    Verdict.SERVICE: "service_pages",
    Verdict.NOT_MODIFIED: "unchanged",
    Verdict.GONE: "not_found",
    Verdict.SOFT_404: "not_found",
    Verdict.REDIRECT_HOME: "not_found",
    Verdict.DROPPED: "dropped",
}
# Answers whose page is stored as an article or part of one, or did not change.
_STORED = ("article", "stub", "page", "not modified", "dropped", "not stored")
_DECLARED = f"""SELECT c.address_url FROM captures AS c
WHERE c.site = ? AND c.declares_article AND c.verdict NOT IN {_STORED}
    AND NOT EXISTS (SELECT 1 FROM captures AS newer WHERE newer.site = c.site
        AND newer.address_url = c.address_url AND newer.id > c.id AND newer.verdict <> 'not modified')
    AND NOT EXISTS (SELECT 1 FROM urls WHERE urls.site = c.site AND urls.url = c.address_url
        AND urls.article_id IS NOT NULL)
ORDER BY c.id"""  # noqa: S608 # our own words


def counts(kept: StoredUnit) -> dict[str, int]:
    """The columns of `runs` that a unit of pages adds to."""
    unit, is_article = kept.unit, kept.decision is not None
    found = dict.fromkeys(COLUMNS, 0)
    if not unit.captures:
        found["unanswered"] = int(unit.verdict in FAILURES)
        return found
    is_counted_elsewhere = is_article or unit.verdict in FAILURES
    if column := None if is_counted_elsewhere else _column_of(unit):
        found[column] = 1
    found["other_pages"] = len(unit.captures) - int(is_counted_elsewhere or column is not None)
    found["declared_not_stored"] = int(
        unit.declares_article and not is_article and unit.verdict not in _STORED
    )
    return found


def declared_not_stored(conn: sqlite3.Connection, site: str) -> tuple[str, ...]:
    """The addresses whose last page declares itself an article and is not stored as one."""
    return tuple(url for (url,) in conn.execute(_DECLARED, (site,)))


def _column_of(unit: Unit) -> str | None:
    # A page that a user's own spider requested, or robots.txt, is not part of the frontier.
    if unit.address_url is None:
        return None
    return _COLUMN_OF.get(unit.verdict)
