"""Profiles: two lines are enough, and what is wrong is said before the first page is asked for."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider import profiles
from newsspider.errors import ProfileError
from newsspider.profiles import Layout, Limits, PagesRule, Politeness, SiteProfile, StoryIdRule

if TYPE_CHECKING:
    from pathlib import Path

TWO_LINES = "name: example\nstart: [http://www.example.org:8000/]\n"
CHINA = "http://www.chinatoday.com.cn"
GAZETTE = "http://linuxgazette.net"


def parsed(more: str = "") -> SiteProfile:
    return profiles.parse(TWO_LINES + more, source="x.yaml")


def complaint(text: str) -> str:
    with pytest.raises(ProfileError) as caught:
        profiles.parse(text, source="x.yaml")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_two_lines_make_a_profile() -> None:
    profile = parsed()

    assert profile.name == profile.title == "example"
    assert profile.home_url == "http://www.example.org:8000/"
    assert profile.hosts == {"www.example.org:8000"}
    assert profile.zone == ZoneInfo("UTC")
    assert profile.discover == {"feeds", "sitemaps"}
    assert (profile.limits, profile.politeness) == (Limits(), Politeness())


def test_every_key_is_read() -> None:
    profile = parsed(
        """
title: An Example
hosts: [www.example.org, "m.example.org:443", 127.0.0.1:80]
zone: Europe/Berlin
language: [de, en-GB]
date_order: dmy
fronts:
  - match: ^/list
    more: {link: a.next, number: "index_{n}.html", first: 1, script: createPageHTML}
    item: li
    select: {date: [time@datetime, .date], authors: .by}
feeds: [/feed.xml]
sitemaps: ["http://www.example.org:8000/sitemap.xml"]
discover: [feeds]
articles: {match: ['/\\d+\\.html$'], never: /print/}
rewrite: [{match: ^/old/, to: /new/}]
ignore_parameters: [ref, from]
pages: {link: .pager a}
story_id: {address: '/story-(\\d+)', select: meta.id@content}
layouts:
  - {name: old, match: ^/a, until: 2024-06-01, select: {headline: h1}, remove: .ad, boxes: [.box]}
  - {since: "2024-06-01", zone: Asia/Tokyo, date_order: YMD, charset: shift_jis}
