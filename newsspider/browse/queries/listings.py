"""Reads issues, sections and authors: their lists, and the articles of each."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from newsspider.browse.queries.article import site_title
from newsspider.browse.queries.models import Counted, IssuePage, Listed, Month
from newsspider.queries.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsspider.queries.connection import ReadOnly

_MOST_OF_ISSUE = 500
_MOST_AUTHORS = 300

_LIST = """SELECT site, {name} AS name, sum(articles) AS articles, min(nullif(month, '')) AS first_month,
    max(month) AS last_month FROM facet_counts WHERE {name} <> '' GROUP BY site, {name} ORDER BY {order}"""
_ISSUES = _LIST.format(name="issue", order="first_month DESC, length(name) DESC, name DESC")
_SECTIONS = _LIST.format(name="section", order="articles DESC, name")
_IN_ISSUE = "SELECT id FROM articles WHERE site = ? AND issue = ? ORDER BY published_on, id LIMIT ?"
# Where the articles are on fronts: the front, then the place on it.
_PLACES = """SELECT b.url_id, u.article_id, min(b.position * 10000 + l.position) AS place
    FROM urls AS u CROSS JOIN links AS l ON l.url = u.url
    CROSS JOIN link_blocks AS b ON b.id = l.link_block_id
    WHERE u.article_id IN ({}) AND b.article_id IS NULL GROUP BY 1, 2"""
_MONTHS_OF_SECTION = """SELECT month, '' AS section, sum(articles) AS articles FROM facet_counts
    WHERE folded(section) = folded(?1) AND month <> ''
        AND (?2 = '' OR folded(site) = folded(?2)) GROUP BY month ORDER BY month"""
_MONTHS_OF_AUTHOR = """SELECT
        substr(a.published_on, 1, CASE a.published_precision WHEN 'year' THEN 4 ELSE 7 END) AS month,
        ifnull(a.section, '') AS section, count(*) AS articles
    FROM authors AS au CROSS JOIN article_authors AS aa ON aa.author_id = au.id
    CROSS JOIN articles AS a ON a.id = aa.article_id
    WHERE folded(au.name) = folded(?) AND a.published_on IS NOT NULL GROUP BY 1, 2 ORDER BY 1"""
_AUTHORS = """SELECT au.name, t.articles FROM author_counts AS t JOIN authors AS au ON au.id = t.author_id
    ORDER BY t.articles DESC LIMIT ?"""
_COUNT_AUTHORS = "SELECT count(*) FROM author_counts"
_AUTHORS_LIKE = """SELECT au.name, t.articles FROM authors AS au
    JOIN author_counts AS t ON t.author_id = au.id WHERE folded(au.name) LIKE ? ESCAPE '\\'
    ORDER BY t.articles DESC LIMIT ?"""


def issues(archive: ReadOnly) -> tuple[Listed, ...]:
    """All issues, the newest first."""
    return _listed(archive, _ISSUES)


def sections(archive: ReadOnly) -> tuple[Listed, ...]:
    """All sections, the largest first."""
    return _listed(archive, _SECTIONS)


def issue(archive: ReadOnly, site: str, name: str) -> IssuePage | None:
    """An issue and its articles; None without an issue of that name."""
    every = [listed for listed in issues(archive) if listed.site == site]
    here = next((place for place, listed in enumerate(every) if listed.name == name), None)
    if here is None:
        return None
    ids = [row["id"] for row in archive.rows(_IN_ISSUE, (site, name, _MOST_OF_ISSUE))]
    order = _places(archive, ids)
    ids.sort(key=lambda id_: order.get(id_, len(ids) * 10_000_000))
    return IssuePage(
        site=site,
        site_title=site_title(archive, site),
        name=name,
        first_month=every[here].first_month,
        last_month=every[here].last_month,
        articles=Reader.over(archive).shown(ids),
        is_in_order=bool(order),
        before=every[here + 1].name if here + 1 < len(every) else None,
        after=every[here - 1].name if here else None,
    )


def months_of_section(archive: ReadOnly, name: str, site: str) -> tuple[Month, ...]:
    """How many articles a section has in each month; *site* may be ""."""
    return _months(archive, _MONTHS_OF_SECTION, (name, site))


def months_of_author(archive: ReadOnly, name: str) -> tuple[Month, ...]:
    """How many articles an author has in each month, by section."""
    return _months(archive, _MONTHS_OF_AUTHOR, (name,))


def authors(archive: ReadOnly, part: str) -> tuple[tuple[Counted, ...], int]:
    """The authors with most articles whose name contains *part*, and the number of all of them."""
    total = archive.number(_COUNT_AUTHORS)
    if part:
        pattern = part.casefold().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        rows = archive.rows(_AUTHORS_LIKE, (f"%{pattern}%", _MOST_AUTHORS))
    else:
        rows = archive.rows(_AUTHORS, (_MOST_AUTHORS,))
    return tuple(Counted(value=row["name"], label=row["name"], count=row["articles"]) for row in rows), total


def _listed(archive: ReadOnly, sql: str) -> tuple[Listed, ...]:
    return tuple(
        Listed(
            site=row["site"],
            name=row["name"],
            articles=row["articles"],
            first_month=row["first_month"] or "",
            last_month=row["last_month"] or "",
        )
        for row in archive.rows(sql)
    )


def _places(archive: ReadOnly, ids: Sequence[int]) -> dict[int, int]:
    """The place of each article on the front that lists most of them; `{}` if no front lists two."""
    fronts: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for row in archive.rows_of(ids, _PLACES):
        fronts[row["url_id"]][row["article_id"]] = row["place"]
    fullest = max(fronts.values(), key=len, default={})
    return fullest if len(fullest) > 1 else {}


def _months(archive: ReadOnly, sql: str, values: tuple[str, ...]) -> tuple[Month, ...]:
    return tuple(
        Month(month=row["month"], section=row["section"], articles=row["articles"])
        for row in archive.rows(sql, values)
    )
