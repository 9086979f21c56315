"""`reextract` passes verdicts again: false articles leave the tables, and missed ones enter them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest
from support.crawled import crawl, newsspider
from support.folder_server import QuietHandler, serving

from newsspider.maintenance.reextract.reextract import reextract
from newsspider.maintenance.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# ruff: noqa: E501
TEXT = "The ferry was late again, and the harbour master wrote down the hour in his book. " * 8
HOME = """<title>The Quay</title><h1>The Quay</h1><ul><li><a href="/essays/long-way-home.html">The long way home</a>
<li><a href="/essays/second-tide.html">The second tide</a><li><a href="/house/rules-of-the-house.html">Rules</a></ul>"""


def essay(headline: str) -> str:
    return f"<title>{headline}</title><h1>{headline}</h1><p>By Ann Reed</p><p>3 May 2021</p><p>{TEXT}</p><p>{headline}</p>"


def rows(archive: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        return conn.execute(query).fetchall()


class Quay:
    """A magazine of two essays and the rules of its house; its profile can grow."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url, self.archive = folder, url, folder / "archive"
        self.file = folder / "quay.yaml"
        self.profile()

    def profile(self, more: str = "") -> Path:
        self.file.write_text(f"name: quay\nstart: ['{self.url}/']\n{more}")
        return self.file

    def headlines(self) -> list[tuple[object, ...]]:
        return rows(self.archive, "SELECT headline FROM articles ORDER BY 1")


@pytest.fixture
def quay(tmp_path: Path) -> Iterator[Quay]:
    pages = tmp_path / "pages"
    for folder in ("essays", "house"):
        (pages / folder).mkdir(parents=True)
    (pages / "index.html").write_text(HOME)
    (pages / "essays/long-way-home.html").write_text(essay("The long way home"))
    (pages / "essays/second-tide.html").write_text(essay("The second tide"))
    (pages / "house/rules-of-the-house.html").write_text(essay("Rules of the house"))
    with serving(partial(QuietHandler, directory=str(pages))) as url:
        yield Quay(tmp_path, url)


ALL = [("Rules of the house",), ("The long way home",), ("The second tide",)]
ESSAYS = [("The long way home",), ("The second tide",)]


def test_an_article_that_the_profile_leaves_out_leaves_the_tables(quay: Quay) -> None:
    crawl(quay.file, quay.archive)
    captures = rows(quay.archive, "SELECT count(*) FROM captures")
    assert quay.headlines() == ALL
    quay.profile("articles: {match: ^/essays/}\n")

    told = reextract(quay.archive)

    assert [url.rpartition("/")[2] for url in told.no_longer_articles] == ["rules-of-the-house.html"]
    assert quay.headlines() == ESSAYS
    assert rows(quay.archive, "SELECT count(*) FROM captures") == captures
    assert rows(quay.archive, "SELECT headline FROM articles_fts WHERE articles_fts MATCH 'rules'") == []
    assert verify(quay.archive).findings == ()
    assert reextract(quay.archive).no_longer_articles == []


def test_a_page_taken_for_a_list_becomes_an_article_with_its_history(quay: Quay) -> None:
    quay.profile("fronts: [{match: ^/essays/}]\n")
    crawl(quay.file, quay.archive)
    assert quay.headlines() == [("Rules of the house",)]
    quay.profile()

    told = reextract(quay.archive)

    assert len(told.now_articles) == 2
    assert quay.headlines() == ALL
    article = "SELECT authors.name, a.published_on, a.revision_count, c.verdict FROM articles AS a"
    joined = (
        " JOIN captures AS c ON c.id = a.capture_id JOIN article_authors ON article_id = a.id JOIN authors"
    )
    found = rows(
        quay.archive, f"{article}{joined} ON authors.id = author_id WHERE a.headline = 'The second tide'"
    )
    assert found == [("Ann Reed", "2021-05-03", 1, "article")]
    assert verify(quay.archive).findings == ()
    again = reextract(quay.archive)
    assert (again.now_articles, again.no_longer_articles, again.fields) == ([], [], {})


def test_a_healed_archive_and_a_new_crawl_agree(quay: Quay) -> None:
    crawl(quay.file, quay.archive)
    quay.profile("articles: {match: ^/essays/}\n")
    reextract(quay.archive)

    again = crawl(quay.file, quay.archive, "--full")
    fresh = crawl(quay.file, quay.folder / "fresh")

    assert (again["new"], again["changed"], again["gone"]) == (0, 0, 0)
    verdicts = (
        "SELECT DISTINCT url, verdict FROM captures JOIN urls USING (url) WHERE verdict <> 'not modified'"
    )
    assert fresh["articles"] == 2
    assert rows(quay.archive, "SELECT key FROM articles ORDER BY 1") == rows(
        quay.folder / "fresh", "SELECT key FROM articles ORDER BY 1"
    )
    assert set(rows(quay.folder / "fresh", verdicts)) <= set(rows(quay.archive, verdicts))


def test_a_dry_run_tells_and_writes_nothing(quay: Quay) -> None:
    crawl(quay.file, quay.archive)
    quay.profile("articles: {match: ^/essays/}\n")

    said = newsspider("reextract", "--dry-run", "--archive", quay.archive)

    assert "1 article is a list or service page and would leave the tables" in said
    assert quay.headlines() == ALL
