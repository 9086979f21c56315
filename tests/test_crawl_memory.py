"""What a crawl learns of its site: a box that all pages have is soon no part of a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawling import crawl, rows, start
from stories import front, profile, story

from newsspider.storage.archive import Archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from served import Site

LETTER = "Our morning letter tells you what happened in the valley overnight, on each day."
BOX = (
    "<div class=xa><p>"
    + LETTER
    + "</p></div><p>And so they went home, {n} of them, as the rain began to fall.</p>"
)


def path(n: int) -> str:
    return f"/2024/05/{n:02}/story-number-{n}.html"


def page(n: int, *, more: str = "") -> str:
    return story(f"Evening {n} at the harbour", extra=BOX.format(n=n) + more)


def magazine(count: int, *, more: str = "") -> dict[str, object]:
    stories = {path(n): page(n, more=more) for n in range(1, count + 1)}
    return {"/": front("The Gazette", stories), **stories}


def with_box(archive: Path) -> int:
    """How many articles hold the box's words."""
    ((count,),) = rows(archive, "SELECT count(*) FROM articles WHERE text LIKE '%morning letter%'")
    return int(count)


def test_a_crawl_leaves_out_what_the_site_says_everywhere_from_the_fifth_page(
    serve_site: Callable[..., Site], tmp_path: Path
) -> None:
    site = profile(tmp_path, serve_site(magazine(9)).url)

    report = crawl(tmp_path, site).report

    assert report["new"] == 9
    assert with_box(tmp_path / "archive") == 4
    assert rows(tmp_path / "archive", "SELECT site, stories FROM site_memories") == [("gazette", 9)]


def test_reading_again_heals_what_was_read_without_it(
    serve_site: Callable[..., Site], tmp_path: Path
) -> None:
    crawl(tmp_path, profile(tmp_path, serve_site(magazine(9)).url))

    ended = start("reextract", "--archive", str(tmp_path / "archive"), folder=tmp_path).wait()

    assert ended.status == 0
    assert with_box(tmp_path / "archive") == 0
    assert rows(tmp_path / "archive", "SELECT max(revision_count) FROM articles") == [(1,)]


def test_a_later_run_knows_it_and_takes_no_reading_of_its_own_for_a_change(
    serve_site: Callable[..., Site], tmp_path: Path
) -> None:
    served = serve_site(magazine(6))
    site = profile(tmp_path, served.url)
    crawl(tmp_path, site)
    served.pages |= magazine(7, more="<!-- another advert -->")

    report = crawl(tmp_path, site, "--full").report

    assert (report["new"], report["changed"], report["same"]) == (1, 0, 6)
    assert with_box(tmp_path / "archive") == 4
    assert rows(tmp_path / "archive", "SELECT stories FROM site_memories") == [(7,)]


def test_a_change_of_the_story_is_one_whatever_the_site_repeats(
    serve_site: Callable[..., Site], tmp_path: Path
) -> None:
    served = serve_site(magazine(6))
    site = profile(tmp_path, served.url)
    crawl(tmp_path, site)
    served.pages[path(1)] = page(
        1, more="<p>Correction: it was the day before, as the harbour master says.</p>"
    )

    report = crawl(tmp_path, site, "--full").report

    assert (report["changed"], report["same"]) == (1, 5)


def test_a_memory_that_cannot_be_read_is_learnt_anew(serve_site: Callable[..., Site], tmp_path: Path) -> None:
    served = serve_site(magazine(5))
    site = profile(tmp_path, served.url)
    crawl(tmp_path, site)
    with Archive.open(tmp_path / "archive", create=False) as archive, archive.writing() as conn:
        conn.execute("UPDATE site_memories SET memory = '{\"form\": 1}'")
    served.pages |= magazine(6)

    assert crawl(tmp_path, site).status == 0

    assert rows(tmp_path / "archive", "SELECT stories FROM site_memories") == [(1,)]
