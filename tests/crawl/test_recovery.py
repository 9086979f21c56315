"""What a run wrote down and did not live to commit is taken over by the next one, not asked again."""

from __future__ import annotations

import gzip
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from support.crawling import Ended, crawl, rows
from support.left_answers import HTML, NOW, answer, leave
from support.stories import front, profile, story

from newsspider.maintenance.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

    from newsspider.storage.warc.writer import Exchange

    Serve = Callable[..., Site]

ONE, TWO = "/2024/05/01/story-number-one.html", "/2024/05/02/story-number-two.html"
HOME = "/"


def gazette(serve_site: Serve) -> Site:
    return serve_site(
        {HOME: front("Gazette", [ONE, TWO]), ONE: story("One as served"), TWO: story("Two as served")}
    )


def crawl_on(folder: Path, site: Site, *exchanges: Exchange) -> Ended:
    """A crawl of *site* after one that was killed with these answers written down."""
    name = profile(folder, site.url)
    leave(folder / "archive", name, *exchanges)
    return crawl(folder, name)


def headlines(folder: Path) -> list[str]:
    return [headline for (headline,) in rows(folder / "archive", "SELECT headline FROM articles ORDER BY 1")]


def test_an_answer_that_was_written_down_is_read_and_not_asked_for(tmp_path: Path, serve_site: Serve) -> None:
    site = gazette(serve_site)

    ended = crawl_on(tmp_path, site, answer(site, ONE, story("One as left")))

    assert ended.status == 0
    assert (site.count(ONE), site.count(TWO)) == (0, 1)
    assert headlines(tmp_path) == ["One as left", "Two as served"]
    assert "1 answer taken over from a run that was cut short" in ended.report["notes"]
    assert verify(tmp_path / "archive").findings == ()


def test_a_compressed_answer_is_taken_over(tmp_path: Path, serve_site: Serve) -> None:
    site = gazette(serve_site)
    packed = gzip.compress(story("One as left").encode())

    crawl_on(tmp_path, site, answer(site, ONE, headers=[HTML, ("Content-Encoding", "gzip")], body=packed))

    assert site.count(ONE) == 0
    assert headlines(tmp_path) == ["One as left", "Two as served"]
    assert verify(tmp_path / "archive").findings == ()


def test_a_redirect_is_taken_over_and_followed(tmp_path: Path, serve_site: Serve) -> None:
    site = gazette(serve_site)
    site.pages["/moved-here.html"] = story("One moved")

    crawl_on(tmp_path, site, answer(site, ONE, status=301, headers=[("Location", "/moved-here.html")]))

    assert (site.count(ONE), site.count("/moved-here.html")) == (0, 1)
    assert headlines(tmp_path) == ["One moved", "Two as served"]


def test_an_answer_is_taken_over_also_when_the_next_run_was_killed_too(
    tmp_path: Path, serve_site: Serve
) -> None:
    site = gazette(serve_site)
    name = profile(tmp_path, site.url)
    leave(tmp_path / "archive", name, answer(site, ONE, story("One as left")))
    leave(tmp_path / "archive", name, answer(site, TWO, story("Two as left")))

    crawl(tmp_path, name)

    assert (site.count(ONE), site.count(TWO)) == (0, 0)
    assert headlines(tmp_path) == ["One as left", "Two as left"]


def test_a_failure_and_a_cut_answer_are_asked_for_again(tmp_path: Path, serve_site: Serve) -> None:
    site = gazette(serve_site)

    crawl_on(
        tmp_path, site, answer(site, ONE, status=503), answer(site, TWO, story("Cut"), truncated="length")
    )

    assert (site.count(ONE), site.count(TWO)) == (1, 1)
    assert headlines(tmp_path) == ["One as served", "Two as served"]


def test_a_list_is_read_anew_after_a_day_a_story_never(tmp_path: Path, serve_site: Serve) -> None:
    site = gazette(serve_site)
    long_ago = NOW - timedelta(days=3)

    crawl_on(
        tmp_path,
        site,
        answer(site, HOME, front("Gazette", []), captured_at=long_ago),
        answer(site, ONE, story("One as left"), captured_at=long_ago),
    )

    assert (site.count(HOME), site.count(ONE)) == (1, 0)
    assert headlines(tmp_path) == ["One as left", "Two as served"]


def test_what_a_finished_run_could_not_use_is_not_looked_at_again(tmp_path: Path, serve_site: Serve) -> None:
    site = gazette(serve_site)
    site.pages[HOME] = front("Gazette", [TWO])
    crawl_on(tmp_path, site, answer(site, ONE, story("One as left")))
    site.pages[HOME] = front("Gazette", [ONE, TWO])

    crawl(tmp_path, profile(tmp_path, site.url))

    assert site.count(ONE) == 1
    assert headlines(tmp_path) == ["One as served", "Two as served"]


def test_an_answer_that_repeats_an_earlier_one_is_taken_over_with_its_body(
    tmp_path: Path, serve_site: Serve
) -> None:
    site = gazette(serve_site)
    name = profile(tmp_path, site.url)
    crawl(tmp_path, name)
    body = rows(tmp_path / "archive", "SELECT captured_at FROM captures WHERE url LIKE ?", f"%{ONE}")
    told = {"earlier": (site.url + ONE[1:], datetime.fromisoformat(body[0][0]))}
    time.sleep(1)  # files are told apart by the second in which their run began
    leave(tmp_path / "archive", name, answer(site, ONE, story("One as served"), **told))
    site.requests.clear()

    crawl(tmp_path, name, "--full")

    assert (site.count(ONE), site.count(TWO)) == (0, 1)
    query = "SELECT verdict, same_as_id IS NOT NULL FROM captures WHERE url LIKE ? ORDER BY id"
    assert rows(tmp_path / "archive", query, f"%{ONE}") == [("article", 0), ("not modified", 1)]
    assert verify(tmp_path / "archive").findings == ()
