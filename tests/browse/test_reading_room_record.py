"""The reading room's pages of record: wordings, issues, sections, authors, links, runs; over HTTP."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from support.units import AT, HOME, SITE, answer, archive_fixture, article, at, block, unit

pytest.importorskip("datasette")

from support.room_client import get

from newsspider.browse.datasette import serving
from newsspider.browse.queries import logbook
from newsspider.items import Link, LinkBlock, Verdict
from newsspider.monitoring.health_facts import Alarm
from newsspider.queries.connection import ReadOnly

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRST = ("The tide came in at six.", "Nobody was there.", "The gulls stayed.", "So it ended.", "For now.")
SECOND = ("The tide came in at seven.", *FIRST[1:], "A line more.")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runs: an issue of three with its contents page, a box that changed, an article reworded."""
    folder = tmp_path_factory.mktemp("archive")
    in_issue = {"issue": "No. 7", "section": "Harbour", "body": FIRST}
    tide = article("tide", headline="Tide", link_blocks=(block("Most read", "gulls", "hole"),), **in_issue)
    gulls = article("gulls", headline="Gulls", authors=("Ann Lee", "Bo Oh"), **in_issue)
    ropes = article("ropes", headline="Ropes", authors=("Bo Oh",), **in_issue)
    contents = LinkBlock(
        label="No. 7",
        kind="contents",
        position=0,
        links=tuple(Link(text=name.title(), url=at(name)) for name in ("ropes", "tide", "gulls")),
    )
    with archive_fixture(folder) as fixture:
        front = answer("", Verdict.FRONT, page_blocks=(contents,))
        fixture.keep(unit("tide", tide), unit("gulls", gulls), unit("ropes", ropes), front)
        alarm = Alarm(kind="fields", message="fewer <b>dates</b>")
        fixture.archive.alarm(fixture.run_id, [alarm], now=AT)
        fixture.archive.end_run(fixture.run_id, reason="finished", exit_status=1, now=fixture.now)
        fixture.begin_run()
        again = replace(tide, body=SECOND, link_blocks=(block("Most read", "ropes"),), headline="High tide")
        fixture.keep(unit("tide", again), unit("gulls", gulls))
        fixture.archive.end_run(fixture.run_id, reason="finished", exit_status=0, now=fixture.now)
    return folder


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    with serving.serving(archive) as server:
        yield server.url.rstrip("/")


def key(archive: Path, name: str) -> str:
    connection = sqlite3.connect(archive / "news.db")
    (found,) = connection.execute("SELECT key FROM articles WHERE canonical_url = ?", (at(name),)).fetchone()
    connection.close()
    return str(found)


def linked_headlines(page: str) -> list[str]:
    return re.findall(r'<h[23]><a href="/article/[0-9a-f]{16}"[^>]*>(.*?)</a>', page)


def test_a_change_is_told_word_by_word(address: str, archive: Path) -> None:
    page = get(address, f"/article/{key(archive, 'tide')}/history")

    assert "at <del>six</del> <ins>seven</ins>." in page
    assert "<ins>A line more.</ins>" in page
    assert "<ins>High tide</ins>" in page or "<ins>High</ins>" in page


def test_what_stayed_far_from_a_change_is_folded(address: str, archive: Path) -> None:
    page = get(address, f"/article/{key(archive, 'tide')}/history")

    assert "<summary>2 paragraphs the same</summary>" in page


def test_wordings_stand_side_by_side(address: str, archive: Path) -> None:
    page = get(address, f"/article/{key(archive, 'tide')}/history", view="beside")

    left, right = re.search(r"<td [^>]*>(The tide.*?)</td><td [^>]*>(.*?)</td>", page).groups()
    assert "<del>" in left
    assert "<ins>" not in left
    assert "<ins>" in right


@pytest.mark.parametrize("asked", [{"old": "9", "new": "0"}, {"old": "x"}, {"old": "2", "new": "2"}])
def test_wordings_that_never_were_do_no_harm(address: str, archive: Path, asked: dict[str, str]) -> None:
    assert "Wordings" in get(address, f"/article/{key(archive, 'tide')}/history", **asked)


def test_an_article_without_a_change_says_so(address: str, archive: Path) -> None:
    assert "Only one wording" in get(address, f"/article/{key(archive, 'ropes')}/history")


