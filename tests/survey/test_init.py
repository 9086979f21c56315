"""`newsspider init URL` looks at a publication, and writes a profile that is not worse than two lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from support.crawling import crawl, start
from support.served import Answer, redirect
from support.stories import front, story

from newsspider import profiles
from newsspider.survey.itinerary import MOST_PAGES
from newsspider.survey.profile_text import MOST_LINES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.crawling import Ended
    from support.served import Site

    Serve = Callable[..., Site]

MENU = ("/water/", "/town/")
NAMES = (
    "lock", "ferry", "crane", "bell", "weir", "tower", "harbour", "quay", "lamp", "buoy", "mill", "bridge",
)  # fmt: skip


def init(folder: Path, url: str, *options: str) -> Ended:
    return start("init", url, "--archive", str(folder / "archive"), *options, folder=folder).wait()


def written(folder: Path, url: str) -> dict[str, Any]:
    """What `init --json` tells, after a look at its file."""
    ended = init(folder, url, "--json")
    assert ended.status == 0, ended.err
    report: dict[str, Any] = json.loads(ended.out)
    lines = [one for one in report["text"].splitlines() if one.strip() and not one.lstrip().startswith("#")]
    assert len(lines) <= MOST_LINES
    return report


def used(report: dict[str, Any], key: str) -> Any:
    return next((line["value"] for line in report["lines"] if line["key"] == key and line["used"]), None)


def blog(*, feed: bool = True) -> dict[str, object]:
    """A magazine with two sections, a feed, and a declared name."""
    head = '<meta property="og:site_name" content="The Lock Gazette">'
    feed_link = '<link rel="alternate" type="application/rss+xml" href="/feed/">' if feed else ""
    paths = [f"/2019/0{1 + n % 9}/1{n % 9}/the-story-of-the-{name}/" for n, name in enumerate(NAMES)]
    pages: dict[str, object] = {
        path: story(f"The long story of the {name}", links=MENU, head=head)
        for path, name in zip(paths, NAMES, strict=True)
    }
    pages["/"] = front("Gazette", [*MENU, *paths[:4]], head=head + feed_link)
    pages["/water/"] = front("Water", [*MENU, *paths[:6]], head=head)
    pages["/town/"] = front("Town", [*MENU, *paths[6:]], head=head)
    items = "".join(
        f"<item><title>{path}</title><link>{path}</link>"
        f"<pubDate>Mon, 0{1 + n} Jul 2019 10:00:00 +0200</pubDate></item>"
        for n, path in enumerate(paths[:6])
    )
    if feed:
        pages["/feed/"] = Answer(
            body=f"<rss version='2.0'><channel><title>Gazette</title>{items}</channel></rss>",
            content_type="application/rss+xml",
        )
    return pages


def test_a_magazine_gets_its_name_sections_feed_and_language(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(blog())

    report = written(tmp_path, site.url)

    assert used(report, "title") == "The Lock Gazette"
    assert used(report, "start") == [site.url, f"{site.url}water/", f"{site.url}town/"]
    assert used(report, "feeds") == [f"{site.url}feed/"]
    assert used(report, "language") == "en"
    assert len(report["articles"]) == 10
    assert len(site.requests) <= MOST_PAGES + 1  # and robots.txt


def test_each_line_says_why_and_the_file_is_a_profile(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(blog())
    file = tmp_path / "gazette.yaml"

    ended = init(tmp_path, site.url, "-o", str(file))

    assert ended.status == 0, ended.err
    assert profiles.load(str(file)).title == "The Lock Gazette"
    values = [line for line in file.read_text().splitlines() if line and not line.startswith("#")]
    assert all("#" in line for line in values if not line.endswith(":"))
    assert "headline" in ended.out
    assert "The long story of the lock" in ended.out


def test_what_the_articles_look_like_excludes_no_page(tmp_path: Path, serve_site: Serve) -> None:
    report = written(tmp_path, serve_site(blog()).url)

    assert used(report, "articles") is None
    assert r"# articles: {match: ['^/\d{4}/']}" in report["text"]


def test_a_site_map_that_nothing_names_is_found(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(blog(feed=False))
    site.pages["/sitemap.xml"] = Answer(
        body=f"<urlset><url><loc>{site.url}2019/01/10/the-story-of-the-lock/</loc></url></urlset>",
        content_type="application/xml",
    )

    assert used(written(tmp_path, site.url), "sitemaps") == [f"{site.url}sitemap.xml"]


def test_an_old_site_in_frames_is_read(tmp_path: Path, serve_site: Serve) -> None:
    menu = "".join(f'<a href="art{n}.htm">The {name} again</a><br>' for n, name in enumerate(NAMES))
    pages: dict[str, object] = {f"/art{n}.htm": story(f"The {name} again") for n, name in enumerate(NAMES)}
    pages["/"] = "<html><frameset><frame src='menu.htm'><frame src='art0.htm'></frameset></html>"
    pages["/menu.htm"] = f"<html><body><table><tr><td>{menu}</td></tr></table></body></html>"

    assert len(written(tmp_path, serve_site(pages).url)["articles"]) == 10


def test_a_site_with_nothing_but_a_feed_is_read(tmp_path: Path, serve_site: Serve) -> None:
    pages = blog()
    pages["/"] = (
        "<html><head><title>G</title><link rel='alternate' type='application/rss+xml' href='/feed/'></head>"
        "<body><p>Read us in your feed reader.</p></body></html>"
    )

    assert len(written(tmp_path, serve_site(pages).url)["articles"]) > 5


def test_lists_whose_next_page_has_no_word_for_it_get_a_rule(tmp_path: Path, serve_site: Serve) -> None:
    pages = blog()
    paths = [path for path in pages if path.startswith("/2019")]
    more = '<a class="pager-on" href="?page=2"><img src="/on.gif"></a>'
    for name in MENU:
        pages[name] = front(name, [*MENU, *paths[:6]]).replace("</ul>", f"</ul>{more}")
        pages[f"{name}?page=2"] = front(name, paths[6:])

    report = written(tmp_path, serve_site(pages).url)

    assert used(report, "fronts") == [{"more": {"link": "a.pager-on"}}]


def test_the_page_limit_and_robots_are_kept(tmp_path: Path, serve_site: Serve) -> None:
    many = [f"/section-{n}/story-number-{n}-of-many.html" for n in range(80)]
    site = serve_site({"/": front("Many", many), **{path: story(path) for path in many}})
    site.pages["/robots.txt"] = Answer(body="User-agent: *\nDisallow: /section-0/\n")

    written(tmp_path, site.url)

    assert len(site.requests) <= MOST_PAGES + 1
    assert not any(path.startswith("/section-0/") for path in site.paths)


def test_a_file_that_is_there_is_left_alone(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(blog())
    file = tmp_path / "mine.yaml"
    file.write_text("mine")

    ended = init(tmp_path, site.url, "-o", str(file))

    assert (ended.status, file.read_text(), site.paths) == (2, "mine", [])
    assert "is there already" in ended.err
    assert len(ended.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("pages", "status", "told"),
    [
        ({}, 3, "answers 404"),
        ({"/robots.txt": Answer(body="User-agent: *\nDisallow: /\n")}, 3, "robots.txt forbids it"),
        ({"/robots.txt": Answer(status=500)}, 3, "robots.txt answers 500"),
        ({"/": redirect("http://other.example/")}, 3, "another publication's host"),
        ({"/": redirect("/")}, 3, "circle"),
        ({"/": "<html><body><h1>Shop</h1></body></html>"}, 2, "does not look like a publication"),
        ({"/": "<div id=app></div><script src=/app.js></script>"}, 2, "draw themselves by script"),
    ],
)
def test_what_is_no_publication_is_one_line(
    tmp_path: Path, serve_site: Serve, pages: dict[str, object], status: int, told: str
) -> None:
    ended = init(tmp_path, serve_site(pages).url)

    assert (ended.status, len(ended.err.splitlines())) == (status, 1), ended.err
    assert told in ended.err
    assert list(tmp_path.rglob("*.yaml")) == []


@pytest.mark.parametrize(
    "address", ["gazette", "http://", "ftp://a.example/", "http://user:secret@a.example/"]
)
def test_what_is_no_address_is_wrong_use(tmp_path: Path, address: str) -> None:
    ended = init(tmp_path, address)

    assert (ended.status, len(ended.err.splitlines())) == (2, 1), ended.err


def test_hostile_names_stay_inside_the_profile(tmp_path: Path, serve_site: Serve) -> None:
    name = "a: b\u2028&#10;start: [http://evil.example/] # \u0007 {x}"
    head = f'<meta property="og:site_name" content="{name}">'
    pages = {
        path: page.replace("<head>", f"<head>{head}") if isinstance(page, str) else page
        for path, page in blog().items()
    }
    site = serve_site(pages)

    report = written(tmp_path, site.url)

    assert profiles.load(report["profile"]).hosts == {site.host}


def test_a_crawl_with_the_profile_finds_what_two_lines_find(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(blog())
    two = tmp_path / "two.yaml"
    two.write_text(f"name: two\nstart: ['{site.url}']\n")

    learnt, plain = crawl(tmp_path, site.url), crawl(tmp_path, str(two), archive=tmp_path / "two")

    assert learnt.status == plain.status == 0, learnt.err
    assert learnt.report["new"] == plain.report["new"] == len(NAMES)
