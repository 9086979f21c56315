"""What feeds, site maps and lists tell of a story reaches it, whatever was asked first."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.crawled import WORDS, crawl
from support.served import Answer

from newsspider.items import Hint, PublicationDate
from newsspider.revisions import listing_hints

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

    from newsspider.items import Precision

TODAY = date(2024, 6, 1)
NOTHING = listing_hints.Stored(
    headline=None,
    published_on=None,
    published_precision=None,
    published_source=None,
    section=None,
    issue=None,
    authors_source=None,
)
DAY = PublicationDate(on=date(2024, 5, 3), precision="day", source="hint")
MONTH = PublicationDate(on=date(2024, 5, 1), precision="month", source="hint")


def bare_story(number: int, *, more: str = "") -> str:
    """A page that declares neither day nor author."""
    return (
        f"<html lang=en><head><title>Tale {number}</title></head><body><h1>Tale {number}</h1>{more}"
        f"<article><p>Number {number}: {WORDS}</p><p>Again {number}: {WORDS}</p></article></body></html>"
    )


def feed(*numbers: int) -> Answer:
    items = "".join(
        f"<item><title>Tale {n}</title><link>/tales/tale-number-{n}.html</link>"
        "<dc:creator>Ann Lee</dc:creator>"
        f"<pubDate>Fri, 0{n} May 2024 09:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    body = (
        '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Tales</title>{items}</channel></rss>"
    )
    return Answer(body=body, content_type="application/rss+xml")


def etagged(body: str) -> Callable[..., Answer]:
    """A page that says 304 to whoever has it."""

    def answer(asked: object) -> Answer:
        has = asked.headers.get("If-None-Match")  # type: ignore[attr-defined] # served.Asked
        return Answer(status=304) if has else Answer(body=body, headers={"ETag": '"one"'})

    return answer


def front(*numbers: int, head: str = "", more: str = "") -> str:
    links = "".join(f"<p><a href='/tales/tale-number-{n}.html'>Tale {n}</a></p>" for n in numbers)
    return f"<html><head>{head}</head><body><h1>Tales</h1>{links}{more}</body></html>"


def two_lines(folder: Path, site: Site) -> Path:
    file = folder / "gazette.yaml"
    file.write_text(f"name: gazette\nstart: ['{site.url}']\n")
    return file


def kept(archive: Path) -> list[tuple[object, ...]]:
    """Each article: its day, where that comes from, its byline as kept with its wording, its wordings."""
    with sqlite3.connect(archive / "news.db") as db:
        return db.execute(
            "SELECT a.published_on, a.published_source, json_extract(a.provenance, '$.published'), r.authors,"
            " (SELECT group_concat(name) FROM article_authors JOIN authors ON authors.id = author_id"
            " WHERE article_id = a.id), a.revision_count, a.content_hash = r.content_hash"
            " FROM articles AS a JOIN revisions AS r ON r.article_id = a.id ORDER BY a.canonical_url"
        ).fetchall()


def told(number: int) -> tuple[object, ...]:
    return (f"2024-05-0{number}", "hint", "hint", json.dumps(["Ann Lee"]), "Ann Lee", 1, 1)


def test_a_feed_that_is_asked_after_its_stories_dates_them(
    tmp_path: Path, serve_site: Callable[..., Site]
) -> None:
    # The feed is linked from the last story only.
    site = serve_site({"/": front(1, 2, 3), "/feed.xml": feed(1, 2, 3)})
    for number in (1, 2, 3):
        more = "<a href='/feed.xml'>RSS</a>" if number == 3 else ""
        site.pages[f"/tales/tale-number-{number}.html"] = bare_story(number, more=more)

    report = crawl(two_lines(tmp_path, site), tmp_path / "a")

    assert site.paths[-1] == "/feed.xml"
    assert kept(tmp_path / "a") == [told(1), told(2), told(3)]
    assert (report["new"], report["changed"]) == (3, 0)


def test_a_feed_of_a_later_run_dates_what_is_not_asked_again(
    tmp_path: Path, serve_site: Callable[..., Site]
) -> None:
    head = "<link rel=alternate type='application/rss+xml' href='/feed.xml'>"
    site = serve_site({"/": front(1, 2)})
    for number in (1, 2):
        site.pages[f"/tales/tale-number-{number}.html"] = etagged(bare_story(number))
    profile = two_lines(tmp_path, site)
    crawl(profile, tmp_path / "a")
    site.requests.clear()
    site.pages |= {"/": front(1, 2, head=head), "/feed.xml": feed(1, 2)}

    report = crawl(profile, tmp_path / "a")

    assert site.paths == ["/", "/feed.xml"]
    assert kept(tmp_path / "a") == [told(1), told(2)]
    assert report["changed"] == 0

    # Read again with the hint, the page says what is stored by now: no new wording.
    site.pages["/tales/tale-number-1.html"] = bare_story(1) + " "
    assert crawl(profile, tmp_path / "a", "--full")["changed"] == 0
    assert kept(tmp_path / "a") == [told(1), told(2)]


def test_what_the_page_says_itself_stays(tmp_path: Path, serve_site: Callable[..., Site]) -> None:
    own = '<meta property="article:published_time" content="2024-04-30"><p>By Bob Kay</p>'
    site = serve_site({"/": front(1), "/feed.xml": feed(1)})
    site.pages["/tales/tale-number-1.html"] = bare_story(1, more=own + "<a href='/feed.xml'>RSS</a>")

    crawl(two_lines(tmp_path, site), tmp_path / "a")

    ((on, source, _, _, authors, *_),) = kept(tmp_path / "a")
    assert (on, authors) == ("2024-04-30", "Bob Kay")
    assert source != "hint"


@pytest.mark.parametrize(
    ("source", "precision", "adds"),
    [
        (None, None, True),
        ("inferred:line", "day", True),
        ("hint", "month", True),
        ("hint", "day", False),
        ("inferred:url", "month", True),
        ("declared:json-ld", "day", False),
        ("inferred:dateline", "day", False),
    ],
)
def test_a_day_fills_what_is_unknown_or_known_from_a_weaker_source(
    source: str | None, precision: Precision | None, adds: bool
) -> None:
    on = date(2024, 4, 1) if source else None
    known = replace(NOTHING, published_on=on, published_source=source, published_precision=precision)

    assert listing_hints.additions(Hint(date=DAY), known, today=TODAY).date == (DAY if adds else None)


def test_a_day_to_come_is_no_day() -> None:
    assert listing_hints.additions(Hint(date=DAY), NOTHING, today=date(2024, 4, 1)) == Hint()


def test_the_finer_of_two_days_is_kept() -> None:
    assert listing_hints.merged(Hint(date=MONTH), Hint(date=DAY)).date == DAY
    assert listing_hints.merged(Hint(date=DAY), Hint(date=MONTH)).date == DAY
    assert listing_hints.merged(Hint(date=DAY, text="A"), Hint(text="B", section="News")).section == "News"


texts = st.none() | st.text(min_size=1, max_size=5)


@given(
    st.builds(Hint, text=texts, issue=texts, section=texts, authors=st.just(()) | st.just(("Ann Lee",))),
    st.builds(Hint, text=texts, issue=texts, section=texts, authors=st.just(()) | st.just(("Bob Kay",))),
)
def test_nothing_that_was_heard_is_forgotten(first: Hint, second: Hint) -> None:
    both = listing_hints.merged(first, second)

    for name in ("text", "issue", "section", "authors"):
        assert getattr(both, name) == (getattr(first, name) or getattr(second, name))
