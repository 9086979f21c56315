"""The assets of a page are what its article shows and links, and what it needs to look right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.classify import verdicts
from newsspider.discovery.links import page_assets
from newsspider.items import Article, AssetKind, Image, Verdict
from newsspider.scheduling import revisits
from newsspider.web.document import Document

URL = "https://gazette.example/2024/story.html"
ALL: frozenset[AssetKind] = frozenset(("image", "document", "requisite"))


def found(html: str, article: Article | None = None, *, keep: frozenset[AssetKind] = ALL) -> dict[str, str]:
    """The kind of each asset of a page, by its address without the host."""
    links = page_assets.on_page(Document(html, URL), article, keep=keep, depth=3)
    assert {(link.found_on_url, link.depth) for link in links} <= {(URL, 3)}
    return {link.url.removeprefix("https://gazette.example"): link.kind for link in links}


def article(html: str = "", *urls: str) -> Article:
    return Article(url=URL, canonical_url=URL, html=html, images=tuple(Image(url=url) for url in urls))


def test_pictures_of_the_article_are_images_and_those_beside_it_are_not() -> None:
    html = """<body><img src=/logo.png><article><picture><source srcset="/a.webp 1x, /a-2.webp 2x">
        <img src=/a.jpg srcset="/a.jpg 320w, /a-wide.jpg 1280w, /a-mid.jpg 640w"></picture>
        <a href=/b-large.jpg><img src=/blank.gif data-src=/b.jpg></a></article></body>"""

    shown = found(html, article("", "https://gazette.example/a.jpg", "https://gazette.example/b.jpg"))

    assert shown.pop("/logo.png") == "requisite"
    assert shown == dict.fromkeys(
        ("/a.jpg", "/a-wide.jpg", "/a-2.webp", "/b.jpg", "/b-large.jpg", "/blank.gif"), "image"
    )


def test_the_picture_to_show_a_page_by_is_an_image_where_there_is_an_article() -> None:
    html = '<head><meta property="og:image" content="/lead.jpg"></head><body>x'

    assert found(html, article()) == {"/lead.jpg": "image"}
    assert found(html) == {}


def test_what_the_body_links_is_a_document_unless_it_is_a_page_or_a_picture() -> None:
    body = """<p><a href="/plan.pdf">Plan</a> <a href="/talk.mp3#t=9">Talk</a> <a href="/map.png">Map</a>
        <a href="/other.html">Other</a> <a href="mailto:a@b.example">Mail</a> <a href="">None</a></p>"""
    html = '<audio src=/said.ogg></audio><video><source src="/seen.webm"></video><a href=/menu.pdf>Menu</a>'

    documents = ("/plan.pdf", "/talk.mp3", "/said.ogg", "/seen.webm")
    assert found(html, article(body)) == {**dict.fromkeys(documents, "document"), "/map.png": "image"}


def test_stylesheets_scripts_fonts_icons_and_backgrounds_are_requisites() -> None:
    html = """<head><link rel=stylesheet href=/a.css><link rel="alternate stylesheet" href=/dark.css>
        <link rel="shortcut icon" href=/i.ico><link rel=preload as=font href=/f.woff2>
        <link rel=canonical href=/c.html><link rel=alternate type=application/rss+xml href=/feed.xml>
        <script src=/s.js></script><script>document.write("<img src=/no.png>")</script>
        <style>@import "/b.css"; body { background: url( '/bg.png' ) }</style></head>
        <body background=/tile.gif><div style="background-image: url(/inline.png)">x</div>"""

    names = ("/a.css", "/i.ico", "/f.woff2", "/s.js", "/b.css", "/bg.png", "/tile.gif", "/inline.png")
    assert found(html) == dict.fromkeys(names, "requisite")


def test_pictures_of_the_layout_are_requisites_and_those_of_teasers_and_articles_are_not() -> None:
    html = """<body><a href=/><img src=/sign.gif></a><img src=/rule.gif><a href="#top"><img src=up.gif></a>
        <a href=/2024/next.html><b><img src=/teaser.jpg></b></a><article><img src=/a.jpg></article>"""
    requisites: frozenset[AssetKind] = frozenset(("requisite",))

    layout = found(html, article("", "https://gazette.example/a.jpg"), keep=requisites)

    assert layout == dict.fromkeys(("/sign.gif", "/rule.gif", "/2024/up.gif"), "requisite")


@pytest.mark.parametrize("kind", sorted(ALL))
def test_only_what_is_to_be_kept_is_found(kind: AssetKind) -> None:
    html = '<head><link rel=stylesheet href=/a.css></head><body><img src="/a.jpg">'
    said = article('<p><a href="/plan.pdf">Plan</a></p>', "https://gazette.example/a.jpg")

    assert set(found(html, said, keep=frozenset((kind,))).values()) == {kind}


def test_a_stylesheet_names_what_it_imports_and_points_to() -> None:
    css = """/* url(/old.png) */ @charset "utf-8"; @import 'base.css' screen; @IMPORT url("print.css");
        @font-face { src: url(f.eot?#iefix) format("eot"), url(data:font/woff2;base64,AAAA) }
        .a { background: URL( ../i/a\\(1\\).png ) } .b { background: url(''); mask: url(#m) }"""

    links = page_assets.in_stylesheet(css, "https://gazette.example/css/main.css", depth=2)

    assert [link.url.removeprefix("https://gazette.example") for link in links] == [
        "/css/base.css", "/css/print.css", "/css/f.eot", "/i/a(1).png",
    ]  # fmt: skip
    assert {link.kind for link in links} == {"requisite"}


@pytest.mark.parametrize(
    ("source_set", "best"),
    [
        ("a.jpg", "a.jpg"),
        ("a 2x, b 3x", "b"),
        ("a.jpg 1x, b.jpg 2x", "b.jpg"),
        ("a.jpg 640w,b.jpg 320w", "a.jpg"),
        ("a,b.jpg 1.5x, c.jpg", "a,b.jpg"),
        ("a.jpg, b.jpg 100w 80h, c.jpg 90w", "b.jpg"),
        ("a.jpg narrow, b.jpg 2x", "b.jpg"),
        ("", None),
        (" , ,", None),
    ],
)
def test_the_best_of_a_source_set_is_the_widest_or_densest(source_set: str, best: str | None) -> None:
    assert page_assets.best_of(source_set) == best


@pytest.mark.parametrize(
    "source_set", ["a" * 500_000 + " b", "a " + "1" * 500_000, "a" + " " * 500_000 + "b"]
)
def test_a_source_set_without_an_end_is_read_in_one_go(source_set: str) -> None:
    assert page_assets.best_of(source_set)


def test_a_stylesheet_that_names_assets_without_end_gives_the_first() -> None:
    css = "".join(f"url({n}.png)" for n in range(page_assets.MOST + 100))

    links = page_assets.in_stylesheet(css, URL, depth=1)

    assert [link.url.rpartition("/")[2] for link in links] == [f"{n}.png" for n in range(page_assets.MOST)]


def test_comments_that_are_never_closed_reach_to_the_end() -> None:
    css = "a { background: url(one.png) } " + "/* url(two.png) " * 200_000

    assert list(page_assets.in_style(css)) == ["one.png"]


@given(st.text(), st.text())
def test_any_text_gives_addresses_of_the_web_or_none(text: str, url: str) -> None:
    html = f'<body><img src="{url}" srcset="{text}" style="{text}"><style>{text}</style><a href="{url}">'
    said = article(f'<p><a href="{url.replace(chr(34), "")}">x</a></p>', url)

    links = page_assets.on_page(Document(html, URL), said, keep=ALL, depth=1)
    links += page_assets.in_stylesheet(text, URL, depth=1)

    assert all(link.url.startswith(("http://", "https://")) for link in links)


@pytest.mark.parametrize(
    ("status", "payload", "verdict"),
    [
        (200, b"\x89PNG\r\n", Verdict.IMAGE),
        (200, b"<svg xmlns='http://www.w3.org/2000/svg'><title>x</title></svg>", Verdict.IMAGE),
        (200, b"<?xml version='1.0'?><!-- x --><svg></svg>", Verdict.IMAGE),
        (200, b"", Verdict.EMPTY),
        (200, b"\n<!-- x --><!DOCTYPE html><p>Sorry", Verdict.WRONG_TYPE),
        (304, b"", Verdict.NOT_MODIFIED),
        (404, b"<p>", Verdict.GONE),
        (500, b"", Verdict.ERROR),
        (429, b"", Verdict.BLOCKED),
    ],
)
def test_an_asset_is_worth_what_its_bytes_are(status: int, payload: bytes, verdict: Verdict) -> None:
    assert verdicts.judge_asset(status, payload, kind="image") is verdict


def test_a_script_that_writes_html_is_a_script() -> None:
    said = b"document.write('<p>x</p>'); var a = '<html>'"

    assert verdicts.judge_asset(200, said, kind="requisite") is Verdict.REQUISITE


@given(
    st.sampled_from(sorted(ALL)),
    st.sampled_from(sorted(Verdict)),
    st.datetimes(timezones=st.just(revisits.UTC), min_value=revisits.datetime(2000, 1, 1)),
    st.integers(1, 50),
)
def test_an_asset_is_never_due_at_once(
    kind: AssetKind, verdict: Verdict, now: revisits.datetime, failures: int
) -> None:
    due_at = revisits.asset_due(kind, verdict=verdict, now=now, failures=failures)

    assert now <= due_at <= now + revisits.LONGEST
    if verdict in (Verdict.IMAGE, Verdict.DOCUMENT, Verdict.REQUISITE, Verdict.NOT_MODIFIED):
        assert due_at >= now + revisits.ASSETS["requisite"]
