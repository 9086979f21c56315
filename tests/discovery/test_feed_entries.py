"""Feeds: RSS of every age, Atom, and what is broken of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider import profiles
from newsspider.discovery.feeds import feed_entries

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.items import FoundLink

SITE = profiles.parse("name: example\nstart: [http://example.org/]\nzone: Europe/Berlin", source="x.yaml")
URL = "http://example.org/feeds/news.xml"


def read(payload: str | bytes) -> tuple[FoundLink, ...]:
    return feed_entries.read(payload if isinstance(payload, bytes) else payload.encode(), URL, profile=SITE)


def rss(items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'


RSS_1 = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://example.org/"><title>T</title><link>http://example.org/</link></channel>
<item rdf:about="http://example.org/a"><title>Big fire</title><link>http://example.org/a</link>
<dc:creator>A. Writer</dc:creator><dc:date>2017-06-30</dc:date></item></rdf:RDF>"""
ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>
<link rel="next" href="?page=2"/><link rel="self" href="http://example.org/feeds/news.xml"/>
<entry><title type="html">Big &lt;b&gt;fire&lt;/b&gt;</title><link href="http://example.org/a"/>
<author><name>A. Writer</name></author><published>2017-06-30T23:30:00Z</published>
<updated>2018-01-01T00:00:00Z</updated></entry></feed>"""
RSS_2 = rss(
    "<item><title>Big fire</title><link>http://example.org/a</link><category>Town</category>"
    "<author>a@example.org (A. Writer)</author><pubDate>Fri, 30 Jun 2017 10:00:00 +0200</pubDate></item>"
)
RSS_092 = (
    '<rss version="0.92"><channel><item><title>Big fire</title><link>http://example.org/a</link></item>'
    "</channel></rss>"
)


@pytest.mark.parametrize("payload", [RSS_092, RSS_1, RSS_2, ATOM])
def test_a_feed_of_any_kind_names_its_articles(payload: str) -> None:
    link = read(payload)[0]

    assert (link.url, link.kind, link.found_on_url) == ("http://example.org/a", "article", URL)
    assert link.hint.text == "Big fire"


@pytest.mark.parametrize(
    ("payload", "on", "precision"),
    [
        (RSS_1, date(2017, 6, 30), "day"),
        (RSS_2, date(2017, 6, 30), "time"),
        (ATOM, date(2017, 7, 1), "time"),
    ],
)
def test_a_date_is_kept_with_its_precision(payload: str, on: date, precision: str) -> None:
    said = read(payload)[0].hint.date

    assert said is not None
    assert (said.on, said.precision, said.source) == (on, precision, "hint")


@pytest.mark.parametrize("payload", [RSS_1, RSS_2, ATOM])
def test_authors_are_named_without_their_mail(payload: str) -> None:
    assert read(payload)[0].hint.authors == ("A. Writer",)


def test_a_lone_category_is_a_section() -> None:
    assert read(RSS_2)[0].hint.section == "Town"
    assert read(RSS_2.replace("<category>", "<category>Fire</category><category>"))[0].hint.section is None


def test_the_next_document_of_a_feed_is_a_feed() -> None:
    assert [(link.url, link.kind) for link in read(ATOM)][1:] == [(URL + "?page=2", "feed")]


def test_links_are_ours_absolute_and_once() -> None:
    items = "".join(
        f"<item><title>S</title><link>{link}</link></item>"
        for link in (
            "../a",
            "http://other.org/a",
            "http://example.org/a",
            "/b?utm_source=rss",
            "/c.mp3",
            "mailto:x@y",
        )
    )

    assert [link.url for link in read(rss(items))] == ["http://example.org/a", "http://example.org/b"]


def test_an_entry_without_a_link_is_known_by_its_id() -> None:
    assert [
        link.url for link in read(rss("<item><title>S</title><guid>http://example.org/a</guid></item>"))
    ] == ["http://example.org/a"]


def test_a_counting_services_link_is_not_taken() -> None:
    text = rss(
        "<item><title>S</title><link>http://feeds.example.com/~r/1</link><fb:origLink "
        'xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0">http://example.org/a</fb:origLink></item>'
    )

    assert [link.url for link in read(text)] == ["http://example.org/a"]


def test_broken_xml_gives_what_can_be_read() -> None:
    cut = rss("<item><title>A & B</title><link>http://example.org/a</link></item><item><title>C</title><li")

    assert [(link.url, link.hint.text) for link in read(cut)] == [("http://example.org/a", "A & B")]


@pytest.mark.parametrize(
    "payload", ["", "<html><body><p>Not found</p></body></html>", "/etc/passwd", "http://127.0.0.1:1/"]
)
def test_what_is_no_feed_gives_nothing(payload: str) -> None:
    assert read(payload) == ()


def test_entities_of_the_document_are_not_expanded() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "boom">{levels}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    item = rss("<item><title>&e11;&file;</title><link>http://example.org/a</link></item>")

    links = read(bomb + item.partition("?>")[2])

    assert all(len(link.hint.text or "") < 50 for link in links)


def test_a_declared_charset_is_believed() -> None:
    text = rss("<item><title>Größe</title><link>http://example.org/a</link></item>")
    payload = text.replace('"1.0"?', '"1.0" encoding="iso-8859-1"?').encode("iso-8859-1")

    assert read(payload)[0].hint.text == "Größe"


def test_an_author_without_end_is_read_in_time() -> None:
    """In square time it would take an hour."""
    author = "a" * 1_000_000

    (link,) = read(rss(f"<item><link>http://example.org/a</link><author>{author}</author></item>"))

    assert link.hint.authors == ()


@given(st.binary(max_size=300))
def test_any_bytes_are_read(payload: bytes) -> None:
    read(payload)
    read(rss("<item><link>http://example.org/a</link><title>").encode() + payload)


@pytest.mark.parametrize("file", ["lg.rss", "lg.rdf"])
def test_linux_gazettes_feeds_name_its_last_issue(shared: Path, file: str) -> None:
    site = profiles.load("linuxgazette")
    payload = (shared / "sites/linux-gazette/site" / file).read_bytes()

    links = feed_entries.read(payload, f"http://linuxgazette.net/{file}", profile=site)

    assert len(links) == 10
    assert links[3].url == "http://linuxgazette.net/186/borisov.html"
    assert links[3].hint.text == "PostgreSQL - import of large texts and dynamic content"
