"""The reading room over HTTP, with the real Datasette: what its pages say, and what their headers allow."""

from __future__ import annotations

import re
import sqlite3
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from support.room_client import answer, get
from support.samples import HOME, SAMPLES, Sample, make_archive

pytest.importorskip("datasette")

from newsspider.browse.datasette import serving
from newsspider.browse.queries import faceted_search
from newsspider.browse.request_params import Asked
from newsspider.browse.views import article_pages
from newsspider.errors import ArchiveError
from newsspider.queries.connection import ReadOnly
from newsspider.queries.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MORE = (
    Sample(headline="مدينة على الماء", text="نص قصير.", published_on="2018-01-01"),
    *(Sample(headline=f"Story {n}", text=f"Turbine number {n}.", section="Long") for n in range(30)),
)

BODY = f"""<h1>Inside</h1><p>See <a href="{HOME}0001.html">before</a>, <a href="/x.html">x</a>,
<a href="javascript:alert(1)">no</a>.</p><img src="https://elsewhere.example/a.png" alt="a cat">
<script>alert(1)</script>"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_archive(tmp_path_factory.mktemp("archive"), (*SAMPLES, *MORE))
    connection = sqlite3.connect(folder / "news.db")
    connection.execute("UPDATE articles SET language = 'ar' WHERE id = 6")
    connection.execute("UPDATE articles SET language = 'zh-CN' WHERE id = 3")
    connection.execute("UPDATE articles SET published_precision = 'month' WHERE id = 2")
    connection.execute(
        "UPDATE articles SET html = ? WHERE id = 4",
        (BODY,),
    )
    connection.execute("UPDATE links SET url = ? WHERE text = 'Mirror sites'", (f"{HOME}0004.html#top",))
    connection.commit()
    connection.close()
    return folder


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    with serving.serving(archive) as server:
        yield server.url.rstrip("/")


def article(archive: Path, number: int) -> str:
    connection = sqlite3.connect(archive / "news.db")
    (key,) = connection.execute("SELECT key FROM articles WHERE id = ?", (number,)).fetchone()
    connection.close()
    return f"/article/{key}"


def headlines(page: str) -> list[str]:
    found = re.findall(r"<h2><a href=\"/article/[0-9a-f]+\"[^>]*>(.*?)</a></h2>", page)
    return [re.sub("<[^>]+>", "", headline) for headline in found]


def test_the_front_says_what_the_archive_holds(address: str) -> None:
    page = get(address, "/")

    assert "The gazette" in page
    assert "Search 36 articles" in page
    assert "January 1997" in page
    assert "January 2018" in page
    assert re.search(r'<time datetime="2018-01-01">1 January 2018</time>', page)
    assert re.search(r">Long</bdi></a> <span>30</span>", page)  # though none of them has a date


def test_an_article_can_be_read(address: str, archive: Path) -> None:
    page = get(address, article(archive, 1))

    assert "<p>It took all day, and the cat helped.</p>" in page
    assert "A column about kernels" in page
    assert re.search(r">John Fisk</bdi></a>", page)
    assert "Services" in page


def test_a_link_to_an_article_of_the_archive_leads_there(address: str, archive: Path) -> None:
    beside, inside = get(address, article(archive, 1)), get(address, article(archive, 4))

    assert re.search(rf'<a class="kept" href="{article(archive, 4)}">Mirror sites</a>', beside)
    assert f'class="kept" href="{article(archive, 1)}"' in inside


@pytest.mark.parametrize(
    ("ending", "media_type", "said"),
    [
        ("bib", "application/x-bibtex", "author = {Fisk, John}"),
        ("ris", "application/x-research-info-systems", "AU  - Fisk, John\r\n"),
        ("json", "application/vnd.citationstyles.csl+json", '"family": "Fisk"'),
    ],
)
def test_an_article_leads_to_its_citation(
    address: str, archive: Path, ending: str, media_type: str, said: str
) -> None:
    path = f"{article(archive, 1)}/cite.{ending}"
    body, headers = answer(address, path)

    assert f'href="{path}"' in get(address, article(archive, 1))
    assert said in body
    assert headers["content-type"].startswith(media_type)
    assert headers["content-disposition"].endswith(f'.{ending}"')


def test_a_body_is_shown_without_what_runs_or_fetches(address: str, archive: Path) -> None:
    page = get(address, article(archive, 4))

    assert "<h2>Inside</h2>" in page
    assert f'href="{HOME}x.html"' in page
    assert "javascript:" not in page
    assert "alert(1)" not in page
    assert "<img" not in page
    assert re.search(
        r'<a class="picture" href="https://elsewhere.example/a.png"[^>]*>Picture: a cat</a>', page
    )


def test_a_date_says_no_more_than_is_known(address: str, archive: Path) -> None:
    page = get(address, article(archive, 2))

    assert '<time datetime="2003-07">July 2003</time>' in page


def test_a_language_brings_its_direction(address: str, archive: Path) -> None:
    assert 'lang="ar" dir="rtl"' in get(address, article(archive, 6))
    assert 'lang="zh-CN" dir="ltr"' in get(address, article(archive, 3))


def test_an_article_that_is_not_there_is_a_404(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        get(address, "/article/0000000000000000")


def test_a_search_ranks_the_headline_first_and_marks_its_hits(address: str) -> None:
    page = get(address, "/search", q="kernel")

    assert headlines(page)[0] == "The kernel of the matter"
    assert "<mark>kernel</mark>" in page


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"q": "kernel", "author": "Ada Byron"}, 1),
        ({"section": "Columns"}, 2),
        ({"since": "2017", "until": "2017-06"}, 2),
        ({"gone": "1"}, 1),
        ({"changed": "1"}, 0),
        ({"q": "农村"}, 1),
        ({"q": "长", "site": "gazette"}, 1),
        ({"q": "cat -kernel"}, 0),
        ({}, 36),
    ],
)
def test_filters_narrow_a_search(address: str, asked: dict[str, str], count: int) -> None:
    page = get(address, "/search", **asked)

    assert len(headlines(page)) == min(count, 20)
    assert re.search(rf">{count or 'No'} articles?\b", page)


def test_facets_count_and_lead_on(address: str) -> None:
    page = get(address, "/search", q="turbine")

    assert re.search(r"section=Long\"><bdi>Long</bdi></a> <span>30</span>", page)
    assert "q=turbine" in re.search(r'href="(/search\?[^"]*section=Long)"', page)[1]


def test_results_turn_pages(address: str) -> None:
    first, second = get(address, "/search", q="turbine"), get(address, "/search", q="turbine", page="2")

    assert len(headlines(first)) == 20
    assert len(headlines(second)) == 10
    assert not set(headlines(first)) & set(headlines(second))


@pytest.mark.parametrize(
    "query", ['"', "(", "a AND", "NEAR(", "*", "'", "\\", "中", "-x", "^", "%00", "x" * 5_000, "OR OR", "<b>"]
)
def test_any_text_is_a_search(address: str, query: str) -> None:
    assert 'role="status"' in get(address, "/search", q=query)


@pytest.mark.parametrize(
    "asked", [{"since": "soon"}, {"page": "-1"}, {"page": "99999999999"}, {"order": "x"}]
)
def test_an_argument_that_means_nothing_does_no_harm(address: str, asked: dict[str, str]) -> None:
    page = get(address, "/search", **asked)

    assert ("is not a date" in page) == ("since" in asked)


def test_any_search_is_a_feed(address: str) -> None:
    body, headers = answer(address, "/search.atom", q="kernel")
    feed = ElementTree.fromstring(body)
    atom = "{http://www.w3.org/2005/Atom}"

    assert headers["content-type"].startswith("application/atom+xml")
    assert [entry.findtext(f"{atom}title") for entry in feed.iter(f"{atom}entry")] == [
        "The kernel of the matter",
        "The Weekend Mechanic",
    ]
    assert all(entry.findtext(f"{atom}id").startswith("urn:uuid:") for entry in feed.iter(f"{atom}entry"))


def test_our_pages_allow_no_script_and_nobody_else(address: str) -> None:
    _, headers = answer(address, "/")

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert "noindex" in headers["x-robots-tag"]


def test_datasettes_pages_ask_this_server_alone(address: str) -> None:
    _, headers = answer(address, "/news/articles")

    assert "default-src 'none'" in headers["content-security-policy"]
    assert "connect-src 'self'" in headers["content-security-policy"]


def test_robots_are_sent_away(address: str) -> None:
    assert "Disallow: /\n" in get(address, "/robots.txt")


def test_styles_and_typefaces_come_from_here(address: str) -> None:
    page = get(address, "/")
    for path in re.findall(r'(?:href|src)="(/-/newsspider/[^"]+)"', page):
        _, headers = answer(address, path)
        assert "immutable" in headers["cache-control"]

    assert not re.search(r'<(?:link|script|img)[^>]+(?:href|src)="https?:', page)


def test_no_other_file_is_given_out(address: str) -> None:
    for name in ("LICENSE-fonts.txt", "..%2fplugin.py", "room.py"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(address, f"/-/newsspider/{name}")


def test_a_word_of_a_megabyte_makes_no_list_long(tmp_path: Path) -> None:
    folder = make_archive(tmp_path)
    connection = sqlite3.connect(folder / "news.db")
    connection.execute(
        "UPDATE articles SET headline = ?1, standfirst = ?1, section = ?1 || id", ("w" * 1_000_000,)
    )
    connection.commit()
    connection.close()
    with serving.serving(folder) as server:
        for path in ("/", "/search", "/sections", "/news/articles"):
            assert len(answer(server.url.rstrip("/"), path)[0]) < 200_000, path


def test_of_too_many_to_rank_those_with_hits_in_headlines_come_first(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faceted_search, "_MOST_AT_HAND", 1)
    asked = Selection(query="weekend OR editor")  # the later article has its hit in the text
    reader = ReadOnly(archive)

    pages = [faceted_search.find(reader, asked, limit=1, offset=number).found for number in range(3)]
    reader.close()

    assert [[found.published_on.year for found in page] for page in pages] == [[1997], [2017], []]


def test_of_too_many_the_page_says_what_is_not_counted(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(faceted_search, "_MOST_AT_HAND", 1)
    reader = ReadOnly(archive)
    asked = Asked(
        parts={},
        arguments={"q": "weekend OR editor"},
        path=str,
        absolute=str,
        address="/search",
        tables="/news",
    )

    page = article_pages.search(reader, asked).body
    reader.close()

    assert "2 articles, too many to rank" in page
    assert "Too many articles to count them by author" in page


def test_a_question_without_end_fails_in_time(archive: Path) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    reader = ReadOnly(archive)

    with reader.within(10), pytest.raises(ArchiveError, match="interrupted"):
        reader.number(endless)

    assert reader.number("SELECT 1") == 1
    reader.close()
