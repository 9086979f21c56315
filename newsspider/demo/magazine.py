"""The whole magazine of an edition: path → content type and bytes."""

from __future__ import annotations

from datetime import UTC, datetime, time
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from newsspider.demo.pages import HOME, rendered
from newsspider.demo.stories import SECTIONS, stories, withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsspider.demo.stories import Story

HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
GONE = b"<title>Withdrawn</title><p>This story has been withdrawn.</p>"
DEAD_LINK = "/about/old-masthead.html"  # a link that leads nowhere, as any site has one

Pages = dict[str, tuple[str, bytes]]


def magazine(edition: int) -> Pages:
    """All pages of an edition, with robots.txt, feed and site map."""
    told = stories(edition)
    pages: Pages = {"/": (HTML, _front("The Estuary", told, with_second=True))}
    for section in SECTIONS:
        own = [story for story in told if story.section == section]
        pages[f"/{section.lower()}/"] = (HTML, _front(f"{section} – The Estuary", own))
    for story in told:
        pages |= {path: (HTML, page.encode()) for path, page in rendered(story, told).items()}
    pages |= {story.path: (HTML, GONE) for story in withdrawn(edition)}
    pages["/feed.xml"] = ("application/rss+xml; charset=utf-8", _feed(told[:8]))
    pages["/sitemap.xml"] = (XML, _sitemap(told))
    pages["/robots.txt"] = ("text/plain", f"User-agent: *\nAllow: /\nSitemap: {HOME}/sitemap.xml\n".encode())
    return pages


def _front(name: str, told: Iterable[Story], *, with_second: bool = False) -> bytes:
    items = "\n".join(_item(story, story.path) for story in told)
    if with_second:
        items += "\n" + "\n".join(_item(story, story.second_path) for story in told if story.second_path)
    sections = " | ".join(f'<a href="/{name.lower()}/">{name}</a>' for name in SECTIONS)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(name)}</title>
<link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>
<body><nav><a href="/">Home</a> | {sections}</nav>
<h1>{escape(name)}</h1>
<ul class="stories">
{items}
</ul>
<footer><a href="{DEAD_LINK}">Our old masthead</a></footer></body></html>
""".encode()


def _item(story: Story, path: str) -> str:
    return (
        f'<li><a href="{path}">{escape(story.headline)}</a> '
        f'<time datetime="{story.on}">{story.on:%d %B %Y}</time></li>'
    )


def _feed(told: Iterable[Story]) -> bytes:
    items = "".join(
        f"<item><title>{escape(story.headline)}</title><link>{HOME}{story.path}</link>"
        f"<pubDate>{format_datetime(datetime.combine(story.on, time(9), UTC))}</pubDate></item>\n"
        for story in told
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>The Estuary</title>'
        f"<link>{HOME}/</link><description>A monthly</description>\n{items}</channel></rss>\n"
    ).encode()


def _sitemap(told: Iterable[Story]) -> bytes:
    # No lastmod: it would be the day of the last change, which the magazine does not keep.
    urls = "".join(f"<url><loc>{HOME}{story.path}</loc></url>\n" for story in told)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{urls}</urlset>\n'
    ).encode()
