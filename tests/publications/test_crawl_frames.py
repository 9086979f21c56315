"""Magazines of 1998: a frameset, a menu in a frame, names relative to it; start pages that only send on."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from support.crawled import crawl, newsspider, story
from support.served import Answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site


def two_lines(folder: Path, site: Site) -> Path:
    file = folder / "gazette.yaml"
    file.write_text(f"name: gazette\nstart: ['{site.url}']\n")
    return file


def rows(archive: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(archive / "news.db") as db:
        return db.execute(query).fetchall()


HOME = "<h1>News</h1>" + "".join(f"<p><a href='/2{n}.html'>Story 2{n} of the pump</a></p>" for n in range(6))
FRAMESET = (
    "<HTML><HEAD><TITLE>The Gazette</TITLE></HEAD><FRAMESET COLS='150,*'><FRAME SRC='menu.htm' NAME='menu'>"
    "<FRAME SRC='main.htm' NAME='main'><NOFRAMES></NOFRAMES></FRAMESET></HTML>"
)


def test_a_frameset_magazine_crawls_with_two_lines_of_profile(
    tmp_path: Path, serve_site: Callable[..., Site]
) -> None:
    links = "".join(f"<BR><A HREF='may/tale{n}.htm'>Tale of the pump {n}</A>" for n in range(1, 7))
    site = serve_site(
        {
            "/": FRAMESET,
            "/menu.htm": f"<HTML><HEAD><BASE TARGET='main'></HEAD><BODY>{links}</BODY></HTML>",
            "/main.htm": "<HTML><BODY><P>Choose a tale.</BODY></HTML>",
            **{f"/may/tale{n}.htm": story(n) for n in range(1, 6)},
            # One story is a frameset, too: its text has an address of its own.
            "/may/tale6.htm": FRAMESET.replace("menu", "ad").replace("main.htm", "text6.htm"),
            "/may/text6.htm": story(6),
        }
    )

    report = crawl(two_lines(tmp_path, site), tmp_path / "a")

    assert report["new"] == 6
    addresses = {url for (url,) in rows(tmp_path / "a", "SELECT canonical_url FROM articles")}
    assert addresses == {site.url + f"may/tale{n}.htm" for n in range(1, 6)} | {site.url + "may/text6.htm"}


@pytest.mark.parametrize(
    "start",
    [
        "<html><script>window.location.href='/home/'</script></html>",
        Answer(body="", headers={"Refresh": "0; url=/home/"}),
        "<html><head><meta http-equiv=refresh content='0;url=home/'></head></html>",
    ],
)
def test_a_start_page_that_sends_on_is_followed_in_each_run(
    tmp_path: Path, serve_site: Callable[..., Site], start: str | Answer
) -> None:
    site = serve_site({"/": start, "/home/": HOME + "<a href='/11.html'>Story 11</a>", "/11.html": story(1)})
    profile = two_lines(tmp_path, site)

    assert crawl(profile, tmp_path / "a")["new"] == 1
    site.pages["/home/"] = HOME + "<a href='/12.html'>Story 12</a><a href='/11.html'>Story 11</a>"
    site.pages["/12.html"] = story(2)
    assert crawl(profile, tmp_path / "a")["new"] == 1

    verdicts = dict(rows(tmp_path / "a", "SELECT url, verdict FROM frontier WHERE depth = 0"))  # type: ignore[arg-type] # two columns
    assert verdicts == {site.url: "redirect", site.url + "home/": "front"}


def test_where_a_start_page_sent_on_to_is_watched_like_one(
    tmp_path: Path, serve_site: Callable[..., Site]
) -> None:
    site = serve_site(
        {
            "/": "<html><script>top.location='/home/'</script></html>",
            "/home/": HOME + "<a href='/11.html'>Story 11</a>",
            "/11.html": story(1),
        }
    )
    profile = two_lines(tmp_path, site)
    crawl(profile, tmp_path / "a")
    site.pages["/home/"] = Answer(status=404, body="<p>Not found</p>")

    newsspider("crawl", profile, "--archive", tmp_path / "a", "--set", "DOWNLOAD_DELAY=0", status=3)

    alarms = rows(tmp_path / "a", "SELECT message FROM alarms")
    assert any("/home/ was a list before" in str(message) for (message,) in alarms)
