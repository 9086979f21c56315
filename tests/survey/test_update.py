"""`init --update` proposes additions to a profile, and leaves everything else as it is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.crawling import start
from support.stories import front, story

from newsspider import profiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.crawling import Ended
    from support.served import Site

    Serve = Callable[..., Site]

PATHS = [f"/2024/05/1{n}/story-number-{n}/" for n in range(8)]


@pytest.fixture
def site(serve_site: Serve) -> Site:
    return serve_site({"/": front("Gazette", PATHS), **{path: story(f"About {path}") for path in PATHS}})


def update(folder: Path, site: Site, text: str, *options: str) -> tuple[Ended, Path]:
    file = folder / "mine.yaml"
    file.write_text(f"name: mine  # my own\nstart: ['{site.url}']\nlanguage: en\n{text}", encoding="utf-8")
    arguments = (
        "init",
        site.url,
        "-o",
        str(file),
        "--update",
        "--archive",
        str(folder / "archive"),
        *options,
    )
    return start(*arguments, folder=folder).wait(), file


@pytest.mark.parametrize(
    "text",
    [
        "layouts:\n  - name: old\n    select: {headline: [h1.gone]}  # why\n  # the end\n",
        "layouts: [{name: old, select: {headline: [h1.gone]}}]\n",
    ],
)
def test_a_layout_that_finds_nothing_ends_today(tmp_path: Path, site: Site, text: str) -> None:
    ended, file = update(tmp_path, site, text, "--write")

    assert ended.status == 0, ended.err
    assert profiles.load(str(file)).layouts[0].until is not None
    assert "# my own" in file.read_text()


@pytest.mark.parametrize("match", ["'^/old/'", "['^/old/']", "\n    - '^/old/'  # once"])
def test_articles_that_no_pattern_finds_get_one(tmp_path: Path, site: Site, match: str) -> None:
    ended, file = update(tmp_path, site, f"articles:\n  match: {match}\n", "--write")

    assert ended.status == 0, ended.err
    found = [pattern.pattern for pattern in profiles.load(str(file)).article_patterns]
    assert found == ["^/old/", r"^/\d{4}/"]


def test_without_write_the_file_stays_as_it_is(tmp_path: Path, site: Site) -> None:
    ended, file = update(tmp_path, site, "articles: {match: '^/old/'}\n")

    assert ended.status == 0, ended.err
    assert "+articles: {match: ['^/old/', '^/\\d{4}/']}" in ended.out
    assert "\\d{4}" not in file.read_text()


def test_a_profile_that_fits_lacks_nothing(tmp_path: Path, site: Site) -> None:
    ended, _ = update(tmp_path, site, "layouts: [{name: now, select: {headline: [h1]}}]\n", "--json")

    assert json.loads(ended.out)["diff"] == []


def test_there_must_be_a_profile_to_update(tmp_path: Path, site: Site) -> None:
    ended = start(
        "init", site.url, "--update", "--archive", str(tmp_path / "archive"), folder=tmp_path
    ).wait()

    assert (ended.status, len(ended.err.splitlines()), site.requests) == (2, 1, [])
