"""Whether values that follow from others agree with them: counts, hashes of links, copies of HTML."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from newsspider.items import Link
from newsspider.storage.articles.link_block_rows import links_hash
from newsspider.storage.integrity.database_checks import Fault

if TYPE_CHECKING:
    import sqlite3

COUNTS = "counts"
_SHELF = """site, ifnull(issue, ''), ifnull(section, ''),
    ifnull(substr(published_on, 1, CASE published_precision WHEN 'year' THEN 4 ELSE 7 END), '')"""
_PAGE = "substr(url, 1, instr(url || '#', '#') - 1)"
# What each table that triggers keep has, and what it should have.
_KEPT = {
    "author_counts": (
        "SELECT author_id, articles FROM author_counts",
        "SELECT author_id, count(*) FROM article_authors GROUP BY 1",
    ),
    "link_counts": (
        "SELECT url, links FROM link_counts",
        f"SELECT {_PAGE}, count(*) FROM links GROUP BY 1",  # noqa: S608
    ),
    "facet_counts": (
        "SELECT site, issue, section, month, articles, changed, gone FROM facet_counts",
        f"SELECT {_SHELF}, count(*), sum(revision_count > 1), count(gone_at) FROM articles GROUP BY 1, 2, 3, 4",  # noqa: E501, S608
    ),
    "article_facets": (
        """SELECT f.id, site, issue, section, month, f.published_on, is_changed, is_gone
        FROM article_facets AS f JOIN facet_counts ON facet_counts.id = facet_id""",
        f"SELECT id, {_SHELF}, published_on, revision_count > 1, gone_at IS NOT NULL FROM articles",  # noqa: S608
    ),
}
_MAKE_AGAIN = f"""
DELETE FROM article_facets; DELETE FROM facet_counts; DELETE FROM author_counts; DELETE FROM link_counts;
INSERT INTO facet_counts(site, issue, section, month, articles, changed, gone) {_KEPT["facet_counts"][1]};
INSERT INTO article_facets(id, facet_id, published_on, is_changed, is_gone)
    SELECT a.id, facet_counts.id, a.published_on, a.is_changed, a.is_gone FROM (SELECT id, site,
        ifnull(issue, '') AS issue, ifnull(section, '') AS section, ifnull(substr(published_on, 1,
        CASE published_precision WHEN 'year' THEN 4 ELSE 7 END), '') AS month, published_on,
        revision_count > 1 AS is_changed, gone_at IS NOT NULL AS is_gone FROM articles) AS a
    JOIN facet_counts USING (site, issue, section, month);
INSERT INTO author_counts {_KEPT["author_counts"][1]};
INSERT INTO link_counts {_KEPT["link_counts"][1]}
"""  # noqa: S608
_LINKS = """SELECT b.id, links_hash, links.text, links.url FROM link_blocks AS b
    LEFT JOIN links ON link_block_id = b.id ORDER BY b.id, links.position"""
_HTML = """SELECT a.id, a.html, r.html FROM articles AS a
    JOIN revisions AS r ON r.article_id = a.id AND r.number = a.revision_count
    WHERE a.html <> r.html AND length(a.html) = length(r.html) AND a.content_hash = r.content_hash"""


def faults(conn: sqlite3.Connection) -> Iterator[Fault]:
    """The values that do not agree with what they follow from."""
    for table, (kept, expected) in _KEPT.items():
        for query in (f"{kept} EXCEPT {expected}", f"{expected} EXCEPT {kept}"):
            if row := conn.execute(f"{query} LIMIT 1").fetchone():
                yield Fault(COUNTS, table, f"does not agree with the rows that it counts, at {row[0]}")
                break
    for (id_, kept), rows in groupby(conn.execute(_LINKS), key=lambda row: row[:2]):
        links = [Link(text=text, url=url) for *_, text, url in rows if url is not None]
        if links_hash(links) != kept:
            yield Fault("link-hash", f"link block {id_}", "its links are not those whose hash is stored")
    for id_, one, other in conn.execute(_HTML):
        if sum(a != b for a, b in zip(one, other, strict=True)) == 1:
            what = "its HTML and that of its last revision differ in one character"
            yield Fault("html", f"article {id_}", what)


def count_again(conn: sqlite3.Connection) -> None:
    """Make the tables of counts again from the rows that they count."""
    for statement in _MAKE_AGAIN.split(";"):
        conn.execute(statement)