politeness: {delay_s: 2, timeout_s: 9.5, user_agent: A spider, contact: editor@example.org}
limits: {depth: 3, per_shape: 4, page_bytes: 5, front_pages: 6}
"""
    )

    assert profile.title == "An Example"
    assert profile.hosts == {"www.example.org:8000", "www.example.org", "m.example.org", "127.0.0.1"}
    assert profile.languages == ("de", "en-GB")
    assert profile.date_order == "DMY"
    assert profile.front_rules[0].more == PagesRule(
        link="a.next", number="index_{n}.html", first=1, script="createPageHTML"
    )
    assert dict(profile.front_rules[0].select) == {"date": ("time@datetime", ".date"), "authors": (".by",)}
    assert profile.feeds == ("http://www.example.org:8000/feed.xml",)
    assert profile.sitemaps == ("http://www.example.org:8000/sitemap.xml",)
    assert profile.discover == {"feeds"}
    assert profile.pages == PagesRule(link=".pager a")
    assert profile.story_id == StoryIdRule(address=re.compile(r"/story-(\d+)"), select=("meta.id@content",))
    assert profile.layouts[0] == Layout(
        name="old",
        match=re.compile("^/a"),
        until=date(2024, 6, 1),
        select={"headline": ("h1",)},
        remove=(".ad",),
        boxes=(".box",),
    )
    assert profile.layouts[1].name == "layout 2"
    assert profile.layouts[1].since == date(2024, 6, 1)
    assert profile.politeness == Politeness(
        delay_s=2.0, timeout_s=9.5, user_agent="A spider", contact="editor@example.org"
    )
    assert profile.limits == Limits(depth=3, per_shape=4, page_bytes=5, front_pages=6)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("layouts: [{}, {until: May}]", "key 'layouts[1].until': 'May' is not a date; expected YYYY-MM-DD"),
        ("layouts: [{until: 2024-13-45}]", "'2024-13-45' is not a date"),
        ("layouts: [{until: 2024-01-02 10:00:00}]", "is not a date; expected YYYY-MM-DD"),
        ("layouts: [{until: '2024-02-31'}]", "'2024-02-31' is not a date"),
        ("layouts: [{since: 2024-02-01, until: 2024-01-01}]", "is not a day after since (2024-02-01)"),
        ("layouts: [{select: {body: 'p['}}]", "key 'layouts[0].select.body': 'p[' is not a selector"),
        ("layouts: [{select: {body: ['p', 7]}}]", "key 'layouts[0].select.body[1]': 7 is not text"),
        ("layouts: [{select: {text: p}}]", "there is no key 'text'"),
        ("layouts: [{charset: utf-9}]", "'utf-9' is not an encoding"),
        ("layouts: [{charset: zip}]", "'zip' is not an encoding"),
        ("layouts: {until: 2024-01-01}", "is not a list; expected a list of layouts"),
        (
            "language: no",
            "key 'language': False is not text; expected a language's tag such as en, zh or pt-BR: quote it",
        ),
        (
            "story_id: {}",
            "{} is not a place of an id; expected {address: a pattern with one group}, or {select: …}",
        ),
        (
            "story_id: {address: /\\d+}",
            "'/\\\\d+' is not a pattern with one group; expected the id in (round brackets)",
        ),
        ("title: 012", "10 is not text; expected text: quote it"),
        ("title: 2024-01-01", "quote it"),
        ("title: ' '", "' ' is not text"),
        ("language: english, mostly", "'english, mostly' is not a language"),
        ("languag: en", "there is no key 'languag' (did you mean 'language'?)"),
        ("volume: 012", "there is no key 'volume'; known here: name, title, start"),
        ("zone: Asia/Shangai", "did you mean 'Asia/Shanghai'?"),
        ("zone: ../etc", "'../etc' is not a time zone"),
        ("date_order: MYD", "'MYD' is not a choice; expected one of DMY, MDY, YMD"),
        ("hosts: [http://a.org/]", "'http://a.org/' is not a host"),
        ("hosts: www.example.org", "is not a list; expected a list of hosts"),
        ("feeds: ['mailto:x@example.org']", "is not a web address"),
        ("discover: [everything]", "expected one of feeds, sitemaps"),
        ("articles: {match: '('}", "key 'articles.match': '(' is not a pattern"),
        ("articles: {match: ['a{99999999999999}']}", "is not a pattern"),
        ("rewrite: [{match: '/(a)', to: '\\2'}]", "key 'rewrite[0].to'"),
        ("rewrite: [{match: /a}]", "is not a rewriting"),
        ("ignore_parameters: ref", "key 'ignore_parameters'"),
        ("ignore_parameters: ['?ref=']", "key 'ignore_parameters[0]'"),
        ("pages: {first: 2}", "expected at least one of link, number, script"),
        ("pages: {number: page.html}", "'page.html' is not a numbered name"),
        ("pages: {number: '{n}{n}.html'}", "is not a numbered name"),
        ("pages: {script: 'f('}", "'f(' is not a function's name"),
        ("limits: {depth: -1}", "-1 is not a whole number; expected 0 or more"),
        ("limits: {depth: yes}", "True is not a whole number"),
        ("politeness: {delay_s: fast}", "'fast' is not a number"),
        ("politeness: {delay_s: .inf}", "is not a number"),
        ('politeness: {contact: "a\\nb"}', "is not text of a header"),
        ("politeness: 5", "5 is not a mapping"),
        ("zone: " + "x" * 100, "xxx… is not a time zone"),
    ],
)
def test_a_wrong_value_is_named_with_its_key_and_what_was_wanted(more: str, said: str) -> None:
    text = complaint(TWO_LINES + more)

    assert said in text
    assert text.startswith("profile 'x.yaml', key ") or "broken" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds no keys; expected at least `name: …` and `start: [http://…]`"),
        ("- name", "holds no keys"),
        ("name: x", "key 'start': is missing"),
        ("start: [http://a.org/]", "key 'name': is missing"),
        ("name: x\nstart:", "key 'start': is missing"),
        (
            "name: x\nstart: http://a.org/",
            "'http://a.org/' is not a list; expected a list of web addresses, as",
        ),
        ("name: x\nstart: []", "[] is not a list of start pages"),
        ("name: x\nstart: [www.example.org]", "'www.example.org' is not a web address"),
        ("name: a/b\nstart: [http://a.org/]", "'a/b' is not a site's name"),
        ("name: ../x\nstart: [http://a.org/]", "'../x' is not a site's name"),
        ("name: 1998\nstart: [http://a.org/]", "quote it"),
        ("name: [x\nstart: 5", "is broken YAML, line 2, column 6: expected"),
        ("name: x\nname: y", "line 2, column 1: the key 'name' stands here twice"),
        ("name: x\n\tstart: y", "line 2, column 1"),
        ("name: &a x\ntitle: *a", "an alias (*name) is not accepted"),
        ("name: !!python/object/apply:os.system [ls]", "is broken YAML, line 1, column 7"),
        ("--- {}\n--- {}", "is broken YAML"),
        ("name: x\x00", "cannot stand in YAML"),
        ("{[1]: 2}", "a value cannot be read"),
        ("[" * 9_000, "is nested too deeply"),
        ("#" * 600_000, "has more than 512,000 characters"),
    ],
)
def test_a_broken_profile_says_where(text: str, said: str) -> None:
    assert said in complaint(text)


@given(st.text(max_size=200))
def test_any_text_is_a_profile_or_an_error_of_ours(text: str) -> None:
    for whole in (text, TWO_LINES + text):
        with suppress(ProfileError):
            profiles.parse(whole, source="x.yaml")


KEYS = st.sampled_from(
    ["fronts", "articles", "layouts", "zone", "hosts", "limits", "pages", "rewrite", "language", "politeness"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


@given(KEYS, JSON)
def test_any_value_of_a_key_is_taken_or_refused(key: str, value: object) -> None:
    with suppress(ProfileError):
        profiles.parse(TWO_LINES + f"{key}: {json.dumps(value)}", source="x.yaml")


def test_json_is_yaml_and_a_byte_order_mark_is_no_matter(tmp_path: Path) -> None:
    text = json.dumps({"name": "x", "start": ["http://a.org/"]})
    for n, encoding in enumerate(("utf-8", "utf-8-sig", "utf-16")):
        file = tmp_path / f"{n}.json"
        file.write_bytes(text.encode(encoding))

        assert profiles.load(str(file)).name == "x"


def test_a_file_of_any_name_can_be_a_profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine").write_text(TWO_LINES)
    monkeypatch.chdir(tmp_path)

    assert profiles.load("mine").source == "mine"


def test_an_unknown_site_is_told_which_are_known() -> None:
    with pytest.raises(ProfileError) as caught:
        profiles.load("chinatomorrow")

    said = str(caught.value)
    assert "there is no such site; expected one of chinatoday, linuxgazette, or a YAML file's path" in said
    assert caught.value.exit_status == 2


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"name: caf\xe9")
    (tmp_path / "huge.yaml").write_bytes(b"#" * 600_000)
    for file, said in (
        ("absent.yaml", "No such file"),
        (".", "Is a directory"),
        ("latin.yaml", "byte 9 is not utf-8"),
        ("huge.yaml", "more than 512,000 bytes"),
    ):
        with pytest.raises(ProfileError, match=said):
            profiles.load(str(tmp_path / file))


def test_an_address_is_judged_by_host_and_patterns() -> None:
    profile = parsed(
        """
