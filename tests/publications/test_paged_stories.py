"""Stories of several pages, crawled from a real server on this machine."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from support.crawling import crawl, rows, start
from support.paged_stories import numbers, page, paged, paragraphs
from support.served import Answer, Site
from support.stories import front, profile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[..., Site]

HEADLINE = "The long walk of the keeper"
URLS = ["/2019/03/walk/", "/2019/03/walk/2/", "/2019/03/walk/3/"]
WHOLE = "\n\n".join(text for n in (1, 2, 3) for text in paragraphs("Part", n))
OTHER = page("Bread for the harbour", paragraphs("Bread", 1))


def site_of(serve_site: Serve, pages: dict[str, object], links: list[str]) -> Site:
    return serve_site({"/": front("Gazette", links), "/2019/03/bread/": OTHER, **pages})


def stories(archive: Path) -> list[tuple[str, str, int, int]]:
    """Headline, text, revisions and missing pages of each article."""
    return rows(
        archive, "SELECT headline, text, revision_count, pages_missing FROM articles ORDER BY headline DESC"
    )


def whole_and_bread() -> list[tuple[str, str, int, int]]:
    return [
        (HEADLINE, WHOLE, 1, 0),
        ("Bread for the harbour", "\n\n".join(paragraphs("Bread", 1)), 1, 0),
    ]


@pytest.mark.parametrize(
    "links",
    [
        [URLS[0]],
        [URLS[1], URLS[0]],
        [URLS[2], URLS[1], URLS[0]],
        [URLS[2]],
        [URLS[1]],
    ],
)
def test_a_story_is_one_article_whichever_page_is_found_first(
    tmp_path: Path, serve_site: Serve, links: list[str]
) -> None:
    site = site_of(serve_site, paged(HEADLINE, URLS), [*links, "/2019/03/bread/"])

    ended = crawl(tmp_path, profile(tmp_path, site.url))

    assert stories(tmp_path / "archive") == whole_and_bread()
    assert [site.count(url) for url in URLS] == [1, 1, 1]
    assert (ended.report["new"], ended.report["changed"], ended.report["articles"]) == (2, 0, 2)


def test_page_two_in_a_site_map_is_no_article(tmp_path: Path, serve_site: Serve) -> None:
    locs = "".join(f"<url><loc>http://HOST{url}</loc></url>" for url in reversed(URLS))
    site = site_of(serve_site, paged(HEADLINE, URLS), ["/2019/03/bread/"])
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locs}</urlset>'
    site.pages["/sitemap.xml"] = Answer(body=body.replace("HOST", site.host), content_type="application/xml")

    crawl(tmp_path, profile(tmp_path, site.url, f"sitemaps: [{site.url}sitemap.xml]"))

    assert stories(tmp_path / "archive") == whole_and_bread()


@pytest.mark.parametrize("found_first", [0, 1])
def test_a_page_that_names_its_first_is_joined_though_the_first_names_none(
    tmp_path: Path, serve_site: Serve, found_first: int
) -> None:
    pages = {
        URLS[0]: page(HEADLINE, paragraphs("Part", 1)),
        URLS[1]: page(HEADLINE, paragraphs("Part", 2), head=f'<link rel="prev" href="{URLS[0]}">'),
    }
    links = [URLS[found_first], URLS[1 - found_first], "/2019/03/bread/"]
    site = site_of(serve_site, pages, links)

    crawl(tmp_path, profile(tmp_path, site.url))

    told = stories(tmp_path / "archive")
    assert [headline for headline, *_ in told] == [HEADLINE, "Bread for the harbour"]
    assert told[0][1] == "\n\n".join([*paragraphs("Part", 1), *paragraphs("Part", 2)])


@pytest.mark.parametrize(
    "bad",
    [
        Answer(status=404, body="<title>404</title><p>Not found</p>"),
        Answer(status=500, body="broken"),
        Answer(status=200, body="<html>", headers={"Content-Length": "5000"}),
    ],
)
def test_a_page_that_does_not_come_leaves_the_story_and_completes_it_later(
    tmp_path: Path, serve_site: Serve, bad: Answer
) -> None:
    pages = paged(HEADLINE, URLS)
    site = site_of(serve_site, {**pages, URLS[1]: bad}, [URLS[0], "/2019/03/bread/"])
    name = profile(tmp_path, site.url, "politeness: {timeout_s: 2}")
    speed = ("--set", "RETRY_ENABLED=False")

    told = crawl(tmp_path, name, *speed)

    note = "1 article lacks a further page that did not come; it is requested again"
    assert note in told.report["notes"]
    text = "\n\n".join([*paragraphs("Part", 1), *paragraphs("Part", 3)])
    assert stories(tmp_path / "archive")[0] == (HEADLINE, text, 1, 1)

    site.pages[URLS[1]] = pages[URLS[1]]
    later = crawl(tmp_path, name, "--full", *speed)

    assert stories(tmp_path / "archive") == whole_and_bread()
    assert later.report["changed"] == 0
    assert note not in later.report["notes"]


def test_a_page_with_another_headline_is_a_story_of_its_own(tmp_path: Path, serve_site: Serve) -> None:
    pages = {
        URLS[0]: page(HEADLINE, paragraphs("Part", 1), below=numbers(URLS[:2], 1)),
        URLS[1]: page("A second story", paragraphs("Second", 1), below=numbers(URLS[:2], 2)),
    }
    site = site_of(serve_site, pages, [URLS[0], "/2019/03/bread/"])

    crawl(tmp_path, profile(tmp_path, site.url))

    told = [(headline, missing) for headline, _, _, missing in stories(tmp_path / "archive")]
    assert told == [(HEADLINE, 0), ("Bread for the harbour", 0), ("A second story", 0)]


def test_the_next_post_is_found_and_is_no_page(tmp_path: Path, serve_site: Serve) -> None:
    slugs = ["ash", "bread", "coal", "ducks"]
    pages: dict[str, object] = {}
    for n, slug in enumerate(slugs):
        beside = [("prev", other) for other in slugs[:n][-1:]] + [
            ("next", other) for other in slugs[n + 1 : n + 2]
        ]
        head = "".join(
            f'<link rel="{rel}" href="/2019/0{slugs.index(other) + 1}/{other}/">' for rel, other in beside
        )
        pages[f"/2019/0{n + 1}/{slug}/"] = page(f"All about {slug}", paragraphs(slug, n), head=head)
    site = serve_site({"/": front("Gazette", ["/2019/02/bread/"]), **pages})

    crawl(tmp_path, profile(tmp_path, site.url))

    told = sorted(headline for headline, *_ in stories(tmp_path / "archive"))
    assert told == [f"All about {slug}" for slug in slugs]


def test_a_page_of_all_is_the_same_story_and_its_text(tmp_path: Path, serve_site: Serve) -> None:
    whole_url = f"{URLS[0]}?view=all"
    below = f'<p><a href="{whole_url}">View all on one page</a></p>'
    pages = {
        url: page(HEADLINE, paragraphs("Part", n), below=numbers(URLS, n) + below)
        for n, url in enumerate(URLS, 1)
    }
    texts = [*WHOLE.split("\n\n"), *paragraphs("Coda", 4)]
    site = site_of(
        serve_site, {**pages, whole_url: page(HEADLINE, texts)}, [URLS[0], whole_url, "/2019/03/bread/"]
    )

    crawl(tmp_path, profile(tmp_path, site.url))

    assert stories(tmp_path / "archive")[0] == (HEADLINE, "\n\n".join(texts), 1, 0)
    assert len(stories(tmp_path / "archive")) == 2


def test_a_story_that_changes_later_is_one_new_wording(tmp_path: Path, serve_site: Serve) -> None:
    pages = paged(HEADLINE, URLS)
    site = site_of(serve_site, pages, [URLS[0], "/2019/03/bread/"])
    name = profile(tmp_path, site.url)
    crawl(tmp_path, name)

    site.pages[URLS[0]] = str(pages[URLS[0]]).replace("Part 1.2 begins", "Part 1.2 still begins")
    crawl(tmp_path, name, "--full")

    assert stories(tmp_path / "archive")[0] == (
        HEADLINE,
        WHOLE.replace("Part 1.2 b", "Part 1.2 still b"),
        2,
        0,
    )


def test_reextract_joins_what_the_crawl_joined(tmp_path: Path, serve_site: Serve) -> None:
    pages = paged(HEADLINE, URLS)
    site = site_of(serve_site, {**pages, URLS[1]: Answer(status=404)}, [URLS[0], "/2019/03/bread/"])
    name = profile(tmp_path, site.url)
    crawl(tmp_path, name)
    before = stories(tmp_path / "archive")

    reread = start("reextract", "--archive", str(tmp_path / "archive"), "--site", name, folder=tmp_path)

    assert reread.wait().status == 0
    assert stories(tmp_path / "archive") == before


def test_kill_between_two_pages_costs_nothing(tmp_path: Path, serve_site: Serve) -> None:
    pages = paged(HEADLINE, URLS)
    site = site_of(serve_site, pages, [URLS[0], "/2019/03/bread/"])
    name, archive = profile(tmp_path, site.url), str(tmp_path / "archive")
    held = {"running": True}

    def killing(_: object) -> Answer:
        if held.pop("running", False):
            os.kill(running.pid, signal.SIGKILL)
        return Answer(body=str(pages[URLS[1]]))

    site.pages[URLS[1]] = killing
    running = start("crawl", name, "--archive", archive, "--set", "DOWNLOAD_DELAY=0", folder=tmp_path)
    assert running.wait().status == -signal.SIGKILL
    assert stories(tmp_path / "archive")[0][3] > 0

    crawl(tmp_path, name)

    assert stories(tmp_path / "archive") == whole_and_bread()


@pytest.mark.parametrize(
    "first", [page("Another story", paragraphs("Other", 1)), Answer(status=404, body="<p>Not found</p>")]
)
def test_a_page_whose_first_is_another_story_or_gone_is_kept_for_itself(
    tmp_path: Path, serve_site: Serve, first: object
) -> None:
    second = page(HEADLINE, paragraphs("Part", 2), below=numbers(URLS[:2], 2))
    site = site_of(serve_site, {URLS[0]: first, URLS[1]: second}, [URLS[1], "/2019/03/bread/"])

    crawl(tmp_path, profile(tmp_path, site.url))

    told = [told[:2] for told in stories(tmp_path / "archive")]
    assert (HEADLINE, "\n\n".join(paragraphs("Part", 2))) in told
    assert len(told) == (3 if isinstance(first, str) else 2)


def test_a_second_run_finds_nothing_new_in_a_paged_story(tmp_path: Path, serve_site: Serve) -> None:
    site = site_of(serve_site, paged(HEADLINE, URLS), [URLS[2], URLS[0], "/2019/03/bread/"])
    name = profile(tmp_path, site.url)
    crawl(tmp_path, name)

    again = crawl(tmp_path, name, "--full")

    assert stories(tmp_path / "archive") == whole_and_bread()
    assert (again.report["new"], again.report["changed"], again.report["gone"]) == (0, 0, 0)


def test_a_page_that_says_the_same_again_is_no_missing_page(tmp_path: Path, serve_site: Serve) -> None:
    pages = {url: page(HEADLINE, paragraphs("Part", 1), below=numbers(URLS[:2], 1)) for url in URLS[:2]}
    site = site_of(serve_site, pages, [URLS[0], "/2019/03/bread/"])

    crawl(tmp_path, profile(tmp_path, site.url))

    assert stories(tmp_path / "archive")[0] == (HEADLINE, "\n\n".join(paragraphs("Part", 1)), 1, 0)
