"""A page may call any address its own; it is believed only when that address answers with the same story."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.crawling import crawl, rows
from support.served import Answer
from support.stories import front, profile, story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

    Serve = Callable[..., Site]

FORGED, REAL = "/2024/05/01/a-forged-story.html", "/2024/05/02/the-real-story.html"
KNOWN = "SELECT headline, canonical_url, revision_count FROM articles ORDER BY headline"


def claiming(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


def gazette(serve_site: Serve, *, forged: str, links: tuple[str, ...] = (FORGED, REAL)) -> Site:
    return serve_site({"/": front("Gazette", links), FORGED: forged, REAL: story("The real one")})


@pytest.mark.parametrize("links", [(FORGED, REAL), (REAL, FORGED)], ids=["read first", "read last"])
def test_a_page_that_claims_another_storys_address_is_no_revision_of_it(
    tmp_path: Path, serve_site: Serve, links: tuple[str, ...]
) -> None:
    site = gazette(serve_site, forged=story("A forged one", head=claiming(REAL)), links=links)
    name = profile(tmp_path, site.url)

    for _ in range(2):
        crawl(tmp_path, name, "--full")

    own, real = site.url + FORGED[1:], site.url + REAL[1:]
    assert rows(tmp_path / "archive", KNOWN) == [("A forged one", own, 1), ("The real one", real, 1)]
    owner = "SELECT a.headline FROM urls AS u JOIN articles AS a ON a.id = u.article_id WHERE u.url = ?"
    assert rows(tmp_path / "archive", owner, real) == [("The real one",)]


@pytest.mark.parametrize("links", [(FORGED, REAL), (REAL, FORGED)], ids=["one order", "the other"])
def test_a_page_that_copies_the_headline_is_no_revision_either(
    tmp_path: Path, serve_site: Serve, links: tuple[str, ...]
) -> None:
    words = "".join(
        f"<p>All that was said at meeting {n} is taken back, says a new note.</p>" for n in range(9)
    )
    forged = f"<title>The real one</title>{claiming(REAL)}<article><h1>The real one</h1>{words}</article>"
    site = gazette(serve_site, forged=forged, links=links)

    crawl(tmp_path, profile(tmp_path, site.url))

    query = "SELECT revision_count, text LIKE '%taken back%' FROM articles WHERE canonical_url = ?"
    assert rows(tmp_path / "archive", query, site.url + REAL[1:]) == [(1, 0)]
    # Read first, it is an article of its own; read last, its capture alone is kept.
    forged_ones = rows(tmp_path / "archive", query, site.url + FORGED[1:])
    assert forged_ones in ([(1, 1)], [])


@pytest.mark.parametrize("claimed", ["http://another.example/story.html", "/2024/05/03/gone.html"])
def test_a_foreign_or_dead_address_is_not_believed(tmp_path: Path, serve_site: Serve, claimed: str) -> None:
    site = gazette(serve_site, forged=story("Its own", head=claiming(claimed)))

    crawl(tmp_path, profile(tmp_path, site.url))

    assert rows(tmp_path / "archive", KNOWN)[0] == ("Its own", site.url + FORGED[1:], 1)


def test_an_address_that_answers_with_the_same_story_is_believed(tmp_path: Path, serve_site: Serve) -> None:
    site = gazette(serve_site, forged=story("The real one", head=claiming(REAL)))

    crawl(tmp_path, profile(tmp_path, site.url))

    real = site.url + REAL[1:]
    assert rows(tmp_path / "archive", KNOWN) == [("The real one", real, 1)]
    from newsspider.storage.articles.article_rows import key_of

    assert rows(tmp_path / "archive", "SELECT key FROM articles") == [(key_of("gazette", real),)]


def test_a_twin_whose_plain_address_is_dead_is_kept_in_that_run(tmp_path: Path, serve_site: Serve) -> None:
    twin, plain = "/2024/05/01/a-story/amp/", "/2024/05/01/a-story/"
    site = serve_site({"/": front("Gazette", [twin]), twin: story("Alone", head=claiming(plain))})
    site.pages[plain] = Answer(status=404)

    crawl(tmp_path, profile(tmp_path, site.url))

    assert rows(tmp_path / "archive", KNOWN) == [("Alone", site.url + twin[1:], 1)]
