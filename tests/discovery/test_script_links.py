"""Links that are no plain links: frames, menus, handlers of clicks; pages that only send on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.discovery.links import forwarding_pages, script_links
from newsspider.discovery.lists import fronts, list_pages
from newsspider.profiles import parse
from newsspider.web.document import Document

HOME = "http://gazette.example/"
PROFILE = parse(f"name: gazette\nstart: [{HOME}]", source="x.yaml")


def found(body: str, *, url: str = HOME) -> dict[str, str | None]:
    page = Document(f"<html>{body}</html>", url)
    links = fronts.found(page, PROFILE, depth=3, at=datetime(2024, 1, 1, tzinfo=UTC))
    return {link.url.removeprefix(HOME): link.hint.text for link in links}


def moved(html: str, *, refresh: str | None = None) -> list[str]:
    page = Document(html, HOME)
    return [url.removeprefix(HOME) for url in forwarding_pages.moved_urls(page, HOME, refresh=refresh)]


@pytest.mark.parametrize(
    ("markup", "leads_to"),
    [
        (
            "<a href=\"#\" onclick=\"window.open('x.htm', '_blank', 'width=400,height=300')\">A tale</a>",
            "x.htm",
        ),
        ("<a href=\"javascript:popup('x.html',400,300)\">A tale</a>", "x.html"),
        ("<a href=\"JavaScript:void(window.open('/x.html'))\">A tale</a>", "x.html"),
        ("<a href='javascript:openWin(\"x.php?id=3\")'>A tale</a>", "x.php?id=3"),
        ("<table><tr><td onclick=\"location='x.html'\">A tale</td></tr></table>", "x.html"),
        ("<div onclick=\"parent.main.location.href = 'stories/x'\">A tale</div>", "stories/x"),
        ('<li data-href="/2004/05/x.html">A tale</li>', "2004/05/x.html"),
        ('<select><option value="">Go</option><option value="x.html">A tale</option></select>', "x.html"),
        ('<map><area href="x.html" alt="A tale"></map>', "x.html"),
        ('<noscript><a href="x.html">A tale</a></noscript>', "x.html"),
        ('<IFRAME SRC="x.html"></IFRAME>', "x.html"),
    ],
)
def test_what_opens_a_page_is_a_link(markup: str, leads_to: str) -> None:
    links = found(f"<body><h1>Tales</h1>{markup}</body>")

    assert list(links) == [leads_to]
    assert links[leads_to] in ("A tale", None)


@pytest.mark.parametrize(
    "markup",
    [
        "<a href=\"javascript:vote('up')\">Up</a>",
        '<a href="#" onclick="show(\'box-3\')">More</a>',
        '<a href="#" onclick="trackOutbound(\'/out/other\')">Out</a>',
        "<a href=\"#\" onclick=\"ga('send', 'event', '/out/other')\">Out</a>",
        '<a href="#" onclick="location.hash=\'#top\'">Top</a>',
        '<a href="#" onclick="open(\'https://elsewhere.example/x.html\')">Out</a>',
        '<iframe src="https://player.example/video/3"></iframe>',
        '<select><option value="12">Twelve</option><option value="rock and roll">Rock</option></select>',
        '<!-- <a href="x.html">A tale</a> -->',
        '<a href="#" onclick="open(base + \'story\' + n)">Built</a>',
    ],
)
def test_what_opens_no_page_of_ours_is_no_link(markup: str) -> None:
    assert not found(f"<body>{markup}</body>")


def test_a_frame_takes_no_step_of_the_depth_and_is_followed_whatever_it_is_called() -> None:
    frames = '<frame src="menu"><frame src="a/text.htm"><frame src="//ads.example/">'
    page = Document(f"<html><frameset cols=1,2>{frames}</frameset></html>", HOME + "issue/")

    links = fronts.found(page, PROFILE, depth=5, at=datetime(2024, 1, 1, tzinfo=UTC))

    assert {link.url: link.depth for link in links} == {
        HOME + "issue/menu": 4,
        HOME + "issue/a/text.htm": 4,
    }


@pytest.mark.parametrize(
    ("html", "to"),
    [
        ('<script>window.location="/home.html";</script>', ["home.html"]),
        ("<script><!--\nlocation.href = 'home.html'\n//--></script>", ["home.html"]),
        ('<script>window.location.replace("http://gazette.example/home.html")</script>', ["home.html"]),
        ("<script>top.location = 'home.html'</script>Please <a href=home.html>click here</a>", ["home.html"]),
        ("<body onload=\"location.assign('home.html')\"></body>", ["home.html"]),
        ('<meta http-equiv="Refresh" content="0; URL=home.html">', ["home.html"]),
        ("<script>if (french) location='/fr/'; else location='/en/';</script>", ["fr/", "en/"]),
        ("<script>// location = '/old.html'\n/* location = '/old.html' */</script>", []),
        ("<script>if (location == '/x.html') go()</script>", []),
        ("<script>location = next + '.html'</script>", []),
        ("<script>location = '/'</script>", []),
        ("<script>function search() { location.href = '/search' }</script>"
         + "".join(f'<a href="{n}.html">Tale {n}</a>' for n in range(4)), []),
        ("<script>location = '/home.html'</script>" + "<p>many words of a page</p>" * 20, []),
    ],
)  # fmt: skip
def test_a_page_that_says_nothing_may_send_on_by_script(html: str, to: list[str]) -> None:
    assert moved(f"<html>{html}</html>") == to


def test_a_header_may_send_on() -> None:
    assert moved("<p>Moved</p>", refresh="0; url=/home.html") == ["home.html"]
    assert moved("<p>Moved</p>", refresh="300") == []
    assert forwarding_pages.moved_urls(None, HOME, refresh="1;URL='new/'") == (HOME + "new/",)


def test_a_header_may_name_the_next_page_of_a_list() -> None:
    link = '</?page=1>; rel="prev", </?page=3>; title="x"; rel="next", <style.css>; rel=preload'
    page = Document('<a href="a/story.html">A story</a>', HOME)

    told = forwarding_pages.next_in_header(link, HOME)

    assert told == (HOME + "?page=3",)
    assert [link.url for link in list_pages.further_pages(page, PROFILE, next_urls=told)] == [
        HOME + "?page=3"
    ]


@given(st.text(alphabet="location='\"/(.)x; hrefpn\n", max_size=300))
def test_any_script_is_read(script: str) -> None:
    for written in (*script_links.opened_by(script), *script_links.sent_to(script)):
        assert written in script


def test_long_scripts_are_read_in_time() -> None:
    for piece in ("location=", "x('", "location.replace(", "a", "/*", "<option value=/", "((((("):
        script = piece * 100_000
        assert len(list(script_links.sent_to(script))) <= 1
        assert len(list(script_links.opened_by(script))) <= script_links.LONGEST_HANDLER


def test_handlers_that_nest_are_read_in_time() -> None:
    page = "<div onclick=\"open('x.html')\">word " * 2_000

    assert list(found(f"<body>{page}</body>")) == ["x.html"]
