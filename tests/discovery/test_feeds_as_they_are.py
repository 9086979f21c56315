"""Feeds and site maps in the state they are in: one bad item costs itself, and nothing else."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.crawling import crawl, rows
from support.raw_server import answer, serving
from support.stories import front, profile, story

from newsspider import profiles
from newsspider.discovery.feeds import feed_entries, sitemaps, xml_repair

if TYPE_CHECKING:
    from pathlib import Path

SITE = profiles.parse("name: example\nstart: [http://example.org/]\nzone: Europe/Berlin", source="x.yaml")
FEED_URL, MAP_URL = "http://example.org/news.xml", "http://example.org/maps/sitemap.xml"
GOOD = "<item><title>Good</title><link>http://example.org/good</link></item>"


def feed_urls(payload: str | bytes, content_type: str | None = None) -> list[str]:
    sent = payload if isinstance(payload, bytes) else payload.encode()
    return [link.url for link in feed_entries.read(sent, FEED_URL, content_type=content_type, profile=SITE)]


def map_urls(payload: str | bytes, content_type: str | None = None) -> list[str]:
    sent = payload if isinstance(payload, bytes) else payload.encode()
    return [link.url for link in sitemaps.read(sent, MAP_URL, SITE, content_type=content_type)]


def rss(items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


def item(title: str) -> str:
    return f"<item><title>{title}</title><link>http://example.org/odd</link></item>"


def urlset(entries: str) -> str:
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    return f"{head}{entries}</urlset>"


ODD_TITLES = [
    "&#xFFFF;", "&#1;", "&#99999999;", "&#x110000;", "&#xD800;", "&#0;", "&#;", "&#x;",
    "&#" + "9" * 5_000 + ";",
    "\x01\x0b\x1f", "\ufffe\uffff", "AT&T", "a & b", "&nbsp;", "&eacute;", "&unknown;", "&", "&&&",
    "<![CDATA[a & b &#1; <b>c</b>]]>", "&lt;b&gt;x&lt;/b&gt;", "Fish & chips; peas", "<b>bold",
]  # fmt: skip


@pytest.mark.parametrize("title", ODD_TITLES)
def test_an_odd_letter_costs_no_item(title: str) -> None:
    assert "http://example.org/good" in feed_urls(rss(item(title) + GOOD))
    assert "http://example.org/good" in feed_urls(rss(GOOD + item(title)))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="<"), max_size=60))
def test_whatever_a_title_says_the_other_item_is_read(title: str) -> None:
    assert feed_urls(rss(item(title) + GOOD))[-1] == "http://example.org/good"


@given(st.text(alphabet="&#x;123456789abcdefDFglt <![]CDAT\x00\x01\ufffe\U0010ffff", max_size=200))
def test_a_site_map_is_read_whatever_stands_in_one_entry(text: str) -> None:
    odd = f"<url><loc>http://example.org/a{text.replace('<', '')}</loc></url>"

    assert "http://example.org/good" in map_urls(
        urlset(odd + "<url><loc>http://example.org/good</loc></url>")
    )


def test_what_html_names_is_a_letter() -> None:
    (link,) = feed_entries.read(
        rss(item("Caf&eacute; &amp; B&auml;cker &#8211; x")).encode(), FEED_URL, profile=SITE
    )

    assert link.hint.text == "Café & Bäcker – x"


BEFORE = {
    "warning": "<br />\n<b>Warning</b>: Undefined index in <b>/w/x.php</b> on line <b>3</b><br />\n",
    "plain warning": "PHP Notice: undefined variable $x in /srv/feed.php on line 12\n",
    "blank lines": "\n\n \t\r\n",
    "comment": "<!-- served from cache -->\n",
    "mark twice": "\ufeff\ufeff",
}


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("after", ["", "\n<!-- 0.3 s -->\n", "<br />\n<b>Notice</b>: late"])
def test_what_a_server_prints_around_it_does_not_count(before: str, after: str) -> None:
    entry = "<url><loc>http://example.org/good</loc></url>"

    assert feed_urls(BEFORE[before] + rss(GOOD) + after) == ["http://example.org/good"]
    assert map_urls(BEFORE[before] + urlset(entry) + after) == ["http://example.org/good"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "iso-8859-1"])
@pytest.mark.parametrize("declared", ["UTF-8", None, "own"])
def test_charsets_are_told_by_the_bytes(encoding: str, declared: str | None) -> None:
    name = encoding if declared == "own" else declared
    head = f'<?xml version="1.0" encoding="{name}"?>' if name else '<?xml version="1.0"?>'
    sent = rss(item("Sécurité") + GOOD).replace('<?xml version="1.0"?>', head).encode(encoding)

    links = feed_entries.read(sent, FEED_URL, profile=SITE)

    assert [link.hint.text for link in links] == ["Sécurité", "Good"]


@pytest.mark.parametrize(
    "content_type", ["text/html", "text/plain; charset=utf-8", "application/octet-stream"]
)
def test_a_wrong_type_does_not_count(content_type: str) -> None:
    assert feed_urls(rss(GOOD), content_type) == ["http://example.org/good"]


def test_names_without_their_name_space_are_read() -> None:
    entry = (
        "<item><title>T</title><link>http://example.org/a</link><dc:creator>Ann Lee</dc:creator>"
        "<media:content url='x.jpg'/><dc:date>2020-02-03</dc:date></item>"
    )

    odd, good = feed_entries.read(rss(entry + GOOD).encode(), FEED_URL, profile=SITE)

    assert (odd.url, odd.hint.authors) == ("http://example.org/a", ("Ann Lee",))
    assert good.url == "http://example.org/good"
    assert map_urls(
        "<urlset><url><loc>/a</loc><news:news><news:title>x</news:title></news:news></url></urlset>"
    )


def test_an_entry_has_none_one_or_several_addresses() -> None:
    entries = (
        "<url><lastmod>2020-01-01</lastmod></url>"
        "<url><loc>http://example.org/a</loc><loc>http://example.org/b</loc></url>"
        "<url><image:image><image:loc>http://example.org/i.jpg</image:loc></image:image>"
        "<loc><![CDATA[ http://example.org/c?x=1&y=2 ]]></loc></url>"
        "<url><loc>../d</loc></url><url><loc>e</loc></url><url><loc></loc></url>"
    )
    index = (
        "<sitemapindex><sitemap/><sitemap><lastmod>x</lastmod></sitemap><sitemap>/m1.xml</sitemap>"
        "<sitemap><loc>/m2.xml</loc></sitemap></sitemapindex>"
    )

    assert map_urls(urlset(entries)) == [
        "http://example.org/a",
        "http://example.org/b",
        "http://example.org/c?x=1&y=2",
        "http://example.org/d",
        "http://example.org/maps/e",
    ]
    assert map_urls(index) == ["http://example.org/m1.xml", "http://example.org/m2.xml"]


JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "T",
    "next_url": "/feed2.json",
    "items": [
        {
            "id": "1", "url": "http://example.org/a", "title": "Big <fire>", "tags": ["Town"],
            "date_published": "2017-06-30T10:00:00+02:00", "authors": [{"name": "Ann Lee"}, {"url": "x"}],
        },
        {"id": "http://example.org/b", "author": {"name": "Bea Miller"}, "title": None},
        {"id": 3, "external_url": "/c"},
        "no item", None, {}, {"url": 5}, {"url": "http://elsewhere.example/x"},
    ],
}  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_feed(encoding: str) -> None:
    a, b, c, older = feed_entries.read(
        json.dumps(JSON_FEED).encode(encoding), "http://example.org/f", profile=SITE
    )

    assert (a.url, a.hint.authors, a.hint.section) == ("http://example.org/a", ("Ann Lee",), "Town")
    assert a.hint.date
    assert a.hint.date.on == date(2017, 6, 30)
    assert (b.url, b.hint.authors) == ("http://example.org/b", ("Bea Miller",))
    assert c.url == "http://example.org/c"
    assert (older.url, older.kind) == ("http://example.org/feed2.json", "feed")


@pytest.mark.parametrize(
    "payload", ["{", '{"items": 5}', "[1]", '{"items": [', "[" * 100_000, '{"a":' * 50_000]
)
def test_json_that_is_no_feed_gives_nothing(payload: str) -> None:
    assert feed_urls(payload) == []


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_left(payload: bytes) -> None:
    feed_urls(payload)
    map_urls(payload)
    xml_repair.repaired(b"<rss>" + payload)


STORY, OTHER = "/2024/05/01/a-story-of-the-gazette.html", "/2024/05/02/another-story-of-it.html"
FRONT = answer(front("Gazette", [OTHER]))


@pytest.mark.parametrize(
    ("path", "reply"),
    [
        ("/feed.xml", answer("<!-- cached -->\n" + rss(item("x&#1;").replace("/odd", "/odd2")
                      + GOOD.replace("http://example.org/good", STORY)), content_type="text/html")),
        ("/feed.json", answer(json.dumps({"version": "https://jsonfeed.org/version/1",
                              "items": [{"id": "1", "url": STORY}]}), content_type="application/feed+json")),
        ("/sitemap.xml", answer("<br />Warning<br />\n" + urlset(f"<url><loc>{STORY}</loc></url>"))),
        ("/sitemap.xml", answer(urlset(f"<url><loc>{STORY}</loc></url>").encode("utf-16"))),
        ("/sitemap.xml", answer(gzip.compress(urlset(f"<url><loc>{STORY}</loc></url>").encode()),
                                content_type="application/xml")),
    ],
    ids=["feed", "json", "map", "map in UTF-16", "map in gzip"],
)  # fmt: skip
def test_a_crawl_reads_it_and_calls_it_what_it_is(tmp_path: Path, path: str, reply: bytes) -> None:
    kind = "sitemap" if "sitemap" in path else "feed"
    pages = {"/": FRONT, path: reply, OTHER: answer(story("Other")), STORY: answer(story("The story"))}
    with serving(pages) as site:
        ended = crawl(tmp_path, profile(tmp_path, site.url, f"{kind}s: ['{site.url[:-1]}{path}']"))

    assert (ended.status, ended.report["articles"]) == (0, 2)
    found = rows(tmp_path / "archive", "SELECT verdict FROM frontier WHERE url LIKE ?", f"%{path}")
    assert found == [(kind,)]


def test_a_feed_that_the_front_declares_may_be_json(tmp_path: Path) -> None:
    head = '<link rel="alternate" type="application/feed+json" href="/f">'
    feed = json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": STORY}]})
    pages = {
        "/": answer(front("Gazette", [], head=head)),
        "/f": answer(feed, content_type="application/json"),
        STORY: answer(story("The story")),
    }
    with serving(pages) as site:
        ended = crawl(tmp_path, profile(tmp_path, site.url))

    assert ended.report["articles"] == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("is_zipped", [False, True])
def test_robots_may_name_a_site_map_by_its_path(tmp_path: Path, encoding: str, is_zipped: bool) -> None:
    robots = "User-agent: *\nDisallow: /2024/06/\nSitemap: /sm.xml\n".encode(encoding)
    closed = "/2024/06/01/a-story-nobody-may-see.html"
    entries = f"<url><loc>{STORY}</loc></url><url><loc>{closed}</loc></url>"
    pages = {
        "/robots.txt": answer(gzip.compress(robots) if is_zipped else robots, content_type="text/plain"),
        "/": answer(front("Gazette", [])),
        "/sm.xml": answer(urlset(entries)),
        STORY: answer(story("The story")),
        closed: answer(story("Hidden")),
    }
    with serving(pages) as site:
        ended = crawl(tmp_path, profile(tmp_path, site.url))
        asked = site.paths

    assert ended.report["articles"] == 1
    assert closed not in asked