def test_an_article_shows_its_present_boxes_apart_from_former_ones(address: str, archive: Path) -> None:
    page = get(address, f"/article/{key(archive, 'tide')}")
    present, former = page.split('<details class="former">')

    assert "To ropes" in present
    assert "To gulls" not in present
    assert "To gulls" in former


def test_an_issue_is_in_the_order_of_its_contents_page(address: str) -> None:
    page = get(address, "/issue", site=SITE, name="No. 7")

    assert linked_headlines(page) == ["Ropes", "High tide", "Gulls"]
    assert "in the order of the contents page" in page


def test_lists_lead_to_issues_sections_and_authors(address: str) -> None:
    assert "No. 7</bdi></a> <span>3</span>" in get(address, "/issues")
    assert 'Harbour</bdi></a></th><td class="n">3</td>' in get(address, "/sections")
    assert "Bo Oh</bdi></a> <span>2</span>" in get(address, "/authors")
    assert "Ann Lee" not in get(address, "/authors", q="bo")


def test_a_section_and_an_author_have_their_articles(address: str) -> None:
    assert len(linked_headlines(get(address, "/section", name="Harbour"))) == 3
    assert sorted(linked_headlines(get(address, "/author", name="Bo Oh"))) == ["Gulls", "Ropes"]


def test_links_tell_what_a_box_pushed_from_when_to_when(address: str, archive: Path) -> None:
    page = get(address, "/links", label="Most read")

    assert f'<a href="/article/{key(archive, "ropes")}">To ropes</a>' in page
    assert page.count("seen once") == 3
    assert page.count('<rect class="c0"') == 3


def test_an_issues_contents_are_no_box_that_pushes(address: str) -> None:
    labels = re.search(
        r'<aside class="facets" aria-label="Labels">.*?</aside>', get(address, "/links"), re.DOTALL
    )[0]

    assert re.findall(r"<bdi>(.*?)</bdi>", labels) == ["Most read"]


def test_links_tell_what_is_linked_most_and_what_is_missing(address: str) -> None:
    most, holes = get(address, "/links").split('id="holes"')

    assert "2 links" in most[most.index('id="most"') :]
    assert "To hole" in holes
    assert f"{HOME}gulls" not in holes


def test_runs_show_numbers_alarms_and_fields(address: str) -> None:
    page = get(address, "/runs")

    assert "fewer &lt;b&gt;dates&lt;/b&gt;" in page
    assert page.count("<polyline") == 9
    assert re.search(r"section</span>.*?<b>100 %</b>", page, re.DOTALL)
    assert re.search(r"standfirst</span>.*?<b>0 %</b>", page, re.DOTALL)


def test_fields_are_told_of_one_publication_at_a_time(archive: Path, tmp_path: Path) -> None:
    shutil.copy(archive / "news.db", tmp_path)
    with closing(sqlite3.connect(tmp_path / "news.db")) as conn:
        conn.execute("INSERT INTO sites (site, title) VALUES ('ledger', 'The Ledger')")
        conn.execute("INSERT INTO runs (id, site, started_at) VALUES (3, 'ledger', ?)", (f"{AT:%FT%TZ}",))
        conn.execute("INSERT INTO run_fields VALUES (3, 4, 4, 2, 4, 4, 4, 0, 4, 0, 0)")
        conn.commit()
    reader = ReadOnly(tmp_path)

    every, one = logbook.runs_page(reader, ""), logbook.runs_page(reader, SITE)
    reader.close()

    assert [len(page.runs) for page in (every, one)] == [3, 2]
    assert every.covered == "The Ledger"
    assert [(field.field, field.shares) for field in every.coverage[:2]] == [
        ("headline", (1.0,)),
        ("standfirst", (0.5,)),
    ]
    assert one.covered == SITE
    assert {len(field.shares) for field in one.coverage} == {2}


def test_readings_count_the_fields_of_what_a_run_read(archive: Path) -> None:
    connection = sqlite3.connect(archive / "news.db")
    counted = connection.execute("SELECT run_id, articles, byline, link_blocks FROM run_fields").fetchall()
    connection.close()

    assert counted == [(1, 3, 3, 1), (2, 2, 2, 1)]
