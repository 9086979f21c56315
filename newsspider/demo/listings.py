"""The feed, the site maps and the robots.txt of the magazine."""

from __future__ import annotations

import gzip
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from newsspider.demo.pages import HOME

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from newsspider.demo.story import Story

IN_FEED = 10
PRIVATE = "/private/"
ROBOTS = f"User-agent: *\nDisallow: {PRIVATE}\nSitemap: {HOME}/sitemap.xml\n"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def feed(published: Sequence[Story]) -> bytes:
    """RSS 2.0 of the newest stories."""
    items = "".join(
        f"<item><title>{escape(story.headline)}</title><link>{HOME}{story.path}</link>"
        f"<category>{story.section}</category><pubDate>{format_datetime(story.ran_at)}</pubDate></item>\n"
        for story in published[:IN_FEED]
    )
    return (
        f'{_HEAD}<rss version="2.0"><channel><title>The Estuary</title>'
        f"<link>{HOME}/</link><description>A magazine that never was</description>\n{items}</channel></rss>\n"
    ).encode()


def sitemaps(published: Sequence[Story], changed_at: datetime, *, with_oldest: bool) -> dict[str, bytes]:
    """The site maps by path: an index, a plain map and a gzipped one.

    Without *with_oldest* no map lists the oldest stories. *changed_at* is when this edition was published.
    """
    old = [story for story in published if story.made == "enp" or (with_oldest and story.made == "hand")]
    new = [story for story in published if story.made in ("trs", "modern")]
    parts = {
        "/sitemaps/to-2017.xml.gz": _urls(old, changed_at),
        "/sitemaps/since-2018.xml": _urls(new, changed_at),
    }
    index = "".join(f"<sitemap><loc>{HOME}{path}</loc></sitemap>\n" for path in parts)
    packed = {p: gzip.compress(xml, mtime=0) if p.endswith(".gz") else xml for p, xml in parts.items()}
    return {"/sitemap.xml": f"{_HEAD}<sitemapindex {_SPACE}>\n{index}</sitemapindex>\n".encode(), **packed}


def _urls(published: Iterable[Story], changed_at: datetime) -> bytes:
    urls = "".join(
        f"<url><loc>{HOME}{story.path}</loc><lastmod>{_moment(story, changed_at)}</lastmod></url>\n"
        for story in published
    )
    return f"{_HEAD}<urlset {_SPACE}>\n{urls}</urlset>\n".encode()


def _moment(story: Story, changed_at: datetime) -> str:
    is_newer = story.changed_in > 1 or story.since > 1
    return f"{changed_at if is_newer else story.ran_at:%Y-%m-%dT%H:%M:%SZ}"
