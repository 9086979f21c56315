"""Whatever the bytes, there is an article or one of our errors: never another exception, never a hang."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.mutations import mutated

from newsspider import profiles
from newsspider.demo.magazine import magazine
from newsspider.errors import UnreadablePage
from newsspider.extraction import extract

if TYPE_CHECKING:
    from newsspider.items import Article

URL = "https://paper.example/2024/05/03/story"
MANY = 10_000


@cache
def pages() -> tuple[bytes, ...]:
    """The demo's pages of each kind, small to large."""
    answers = magazine(1, datetime(2024, 5, 3, tzinfo=UTC)).values()
    bodies = sorted({answer.body for answer in answers if b"<html" in answer.body.lower()}, key=len)
    return tuple(bodies[:: max(1, len(bodies) // 20)])


def read(html: bytes | str, content_type: str | None = None, profile: str | None = None) -> Article | None:
    """The article, whose parts can be said in UTF-8, or None for what is no page."""
    given_profile = profiles.load(profile) if profile else None
    try:
        article = extract(html, URL, content_type=content_type, profile=given_profile)
    except UnreadablePage:
        return None
    repr(article).encode()
    return article


@pytest.mark.parametrize("seed", range(300))
def test_a_spoilt_page_gives_an_article_or_an_unreadable_page(seed: int) -> None:
    html, content_type = mutated(pages(), seed)
    read(html, content_type, ("chinatoday", "linuxgazette", None, None)[seed % 4])


@given(html=st.binary(max_size=2_000), content_type=st.none() | st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_bytes_give_an_article_or_an_unreadable_page(html: bytes, content_type: str | None) -> None:
    read(html, content_type)


@given(text=st.text(max_size=500))
@settings(max_examples=200, deadline=None)
def test_any_text_may_stand_anywhere(text: str) -> None:
    read(f"<title>{text}</title><h1 class='{text}'>{text}</h1><a href='{text}'>{text}</a><p>{text * 3}")


@pytest.mark.parametrize(
    "html",
    [
        b"<div>" * MANY + b"deep",
        b"<p>" * MANY + b"flat",
        b"<a href=/x>" * MANY,
        b"<table><tr><td>" * MANY,
        (b"<div class=author>" * 900 + b"</div>" * 900) * (MANY // 900),
        b"<b><i><font>" * MANY + b"text",
        b"<b>" * 2_000 + b"text <i>again</i> " * MANY,
        b"<div>" * 2_000 + b"<p>text" * MANY,
        b"<div>" * 2_000 + b"<img src=/a.png>" * MANY,
        b"<h1>A headline</h1><p>Text of a page.</p>" + b"<header class=a><h2>x</h2></header>" * 2 * MANY,
        b"<figure>" * 2_000 + b"<dl><dt>word<dd>text</dl>" * MANY,
        b"<span class=headline>" * 2_000 + b"<p>text" * MANY,
        b"<div class=byline>" * 2_000 + b"<p>By Ann Reed, 3 May 2024" * (MANY // 4),
        b"<table>" + b"<tr><td><h3>A heading</h3><p>text</p>" * MANY,
        b"<table><tr><td>" * 500 + b"<article><h3>A heading</h3><p>text</p></article>" * MANY,
        b"<p itemprop=a>text</p><p property=b>text</p>" * MANY,
        b"<p style=a>text</p><p hidden>text</p><p aria-hidden=true>text</p>" * MANY,
        b"<ul><li>" * MANY
        + b"<a href=/2024/05/03/an-address-of-a-story>A headline of a story of another day</a>",
        b"<p " + b" ".join(b"a%d=b" % n for n in range(MANY)) + b">text</p>",
        b"<p class='" + b"c " * MANY + b"'>text</p>",
        b"<div class='%s'><ul>" % (b"_" * 40 * MANY)
        + b"".join(
            b"<li><a href=/2024/05/0%d/an-address-of-it>A headline of a story of a day</a>" % n
            for n in range(5)
        ),
        b"<meta property=og:site_name content='%(a)s'><meta name=author content='%(a)s'><p>text"
        % {b"a": b"a " * 4 * MANY},
        b"<p>" + b"word " * 40 * MANY,
        b"<p>" + b"x" * 40 * MANY,
        b"<p>" + b"&amp;&lt;" * MANY,
        b"<!--" * MANY,
        b"<script>" + b"{[" * MANY,
        b"<script type='application/ld+json'>" + b"[" * MANY + b"</script><p>text",
        b"<script type='application/ld+json'>" + b'{"a":' * MANY + b"</script><p>text",
        b"<title>" + b"- | : " * MANY + b"</title><h1>" + b"- | : " * MANY,
        b"<title>" + b"word - " * 4 * MANY + b"</title><p>text",
        b"<h1>Text of a page</h1><div><p>&#8203;</p><p>" + b"Text of a page. " * 9 + b"</div>",
        b"<p>By " + b"Ann and " * MANY,
        b"<time>" + b"3 May " * MANY,
        b"<p>" + b"1.1.1" * MANY,
        b"<h1>" + b"(" * MANY + b")" * MANY,
        b"<p>Text of a page.<pre>" + b"".join(b"<i>%d</i> code\n" % n for n in range(MANY)) + b"</pre>",
        b"<p>Text of a page.<pre><i>" + b"9" * MANY + b"</i> code\n<i>1</i> code</pre>",
        b"<article><p>Text of a page.<p>" + b"9" * MANY + b" 1</article>",
        b"<article><p>Text of a page.<img src=a.jpg width='\xc2\xb2' height=" + b"9" * MANY + b"></article>",
        b"\x00" * MANY + b"<p>text",
        b"<p>\xe9t\xe9\n" + b"word " * 10 * MANY,
        b"<p>\xe9t\xe9" + b"<script " * MANY,
    ],
    ids=lambda html: html[:24].decode("ascii", "replace"),
)
def test_traps_end(html: bytes) -> None:
    read(html)
