"""What an answer is worth: stories, lists, and all that stands in their place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider import profiles
from newsspider.classify import error_pages, soft_404
from newsspider.classify.verdicts import fingerprint, judge
from newsspider.errors import NewsspiderError
from newsspider.items import Article, Image, MissingPage, Verdict
from newsspider.web.document import Document

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.items import AddressKind
    from newsspider.profiles import SiteProfile

URL = "http://example.org/news/big-fire.html"
TWO_LINES = "name: example\nstart: [http://example.org/]\n"
SITE = profiles.parse(TWO_LINES, source="x.yaml")
KNOWN = profiles.parse(
    TWO_LINES + "articles: {match: ^/news/}\nfronts: [{match: ^/list/}]\nlimits: {page_bytes: 100000}",
    source="x.yaml",
)
SENTENCE = "The water rose in the night and nobody in the lower town had slept when it came. "
TEASERS = "".join(
    f'<li><a href="/news/story-number-{n}.html">Story number {n}</a> It rained again.</li>' for n in range(12)
)


def page(body: str, *, title: str = "The Paper") -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>".encode()


def read(
    body: str, *, html: str = "", headline: str | None = None, images: int = 0, url: str = URL
) -> Article:
    return Article(
        url=url,
        canonical_url=url,
        headline=headline,
        body=(body,) if body else (),
        html=html or f"<p>{body}</p>",
        images=tuple(Image(url=f"http://example.org/{n}.jpg") for n in range(images)),
    )


def judged(
    payload: bytes,
    article: Article | None = None,
    *,
    status: int = 200,
    content_type: str | None = "text/html",
    site: SiteProfile = SITE,
    url: str = URL,
    kind: AddressKind = "article",
    home: str | None = None,
    missing: MissingPage | None = None,
) -> Verdict:
    try:
        document = Document(payload, url)
    except NewsspiderError:
        document = None
    return judge(
        status,
        content_type,
        payload,
        article,
        document,
        profile=site,
        url=url,
        kind=kind,
        home_fingerprint=home,
        missing=missing,
    ).verdict


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (304, Verdict.NOT_MODIFIED),
        (301, Verdict.REDIRECT),
        (308, Verdict.REDIRECT),
        (404, Verdict.GONE),
        (410, Verdict.GONE),
        (403, Verdict.ERROR),
        (429, Verdict.BLOCKED),
        (500, Verdict.ERROR),
        (503, Verdict.ERROR),
        (204, Verdict.ERROR),
    ],
)
def test_a_status_is_a_verdict(status: int, verdict: Verdict) -> None:
    assert judged(b"", status=status) == verdict


@pytest.mark.parametrize("payload", [b"", b"  \r\n "])
def test_nothing_is_empty(payload: bytes) -> None:
    assert judged(payload) == Verdict.EMPTY


def test_an_answer_beyond_the_limit_is_too_large() -> None:
    assert judged(page("x" * 100_001), site=KNOWN) == Verdict.TOO_LARGE


@pytest.mark.parametrize(
    "payload",
    [
        b"%PDF-1.4 <html>",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"PK\x03\x04 a word file",
        b'{"error": "no page"}',
        b"lg_index.html",
        b"\x1f\x8b\x08 packed",
        b"\x00\x01\x02",
    ],
)
@pytest.mark.parametrize("kind", ["article", "front"])
def test_what_is_no_page_is_the_wrong_type_whatever_the_server_says(
    payload: bytes, kind: AddressKind
) -> None:
    assert judged(payload, kind=kind) == Verdict.WRONG_TYPE


def test_a_page_that_could_not_be_parsed_is_unreadable() -> None:
    assert (
        judge(200, "text/html", b"<p>x", None, None, profile=SITE, url=URL, kind="article").verdict
        == Verdict.UNREADABLE
    )
    assert judged(page(f"<p>{SENTENCE * 9}</p>"), None) == Verdict.UNREADABLE


FEED = b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>'
MAP = b'<?xml version="1.0"?><urlset><url><loc>http://example.org/a</loc></url></urlset>'


@pytest.mark.parametrize(
    ("payload", "kind", "verdict"),
    [
        (FEED, "feed", Verdict.FEED),
        (FEED, "front", Verdict.FEED),
        (FEED, "sitemap", Verdict.SITEMAP),
        (MAP, "sitemap", Verdict.SITEMAP),
        (MAP, "article", Verdict.SITEMAP),
        (MAP, "feed", Verdict.WRONG_TYPE),
        (b"\x1f\x8b\x08 packed", "sitemap", Verdict.SITEMAP),
        (b"http://example.org/a\nhttp://example.org/b\n", "sitemap", Verdict.SITEMAP),
        (page("<h1>Page not found</h1>"), "sitemap", Verdict.WRONG_TYPE),
        (page("<h1>Page not found</h1>"), "feed", Verdict.WRONG_TYPE),
        (page("<h1>Just a moment...</h1>"), "feed", Verdict.BLOCKED),
        (b"%PDF-1.4", "feed", Verdict.WRONG_TYPE),
    ],
)
def test_feeds_and_site_maps_are_known_by_their_bytes(
    payload: bytes, kind: AddressKind, verdict: Verdict
) -> None:
    assert judged(payload, kind=kind) == verdict


def test_xhtml_with_a_declaration_is_a_page() -> None:
    payload = b'<?xml version="1.0"?>' + page(f"<h1>Fire</h1><p>{SENTENCE * 9}</p>")

    assert judged(payload, read(SENTENCE * 9, headline="Fire")) == Verdict.ARTICLE


@pytest.mark.parametrize(
    "article",
    [
        read(SENTENCE * 4, headline="Fire"),
        read(SENTENCE * 40, headline="Fire"),
        read("Ten words are few, but this is a short notice about water in the town.", headline="Notice"),
        read("", headline="HelpDex", images=1),
        read("水灾" * 40, headline="水灾"),
    ],
)
@pytest.mark.parametrize("site", [SITE, KNOWN])
def test_a_short_story_or_a_cartoon_is_an_article(article: Article, site: SiteProfile) -> None:
    payload = page(
        f"<h1>{article.headline}</h1><p>{article.text}</p><a href='/news/other-story-here.html'>Next</a>"
    )

    assert judged(payload, article, site=site) == Verdict.ARTICLE


def test_a_story_with_many_links_in_its_text_is_an_article() -> None:
    html = "".join(
        f'<p>{SENTENCE * 5}<a href="/news/story-number-{n}.html">as we wrote</a></p>' for n in range(8)
    )
    article = read(SENTENCE * 40, html=html, headline="Fire")

    assert judged(page(html), article) == Verdict.ARTICLE


def test_a_list_of_teasers_is_a_front() -> None:
    article = read("Story number. It rained again. " * 12, html=f"<ul>{TEASERS}</ul>", headline="Politics")

    assert judged(page(f"<ul>{TEASERS}</ul>"), article) == Verdict.FRONT


def test_the_patterns_of_a_profile_are_exclusive() -> None:
    story, listing = page(f"<h1>Fire</h1><p>{SENTENCE * 30}</p>"), page(f"<ul>{TEASERS}</ul>")
    article = read(SENTENCE * 30, headline="Fire")
    articles = profiles.parse(TWO_LINES + "articles: {match: ^/news/}", source="x.yaml")
    fronts = profiles.parse(TWO_LINES + "fronts: [{match: ^/list/}]", source="x.yaml")
    elsewhere = "http://example.org/essays/on-the-great-fire.html"

    assert judged(story, article, site=articles) == Verdict.ARTICLE
    assert judged(story, article, site=articles, url=elsewhere) != Verdict.ARTICLE
    assert judged(listing, article, site=fronts, url=elsewhere) == Verdict.ARTICLE
    assert judged(story, article, site=fronts, url="http://example.org/list/1") == Verdict.FRONT
    assert judged(story, article, site=KNOWN, url=elsewhere) == Verdict.SERVICE


def test_a_poor_body_among_many_links_is_a_front() -> None:
    links = "".join(f'<a href="/news/story-number-{n}.html">S {n}</a>' for n in range(40))
    article = read(
        "The paper of the lower town and its harbour, founded in the year of the flood.", headline="x"
    )

    assert judged(page(links), article) == Verdict.FRONT
    assert judged(page(links), article, site=KNOWN) == Verdict.ARTICLE
    assert judged(page(links), read("")) == Verdict.FRONT


def test_a_page_without_a_body_is_empty() -> None:
    assert judged(page("<h1>Fire</h1>"), read("", headline="Fire")) == Verdict.EMPTY
    assert judged(page("<div></div>"), read("")) == Verdict.EMPTY


def test_a_front_is_a_front_though_it_has_much_text() -> None:
    body = f"<h1>The Paper</h1><p>{SENTENCE * 30}</p>"

    for url in ("http://example.org/", "http://example.org/list/a-b-c.html"):
        assert (
            judged(page(body), read(SENTENCE * 30, headline="x"), kind="front", url=url, site=KNOWN)
            == Verdict.FRONT
        )


def test_a_story_at_a_fronts_address_is_an_article() -> None:
    story, url = page(f"<h1>Fire</h1><p>{SENTENCE * 30}</p>"), "http://example.org/fire"

    assert judged(story, read(SENTENCE * 30, headline="Fire"), kind="front", url=url) == Verdict.ARTICLE
    assert judged(story, read(SENTENCE * 30), kind="front", url=url) == Verdict.EMPTY


def test_a_row_needs_a_headline_and_something_to_read_see_or_hear() -> None:
    film = '<h1>Fire</h1><iframe src="https://www.youtube.com/embed/x"></iframe>'

    assert judged(page(film), read("", headline="Fire")) == Verdict.ARTICLE
    assert judged(page("<h1>Fire</h1>"), read("", headline="Fire")) == Verdict.EMPTY
    assert judged(page(f"<p>{SENTENCE * 30}</p>"), read(SENTENCE * 30)) == Verdict.EMPTY


def test_a_page_about_the_publication_is_no_article() -> None:
    story, url = page(f"<h1>About us</h1><p>{SENTENCE * 30}</p>"), "http://example.org/about.html"

    assert judged(story, read(SENTENCE * 30, headline="About us"), kind="front", url=url) == Verdict.SERVICE


def test_a_front_without_text_and_links_is_empty() -> None:
    assert judged(page(""), kind="front", url="http://example.org/list/") == Verdict.EMPTY
    assert judged(page(""), kind="front", url="http://example.org/") == Verdict.EMPTY


@pytest.mark.parametrize(
    "headline",
    [
        "404",
        "Error 404",
        "Not Found",
        "Page not found",
        "404 - The Paper",
        "Sorry, the page you are looking for could not be found.",
        "This article is no longer available",
        "Seite nicht gefunden",
        "Page introuvable",
        "Página no encontrada",
        "Pagina non trovata",
        "Страница не найдена",
        "对不起，找不到该页面",
        "页面不存在",
        "الصفحة غير موجودة",
    ],
)
def test_a_page_that_says_it_is_not_there_is_a_soft_404(headline: str) -> None:
    payload = page(f"<h1>{headline}</h1><p>Please go back to our home page.</p>")

    assert judged(payload, read("Please go back to our home page.", headline=headline)) == Verdict.SOFT_404


def test_a_missing_page_in_a_large_frame_is_a_soft_404() -> None:
    menu = "".join(f"<a href='/section-{n}/'>Section number {n} of the paper</a>" for n in range(60))
    payload = page(menu + "<h1>Page not found</h1><p>Sorry.</p>", title="Page not found | The Paper")

    assert judged(payload, read("Sorry.", headline="Page not found")) == Verdict.SOFT_404


@pytest.mark.parametrize(
    "headline", ["Treasure not found in wreck", "The 404 bus is late", "Error of judgement"]
)
def test_a_story_about_what_is_missing_is_an_article(headline: str) -> None:
    payload = page(f"<h1>{headline}</h1><p>{SENTENCE * 4}</p>")

    assert judged(payload, read(SENTENCE * 4, headline=headline)) == Verdict.ARTICLE


def test_a_long_story_on_soft_404s_is_an_article() -> None:
    payload = page(f"<h1>Page not found: the web forgets</h1><p>{SENTENCE * 20}</p>")

    assert judged(payload, read(SENTENCE * 20, headline="Page not found: the web forgets")) == Verdict.ARTICLE


def test_the_sites_answer_to_a_random_address_is_known_again() -> None:
    def answer(path: str) -> bytes:
        return page(
            f"<p>We have nothing under /{path}. Try our {SENTENCE * 30}</p><p>Request 8812{len(path)}</p>"
        )

    probe = soft_404.probe_url("http://example.org/")
    missing = soft_404.learn_missing_page(
        probe,
        url=probe,
        status=200,
        document=Document(answer(probe.rpartition("/")[2]), probe),
        location_url=None,
    )

    assert judged(answer("news/big-fire.html"), read(SENTENCE * 30), missing=missing) == Verdict.SOFT_404
    story = f"The bridge of Millbrook was opened on Monday by the mayor, who cut a ribbon. {SENTENCE * 29}"
    assert judged(page(f"<p>{story}</p>"), read(story, headline="x"), missing=missing) == Verdict.ARTICLE


def test_a_shell_that_scripts_fill_says_nothing_of_missing_pages() -> None:
    shell = MissingPage(host="example.org", status=200, text="the paper")

    assert judged(page("<div id=app></div>"), missing=shell) != Verdict.SOFT_404


@pytest.mark.parametrize(
    ("asked", "answered", "leads"),
    [
        ("/news/a.html", "/", True),
        ("/news/a.html", "/index.html", True),
        ("/news/a.html", "/sorry.html", True),
        ("/news/a.html", "/news/b.html", False),
        ("/news/a.html", "/?id=7", False),
        ("/news/a.html", "/news/a.html", False),
        ("/index.html", "/", False),
    ],
)
def test_a_redirect_home_or_to_the_error_page_is_known(asked: str, answered: str, leads: bool) -> None:
    host = "http://example.org"
    missing = MissingPage(host="example.org", status=200, location_url=f"{host}/sorry.html")

    assert soft_404.leads_home(host + asked, host + answered, SITE, missing) is leads


# ruff: noqa: E501
PAID = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": %s, "wordCount": %d}</script>'
WALLS = """Subscribe to continue reading. · Already a subscriber? Log in · This article is for subscribers only
You have reached your limit of free articles. · Jetzt weiterlesen mit Plus · Nur für Abonnenten
Cet article est réservé aux abonnés · Contenido exclusivo para suscriptores · Contenuto riservato agli abbonati
登录后阅读全文 · この記事は有料会員限定です · Alleen voor abonnees"""


@pytest.mark.parametrize("wall", [part for row in WALLS.splitlines() for part in row.split(" · ")])
def test_a_beginning_before_a_wall_is_a_stub_and_the_whole_story_is_none(wall: str) -> None:
    def seen(body: str, declared: str) -> Verdict:
        return judged(
            page(f"{declared}<h1>Fire</h1><p>{body}</p><div>{wall}</div>"), read(body, headline="Fire")
        )

    assert seen(SENTENCE * 3, PAID % ("false", 900)) == Verdict.STUB
    assert seen(SENTENCE * 3 + "And then …", "") == Verdict.STUB
    assert seen(SENTENCE * 30, PAID % ("false", 480)) == Verdict.ARTICLE


def test_a_short_free_story_is_no_stub() -> None:
    free = PAID % ("true", 40)

    assert (
        judged(page(f"{free}<h1>Fire</h1><p>{SENTENCE * 3}</p>"), read(SENTENCE * 3, headline="Fire"))
        == Verdict.ARTICLE
    )
    assert (
        judged(
            page(f"<p>{SENTENCE * 3}</p><p>Subscribe to our newsletter</p>"),
            read(SENTENCE * 3, headline="Fire"),
        )
        == Verdict.ARTICLE
    )


def test_the_home_page_in_the_place_of_a_story_is_a_soft_404() -> None:
    front = page(f"<ul>{TEASERS}</ul>")
    home = fingerprint(Document(front, "http://example.org/"))

    assert judged(front, read("x", headline="x"), home=home) == Verdict.SOFT_404
    assert judged(front, kind="front", url="http://example.org/", home=home) == Verdict.FRONT


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (403, "<h1>Attention Required! | Cloudflare</h1><div class='cf-browser-verification'></div>"),
        (503, "<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x.js'></script>"),
        (202, "<script src='https://x.captcha-delivery.com/c.js'></script>"),
        (200, "<title>Just a moment...</title><p>Checking your browser before accessing the site.</p>"),
        (200, "<script>var dd={'host':'geo.captcha-delivery.com'}</script><p>Please wait</p>"),
        (200, "<h1>Access denied</h1><p>Please verify you are a human.</p>"),
        (
            200,
            "<h1>We value your privacy</h1><p>Accept cookies to read on.</p><button>Accept all</button>",
        ),
        (200, "<h1>Bevor Sie fortfahren</h1><form><input type='submit' value='Akzeptieren'></form>"),
    ],
)
def test_a_challenge_or_a_consent_wall_is_blocked(status: int, body: str) -> None:
    assert judged(page(body), read("Please wait."), status=status) == Verdict.BLOCKED


def test_a_story_with_a_challenge_script_and_a_cookie_banner_is_an_article() -> None:
    body = f"""<h1>Fire</h1><p>{SENTENCE * 10}</p><div>We value your privacy <button>OK</button></div>
    <script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"""

    assert judged(page(body), read(SENTENCE * 10, headline="Fire")) == Verdict.ARTICLE


@given(
    st.binary(max_size=200),
    st.sampled_from([200, 202, 304, 403, 404, 503]),
    st.sampled_from(["feed", "front"]),
)
def test_any_answer_has_a_verdict(payload: bytes, status: int, kind: AddressKind) -> None:
    for body in (payload, b"<html><body><p>" + payload):
        assert judged(body, status=status, kind=kind) in Verdict
    error_pages.type_of(payload)


def test_linux_gazettes_articles_and_lists_are_told_apart(shared: Path) -> None:
    site, root = profiles.load("linuxgazette"), shared / "sites/linux-gazette"
    extraction = pytest.importorskip("newsspider.extraction.article")
    paths = [json.loads(line)["path"] for line in (root / "gold.jsonl").read_text("utf-8").splitlines()]

    wrong = []
    for path in paths:
        url = f"http://linuxgazette.net{path}"
        payload = (root / f"site{path}").read_bytes()
        article = extraction.extract(payload, url, profile=site)
        if (verdict := judged(payload, article, site=site, url=url)) != Verdict.ARTICLE:
            wrong.append((path, verdict))

    assert wrong == []
