"""A user's item pipelines: an article they fail on is told and asked again, one they drop is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.crawling import Ended, crawl, rows
from support.stories import front, profile, story

from newsspider.maintenance.repair import repair
from newsspider.maintenance.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

    Serve = Callable[..., Site]

PATHS = [f"/2024/05/{day:02}/story-number-{day}.html" for day in range(1, 8)]
PIPELINES = """
from pathlib import Path

from scrapy.exceptions import DropItem

WORD = Path(__file__).with_name("word.txt")


class Strict:
    def process_item(self, item):
        words = WORD.read_text().split()
        for verb, number in zip(words[::2], words[1::2]):
            if item.headline != f"Story {number}":
                continue
            if verb == "raise":
                raise ValueError("no room for this one")
            if verb == "drop":
                raise DropItem("not for us")
            if verb == "turn":
                return {"headline": item.headline}
        return item
"""


@pytest.fixture
def crawled(tmp_path: Path, serve_site: Serve, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Crawls a site of seven stories, through a pipeline that does as it is told."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "strict_pipelines.py").write_text(PIPELINES)
    pages = {path: story(f"Story {n}") for n, path in enumerate(PATHS, 1)}
    site = serve_site({"/": front("Gazette", PATHS), **pages})
    gazette = profile(tmp_path, site.url)

    def run(words: str = "", *options: str) -> Ended:
        (tmp_path / "word.txt").write_text(words)
        site.requests.clear()
        monkeypatch.syspath_prepend(str(tmp_path))
        setting = 'ITEM_PIPELINES={"strict_pipelines.Strict": 100}'
        ended = crawl(tmp_path, gazette, "--set", setting, *options)
        run.paths = site.paths  # type: ignore[attr-defined] # what was asked for
        return ended

    return run


def headlines(folder: Path) -> list[str]:
    return [headline for (headline,) in rows(folder / "archive", "SELECT headline FROM articles ORDER BY 1")]


def test_an_article_that_a_pipeline_fails_on_is_told_once_and_is_due_again(
    tmp_path: Path, crawled: Callable[..., Ended]
) -> None:
    ended = crawled("raise 2 raise 3")

    assert ended.status == 1, ended.err
    report = ended.report
    assert (report["articles"], report["failed"], report["dropped"]) == (5, 2, 0)
    (alarm,) = report["alarms"]
    assert alarm.startswith(
        "2 articles were not stored: an item pipeline raised ValueError: no room for this one"
    )
    assert "strict_pipelines.py, line " in alarm
    assert PATHS[1] in alarm or PATHS[2] in alarm
    found = {finding.rule: str(finding) for finding in verify(tmp_path / "archive").findings}
    assert found.keys() == {"capture-article"}
    assert "was judged an article, but no article is stored" in found["capture-article"]
    assert "ValueError: no room for this one" in found["capture-article"]

    again = crawled()

    assert again.status == 0, again.out
    assert sorted(path for path in crawled.paths if path != "/") == PATHS[1:3]  # type: ignore[attr-defined]
    assert headlines(tmp_path) == [f"Story {n}" for n in range(1, 8)]
    assert verify(tmp_path / "archive").findings == ()


def test_a_dropped_article_is_remembered_and_no_loss(tmp_path: Path, crawled: Callable[..., Ended]) -> None:
    ended = crawled("drop 2")

    assert (ended.status, ended.report["alarms"]) == (0, [])
    assert (ended.report["articles"], ended.report["failed"], ended.report["dropped"]) == (6, 0, 1)
    query = "SELECT verdict, note FROM captures WHERE url LIKE '%number-2.html'"
    assert rows(tmp_path / "archive", query) == [("dropped", "dropped by an item pipeline: not for us")]
    assert verify(tmp_path / "archive").findings == ()

    assert crawled("drop 2").status == 0
    assert crawled.paths == ["/"]  # type: ignore[attr-defined]
    assert crawled("", "--full").report["new"] == 1, "a pipeline may think better of it"


def test_a_pipeline_that_gives_something_else_back_loses_no_article_in_silence(
    tmp_path: Path, crawled: Callable[..., Ended]
) -> None:
    ended = crawled("turn 4")

    assert (ended.status, ended.report["failed"]) == (1, 1)
    assert "returned something other than an Article" in ended.report["alarms"][0]


def test_verify_repairs_by_asking_again(tmp_path: Path, crawled: Callable[..., Ended]) -> None:
    crawled("raise 5")
    archive = tmp_path / "archive"
    rows_before = rows(archive, "SELECT count(*) FROM captures")

    done = repair(archive, verify(archive))

    assert done == ("capture-article: due again in the next crawl: 1 address",)
    assert rows(archive, "SELECT count(*) FROM captures") == rows_before
    assert crawled().report["new"] == 1
    assert verify(archive).findings == ()
