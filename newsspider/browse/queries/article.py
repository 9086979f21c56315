"""Reads one article, with everything the archive knows of it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from newsspider.browse.queries import pictures
from newsspider.browse.queries.models import ArticlePage, Cited, Neighbour, SeenBlock, StoredCapture
from newsspider.queries import row_values
from newsspider.queries.reader import Reader
from newsspider.web import urls

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from newsspider.queries.connection import ReadOnly
    from newsspider.queries.models import StoredArticle

_HREF = re.compile(r'href="([^"]*)"')
_MOST_CAPTURES = 200
_MOST_LINKS = 5_000  # addresses of one page that are looked up

_BY_KEY = "SELECT id FROM articles WHERE key = ?"
_TITLE = "SELECT title FROM sites WHERE folded(site) = folded(?)"
_CAPTURES = """SELECT c.* FROM urls AS u JOIN captures AS c ON c.site = u.site AND c.address_url = u.url
    WHERE u.article_id = ? ORDER BY c.captured_at DESC, c.id DESC LIMIT ?"""
_READ_FROM = """SELECT c.captured_at FROM articles AS a JOIN captures AS c ON c.id = a.capture_id
    WHERE a.id = ?"""
_LEADS_TO = """SELECT a.key FROM urls AS u JOIN articles AS a ON a.id = u.article_id
    WHERE u.site = ? AND u.url = ?"""
_STOOD = """SELECT first_seen_at, last_seen_at,
    last_seen_at = max(last_seen_at) OVER (PARTITION BY url_id) AS is_current
    FROM link_blocks WHERE article_id = ? ORDER BY position, id"""
_IN_ISSUE = """SELECT key, headline FROM articles WHERE site = ? AND issue = ? AND {}
    ORDER BY published_on {}, id {} LIMIT 1"""
_LATER = "(published_on, id) > (?, ?)"
_EARLIER = "(published_on, id) < (?, ?)"


def article_page(archive: ReadOnly, key: str) -> ArticlePage | None:
    """The article with that key; None without one."""
    found = cited(archive, key)
    if found is None:
        return None
    article = found.article
    linked = [link.url for block in article.link_blocks for link in block.links]
    linked += [unescape(href) for href in _HREF.findall(article.html)]
    return ArticlePage(
        article=article,
        site_title=found.site_title,
        captures=tuple(map(_capture, archive.rows(_CAPTURES, (article.id, _MOST_CAPTURES)))),
        blocks=_blocks(archive, article),
        captured_at=found.captured_at,
        kept=kept(archive, article.site, linked),
        pictures=pictures.captured(archive, article.site, (image.url for image in article.images)),
        before=_neighbour(archive, article, _EARLIER, "DESC"),
        after=_neighbour(archive, article, _LATER, "ASC"),
    )


def cited(archive: ReadOnly, key: str) -> Cited | None:
    """The article with that key, for a citation; None without one."""
    row = next(iter(archive.rows(_BY_KEY, (key,))), None)
    if row is None:
        return None
    (article,) = Reader.over(archive).whole([row["id"]])
    read_from = next(iter(archive.rows(_READ_FROM, (article.id,))), None)
    return Cited(
        article=article,
        site_title=site_title(archive, article.site),
        captured_at=row_values.moment(read_from["captured_at"]) if read_from else article.first_seen_at,
    )


def _blocks(archive: ReadOnly, article: StoredArticle) -> tuple[SeenBlock, ...]:
    """The link blocks of an article with the time they were on its page, in the order of `link_blocks`."""
    stood = archive.rows(_STOOD, (article.id,))
    return tuple(
        SeenBlock(
            block=block,
            first_seen_at=row_values.moment(row["first_seen_at"]),
            last_seen_at=row_values.moment(row["last_seen_at"]),
            is_current=bool(row["is_current"]),
        )
        for block, row in zip(article.link_blocks, stood, strict=True)
    )


def site_title(archive: ReadOnly, site: str) -> str:
    """The publication's name."""
    row = next(iter(archive.rows(_TITLE, (site,))), None)
    return (row["title"] if row else None) or site


def kept(archive: ReadOnly, site: str, addresses: Iterable[str]) -> dict[str, str]:
    """The keys of articles of *site* that *addresses* lead to, by address."""
    keys: dict[str, str] = {}
    for address in list(dict.fromkeys(addresses))[:_MOST_LINKS]:
        plain = urls.canonical(address)
        for row in archive.rows(_LEADS_TO, (site, plain)) if plain else ():
            keys[address] = row["key"]
    return keys


def _capture(row: sqlite3.Row) -> StoredCapture:
    return StoredCapture(
        url=row["address_url"],
        captured_at=row_values.moment(row["captured_at"]),
        status=row["status"],
        verdict=row["verdict"],
        size_bytes=row["size_bytes"],
        warc_file=row["warc_file"],
        warc_offset=row["warc_offset"],
    )


def _neighbour(archive: ReadOnly, article: StoredArticle, side: str, order: str) -> Neighbour | None:
    """The article before or after this one in its issue."""
    if article.issue is None or article.published_on is None:
        return None
    asked = _IN_ISSUE.format(side, order, order)
    values = (article.site, article.issue, article.published_on.isoformat(), article.id)
    row = next(iter(archive.rows(asked, values)), None)
    return Neighbour(key=row["key"], headline=row["headline"]) if row else None
