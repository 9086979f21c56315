"""Fronts: which addresses a page gives, and what it says of each."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsspider import profiles
from newsspider.discovery.lists import fronts
from newsspider.items import FoundLink, Hint
from newsspider.web.document import Document

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.profiles import SiteProfile

AT = datetime(2026, 3, 1, tzinfo=UTC)
HOME = "http://example.org/"


def profile(more: str = "") -> SiteProfile:
    return profiles.parse(f"name: example\nstart: [{HOME}]\n{more}", source="x.yaml")


def found(body: str, *, url: str = HOME, more: str = "") -> tuple[FoundLink, ...]:
    page = Document(f"<html><head></head><body>{body}</body></html>", url)
    return fronts.found(page, profile(more), depth=1, at=AT)


def hint(body: str, *, more: str = "") -> Hint:
    """The hint of the first story on a page."""
    return next(link.hint for link in found(body, more=more) if link.kind == "article")


def further(body: str, *, url: str = HOME, more: str = "") -> list[str]:
    page = Document(f"<html><head></head><body>{body}</body></html>", url)
    return [link.url for link in fronts.further_pages(page, profile(more))]


def test_only_pages_of_our_hosts_are_followed() -> None:
    links = found(
        """<a href="/news/big-fire.html">Fire</a> <a href="//example.org/politics/">Politics</a>
        <a href="http://other.org/news/x.html">x</a> <a href="http://m.example.org/a-b-c.html">x</a>
        <a href="mailto:a@example.org">x</a> <a href="javascript:go()">x</a> <a href="/fire.jpg">x</a>
        <a href="/report.pdf">x</a> <a href="/">Home</a> <a href="#top">Up</a> <a href="http://[x/">x</a>"""
    )

    assert [(link.url, link.kind) for link in links] == [
        ("http://example.org/news/big-fire.html", "article"),
        ("http://example.org/politics/", "front"),
    ]


def test_the_arrow_of_a_link_is_no_word_of_its_story() -> None:
    assert hint('<a href="/news/big-fire.html">← The big fire</a>').text == "The big fire"


def test_a_link_remembers_where_it_was_found_and_how_deep() -> None:
    link = found('<a href="/news/big-fire.html"> Big\n fire </a>', url="http://example.org/news/list.html")[0]

    assert link.found_on_url == "http://example.org/news/list.html"
    assert link.depth == 1
    assert link.hint.text == "Big fire"


def test_an_address_is_given_once_under_its_first_name() -> None:
    links = found(
        '<a href="/60/a.html?utm_source=x">One</a> <a href="/issue60/a.html">Two</a>',
        more="rewrite: [{match: '^/(\\d\\d)/', to: '/issue\\1/'}]",
    )

    assert [(link.url, link.written_url) for link in links] == [
        ("http://example.org/issue60/a.html", "http://example.org/60/a.html")
    ]


def test_what_the_profile_leaves_out_is_left_out() -> None:
    links = found(
        '<a href="/story/1.html">a</a><a href="/print/1.html">b</a><a href="/about-cats-and-dogs.html">c</a>'
        '<a href="/politics/">d</a>',
        more="articles: {match: ^/story/, never: ^/print/}",
    )

    assert [(link.url, link.kind) for link in links] == [
        ("http://example.org/story/1.html", "article"),
        ("http://example.org/politics/", "front"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="/a-long-story.html#comments">3 comments</a> <a href="/a-long-story.html">Fire in town</a>',
        '<a href="/a-long-story.html"><img></a><h2><a href="/a-long-story.html">Fire in town</a></h2>',
        '<div><h2>Fire in town</h2><p>It burned.</p><a href="/a-long-story.html">Read more</a></div>',
        '<a href="/a-long-story.html"><img src="x.jpg" alt="Fire in town"></a>',
        '<h3><a href="/a-long-story.html">Fire in town</a></h3><a href="/a-long-story.html">Read more »</a>',
    ],
)
def test_the_link_that_says_most_speaks_for_its_address(body: str) -> None:
    assert hint(body).text == "Fire in town"


@pytest.mark.parametrize(
    ("beside", "on"),
    [
        ("2017-06-30", date(2017, 6, 30)),
        ("<span>16:44, 08-30, 2021</span>", date(2021, 8, 30)),
        ("<br>June 30, 2017 | By A. Writer", date(2017, 6, 30)),
        ("<p>Posted on 30 June 2017</p>", date(2017, 6, 30)),
        ("2017年6月30日", date(2017, 6, 30)),
        ('<time datetime="2017-06-30T10:00:00+02:00">yesterday</time>', date(2017, 6, 30)),
        ("<time>2017-06-30</time>", date(2017, 6, 30)),
    ],
)
def test_the_date_beside_a_link_is_its_date(beside: str, on: date) -> None:
    said = hint(f'<ul><li><a href="/a-long-story.html">Story</a> {beside}</li><li>2001-01-01</li></ul>').date

    assert said is not None
    assert (said.on, said.source) == (on, "hint")


def test_each_story_of_a_list_has_its_own_date() -> None:
    links = found(
        """<table><tr><td><a href="/a-long-story.html">A</a></td><td>2017-06-30</td></tr>
        <tr><td><a href="/b-long-story.html">B</a></td><td>2017-07-01</td></tr></table>
        <a href="/c-long-story.html">C</a> (2017-07-02)<br><a href="/d-long-story.html">D</a>
        <dl><dt><a href="/e-long-story.html">E</a></dt><dd>by A. Writer, 2017-07-03</dd></dl>"""
    )

    assert [str(link.hint.date.on) if link.hint.date else None for link in links] == [
        "2017-06-30",
        "2017-07-01",
        "2017-07-02",
        None,
        "2017-07-03",
    ]
    assert links[-1].hint.authors == ("A. Writer",)


def test_a_date_in_a_headline_or_after_the_capture_is_no_date() -> None:
    assert hint('<p><a href="/a-long-story.html">What happened on 2017-06-30</a></p>').date is None
    assert hint('<p><a href="/a-long-story.html">Story</a> 2026-03-09</p>').date is None


@pytest.mark.parametrize(
    ("beside", "authors"),
    [
        (
            ", by <i>Deividson Luiz Okopnik and Howard Dyckoff</i>",
            ("Deividson Luiz Okopnik", "Howard Dyckoff"),
        ),
        (' , <em>by Mike "Iron" Orr</em>', ('Mike "Iron" Orr',)),
        (", by\n JC Pollman and\nBill Mote<br><b>new series</b>", ("JC Pollman", "Bill Mote")),
        ("<p>Von Anna Müller, Ole Æ und Bo C.</p>", ("Anna Müller", "Ole Æ", "Bo C.")),
        ("<div>By A. Writer | 2017-06-30</div>", ("A. Writer",)),
        ("<div>By Mike Orr (Sluggo)</div>", ("Mike Orr (Sluggo)",)),
        ("<div>作者：李明</div>", ("李明",)),
        ("<div>By the time the train came, it was late and nobody was there to see it.</div>", ()),
        ("<div>by Staff</div>", ()),
        ("<div>By A. Writer (in Rome</div>", ("A. Writer",)),
        ("<div>By Anybody Who Lives In The Lower Town Of Ours</div>", ()),
        ("<p>Standing by A. Writer</p>", ()),
    ],
)
def test_a_byline_beside_a_link_names_its_authors(beside: str, authors: tuple[str, ...]) -> None:
    assert hint(f'<ul><li><a href="/a-long-story.html">Story</a>{beside}</li></ul>').authors == authors


@pytest.mark.parametrize(
    ("heading", "issue", "month"),
    [
        ("Issue #186 (June 2011)", "186", "2011-06-01"),
        ("June 2011 (#186):", "186", "2011-06-01"),
        ("Table of Contents August 1999 Issue #44", "44", "1999-08-01"),
        ("July 2003, Issue 92    ", "92", "2003-07-01"),
        ("VOL.66 NO.7 JULY 2017", "VOL.66 NO.7", "2017-07-01"),
        ("Ausgabe 3/2019", "3/2019", None),
        ("2019年第5期", "5", None),
        ("Spring 1998", None, "1998-03-01"),
        ("No. 10 says no", None, None),
        ("#1 in the charts", None, None),
        ("What we read in June 2011", None, None),
    ],
)
def test_an_issue_is_named_above_its_list(heading: str, issue: str | None, month: str | None) -> None:
    said = hint(
        f'<h2>{heading}</h2><h1>Table of Contents:</h1><ul><li><a href="/a-long-story.html">Story</a></ul>'
    )

    assert said.issue == issue
    assert (str(said.date.on) if said.date else None) == month


def test_a_section_is_named_where_headings_part_the_page() -> None:
    stories = "".join(f'<li><a href="/story-number-{{0}}-{n}.html">S</a></li>' for n in range(2))
    body = "".join(
        f"<h2>{name}</h2><ul>{stories.format(name[:3])}</ul>"
        for name in ("Economy", "Culture »", "Most read")
    )

    assert [link.hint.section for link in found(f"<h1>The Paper</h1>{body}")] == [
        *("Economy",) * 2,
        *("Culture",) * 2,
        *(None,) * 2,
    ]


def test_a_heading_that_leads_to_its_list_names_a_section() -> None:
    body = '<h3><a href="/sport/">Sport</a> + More</h3><p><a href="/a-long-story.html">Story</a></p>'

    assert hint(body).section == "Sport"


def test_a_storys_own_heading_and_a_lone_title_are_no_sections() -> None:
    assert hint('<h1>The Paper</h1><h2><a href="/a-long-story.html">Story</a></h2>').section is None


def test_what_a_profile_selects_outranks_what_is_inferred() -> None:
    more = """
