"""How the time of reading grows with a page's size.

    python benchmarks/page_size.py                    # pages of one kind of element, 0.25 to 10 MB
    python benchmarks/page_size.py --signs            # 40,000 characters of one sign or two, in each place

The first prints seconds of CPU by size, and the power of its size that a page's time grows with, from the
last two sizes (1 is linear).  The second reads what takes 0.4 s or more at a third of its length, too, and
prints what then took less than a fifth of the time: work that grows faster than what is read.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

from newsspider import profiles
from newsspider.classify import verdicts
from newsspider.discovery import story_ids
from newsspider.discovery.feeds import feed_entries, sitemaps
from newsspider.discovery.links import page_assets
from newsspider.discovery.lists import fronts, list_pages
from newsspider.errors import UnreadablePage
from newsspider.export.text import commonmark
from newsspider.extraction import extract, open_page, page_blocks, read
from newsspider.revisions import compare, duplicates, noise

URL = "https://paper.example/2024/05/03/story"
AT = datetime(2026, 3, 1, tzinfo=UTC)
SITE = profiles.parse(
    "name: paper\nstart: [https://paper.example/]\nkeep: [images, documents, requisites]", source="paper.yaml"
)
SIZES_MB = (0.25, 0.5, 1.0, 2.0, 4.0, 10.0)
TEXT = "The ferry runs again at last, say the people of the town on both banks of the river. "
KINDS = {
    "paragraphs": f"<p>{TEXT * 3}</p>",
    "links in a list": "<li><a href=/2024/05/03/the-old-mill-of-town>The old mill and its garden</a></li>",
    "cards": "<div class=card><a href=/2024/05/03/the-old-mill-of-the-town><img src=/a.jpg alt=Mill>"
    "<h3>The old mill and its garden by the lake</h3></a><p>What remains of it, and who wants it.</p></div>",
    "links within links": "<a href=/2024/05/03/the-old-mill-of-the-town>The mill",
    "unclosed paragraphs": "<p><b>The ferry runs",
    "headings": "<h2>The old mill and its garden</h2>",
    "pictures with captions": "<figure><img src=/a.jpg><figcaption>The mill in May. Photo: A. Reed"
    "</figcaption></figure>",
    "lines parted by `<br>`": f"{TEXT}<br><br>",
    "rows of a table": "<tr><td>The mill</td><td>1,204</td><td><a href=/a-story>more</a></td></tr>",
}
SIGNS = "".join(map(chr, range(33, 127))) + "éа中あ가א–，。、«»€年作者"
PAIRED = " aA1.,-/:|()['\"<&#@=作者。年–é"
LENGTH, SLOW_S, SHARE = 40_000, 0.4, 5.0


def curve(most_mb: float) -> None:
    """Print the seconds that pages of each kind of element take, by their size."""
    sizes = [size for size in SIZES_MB if size <= most_mb]
    print("| |", " | ".join(f"{size:g} MB" for size in sizes), "| power |")
    print("|---" * (len(sizes) + 2) + "|")
    for name, unit in KINDS.items():
        took = [cpu_s(extract, _of_kind(unit, size), URL) for size in sizes]
        power = math.log(took[-1] / took[-2]) / math.log(sizes[-1] / sizes[-2]) if len(took) > 1 else 1.0
        print(f"| {name} |", " | ".join(f"{s:.2f}" for s in took), f"| {power:.2f} |", flush=True)


def _of_kind(unit: str, size_mb: float) -> bytes:
    many = unit * round(size_mb * 1e6 / len(unit))
    return f"<html><body><h1>The ferry runs again</h1><p>{TEXT * 3}</p>{many}</body></html>".encode()


def signs() -> None:
    """Print where the time for a repeated sign, or two, grows faster than their number."""
    tried = [*SIGNS, *(one + other for one in PAIRED for other in PAIRED if one != other)]
    for unit in tried:
        count = LENGTH // len(unit)
        for place, reading in PLACES.items():
            long_s = cpu_s(reading, unit * count + " .")
            if long_s < SLOW_S:
                continue
            short_s = cpu_s(reading, unit * (count // 3) + " .")
            if long_s > SHARE * short_s:
                print(f"{unit!r} in {place}: {long_s:.2f} s, at a third of the length {short_s:.2f} s")
    print(f"{len(tried)} signs and pairs in {len(PLACES)} places")


def _page(**said: str) -> bytes:
    """A page with a text in one of its places."""
    at = {"title": "Ferry", "h1": "The ferry runs again", "named": "x", "href": "/a/b", "label": "Related"}
    at |= dict.fromkeys(("head", "byline", "date", "text", "link"), "") | said
    cards = "".join(
        f'<li><a href="{at["href"]}{n}">The old mill and its garden {n} {at["link"]}</a></li>'
        for n in range(4)
    )
    return f"""<html lang="en"><head><title>{at["title"]}</title>{at["head"]}</head>
    <body class="{at["named"]}"><h1 id="{at["named"]}">{at["h1"]}</h1><p class="byline">{at["byline"]}</p>
    <time datetime="{at["date"]}">{at["date"]}</time><div class="date">{at["date"]}</div>
    <article><p>{TEXT * 8}</p><p>{at["text"]}</p>
    <p><img src="{at["href"]}" alt="{at["label"]}"><figcaption>{at["text"]}</figcaption></p></article>
    <aside><h3>{at["label"]}</h3><ul>{cards}</ul></aside></body></html>""".encode("utf-8", "replace")


def _in(*places: str) -> Callable[[str], None]:
    return lambda text: _read_whole(_page(**dict.fromkeys(places, escape(text))))


def _in_head(text: str) -> None:
    names = ("author", "og:title", "og:site_name", "article:published_time", "description", "keywords")
    head = "".join(f'<meta property="{name}" content="{escape(text)}">' for name in names)
    _read_whole(_page(head=head + f'<meta http-equiv="refresh" content="{escape(text)}">'))


def _in_json(text: str) -> None:
    said = {"@type": "NewsArticle", "headline": text, "author": {"name": text}, "datePublished": text}
    said |= {"articleBody": text, "publisher": {"@type": "Organization", "name": text}}
    written = json.dumps(said).replace("</", "<\\/")
    _read_whole(_page(head=f'<script type="application/ld+json">{written}</script>'))


def _in_lists(text: str) -> None:
    text = escape(text)
    item = "".join(f"<{name}>{text}</{name}>" for name in ("title", "author", "pubDate", "category"))
    link = f"<link>https://paper.example/a/{text}</link>"
    feed = f"<rss version='2.0'><channel><title>{text}</title><item>{item}{link}</item></channel></rss>"
    feed_entries.read(feed.encode(), URL, profile=SITE)
    entry = f"<url><loc>https://paper.example/a/{text}</loc><lastmod>{text}</lastmod></url>"
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    sitemaps.read(f"<urlset xmlns='{space}'>{entry}</urlset>".encode(), URL, SITE)


PLACES: dict[str, Callable[[str], None]] = {
    **{name: _in(name) for name in ("title", "h1", "byline", "date", "text", "link", "label", "href")},
    "classes": _in("named"),
    "meta tags": _in_head,
    "JSON-LD": _in_json,
    "feeds and site maps": _in_lists,
}


def _read_whole(html: bytes) -> None:
    """All that a crawl asks a page, as a story and as a front, and what an export makes of it."""
    try:
        page = open_page(html, URL, at=AT, profile=SITE)
        article = read(page)
    except UnreadablePage:
        return
    document = page.document
    for kind in ("article", "front"):
        verdicts.judge(200, "text/html", html, article, document, profile=SITE, url=URL, kind=kind)
    fronts.found(document, SITE, depth=1, at=AT)
    list_pages.further_pages(document, SITE)
    page_blocks(document, SITE)
    page_assets.on_page(document, article, keep=SITE.keep, depth=1)
    story_ids.story_id(document, SITE)
    verdicts.fingerprint(document)
    noise.without(article.body)
    duplicates.is_proof(article)
    compare.content_hash(article)
    commonmark.blocks(article.html, url=URL)


def cpu_s(ask: Callable[..., object], *given: object) -> float:
    """The CPU that a call takes, in seconds."""
    begin = time.process_time()
    ask(*given)
    return time.process_time() - begin


def main() -> None:
    """Time what was asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--most-mb", type=float, default=SIZES_MB[-1], metavar="MB", help="the largest pages")
    parser.add_argument("--signs", action="store_true", help="repeat signs in each place of a page")
    given = parser.parse_args()
    if given.signs:
        signs()
    else:
        curve(given.most_mb)


if __name__ == "__main__":
    main()