fronts: [{match: ^/list}, {match: '^http://m\\.'}]
hosts: [m.example.org]
feeds: [/list.xml]
sitemaps: [/map.xml]
articles: {match: ['/story', '\\?id=\\d+$'], never: ['/story/print', '^https']}
"""
    )
    root = "http://www.example.org:8000"

    kinds = [
        profile.kind_of(root + path)
        for path in (
            "/",
            "/list/2",
            "/story/5",
            "/x?id=5",
            "/story/print/5",
            "/about",
            "/list.xml",
            "/map.xml",
        )
    ]

    assert kinds == ["front", "front", "article", "article", None, None, "feed", "sitemap"]
    assert profile.kind_of("http://m.example.org/story") == "front"
    assert profile.allows(root + "/about")
    assert not profile.allows(root + "/story/print/5")
    assert not profile.allows("https://m.example.org/")
    assert not profile.allows("http://www.example.org/")
    assert not profile.allows("http://evil-m.example.org/")


def test_the_first_rule_that_holds_is_a_fronts_rule() -> None:
    profile = parsed("fronts: [{match: ^/a, item: li}, {item: p}]")

    assert [rule.item for path in ("/a", "/b") if (rule := profile.front_rule(f"http://x{path}"))] == [
        "li",
        "p",
    ]


def test_a_layout_holds_for_its_days() -> None:
    profile = parsed(
        "layouts: [{name: a, until: 2020-01-01}, {name: b, since: 2020-01-01, until: 2024-01-01},"
        " {name: c, match: ^/new}, {name: d}]"
    )

    def name(path: str, on: date | None) -> str | None:
        layout = profile.layout_for("http://x" + path, on)
        return layout.name if layout else None

    assert name("/x", date(2019, 12, 31)) == "a"
    assert name("/x", date(2020, 1, 1)) == "b"
    assert name("/x", date(2024, 1, 1)) == "d"
    assert name("/new", date(2025, 1, 1)) == "c"
    assert name("/x", None) == "d"
    assert parsed().layout_for("http://x/", None) is None


def test_an_address_is_rewritten_to_its_first_name() -> None:
    profile = parsed(
        "rewrite: [{match: '^/(\\d\\d)/', to: '/issue\\1/'}, {match: '^https?://m\\.', to: 'http://www.'},"
        " {match: ^/gone, to: '//evil.example/'}]"
    )

    assert profile.rewrite("http://a.org/60/x") == "http://a.org/issue60/x"
    assert profile.rewrite("https://m.a.org/60/x?p=/60/") == "http://www.a.org/issue60/x?p=%2F60%2F"
    assert profile.rewrite("http://a.org/gone") == "http://a.org/evil.example/"
    assert profile.rewrite("http://a.org/600/x") == "http://a.org/600/x"


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("time@datetime", ("time", "datetime")),
        ('meta[name="a@b"]@content', ('meta[name="a@b"]', "content")),
        ('a[href*="@"]', ('a[href*="@"]', None)),
        ("h1 , h2", ("h1 , h2", None)),
    ],
)
def test_a_selector_may_end_in_an_attribute(written: str, parts: tuple[str, str | None]) -> None:
    assert profiles.split_selector(written) == parts


@pytest.mark.parametrize(
    ("number", "first", "url", "second"),
    [
        ("index_{n}.html", 1, "http://a.org/list/", "http://a.org/list/index_1.html"),
        ("index_{n}.html", 1, "http://a.org/list/index.html", "http://a.org/list/index_1.html"),
        ("{stem}_{n}{suffix}", 2, "http://a.org/node_7159.htm", "http://a.org/node_7159_2.htm"),
        ("{stem}-{n}{suffix}", 2, "http://a.org/story", "http://a.org/story-2"),
        ("?page={n}", 2, "http://a.org/list/", "http://a.org/list/?page=2"),
    ],
)
def test_numbered_pages_follow_their_first(number: str, first: int, url: str, second: str) -> None:
    assert PagesRule(number=number, first=first).next_page(url) == second


def test_a_further_page_knows_its_first_and_its_next() -> None:
    rule = PagesRule(number="{stem}_{n}{suffix}", first=2)

    assert rule.whole_of("http://a.org/node_7159_2.htm") == ("http://a.org/node_7159.htm", 2)
    assert rule.next_page("http://a.org/node_7159_2.htm") == "http://a.org/node_7159_3.htm"
    assert rule.whole_of("http://a.org/node_7159.htm") is None
    assert rule.whole_of("http://a.org/node_7159_1.htm") is None
    assert PagesRule(link="a").whole_of("http://a.org/a_2.htm") is None
    assert PagesRule(link="a").next_page("http://a.org/a_2.htm") is None


def test_a_script_counts_the_pages() -> None:
    rule = PagesRule(script="createPageHTML")
    url = "http://a.org/2018/ii/202004/t2020_8.html"

    assert rule.counted('createPageHTML(3, 0, "t2020_8", "html");', url) == (
        "http://a.org/2018/ii/202004/t2020_8_1.html",
        "http://a.org/2018/ii/202004/t2020_8_2.html",
    )
    assert rule.counted("createPageHTML(2,1,'t2020_8','html')", url.replace("_8", "_8_1")) == ()
    assert rule.counted("createPageHTML( 2 )", "http://a.org/list/") == ("http://a.org/list/index_1.html",)
    assert rule.counted('createPageHTML(1, 0, "index", "html")', "http://a.org/list/") == ()
    assert rule.counted("function createPageHTML(_nPageCount, _nCurrIndex) {}", url) is None
    assert len(rule.counted("createPageHTML(999999)", url) or ()) < 1_000
    assert PagesRule(number="{n}").counted("createPageHTML(3)", url) is None


@pytest.mark.parametrize("name", profiles.shipped())
def test_a_shipped_profile_loads_under_its_name(name: str) -> None:
    profile = profiles.load(name)

    assert profile.name == name
    assert profile.start


@pytest.mark.parametrize(
    ("path", "kind", "layout"),
    [
        ("/", "front", None),
        ("/ctenglish/", "front", None),
        ("/english/report/node_7159.htm", "front", None),
        ("/english/report/node_7159_2.htm", "front", None),
        ("/ctenglish/2018/ii/", "front", None),
        ("/ctenglish/2018/ii/index_1.html", "front", None),
        ("/Arabic/2006n/0611/index.htm", "front", "hand-made issues, Arabic"),
        ("/english/report/2017-06/30/content_743252.htm", "article", "enp, to 2017"),
        ("/english/report/2017-06/30/content_743252_2.htm", None, "enp, to 2017"),
        ("/ctenglish/2018/ii/202004/t20200415_800201234.html", "article", "TRS, since 2018"),
        ("/ctenglish/2018/ii/202004/t20200415_800201234_1.html", None, "TRS, since 2018"),
        ("/zw2018/ly_4982/202509/t20250919_800415685.html", "article", "TRS, since 2018"),
        ("/Arabic/a2-1/lter2.htm", "article", "hand-made issues, Arabic"),
        ("/hoy/2005n/s200507/p7.htm", "article", "hand-made issues"),
    ],
)
def test_china_todays_three_generations_are_told_apart(
    path: str, kind: str | None, layout: str | None
) -> None:
    profile = profiles.load("chinatoday")
    found = profile.layout_for(CHINA + path, date(2026, 1, 1))

    assert profile.kind_of(CHINA + path) == kind
    assert (found.name if found else None) == layout


def test_china_todays_copies_on_other_hosts_are_left_alone() -> None:
    profile = profiles.load("chinatoday")

    assert profile.allows("http://arabic.chinatoday.com.cn/2018/xw/202412/t20241224_800388009.html")
    assert not profile.allows("http://www.92sanjipian.com/ctenglish/index.htm")
    assert not profile.allows("http://www.chinatoday.com/ctenglish/")
    assert profile.rewrite("https://chinatoday.com.cn/english/") == f"{CHINA}/english/"


def test_linux_gazettes_articles_are_told_from_the_rest(shared: Path) -> None:
    profile = profiles.load("linuxgazette")
    lines = (shared / "sites/linux-gazette/gold.jsonl").read_text("utf-8").splitlines()
    paths = [json.loads(line)["path"] for line in lines]

    assert [path for path in paths if profile.kind_of(GAZETTE + path) != "article"] == []
    assert [path for path in paths if not profile.allows(GAZETTE + path)] == []


@pytest.mark.parametrize(
    "path",
    ["/186/TWDT.html", "/authors/brown.html", "/108/tag/1.html", "/issue28/gx/x.html", "/186/misc/a.html"],
)
def test_what_linux_gazette_only_shows_twice_is_no_article(path: str) -> None:
    assert profiles.load("linuxgazette").kind_of(GAZETTE + path) is None


def test_one_issue_of_linux_gazette_has_one_address() -> None:
    rewrite = profiles.load("linuxgazette").rewrite

    assert rewrite("http://www.linuxgazette.net/60/x.html") == f"{GAZETTE}/issue60/x.html"
    assert rewrite("https://linuxgazette.net/issue100/") == f"{GAZETTE}/100/"


GUESSES = {
    "article": [
        "/english/report/2017-06/30/content_743252.htm",
        "/186/brown.html",
        "/2019/05/12/some-slug/",
        "/my-long-story-about-cats",
        "/news/harbour-reopens",
        "/harbour-reopens",
        "/?p=123",
        "/news/12345",
        "/story/7",
        "/articles/a.html",
    ],
    "front": [
        "/",
        "/index.html",
        "/english/",
        "/politics",
        "/english/report/node_7159_2.htm",
        "/ctenglish/2018/ii/index_1.html",
        "/186/index.html",
        "/lg_index.html",
        "/archives.html",
        "/authors/brown.html",
        "/tag/long-name-of-a-tag",
        "/2019/05/12/",
        "/blog/page/2/",
        "/?page=2",
        "/world/europe?page=2",
        "/contact.html",
        "/calendar?m=3",
    ],
}


@pytest.mark.parametrize(
    ("kind", "path"), [(kind, path) for kind, paths in GUESSES.items() for path in paths]
)
def test_a_kind_is_guessed_from_the_address(kind: str, path: str) -> None:
    assert profiles.guess_kind("http://example.org" + path) == kind


@given(st.text(max_size=60))
def test_any_address_can_be_guessed(written: str) -> None:
    for url in (written, f"http://example.org/{written}", "http://[bad/"):
        assert profiles.guess_kind(url) in ("article", "front")
        profiles.is_service(url)
