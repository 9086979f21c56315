"""What is asked is what was linked, letter by letter; the canonical form says which addresses are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.crawling import crawl, rows
from support.raw_server import answer, serving
from support.stories import front, profile, story

if TYPE_CHECKING:
    from pathlib import Path

# As a page writes it → as a browser asks it (checked against the URL parser of the WHATWG by hand).
LINKS = {
    "/index.php?/news/12": "/index.php?/news/12",
    "/p?2005,12,story": "/p?2005,12,story",
    "/s.pl?id=5;page=2": "/s.pl?id=5;page=2",
    "/db.nsf/Story?OpenDocument&amp;Click=12": "/db.nsf/Story?OpenDocument&Click=12",
    "/t.asp?id=5&amp;b=&amp;c&amp;&amp;a=1": "/t.asp?id=5&b=&c&&a=1",
    "\\old\\1999\\x.htm": "/old/1999/x.htm",
    "/%7eann/%c3%a9t%C3%A9.html": "/%7eann/%c3%a9t%C3%A9.html",
    "/a?b=1&amp;amp;c=2": "/a?b=1&amp;c=2",
    "/two words/a b.html?c d": "/two%20words/a%20b.html?c%20d",
    "/a|b/x{1}.html?[c]|{d}": "/a|b/x%7B1%7D.html?[c]|{d}",
    "/quote'.html?it's": "/quote'.html?it%27s",
    "/x;v=1/story.html;a?b=;c": "/x;v=1/story.html;a?b=;c",
    "\n /lines/of\nan/address.html\t": "/lines/ofan/address.html",
    "/plus+sign?a+b=c+d": "/plus+sign?a+b=c+d",
    "/dots/./one/../two/%2e%2e/three.html": "/dots/three.html",
    "/empty/query.html?": "/empty/query.html",
    "/double//slash.html": "/double//slash.html",
    "/100%.html?50%": "/100%.html?50%",
    "/fragment.html?x=1#part": "/fragment.html?x=1",
    "/utm.html?b=2&amp;utm_source=x&amp;a=1": "/utm.html?b=2&a=1",
}


def pages_at(targets: list[str]) -> dict[str, bytes]:
    return {target: answer(story(f"Report {n} from the harbour")) for n, target in enumerate(targets)}


@pytest.mark.parametrize("is_copy", [False, True], ids=["there", "under --base"])
def test_each_link_is_asked_as_a_browser_asks_it(tmp_path: Path, is_copy: bool) -> None:
    pages = pages_at(list(LINKS.values()))
    with serving({"/": answer(front("Gazette", LINKS)), **pages}) as server:
        start = "http://www.gazette.example/" if is_copy else server.url
        base = ("--base", server.url) if is_copy else ()
        ended = crawl(tmp_path, profile(tmp_path, start), *base)

    assert ended.status == 0, ended.err
    assert sorted(server.paths) == sorted(["/", *LINKS.values()])
    assert rows(tmp_path / "archive", "SELECT count(*) FROM articles") == [(len(LINKS),)]
    (unsettled,) = rows(
        tmp_path / "archive", "SELECT count(*) FROM urls WHERE url LIKE '%utm_source%' OR url LIKE '%?'"
    )
    assert unsettled == (0,)


def test_a_query_is_asked_in_the_charset_of_its_page(tmp_path: Path) -> None:
    listing = front("Gazette", ["/城/page.html?城市=江", "/b.html?q=€江"]).replace(
        "charset=utf-8", "charset=gb18030"
    )
    asked = ["/%E5%9F%8E/page.html?%B3%C7%CA%D0=%BD%AD", "/b.html?q=%A2%E3%BD%AD"]
    with serving(
        {"/": answer(listing.encode("gb18030"), content_type="text/html; charset=gb18030"), **pages_at(asked)}
    ) as server:
        assert crawl(tmp_path, profile(tmp_path, server.url)).status == 0

    assert sorted(server.paths) == sorted(["/", *asked])


def test_a_redirect_is_followed_letter_by_letter(tmp_path: Path) -> None:
    pages: dict[str, bytes] = {
        "/": answer(front("Gazette", ["/one.html", "/two.html"])),
        "/one.html": answer("", "Location: /index.php?/news/12&b=&a=1", status="301 Moved"),
        "/two.html": answer("", "Location: \\old\\x.htm?it's#top", status="302 Found"),
        **pages_at(["/index.php?/news/12&b=&a=1", "/old/x.htm?it%27s"]),
    }
    with serving(pages) as server:
        assert crawl(tmp_path, profile(tmp_path, server.url)).status == 0

    assert {"/index.php?/news/12&b=&a=1", "/old/x.htm?it%27s"} <= set(server.paths)
    assert rows(tmp_path / "archive", "SELECT count(*) FROM articles") == [(2,)]


def test_feeds_and_site_maps_are_followed_letter_by_letter(tmp_path: Path) -> None:
    feed = (
        "<rss version='2.0'><channel><title>G</title><item><title>One</title>"
        "<link>{url}p?2005,12,story</link></item></channel></rss>"
    )
    listed = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{url}?z=1&amp;a=</loc></url></urlset>"
    pages = {"/": answer(front("Gazette", [])), **pages_at(["/p?2005,12,story", "/?z=1&a="])}
    with serving(pages) as server:
        server.answers["/feed.xml"] = answer(feed.format(url=server.url), content_type="application/rss+xml")
        server.answers["/map.xml"] = answer(listed.format(url=server.url), content_type="application/xml")
        crawl(tmp_path, profile(tmp_path, server.url, "feeds: [/feed.xml]\nsitemaps: [/map.xml]\n"))

    assert {"/p?2005,12,story", "/?z=1&a="} <= set(server.paths)


def test_of_two_forms_of_one_address_the_first_is_asked(tmp_path: Path) -> None:
    """Unless it failed: then the next run tries the other."""
    links = ["/s?b=2&amp;a=1", "/s?a=1&amp;b=2", "/t?b=2&amp;a=1", "/t?a=1&amp;b=2"]
    pages = {"/": answer(front("Gazette", links)), **pages_at(["/s?b=2&a=1", "/t?a=1&b=2"])}
    with serving(pages) as server:
        gazette = profile(tmp_path, server.url)
        crawl(tmp_path, gazette)
        assert sorted(server.paths) == ["/", "/s?b=2&a=1", "/t?b=2&a=1"]
        server.answers["/"] = answer(front("Gazette today", [links[1], links[3]]))
        crawl(tmp_path, gazette, "--full")

    assert sorted(server.paths[3:]) == ["/", "/s?b=2&a=1", "/t?b=2&a=1"]
    known = rows(tmp_path / "archive", "SELECT url, asked_url FROM frontier WHERE url LIKE '%/t?%'")
    assert known == [(f"{server.url}t?a=1&b=2", None)]


def test_an_unchanged_publication_is_asked_no_more_and_verifies(tmp_path: Path) -> None:
    with serving({"/": answer(front("Gazette", LINKS)), **pages_at(list(LINKS.values()))}) as server:
        gazette = profile(tmp_path, server.url)
        crawl(tmp_path, gazette)
        number = len(server.paths)
        crawl(tmp_path, gazette)

    assert server.paths[number:] == ["/"]
    assert rows(tmp_path / "archive", "SELECT count(*) FROM revisions WHERE number > 1") == [(0,)]
