"""The demo's magazine is read as it was written, and the archive holds each story once."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from support.documents import DEMO_TOLD

import newsspider
from newsspider import profiles
from newsspider.demo import markup, oddities
from newsspider.demo.boxes import neighbours
from newsspider.demo.child_server import serving_in_child
from newsspider.demo.editions import stories
from newsspider.demo.invented import Growth
from newsspider.demo.magazine import magazine
from newsspider.demo.pages import HOME, rendered
from newsspider.demo.runs import MARK, PROFILE, run_both
from newsspider.demo.server import serving
from newsspider.demo.story import SECTIONS, Story
from newsspider.errors import UsageError
from newsspider.extraction import extract, join

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
GROWTH = Growth(count=120, edited=4, removed=2, added=3)


@pytest.mark.parametrize("story", stories(1), ids=lambda story: story.path)
def test_each_story_is_read_as_it_was_written(story: Story) -> None:
    _is_read_as_written(story, None)


@pytest.mark.parametrize("story", stories(2, GROWTH)[::10], ids=lambda story: story.path)
def test_invented_stories_are_read_as_well(story: Story) -> None:
    _is_read_as_written(story, GROWTH)


def _is_read_as_written(story: Story, growth: Growth | None) -> None:
    profile = profiles.load(str(PROFILE))
    article = join(
        [
            extract(page, HOME + path, content_type="text/html", profile=profile)
            for path, page in rendered(story, neighbours(growth))
        ]
    )
    assert (article.headline, article.authors) == (story.headline, story.authors)
    assert (article.published_on, article.issue) == (story.on, story.issue)
    assert (article.section, article.language or "en") == (story.section, story.language)
    assert article.standfirst == story.standfirst
    assert _words([article.text]) == _words(markup.plain(block) for block in story.body)


def _words(texts: Iterable[str]) -> list[str]:
    return re.findall(r"\w+", " ".join(texts))


@pytest.mark.parametrize("growth", [None, GROWTH])
def test_a_story_is_of_a_section_and_its_address_an_articles(growth: Growth | None) -> None:
    profile = profiles.load(str(PROFILE))
    told = stories(2, growth)
    assert {story.section for story in told} <= set(SECTIONS)
    assert {profile.kind_of(HOME + story.path) for story in told} == {"article"}
    assert len({story.headline for story in told}) == len(told)


def test_a_grown_magazine_changes_as_many_stories_as_were_asked_for() -> None:
    first, second = ({story.path: story for story in stories(n, GROWTH)} for n in (1, 2))
    assert (len(first), len(second)) == (120, 121)
    assert (len(second.keys() - first.keys()), len(first.keys() - second.keys())) == (3, 2)
    changed = [path for path in first.keys() & second.keys() if first[path].body != second[path].body]
    assert len(changed) == 4


def test_what_no_editor_touched_has_the_same_bytes_in_both_editions() -> None:
    first, second = magazine(1, NOW, GROWTH), magazine(2, NOW, GROWTH)
    pages = [path for story in stories(1, GROWTH) for path in story.paths]
    assert sum(first[path].etag != second[path].etag for path in pages) == 4 + 2


def test_the_server_answers_304_404_and_410() -> None:
    gone = next(story for story in stories(1) if story.gone)
    with serving() as served:
        with urllib.request.urlopen(served.url) as answer:
            etag, modified = answer.headers["ETag"], answer.headers["Last-Modified"]
        assert _status(served.url, {"If-None-Match": etag}) == 304
        assert _status(served.url, {"If-Modified-Since": modified}) == 304
        assert _status(served.url + oddities.DEAD_LINK[1:]) == 404
        assert _status(served.url + gone.path[1:]) == 200
        served.set_edition(2)
        assert _status(served.url + gone.path[1:]) == gone.gone
        assert _status(served.url, {"If-None-Match": etag}) == 200


def test_a_magazine_in_a_process_of_its_own_counts_and_changes_edition() -> None:
    added = next(story for story in stories(2, GROWTH) if story.since == 2)
    with serving_in_child(GROWTH) as served:
        assert _status(served.url + added.path[1:]) == 404
        served.set_edition(2)
        assert _status(served.url + added.path[1:]) == 200
        assert served.counts() == {200: 1, 404: 1}
        served.reset_counts()
        assert served.counts() == {}


def test_a_folder_that_is_no_demo_archive_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "letter.txt"
    kept.write_text("mine")
    with pytest.raises(UsageError, match="not a demo archive"):
        run_both(tmp_path)
    assert kept.read_text() == "mine"


def test_the_archive_holds_each_story_once(demo: Path) -> None:
    told = {story.path: story.headline for edition in (1, 2) for story in stories(edition)}

    with newsspider.open(demo / "demo-archive") as archive:
        headlines = [article.headline for article in archive.articles()]

    assert sorted(headlines) == sorted(told.values())
    assert (demo / "demo-archive" / MARK).is_file()


def test_the_demo_ends_with_both_runs_side_by_side(demo: Path) -> None:
    printed = (demo / DEMO_TOLD).read_text("utf-8")

    for name, counts in {
        "new": (len(stories(1)), 3),
        "changed": (0, 5),
        "articles gone": (0, 2),
        "failed": (0, 0),
    }.items():
        assert re.search(rf"^ +{name} +{counts[0]} +{counts[1]}$", printed, re.MULTILINE), name


def _status(url: str, headers: dict[str, str] | None = None) -> int:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers or {})) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
