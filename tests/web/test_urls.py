"""Addresses: one form for each, none breaks us, and the copy's address leads back to the publication's."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.web import urls

HOST = "www.example.org"
ANY_ADDRESS = st.one_of(
    st.text(max_size=80),
    st.builds("http://{}".format, st.text(max_size=40)),
    st.builds("http://example.org/{}".format, st.text(max_size=40)),
    st.builds("//{}?{}".format, st.text(max_size=20), st.text(max_size=40)),
)
PATHS = st.lists(st.text("abcXYZ019-_.", min_size=1, max_size=8), max_size=4).map(
    lambda parts: "/" + "/".join(parts)
)


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("http://A.ORG:80/x/../y/./z?b=2&a=1#top", "http://a.org/y/z?a=1&b=2"),
        ("https://a.org:443", "https://a.org/"),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
        ("http://a.org./x", "http://a.org/x"),
        ("http://a.org/Arabic/P5.HTM", "http://a.org/Arabic/P5.HTM"),
        ("http://a.org/x?utm_source=feed&id=3&fbclid=9", "http://a.org/x?id=3"),
        ("http://a.org/x?", "http://a.org/x"),
        ("http://a.org/x?743252", "http://a.org/x?743252"),
        ("http://a.org/é è.html", "http://a.org/%C3%A9%20%C3%A8.html"),
        ("http://a.org/../../x", "http://a.org/x"),
        ("http://a.org/a/..", "http://a.org/"),
        ("  http://a.org/a\n\t/b ", "http://a.org/a/b"),
        ("http://user:secret@a.org/x", "http://a.org/x"),
        ("http://bücher.example/x", "http://xn--bcher-kva.example/x"),
        ("http://[::1]:80/x", "http://[::1]/x"),
    ],
)
def test_an_address_has_one_form(written: str, wanted: str) -> None:
    assert urls.canonical(written) == wanted


@pytest.mark.parametrize(
    "written",
    [
        "mailto:editor@example.org",
        "javascript:void(0)",
        "data:text/html,x",
        "tel:123",
        "ftp://a.org/x",
        "/no/base",
        "",
        "http://",
        "http://a.org:port/x",
        "http://a..org/",
        "http://a b.org/",
        "http://[bad/",
        "http://a.org/" + "x" * 2_000,
        "http://a.org/" + "ü" * 600,
    ],
)
def test_what_is_no_web_address_is_none(written: str) -> None:
    assert urls.canonical(written) is None


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("content_2.htm", "http://a.org/english/report/content_2.htm"),
        ("./x.html", "http://a.org/english/report/x.html"),
        ("../../node_7.htm", "http://a.org/node_7.htm"),
        ("//b.org/x", "http://b.org/x"),
        ("?page=2", "http://a.org/english/report/index.htm?page=2"),
        ("#comments", "http://a.org/english/report/index.htm"),
        ("", "http://a.org/english/report/index.htm"),
    ],
)
def test_a_relative_address_is_joined_to_its_page(written: str, wanted: str) -> None:
    assert urls.canonical(written, base="http://a.org/english/report/index.htm") == wanted


@given(ANY_ADDRESS, st.sampled_from([None, "http://example.org/a/b.html?x=1#y", "not a base"]))
def test_the_canonical_form_is_its_own_canonical_form(written: str, base: str | None) -> None:
    settled = urls.canonical(written, base=base)

    assert settled is None or urls.canonical(settled) == settled


@given(ANY_ADDRESS)
def test_no_address_breaks_what_reads_addresses(written: str) -> None:
    urls.host_of(written)
    urls.is_page(written)
    urls.shape(written)
    urls.date_in(written)
    urls.rebase(written, host=HOST, base="http://127.0.0.1:8000/copy")
    urls.unbase(written, host=HOST, base="http://127.0.0.1:8000/copy")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://WWW.example.org:80/x", "www.example.org"),
        ("https://example.org:8443/", "example.org:8443"),
        ("ftp://example.org/", ""),
        ("http://a.org:99999/", ""),
        ("/x", ""),
    ],
)
def test_a_host_has_its_port_only_if_that_is_unusual(url: str, host: str) -> None:
    assert urls.host_of(url) == host


@pytest.mark.parametrize(
    "leaf", ["x.html", "x.htm", "x.php?img=a.jpg", "", "x", "node_7.shtml", "2.6.html", "feed.xml"]
)
def test_what_may_be_a_page_is_taken_for_one(leaf: str) -> None:
    assert urls.is_page(f"http://a.org/{leaf}")


@pytest.mark.parametrize(
    "leaf", ["x.JPG", "a/b.tar.gz", "x.pdf?page=2", "x.css", "x.mp3", "x.docx", "notes.txt"]
)
def test_pictures_archives_and_documents_are_no_pages(leaf: str) -> None:
    assert not urls.is_page(f"http://a.org/{leaf}")


def test_a_broken_address_is_no_page_and_has_no_shape() -> None:
    assert not urls.is_page("http://[bad/x.html")
    assert urls.shape("http://[bad/x.html") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/2017-06/30/content_743252.htm", "/2016-01/02/content_1.htm"),
        ("/calendar?y=2017&m=6", "/calendar?m=12&y=1999"),
        ("/news/a-long-story-about-trains", "/news/another-story-of-harbours-and-ships"),
        ("/186/x.html", "/90/x.html"),
    ],
)
def test_addresses_made_by_one_rule_have_one_shape(one: str, other: str) -> None:
    assert urls.shape("http://a.org" + one) == urls.shape("http://a.org" + other)


@pytest.mark.parametrize(("one", "other"), [("/about", "/news"), ("/x?a=1", "/x?b=1"), ("/x", "/x/y")])
def test_addresses_of_different_rules_have_different_shapes(one: str, other: str) -> None:
    assert urls.shape("http://a.org" + one) != urls.shape("http://a.org" + other)


@pytest.mark.parametrize(
    "base", ["http://127.0.0.1:8000", "http://127.0.0.1:8000/", "https://copy.example/mirror/a/"]
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_only_the_publications_host_is_asked_elsewhere(base: str, scheme: str) -> None:
    moved = urls.rebase(f"{scheme}://{HOST}/x.html?a=1", host=HOST, base=base)

    assert moved == base.rstrip("/") + "/x.html?a=1"
    assert urls.rebase("http://other.example/x", host=HOST, base=base) == "http://other.example/x"


@given(
    PATHS, st.sampled_from(["http://127.0.0.1:8000", "http://127.0.0.1:8000/copy/", "https://copy.example/a"])
)
def test_the_way_to_the_copy_leads_back(path: str, base: str) -> None:
    own = urls.canonical(f"http://{HOST}{path}?a=1")
    assert own is not None

    assert urls.unbase(urls.rebase(own, host=HOST, base=base), host=HOST, base=base) == own


def test_an_address_beside_the_copy_is_not_the_publications() -> None:
    base = "http://127.0.0.1:8000/copy"

    assert urls.unbase("http://127.0.0.1:8000/other", host=HOST, base=base) == "http://127.0.0.1:8000/other"
    assert (
        urls.unbase("http://127.0.0.1:8000/copybook", host=HOST, base=base)
        == "http://127.0.0.1:8000/copybook"
    )
    assert (
        urls.unbase("http://127.0.0.1:8000/copy/", host=HOST, base=base, scheme="https") == f"https://{HOST}/"
    )


@pytest.mark.parametrize(
    ("path", "on", "precision"),
    [
        ("/english/report/2017-06/30/content_743252.htm", date(2017, 6, 30), "day"),
        ("/ctenglish/2018/cs/201802/t20180206_800116723.html", date(2018, 2, 6), "day"),
        ("/2017/06/30/x", date(2017, 6, 30), "day"),
        ("/2017/6/5/x", date(2017, 6, 5), "day"),
        ("/2017/POLITICS/06/30/x", date(2017, 6, 30), "day"),
        ("/2017/near_east/6/5/x", date(2017, 6, 5), "day"),
        ("/blog/2017/june/05/some-story/", date(2017, 6, 5), "day"),
        ("/2017/Jun/5", date(2017, 6, 5), "day"),
        ("/news/20170630.html", date(2017, 6, 30), "day"),
        ("/2017-06-30-some-story", date(2017, 6, 30), "day"),
        ("/2017/06/some-story.html", date(2017, 6, 1), "month"),
        ("/2017-02/30/x", date(2017, 2, 1), "month"),
        ("/201706/some-story.html", date(2017, 6, 1), "month"),
    ],
)
def test_an_address_tells_its_date(path: str, on: date, precision: str) -> None:
    stated = urls.date_in("http://a.org" + path)

    assert stated is not None
    assert (stated.on, stated.precision, stated.source) == (on, precision, "url")


@pytest.mark.parametrize(
    "path",
    [
        "/ctenglish/2018/ii/",
        "/1066/10/14/",
        "/2017/13/40/x",
        "/2017/politics/05/some-story",
        "/content_8001706301.htm",
        "/186/x",
    ],
)
def test_an_address_without_a_sane_date_tells_none(path: str) -> None:
    assert urls.date_in("http://a.org" + path) is None


@given(ANY_ADDRESS, st.sampled_from([None, "http://example.org/a/b.html?x=1#y"]))
def test_what_is_asked_is_the_address_that_was_linked(written: str, base: str | None) -> None:
    asked = urls.fetch_url(written, base=base)

    assert (asked is None) or urls.canonical(asked) == urls.canonical(written, base=base)
    assert (asked is None) or urls.fetch_url(asked) == asked
    assert asked is None or (asked.isascii() and "#" not in asked and " " not in asked)


@pytest.mark.parametrize(
    ("one", "other"),
    [("?a;b", "?a&b"), ("?2005&12", "?12&2005"), ("?a=1&a=2", "?a=2&a=1"), ("?a%26b", "?a&b")],
)
def test_different_pages_keep_different_forms(one: str, other: str) -> None:
    assert urls.canonical("http://a.org/x" + one) != urls.canonical("http://a.org/x" + other)


@pytest.mark.parametrize("session", ["(S(k3v0q8z7mwp1aaaa))", "(A(abc)F(def))", "(X(1)S(abc))"])
def test_a_session_in_the_path_is_asked_but_is_no_part_of_the_address(session: str) -> None:
    url = f"http://example.org/{session}/news/story.aspx?id=3"

    assert urls.canonical(url) == "http://example.org/news/story.aspx?id=3"
    assert urls.fetch_url(url) == url
    assert urls.canonical("http://example.org/news/(s)/story") == "http://example.org/news/(s)/story"
