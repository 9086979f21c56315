"""The Atom feed: well formed whatever the archive holds, complete, with ids that stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from support.samples import SAMPLES, make_archive

from newsspider.export import registry, write_articles
from newsspider.export.editions import edition
from newsspider.export.formats import atom
from newsspider.export.request import ExportRequest
from newsspider.items import Image
from newsspider.queries.models import StoredArticle
from newsspider.queries.reader import Reader
from newsspider.queries.selection import Selection

if TYPE_CHECKING:
    from pathlib import Path

SEEN = datetime(2024, 5, 1, 6, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"
ARTICLE = StoredArticle(
    id=1,
    key="90bd0790d6b1a0d5",
    site="gazette",
    url="https://gazette.example/1",
    headline="Cats & <dogs>",
    authors=("Ada Byron",),
    section="Animals",
    standfirst="Who wins?",
    published_on=date(2017, 6, 1),
    language="en_GB",
    html="<p>A <a href='/x'>link</a><script>alert(1)</script></p>",
    images=(Image(url="/cat.jpg", alt="a cat", caption="The cat", credit="Ada"),),
)


def export(archive: Path, target: Path) -> bytes:
    with Reader(archive) as reader:
        wanted = Selection()
        order = ExportRequest(
            format=registry.article_format("atom"),
            edition=edition(reader.extent(wanted), wanted),
            target=target,
        )
        write_articles.write(reader.selected(wanted), order)
    return target.read_bytes()


def parsed(entry: str) -> etree._Element:
    return etree.fromstring(f'<feed xmlns="{ATOM[1:-1]}">{entry}</feed>'.encode())[0]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("archive"))


def test_a_feed_has_what_rfc_4287_asks_of_it(archive: Path, tmp_path: Path) -> None:
    feed = etree.fromstring(export(archive, tmp_path / "feed.xml"))

    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "The gazette"
    assert feed.findtext(f"{ATOM}updated") == "2024-05-01T06:00:00Z"
    ids = [each.text for each in feed.iter(f"{ATOM}id")]
    assert len(set(ids)) == len(ids) == len(SAMPLES) + 1


def test_a_reader_of_feeds_reads_it(archive: Path, tmp_path: Path) -> None:
    read = feedparser.parse(export(archive, tmp_path / "feed.xml"))

    assert not read.bozo
    assert [entry.title for entry in read.entries] == [
        "The Weekend Mechanic",
        "Ein Käfig für den Affen",
        "The kernel of the matter",
        "中国经济增长百分之七",
        "",
    ]
    assert read.entries[0].link == "https://gazette.example/0001.html"
    assert "the cat helped" in read.entries[0].content[0].value


def test_the_same_archive_gives_the_same_feed(archive: Path, tmp_path: Path) -> None:
    assert export(archive, tmp_path / "one.xml") == export(archive, tmp_path / "two.xml")


def test_no_articles_are_a_valid_feed(tmp_path: Path) -> None:
    feed = etree.fromstring(export(make_archive(tmp_path / "archive", ()), tmp_path / "feed.xml"))

    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"


def test_an_entry_tells_all_and_its_links_are_absolute() -> None:
    entry = parsed(atom.entry(ARTICLE, changed_at=SEEN))

    assert dict(entry.attrib) == {
        "{http://www.w3.org/XML/1998/namespace}base": ARTICLE.url,
        "{http://www.w3.org/XML/1998/namespace}lang": "en-GB",
    }
    told = {child.tag.removeprefix(ATOM): child.text or dict(child.attrib) for child in entry}
    told["author"] = entry.findtext(f"{ATOM}author/{ATOM}name")
    assert told == {
        "title": "Cats & <dogs>",
        "id": "urn:uuid:9af708df-f7ae-5555-9ff5-9f140c216df8",
        "link": {"rel": "alternate", "type": "text/html", "href": ARTICLE.url},
        "published": "2017-06-01T00:00:00Z",
        "updated": "2024-05-01T06:00:00Z",
        "author": "Ada Byron",
        "category": {"term": "Animals"},
        "summary": "Who wins?",
        "content": (
            '<p>A <a href="https://gazette.example/x">link</a></p>\n'
            '<figure><img src="https://gazette.example/cat.jpg" alt="a cat"/>'
            "<figcaption>The cat · Ada</figcaption></figure>"
        ),
    }


@given(st.text(), st.text())
def test_any_text_makes_a_well_formed_entry(text: str, url: str) -> None:
    article = replace(
        ARTICLE,
        headline=text,
        authors=(text,),
        section=text,
        standfirst=text,
        html=text,
        url=url,
        language=text,
    )

    assert parsed(atom.entry(article, changed_at=SEEN)).tag == f"{ATOM}entry"
