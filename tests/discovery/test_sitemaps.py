"""Site maps: indexes, news maps, packed ones, and bombs."""

from __future__ import annotations

import gzip
import zlib
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider import profiles
from newsspider.discovery.feeds import sitemaps

if TYPE_CHECKING:
    from newsspider.items import FoundLink

SITE = profiles.parse(
    "name: example\nstart: [http://example.org/]\narticles: {never: ^/print/}\nfronts: [{match: ^/list}]",
    source="x.yaml",
)
URL = "http://example.org/sitemap.xml"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
NS = f'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="{NEWS}"'


def read(payload: str | bytes) -> tuple[FoundLink, ...]:
    return sitemaps.read(payload if isinstance(payload, bytes) else payload.encode(), URL, SITE)


def urlset(entries: str, *, head: str = "", ns: str = NS) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<urlset {ns}>{entries}</urlset>'


ONE = urlset("<url><loc> http://example.org/a </loc><lastmod>2020-01-01</lastmod></url>")


def test_a_map_names_pages() -> None:
    link = read(ONE)[0]

    assert (link.url, link.kind, link.found_on_url) == ("http://example.org/a", "article", URL)


def test_a_change_is_no_publication() -> None:
    assert read(ONE)[0].hint.date is None


def test_a_news_map_tells_headline_and_date() -> None:
    said = read(
        urlset(
            "<url><loc>http://example.org/a</loc><news:news><news:publication><news:name>P</news:name>"
            "</news:publication><news:publication_date>2017-06-30T09:00:00+02:00</news:publication_date>"
            "<news:title><![CDATA[Fire & smoke]]></news:title></news:news></url>"
        )
    )[0].hint

    assert said.text == "Fire & smoke"
    assert said.date is not None
    assert (said.date.on, said.date.precision, said.date.source) == (date(2017, 6, 30), "time", "hint")


def test_an_index_names_maps() -> None:
    text = (
        f"<sitemapindex {NS}><sitemap><loc>http://example.org/map-1.xml.gz</loc></sitemap>"
        f"<sitemap><loc>{URL}</loc></sitemap><sitemap><loc>http://other.org/m.xml</loc></sitemap></sitemapindex>"
    )

    assert [(link.url, link.kind) for link in read(text)] == [("http://example.org/map-1.xml.gz", "sitemap")]


@pytest.mark.parametrize(
    "payload",
    [
        gzip.compress(ONE.encode(), mtime=0),
        gzip.compress(gzip.compress(ONE.encode(), mtime=0), mtime=0),
        b"\xef\xbb\xbf" + ONE.encode(),
        b"\n\n" + ONE.encode().partition(b"?>")[2],
        urlset("<url><loc><![CDATA[http://example.org/a]]></loc></url>"),
        urlset("<url><loc>http://example.org/a</loc></url>", ns=""),
        urlset("<url><loc>/a</loc></url>", ns='xmlns="http://www.google.com/schemas/sitemap/0.84"'),
        ONE.replace("<urlset", "<s:urlset").replace("</url>", "</url>").replace("</urlset", "</s:urlset"),
        "http://example.org/a\n\nhttp://other.org/b\r\nno address",
        '<rss version="2.0"><channel><item><link>http://example.org/a</link></item></channel></rss>',
    ],
)
def test_a_map_in_any_dress_is_read(payload: str | bytes) -> None:
    assert [link.url for link in read(payload)] == ["http://example.org/a"]


def test_a_torn_map_gives_what_is_there() -> None:
    text = urlset("".join(f"<url><loc>http://example.org/a{n}</loc></url>" for n in range(2_000)))

    assert len(read(text[:2_000])) > 10
    assert len(read(gzip.compress(text.encode())[:-200])) > 10


def test_only_our_pages_are_named_each_once() -> None:
    locs = ("/a", "/a", "/print/a", "/a.jpg", "/list/a", "mailto:x@example.org", "")
    links = read(urlset("".join(f"<url><loc>{loc}</loc></url>" for loc in locs) + "<url/>"))

    assert [(link.url, link.kind) for link in links] == [
        ("http://example.org/a", "article"),
        ("http://example.org/list/a", "front"),
    ]


def test_entities_are_not_expanded() -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE x [<!ENTITY e0 "http://example.org/">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    entries = "<url><loc>&e11;</loc></url><url><loc>http://example.org/&f;</loc></url>"

    assert all("root" not in link.url and len(link.url) < 60 for link in read(urlset(entries, head=head)))


def test_a_gzip_bomb_is_unpacked_to_a_bound() -> None:
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join(packer.compress(b" " * 1_000_000) for _ in range(80)) + packer.flush()

    assert len(sitemaps.unpack(bomb, limit=1_000_000)) == 1_000_000
    assert read(bomb) == ()


@pytest.mark.parametrize(
    "payload", [b"", b"<", b"\x1f\x8b broken", b"<html><body><a href='/a'>a</a></body></html>"]
)
def test_what_is_no_map_gives_nothing(payload: bytes) -> None:
    assert read(payload) == ()


@given(st.binary(max_size=200))
def test_any_bytes_are_read(payload: bytes) -> None:
    read(payload)
    read(b"\x1f\x8b" + payload)
    read(b"<urlset><url><loc>" + payload)
