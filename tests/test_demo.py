"""The demo's magazine is read as it was written, and the archive holds each story once."""

from __future__ import annotations

import importlib.util
import urllib.error
import urllib.request
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import sqlite_utils

from newsspider import profiles
from newsspider.demo import run_both
from newsspider.demo.magazine import DEAD_LINK, magazine
from newsspider.demo.pages import HOME, rendered
from newsspider.demo.runs import MARK, PROFILE
from newsspider.demo.server import serving
from newsspider.demo.stories import SECTIONS, Story, stories
from newsspider.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

needs_crawl = pytest.mark.skipif(importlib.util.find_spec("newsspider.crawl") is None, reason="no crawl yet")
needs_reader = pytest.mark.skipif(
    importlib.util.find_spec("newsspider.extraction.article") is None, reason="no reader yet"
)


@pytest.mark.parametrize("story", stories(1), ids=lambda story: story.path)
@needs_reader
def test_each_story_is_read_as_it_was_written(story: Story) -> None:
    from newsspider.extraction import extract

    profile = profiles.load(str(PROFILE))
    pages = rendered(story, stories(1))
    for number, paragraphs in enumerate(story.pages):
        path = story.page_path(number)
        article = extract(pages[path].encode(), HOME + path, content_type="text/html", profile=profile)
        assert (article.headline, article.body) == (story.headline, paragraphs)
        assert article.published_on == story.on
        assert article.authors == (story.author,)


@pytest.mark.parametrize("story", stories(2), ids=lambda story: story.path)
def test_a_story_is_short_and_of_a_section(story: Story) -> None:
    assert 70 <= sum(len(words.split()) for words in story.body) <= 160
    assert story.section in SECTIONS
    assert profiles.load(str(PROFILE)).kind_of(HOME + story.path) == "article"


def test_the_second_edition_changes_two_adds_one_and_withdraws_one() -> None:
    first, second = ({story.path: story for story in stories(n)} for n in (1, 2))
    assert len(second.keys() - first.keys()) == len(first.keys() - second.keys()) == 1
    assert sum(first[path].body != second[path].body for path in first.keys() & second.keys()) == 2


def test_the_server_answers_304_404_and_410() -> None:
    gone = next(story for story in stories(1) if story.gone).path
    with serving() as served:
        with urllib.request.urlopen(served.url) as answer:
            etag = answer.headers["ETag"]
        assert _status(served.url, etag) == 304
        assert _status(served.url + DEAD_LINK[1:]) == 404
        assert _status(served.url + gone[1:]) == 200
        served.set_edition(2)
        assert _status(served.url + gone[1:]) == 410
        assert _status(served.url, etag) == 200


def test_all_but_the_dead_link_is_there() -> None:
    assert {"/", "/feed.xml", "/sitemap.xml", "/robots.txt", "/harbour/"} <= magazine(1).keys()
    assert DEAD_LINK not in magazine(1)


def test_a_folder_that_is_no_demo_archive_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "letter.txt"
    kept.write_text("mine")
    with pytest.raises(UsageError, match="no demo archive"):
        run_both(tmp_path)
    assert kept.read_text() == "mine"


@needs_crawl
@needs_reader
def test_the_archive_holds_each_story_once(tmp_path: Path) -> None:
    archive = tmp_path / "demo"
    first, second = run_both(archive)
    assert (first.new, first.exit_status) == (len(stories(1)), 0)
    assert (second.new, second.changed, second.gone) == (1, 2, 1)
    told = {story.headline for story in (*stories(1), *stories(2))}
    database = next(archive.glob("*.db"))
    with closing(sqlite_utils.Database(database).conn) as connection:
        headlines = [row[0] for row in connection.execute("SELECT headline FROM articles")]
    assert sorted(headlines) == sorted(told)
    assert (archive / MARK).is_file()


def _status(url: str, etag: str | None = None) -> int:
    request = urllib.request.Request(url, headers={"If-None-Match": etag} if etag else {})
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