fronts:
  - match: ^/$
    item: .story
    select: {headline: h4, date: ".d@title", authors: .w, section: .channel, issue: .no}
"""
    said = hint(
        '<div class="channel">Arts</div><div class="no">Winter</div><div class="story"><h4>The Fire</h4>'
        '<a href="/a-long-story.html">in full, by Nobody</a><i class="d" title="2017-06-30">then</i>'
        '<b class="w">A. Writer</b></div>',
        more=more,
    )

    assert said.text == "The Fire"
    assert said.date is not None
    assert said.date.on == date(2017, 6, 30)
    assert (said.authors, said.section, said.issue) == (("A. Writer",), "Arts", "Winter")


def test_of_an_articles_own_links_only_the_text_is_kept() -> None:
    links = found(
        '<h2>Issue 5 (May 2011)</h2><p><a href="/b-long-story.html">last week</a> by A. W., 2011-04-30</p>',
        url="http://example.org/a-long-story.html",
    )

    assert [link.hint for link in links] == [Hint(text="last week")]


def test_a_front_names_its_feeds() -> None:
    page = Document(
        '<html><head><link rel="alternate" type="application/rss+xml" href="/news.xml">'
        '<link rel="alternate" type="application/rss+xml" href="/comments/feed">'
        '<link rel="alternate" hreflang="de" href="/de/"><link rel="stylesheet" href="/a.css"></head>'
        '<body><a href="/blog.rss">RSS</a> <a href="/sitemap.xml">Map</a></body></html>',
        HOME,
    )

    assert {(link.url, link.kind) for link in fronts.found(page, profile(), depth=1, at=AT)} == {
        ("http://example.org/news.xml", "feed"),
        ("http://example.org/blog.rss", "feed"),
        ("http://example.org/sitemap.xml", "sitemap"),
    }
    assert fronts.found(page, profile("discover: []"), depth=1, at=AT) == ()


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_any_page_is_read(body: str) -> None:
    for text in (body, f'<ul><li><a href="/a-b-c.html">{body}</a>{body}</li></ul><h2>{body}</h2>'):
        found(f"<p>{text}")
        further(f"<p>{text}")


def test_a_link_without_end_is_read_in_time() -> None:
    body = f'<a href="/list/2/">a{"-" * 300_000}x</a>'

    assert (further(body), [link.kind for link in found(body)]) == ([], ["front"])


@pytest.mark.parametrize(
    ("body", "url", "wanted"),
    [
        ('<a href="?page=2">Next</a>', "http://example.org/list/", ["http://example.org/list/?page=2"]),
        ('<a rel="next" href="/list/2/">II</a>', "http://example.org/list/", ["http://example.org/list/2/"]),
        (
            '<a href="node_7_2.htm">下一页</a>',
            "http://example.org/node_7.htm",
            ["http://example.org/node_7_2.htm"],
        ),
        ('<a href="/p2/">‹ Older posts ›</a>', HOME, []),
        ('<a href="/p2/">Older posts »</a>', HOME, ["http://example.org/p2/"]),
        (
            '<a href="?page=2">2</a><a href="?page=3">[3]</a><a href="/2011/">2011</a>',
            "http://example.org/list/",
            ["http://example.org/list/?page=2", "http://example.org/list/?page=3"],
        ),
        (
            '<script>createPageHTML(3, 0, "index", "html");</script>',
            "http://example.org/list/",
            ["http://example.org/list/index_1.html", "http://example.org/list/index_2.html"],
        ),
        ('<a href="http://other.org/list/2">Next</a>', "http://example.org/list/", []),
        ("<p>no more</p>", "http://example.org/list/", []),
    ],
)
def test_the_further_pages_of_a_list_are_found(body: str, url: str, wanted: list[str]) -> None:
    assert further(body, url=url) == wanted


def test_a_page_named_in_the_head_is_next() -> None:
    page = Document('<html><head><link rel="next" href="/list/2/"></head><body>x</body></html>', HOME)

    assert [link.url for link in fronts.further_pages(page, profile())] == ["http://example.org/list/2/"]


def test_a_profiles_own_links_lead_to_further_pages() -> None:
    more = "fronts: [{match: ^/list/, more: {link: .pager a}}]"
    body = '<p class="pager"><a href="b/">x</a><a>y</a></p><a href="c/">Next</a>'

    assert further(body, url="http://example.org/list/", more=more) == ["http://example.org/list/b/"]


def test_numbered_pages_are_tried_while_they_list_stories() -> None:
    more = 'fronts: [{match: ^/list/, more: {number: "index_{n}.html", first: 1}}]'
    story = '<a href="/a-long-story.html">Story</a>'

    assert further(story, url="http://example.org/list/", more=more) == [
        "http://example.org/list/index_1.html"
    ]
    assert further(story, url="http://example.org/list/index_4.html", more=more) == [
        "http://example.org/list/index_5.html"
    ]
    assert further("<p>Nothing.</p>", url="http://example.org/list/index_5.html", more=more) == []


def test_a_script_that_counts_one_page_ends_the_list() -> None:
    more = "fronts: [{match: ^/list/, more: {script: createPageHTML}}]"

    assert (
        further('<script>createPageHTML(1, 0, "index", "html")</script>', url=HOME + "list/", more=more) == []
    )


def test_an_article_is_no_list_with_further_pages() -> None:
    more = "articles: {match: /story}"

    assert further('<a rel="next" href="/story2">Next</a>', url=HOME + "story1", more=more) == []
    assert further('<a rel="next" href="/story2">Next</a>', url=HOME, more=more) == []


def test_linux_gazettes_site_map_tells_all_of_gold(shared: Path) -> None:
    site = profiles.load("linuxgazette")
    page = (shared / "sites/linux-gazette/site/lg_index.html").read_bytes()
    gold = (shared / "sites/linux-gazette/gold.jsonl").read_text("utf-8").splitlines()
    document = Document(page, "http://linuxgazette.net/lg_index.html")

    hints = {link.url: link.hint for link in fronts.found(document, site, depth=1, at=AT)}

    for line in gold:
        wanted = json.loads(line)
        said = hints[f"http://linuxgazette.net{wanted['path']}"]
        assert said.text == " ".join(wanted["title"].split())
        assert said.issue == wanted["issue"]
        assert said.date is not None
        assert (str(said.date.on), said.date.precision) == (wanted["date"], "month")
        assert said.section is None
        if wanted["authors"] and "\ufffd" not in str(wanted["authors"]):
            assert list(said.authors) == wanted["authors"]


def test_china_todays_lists_are_read(shared: Path) -> None:
    site = profiles.load("chinatoday")
    url = "http://www.chinatoday.com.cn/ctenglish/2018/ii/"
    page = (shared / "sites/china-today/site/ctenglish/2018/ii/index.html").read_bytes()

    links = fronts.found(Document(page, url), site, depth=1, at=AT)

    assert [(link.url.removeprefix(url), link.hint.text) for link in links] == [
        ("202004/t20200415_800201234.html", "Plum Orchards on a Night Road")
    ]
    assert links[0].hint.date is not None
    assert links[0].hint.date.on == date(2020, 4, 15)


def test_a_comment_beside_a_link_is_no_text() -> None:
    said = hint('<p><a href="/2020/01/fire-in-the-town.html">Fire</a></p><!-- x --> By Ann Poe')
    assert said.text == "Fire"


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("Monthly Archives: May 2018", None),
        ("Posts by Ann Lee", None),
        ("Tag Archives: trains", None),
        ("Author: Ann Lee", None),
        ("Search results", None),
        ("Page 2", None),
        ("Category: Trains", "Trains"),
        ("Trains", "Trains"),
    ],
)
def test_what_a_list_page_is_called_is_no_section(heading: str, section: str | None) -> None:
    lists = "".join(
        f"<h2>{name}</h2><ul><li><a href='/{place}/some-long-story-1.html'>One</a></li>"
        f"<li><a href='/{place}/some-long-story-2.html'>Two</a></li></ul>"
        for place, name in (("a", heading), ("b", "Rivers"))
    )

    assert hint(lists).section == section


def test_a_link_that_only_says_read_more_has_its_headings_words() -> None:
    item = "<div><h3>The mill is sold</h3><a href='/a/the-mill-is-sold.html'>Read more...</a></div>"

    assert hint(item).text == "The mill is sold"
