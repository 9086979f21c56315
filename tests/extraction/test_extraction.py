"""What is read out of a page: real pages, and small ones that hold one rule each."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from newsspider import profiles
from newsspider.errors import UnreadablePage
from newsspider.extraction import extract, join
from newsspider.items import Hint, PublicationDate

if TYPE_CHECKING:
    from pathlib import Path

    from newsspider.items import Article

HOST = "http://www.chinatoday.com.cn"
URL = "http://news.example.org/a.html"
SENTENCE = "The road was widened first, and the trees came after it, as everybody in the valley knows. "


def read_whole(site: Path, path: str, profile: str | None) -> Article:
    """The article of all its pages."""
    chosen = profiles.load(profile) if profile else None
    first = extract((site / path[1:]).read_bytes(), HOST + path, profile=chosen)
    further = [extract((site / u[len(HOST) + 1 :]).read_bytes(), u, profile=chosen) for u in first.next_urls]
    return join([first, *further])


@pytest.mark.parametrize("profile", [None, "chinatoday"])
@pytest.mark.parametrize("n", [0, 1])
def test_china_today_is_read_exactly(shared: Path, profile: str | None, n: int) -> None:
    folder = shared / "sites/china-today"
    wanted = json.loads((folder / "expected.json").read_text("utf-8"))[n]
    article = read_whole(folder / "site", wanted["path"], profile)
    assert list(article.body) == wanted["body"]
    assert (article.headline, article.section) == (wanted["headline"], wanted["section"])
    assert str(article.published_on) == wanted["published"]
    assert [image.caption for image in article.images] == [c for c in [wanted.get("caption")] if c]
    blocks = [
        {"label": b.label, "links": [{"text": k.text, "path": k.url[len(HOST) :]} for k in b.links]}
        for b in article.link_blocks
    ]
    assert blocks == wanted["link_blocks"]


def test_linux_gazette_gives_headline_author_month(shared: Path) -> None:
    page = shared / "sites/linux-gazette/site/issue28/gonnerman.html"
    profile = profiles.load("linuxgazette")
    article = extract(page.read_bytes(), "http://linuxgazette.net/issue28/gonnerman.html", profile=profile)
    assert article.headline == "Where Nothing Else Will Do"
    assert article.authors == ("Chris Gonnerman",)
    assert (article.published_on, article.published_precision) == (date(1998, 5, 1), "month")
    assert article.body[0] == "Introduction"
    assert not any("making Linux" in text or "Copyright" in text for text in article.body)


def test_unclosed_paragraphs_and_double_breaks_part_the_body() -> None:
    article = extract(f"<body><p>One. {SENTENCE}<p>Two. {SENTENCE}<br><br>Three. {SENTENCE}</body>", URL)
    assert [text.split()[0] for text in article.body] == ["One.", "Two.", "Three."]


def test_pre_keeps_its_lines() -> None:
    article = extract(f"<body><p>{SENTENCE * 2}</p><pre>a\n  b</pre></body>", URL)
    assert "a\n  b" in article.body


def test_the_hint_fills_only_what_the_page_does_not_say() -> None:
    said = PublicationDate(on=date(2004, 3, 1), precision="month")
    hint = Hint(text="Of the hint", date=said, issue="100", section="Letters", authors=("A. Writer",))
    article = extract(f"<title>Of the page</title><p>{SENTENCE * 3}", URL, hint=hint)
    assert article.headline == "Of the page"
    assert (article.issue, article.section, article.authors) == ("100", "Letters", ("A. Writer",))
    assert (article.published_on, article.published_source) == (date(2004, 3, 1), "hint")


def test_bytes_that_are_not_html_are_unreadable() -> None:
    with pytest.raises(UnreadablePage):
        extract(b"%PDF-1.4 ...", URL)


def test_a_memory_is_accepted_and_changes_nothing_but_warns() -> None:
    html = "<h1>The ferry</h1><p>" + "The ferry came in at noon and left again. " * 8

    with pytest.warns(DeprecationWarning, match="site memory was removed"):
        article = extract(html, "http://news.example.org/1.html", memory=object())

    assert article == extract(html, "http://news.example.org/1.html")


def test_a_subheading_that_recurs_in_all_stories_stays_in_each() -> None:
    stories = [
        f"<h1>Ship number {n}</h1><p>{f'The ship {n} sailed out to sea at dawn. ' * 6}</p>"
        f"<h2>What the papers say</h2><p>{f'Paper {n} tells of cargo and of crew. ' * 6}</p>"
        for n in range(8)
    ]

    bodies = [extract(html, f"http://news.example.org/{n}.html").body for n, html in enumerate(stories)]

    assert all("What the papers say" in body for body in bodies)
