"""A magazine as WordPress serves it: every post once, no archive stored, and a quiet second run."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from support.crawled import newsspider
from support.wordpress import HOME, WordPress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[WordPress, list[Any]]]:
    """The magazine, crawled twice with two lines of profile: archive, reports, and what was asked."""
    folder = tmp_path_factory.mktemp("wordpress")
    lock = WordPress()
    profile = folder / "lock.yaml"
    profile.write_text(f"name: lock\nstart: ['{HOME}']\n")
    found: list[Any] = [folder / "archive"]
    for _ in range(2):
        lock.site.requests.clear()
        report = newsspider(
            "crawl", profile, "--base", lock.site.url, "--archive", folder / "archive", "--json",
            "--set", "CONCURRENT_REQUESTS_PER_DOMAIN=8",
        )  # fmt: skip
        found += [json.loads(report), lock.site.paths]
    yield lock, found
    lock.site.close()


def rows(archive: Path, query: str) -> list[Any]:
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        return conn.execute(query).fetchall()


def test_every_post_is_held_once_and_nothing_else(runs: tuple[WordPress, list[Any]]) -> None:
    lock, (archive, *_) = runs

    held = rows(archive, "SELECT headline, published_on FROM articles ORDER BY published_on")

    assert held == [(post.title, post.date) for post in lock.posts]


def test_each_post_is_whole_and_has_its_author(runs: tuple[WordPress, list[Any]]) -> None:
    lock, (archive, *_) = runs
    query = (
        "SELECT headline, text, name FROM articles JOIN article_authors ON article_id = articles.id"
        " JOIN authors ON authors.id = author_id"
    )
    found = {headline: told for headline, *told in rows(archive, query)}

    for post in lock.posts:
        text, author = found[post.title]
        assert author == post.author
        assert [f"Page {n} of {post.number}" in text for n in range(1, len(post.parts) + 1)] == [True] * len(
            post.parts
        )
        assert text.count("The keeper of the lock wrote") == len(post.parts)


def test_archives_are_lists_and_pages_about_the_house_are_service_pages(
    runs: tuple[WordPress, list[Any]],
) -> None:
    _, (archive, first, *_) = runs
    verdicts = dict(
        rows(archive, "SELECT address_url, verdict FROM captures WHERE verdict <> 'not modified'")
    )

    for path in ("", "2019/03/", "tag/eels/", "category/town/", "author/ann-reed/", "page/2/"):
        assert verdicts[HOME + path] == "front", path
    for path in ("about/", "privacy-policy/", "subscribe/"):
        assert verdicts[HOME + path] == "service page", path
    assert (first["exit_status"], first["service_pages"], first["declared_not_stored"]) == (0, 3, 0)


def test_twins_answers_and_short_links_are_not_asked_again(runs: tuple[WordPress, list[Any]]) -> None:
    _, (_, _, asked, _, again) = runs

    assert not [path for path in (*asked, *again) if "replytocom" in path]
    assert not [path for path in again if "/amp/" in path or "?p=" in path]


def test_a_second_run_asks_for_lists_and_what_is_due(runs: tuple[WordPress, list[Any]]) -> None:
    lock, (_, _, asked, second, again) = runs

    assert (second["new"], second["changed"], second["gone"], second["exit_status"]) == (0, 0, 0, 0)
    assert not [path for path in again if any(path.startswith(post.path) for post in lock.posts)]
    assert len(again) < len(asked) / 3
