"""The publication's own id of a story: found where it can be trusted, and its editions linked by it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.crawling import crawl, rows
from support.stories import front, profile, story
from support.units import ArchiveFixture, archive_fixture, article, at, unit

from newsspider.discovery.story_ids import story_id
from newsspider.profiles import parse
from newsspider.web.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from support.served import Site

UUID = "0b0e6a34-7c1d-4f57-9a1c-2d1f6c3e8a55"
PLAIN = parse("name: gazette\nstart: [https://gazette.example/]", source="test")
JSON = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x", "identifier": %s}</script>'
)


def page(head: str = "", *, body: str = "", url: str = "a") -> Document:
    return Document(f"<html><head><title>x</title>{head}</head><body>{body}<p>x</p></body></html>", at(url))


@pytest.mark.parametrize(
    "declaring",
    [
        page(f'<meta property="article:id" content="{UUID}">'),
        page(f'<meta name="ArticleId" content=" {UUID} ">'),
        page(body=f'<article data-article-id="{UUID}">y</article>'),
        page(JSON % f'"{UUID}"'),
        page(JSON % f'[{{"@type": "PropertyValue", "value": "{UUID}"}}]'),
        page(f'<meta name="article:id" content="1318">{JSON % f""" "{UUID}" """}'),
    ],
)
def test_an_id_that_no_other_story_can_bear_is_believed(declaring: Document) -> None:
    assert story_id(declaring, PLAIN) == UUID


@pytest.mark.parametrize(
    "declaring",
    [
        page(),
        page('<meta name="article:id" content="20170630800097845">'),
        page('<meta name="article:id" content="the-lantern-street">'),
        page(f'<meta name="article:id" content="{UUID * 3}">'),
        page(body=f'<main data-article-id="{UUID}">y</main><article data-article-id="2{UUID}">z</article>'),
        page(JSON % '{"value": 7}'),
        page(JSON % "[]"),
    ],
)
def test_a_counter_a_slug_or_a_teasers_id_is_not(declaring: Document) -> None:
    assert story_id(declaring, PLAIN) is None


def test_a_profile_vouches_for_its_ids() -> None:
    told = parse(
        "name: gazette\nstart: [https://gazette.example/]\n"
        "story_id: {address: '^/\\w+/story-(\\d+)', select: [.none, meta.id@content, .nr]}",
        source="test",
    )

    assert story_id(page(url="de/story-1318.html"), told) == "1318"
    assert story_id(page('<meta class=id content="77">'), told) == "77"
    assert story_id(page(body="<b class=nr> No. 5 </b>"), told) == "No. 5"
    assert story_id(page(f'<meta name="article:id" content="{UUID}">'), told) is None


@given(st.text(max_size=60))
def test_any_identifier_is_read_or_none(said: str) -> None:
    found = story_id(page(f'<meta name="article:id" content="{said}">{JSON % said}'), PLAIN)

    assert found is None or found in " ".join(said.split())


@pytest.fixture
def fixture(tmp_path: Path) -> Iterator[ArchiveFixture]:
    with archive_fixture(tmp_path) as opened:
        yield opened


def edition(url: str, language: str | None, id_: str = "1318") -> object:
    return replace(unit(url, article(url, language=language)), story_id=id_)


def linked(fixture: ArchiveFixture) -> list[tuple[object, ...]]:
    return fixture.rows("SELECT article_id, other_id, reason FROM duplicates ORDER BY 1, 2")


def test_editions_of_one_id_are_linked(fixture: ArchiveFixture) -> None:
    fixture.keep(edition("a", "en"), edition("b", "de-CH"), edition("c", "fr", "77"))  # type: ignore[arg-type]
    fixture.keep(edition("d", "fr"))  # type: ignore[arg-type]

    assert linked(fixture) == [(1, 2, "story id"), (1, 4, "story id"), (2, 4, "story id")]
    assert fixture.rows("SELECT count(*) FROM articles") == [(4,)]


@pytest.mark.parametrize("language", ["en-GB", None])
def test_an_id_of_two_articles_in_one_language_links_none(
    fixture: ArchiveFixture, language: str | None
) -> None:
    fixture.keep(edition("a", "en"), edition("b", "de"), edition("c", language))  # type: ignore[arg-type]

    assert linked(fixture) == ([] if language else [(1, 2, "story id")])


def test_an_articles_id_goes_with_it(fixture: ArchiveFixture) -> None:
    fixture.keep(edition("a", "en"), edition("b", "de"))  # type: ignore[arg-type]
    with fixture.archive.transaction() as conn:
        conn.execute("DELETE FROM revisions WHERE article_id = 1")
        conn.execute("DELETE FROM article_authors WHERE article_id = 1")
        conn.execute("DELETE FROM urls WHERE article_id = 1")
        conn.execute("DELETE FROM articles WHERE id = 1")

    assert fixture.rows("SELECT article_id FROM story_ids") == [(2,)]
    assert linked(fixture) == []


def test_a_crawl_links_editions_by_their_id(tmp_path: Path, serve_site: Callable[..., Site]) -> None:
    german = story("Das Licht am Fluss").replace("lang=en", "lang=de")
    paths = ["/en/story-1318-the-light.html", "/de/story-1318-das-licht-am.html"]
    site = serve_site({"/": front("Gazette", paths), paths[0]: story("The light")})
    words = "Am Abend brannten die Lampen wieder, und niemand wusste zu sagen, wer sie angezündet hatte."
    site.pages[paths[1]] = german.partition("<p>")[0] + f"<p>{words}</p>" * 9 + "</article></body></html>"
    told = profile(tmp_path, site.url, "story_id: {address: '/story-(\\d+)'}")

    assert crawl(tmp_path, told).report["new"] == 2

    query = "SELECT reason FROM duplicates"
    assert rows(tmp_path / "archive", query) == [("story id",)]
