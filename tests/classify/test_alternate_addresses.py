"""AMP pages, print views, pages for small screens and reply forms are one story, and asked once at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.crawling import crawl, rows
from support.served import Answer
from support.stories import front, profile, story

from newsspider.classify.alternate_addresses import plain_urls

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

    Serve = Callable[..., Site]

NAMES = [f"/2020/05/the-{name}-is-open-again/" for name in ("harbour", "bridge", "market")]
FORMS = [
    "{}amp/",
    "{}?amp=1",
    "{}?amp",
    "{}?print=1",
    "{}print/",
    "{}?replytocom=12",
    "{}?view=print",
    "{}?m=1",
    "/amp{}",
]


@pytest.mark.parametrize("form", FORMS)
def test_a_twin_names_its_plain_address(form: str) -> None:
    assert "http://a.org/2020/story/" in plain_urls("http://a.org" + form.format("/2020/story/"))


@pytest.mark.parametrize(
    ("twin", "plain"),
    [
        ("/story.amp.html", "/story.html"),
        ("/story-print.html", "/story.html"),
        ("/article.php?id=3&print=1", "/article.php?id=3"),
        ("/index.php?id=3&tmpl=component&print=1", "/index.php?id=3"),
    ],
)
def test_a_twin_of_a_file_names_its_plain_address(twin: str, plain: str) -> None:
    assert "http://a.org" + plain in plain_urls("http://a.org" + twin)


def test_a_small_screens_host_names_the_other() -> None:
    assert plain_urls("http://m.a.org/s/1.html") == ("http://www.a.org/s/1.html", "http://a.org/s/1.html")


@pytest.mark.parametrize(
    "path",
    ["/story.html", "/calendar?m=201203", "/a?page=2", "/printing-in-1850.html", "/amp-and-volt.html",
     "/print/",      "/?p=12", "/a?from=print", "/amplifier/", "/blueprint.html"],
)  # fmt: skip
def test_other_addresses_are_no_twins(path: str) -> None:
    assert plain_urls("http://a.org" + path) == ()


def test_a_script_that_prints_is_the_twin_of_the_page_that_links_it() -> None:
    url = "http://a.org/print.php?id=7"

    assert plain_urls(url, found_on_url="http://a.org/story.php?id=7") == ("http://a.org/story.php?id=7",)
    assert plain_urls(url, found_on_url="http://a.org/story-7.html") == ("http://a.org/story-7.html",)
    assert plain_urls(url, found_on_url="http://a.org/") == ()
    assert plain_urls("http://a.org/view.php?id=7", found_on_url="http://a.org/story.php?id=7") == ()


@given(st.text("ampringt/.?=&_-:1m", max_size=30))
def test_no_address_is_its_own_twin_and_none_breaks_us(path: str) -> None:
    url = "http://a.org/" + path

    assert url not in plain_urls(url, found_on_url=url)


def magazine(serve_site: Serve, form: str, *, is_twin_first: bool = False, declares: bool = True) -> Site:
    """Stories with a twin each, linked on the front and on the stories."""
    twins = [form.format(name) for name in NAMES]
    links = [*twins, *NAMES] if is_twin_first else [*NAMES, *twins]
    site = serve_site({"/": front("Gazette", links)})
    for name, twin in zip(NAMES, twins, strict=True):
        headline = f"The {name.split('-')[1]} is open again"
        head = f'<link rel="canonical" href="{name}">' if declares else ""
        site.pages[name] = story(headline, head=head, extra=f'<p><a href="{twin}">Print</a></p>')
        site.pages[twin] = story(headline, head=head, extra="<p>You are reading the light version.</p>")
    return site


@pytest.mark.parametrize("is_twin_first", [False, True], ids=["last", "first"])
@pytest.mark.parametrize("form", ["{}amp/", "{}?print=1", "{}?replytocom=9"])
def test_what_looks_like_a_twin_is_not_asked(
    tmp_path: Path, serve_site: Serve, form: str, is_twin_first: bool
) -> None:
    site = magazine(serve_site, form, is_twin_first=is_twin_first)
    gazette = profile(tmp_path, site.url)

    for _ in range(2):
        assert crawl(tmp_path, gazette).status == 0

    assert sorted(set(site.paths)) == sorted(["/", *NAMES])
    archive = tmp_path / "archive"
    assert rows(archive, "SELECT count(*), max(revision_count) FROM articles") == [(3, 1)]


def test_a_twin_is_asked_where_the_plain_address_is_gone(tmp_path: Path, serve_site: Serve) -> None:
    site = magazine(serve_site, "{}amp/")
    site.pages[NAMES[0]] = Answer(status=404)

    crawl(tmp_path, profile(tmp_path, site.url))

    assert [path for path in site.paths if path.endswith("amp/")] == [f"{NAMES[0]}amp/"]
    assert rows(tmp_path / "archive", "SELECT count(*) FROM articles") == [(3,)]


@pytest.mark.parametrize("declares", [True, False], ids=["declared", "of equal text"])
@pytest.mark.parametrize("is_twin_first", [False, True], ids=["last", "first"])
def test_a_twin_that_no_address_tells_is_asked_once(
    tmp_path: Path, serve_site: Serve, is_twin_first: bool, declares: bool
) -> None:
    site = magazine(serve_site, "/light{}", is_twin_first=is_twin_first, declares=declares)
    for name in NAMES:
        site.pages["/light" + name] = str(site.pages["/light" + name]).replace(
            "<p>You are reading the light version.</p>", ""
        )
        site.pages[name] = str(site.pages[name]).replace(f'<p><a href="/light{name}">Print</a></p>', "")
    gazette = profile(tmp_path, site.url)

    for _ in range(3):
        crawl(tmp_path, gazette)
        with_age(tmp_path / "archive")

    archive = tmp_path / "archive"
    assert rows(archive, "SELECT count(*), max(revision_count) FROM articles") == [(3, 1)]
    counts = {path: site.paths.count(path) for path in set(site.paths)}
    assert all(counts["/light" + name] + counts[name] == 4 for name in NAMES), counts
    if declares:
        assert all(counts["/light" + name] == 1 for name in NAMES), counts


def with_age(archive: Path) -> None:
    """Make all that is known due again, as after some days."""
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(archive / "news.db")) as conn, conn:
        conn.execute("UPDATE frontier SET due_at = '2020-01-01T00:00:00Z'")


def test_a_twin_that_alone_is_linked_leads_to_the_story(tmp_path: Path, serve_site: Serve) -> None:
    """The story is read at the address that the twin declares, and is known by it."""
    site = magazine(serve_site, "{}amp/")
    site.pages["/"] = front("Gazette", [f"{name}amp/" for name in NAMES])
    gazette = profile(tmp_path, site.url)

    for _ in range(2):
        crawl(tmp_path, gazette)

    archive = tmp_path / "archive"
    known = rows(archive, "SELECT canonical_url, revision_count FROM articles ORDER BY canonical_url")
    assert known == [(site.url.rstrip("/") + name, 1) for name in sorted(NAMES)]
    assert all(site.count(f"{name}amp/") == 1 and site.count(name) == 1 for name in NAMES)
    assert not rows(archive, "SELECT 1 FROM articles WHERE text LIKE '%light version%'")
