"""Reads what link blocks showed and for how long, what they link to most, and what is missing here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.browse.queries.models import Label, Linked, LinksPage, TimelineLink
from newsspider.queries import row_values
from newsspider.queries.reader import Reader
from newsspider.web import urls

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from newsspider.queries.connection import ReadOnly

# The limits: link blocks read for one label, the last seen first; addresses read for missing articles.
_MOST_BOXES = 2_000
_MOST_ADDRESSES = 1_000
_MOST_COUNTED = 5_000  # link blocks of a label; above, "5,000 or more"
_SHOWN_LABELS, _SHOWN_PUSHES, _SHOWN_LINKED = 40, 40, 15

# Each label once, by jumping along the index. A block whose label is an issue is the contents of that
# issue, and is left out.
_LABELS = """WITH RECURSIVE names(label) AS (
        SELECT min(label) FROM link_blocks
        UNION ALL SELECT (SELECT min(b.label) FROM link_blocks AS b WHERE b.label > names.label) FROM names
        WHERE names.label IS NOT NULL LIMIT 500
    )
    SELECT label,
        (SELECT count(*) FROM (SELECT 1 FROM link_blocks AS b WHERE b.label = names.label LIMIT ?)) AS boxes,
        (SELECT b.kind FROM link_blocks AS b WHERE b.label = names.label
            ORDER BY b.last_seen_at DESC LIMIT 1) AS kind,
        (SELECT max(last_seen_at) FROM link_blocks AS b WHERE b.label = names.label) AS last_seen_at
    FROM names WHERE label IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM sites AS s CROSS JOIN facet_counts AS h ON h.site = s.site AND h.issue = names.label
    )"""
_PUSHES = """WITH boxes AS MATERIALIZED (
        SELECT id, url_id, first_seen_at, last_seen_at FROM link_blocks WHERE label = ?
        ORDER BY last_seen_at DESC LIMIT ?
    )
    SELECT max(l.text) AS text, l.url, count(DISTINCT boxes.url_id) AS pages,
        min(boxes.first_seen_at) AS first_seen_at, max(boxes.last_seen_at) AS last_seen_at
    FROM boxes CROSS JOIN links AS l ON l.link_block_id = boxes.id GROUP BY l.url
    ORDER BY last_seen_at DESC, pages DESC, first_seen_at LIMIT ?"""
_KEY = """SELECT a.key FROM urls AS u JOIN articles AS a ON a.id = u.article_id WHERE u.url = ?
    AND u.site IN (SELECT site FROM sites)"""
_MOST_LINKED = """SELECT k.url, k.links, u.article_id
    FROM (SELECT url, links FROM link_counts ORDER BY links DESC LIMIT ?) AS k
    CROSS JOIN sites AS s CROSS JOIN urls AS u ON u.site = s.site AND u.url = k.url
    WHERE u.article_id IS NOT NULL ORDER BY k.links DESC"""
_WITHOUT_ARTICLE = """SELECT k.url, k.links, f.verdict, f.kind,
        ifnull(s.home_url,
            (SELECT a.canonical_url FROM articles AS a WHERE a.site = s.site LIMIT 1)) AS home_url
    FROM (SELECT url, links FROM link_counts ORDER BY links DESC LIMIT ?) AS k CROSS JOIN sites AS s
    LEFT JOIN urls AS u ON u.site = s.site AND u.url = k.url
    LEFT JOIN frontier AS f ON f.site = s.site AND f.url = k.url
    WHERE u.article_id IS NULL AND (u.id IS NULL OR u.reason <> 'front')
        AND (f.kind IS NULL OR f.kind = 'article')
    ORDER BY k.links DESC"""
_TEXT = "SELECT text FROM links WHERE url = ? LIMIT 1"


def links_page(archive: ReadOnly, chosen: str) -> LinksPage:
    """What the link blocks with label *chosen* showed, or those of the most frequent label."""
    labels = sorted(map(_label, archive.rows(_LABELS, (_MOST_COUNTED,))), key=lambda label: -label.boxes)
    label = next((label for label in labels if label.label == chosen), labels[0] if labels else None)
    return LinksPage(
        labels=tuple(labels[:_SHOWN_LABELS]),
        label=label,
        pushes=tuple(_pushes(archive, label.label)) if label else (),
        boxes=min(label.boxes, _MOST_BOXES) if label else 0,
        most_linked=_most_linked(archive),
        holes=_holes(archive),
    )


def _label(row: sqlite3.Row) -> Label:
    return Label(
        label=row["label"],
        kind=row["kind"],
        boxes=row["boxes"],
        last_seen_at=row_values.moment(row["last_seen_at"]),
    )


def _pushes(archive: ReadOnly, label: str) -> Iterable[TimelineLink]:
    for row in archive.rows(_PUSHES, (label, _MOST_BOXES, _SHOWN_PUSHES)):
        first, last = row_values.moment(row["first_seen_at"]), row_values.moment(row["last_seen_at"])
        if first is None or last is None:
            continue
        plain = urls.canonical(row["url"])
        found = next(iter(archive.rows(_KEY, (plain,))), None) if plain else None
        yield TimelineLink(
            text=row["text"],
            url=row["url"],
            key=found["key"] if found else None,
            pages=row["pages"],
            first_seen_at=first,
            last_seen_at=last,
        )


def _most_linked(archive: ReadOnly) -> tuple[Linked, ...]:
    """The articles that link blocks link to most; links to all addresses of one article add up."""
    sums: dict[int, int] = {}
    address: dict[int, str] = {}
    for row in archive.rows(_MOST_LINKED, (_MOST_ADDRESSES,)):
        sums[row["article_id"]] = sums.get(row["article_id"], 0) + row["links"]
        address.setdefault(row["article_id"], row["url"])
    ids = sorted(sums, key=lambda id_: -sums[id_])[:_SHOWN_LINKED]
    return tuple(
        Linked(url=address[article.id], links=sums[article.id], article=article)
        for article in Reader.over(archive).shown(ids)
    )


def _holes(archive: ReadOnly) -> tuple[Linked, ...]:
    """Pages of the archive's sites that link blocks link to and that have no article here."""
    holes: list[Linked] = []
    for row in archive.rows(_WITHOUT_ARTICLE, (_MOST_ADDRESSES,)):
        is_of_site = urls.host_of(row["url"]) == urls.host_of(row["home_url"] or "")
        if is_of_site and row["url"] != row["home_url"] and urls.is_page(row["url"]):
            text = next((found["text"] for found in archive.rows(_TEXT, (row["url"],))), None)
            holes.append(Linked(url=row["url"], links=row["links"], text=text, verdict=row["verdict"]))
        if len(holes) == _SHOWN_LINKED:
            break
    return tuple(holes)
