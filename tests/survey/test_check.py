"""`save-case` keeps a page, and `check` says what is read differently from it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from support.crawling import crawl, start
from support.stories import front, profile, story

from newsspider.maintenance.backup import back_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.crawling import Ended
    from support.served import Site

    Serve = Callable[..., Site]

PATHS = [f"/2024/05/0{n}/story-number-{n}.html" for n in range(1, 5)]
LAYOUT = 'layouts: [{name: now, select: {headline: ["h1.title"], authors: [.by]}}]\n'


def page(n: int, *, name: str = "title") -> str:
    return story(f"Number {n}", extra="<p class=by>Ann Reed</p>").replace("<h1>", f"<h1 class={name}>")


def run(folder: Path, *arguments: str) -> Ended:
    return start(*arguments, "--archive", str(folder / "archive"), folder=folder).wait()


@pytest.fixture
def site(serve_site: Serve) -> Site:
    pages: dict[str, object] = {path: page(n) for n, path in enumerate(PATHS, 1)}
    return serve_site({"/": front("Gazette", PATHS), **pages})


def address(site: Site) -> str:
    return site.url.rstrip("/") + PATHS[0]


def test_a_case_comes_from_the_archive_and_is_read_as_expected(tmp_path: Path, site: Site) -> None:
    file = profile(tmp_path, site.url)
    crawl(tmp_path, file)
    asked = len(site.requests)

    saved = run(tmp_path, "save-case", address(site), "--site", file)
    checked = run(tmp_path, "check", file)

    assert (saved.status, checked.status) == (0, 0), saved.err + checked.err
    assert len(site.requests) == asked
    assert "as expected" in checked.out


def test_what_is_read_differently_is_a_diff_and_fails(tmp_path: Path, site: Site) -> None:
    file = profile(tmp_path, site.url)
    assert run(tmp_path, "save-case", address(site), "--site", file).status == 0
    (expected,) = tmp_path.rglob("expected.yaml")
    expected.write_text(expected.read_text().replace("headline: Number 1", "headline: Another title"))

    checked = run(tmp_path, "check", file)

    assert checked.status == 1
    assert "-Another title" in checked.out
    assert "+Number 1" in checked.out
    assert len(json.loads(run(tmp_path, "check", file, "--json").out)["cases"]) == 1


def test_a_lost_selector_is_told_with_its_last_day(tmp_path: Path, site: Site) -> None:
    file = profile(tmp_path, site.url, LAYOUT)
    crawl(tmp_path, file)
    before = run(tmp_path, "check", file, "--live", "--json")
    site.pages |= {path: page(n, name="new") for n, path in enumerate(PATHS, 1)}

    after = run(tmp_path, "check", file, "--live", "--json")
    rows = {row["selector"]: row for row in json.loads(after.out)["selectors"]}

    assert (before.status, after.status) == (0, 1), before.err + after.err
    assert rows["h1.title"]["is_lost"]
    assert (rows["h1.title"]["live"], rows["h1.title"]["captures"]) == (0, 4)
    assert rows["h1.title"]["last_on"]
    assert (rows[".by"]["live"], rows[".by"]["is_lost"]) == (4, False)


def test_a_backup_has_the_cases(tmp_path: Path, site: Site) -> None:
    file = profile(tmp_path, site.url)
    crawl(tmp_path, file)
    run(tmp_path, "save-case", address(site), "--site", file)

    back_up(tmp_path / "archive", tmp_path / "copy")

    assert len(list((tmp_path / "copy/cases").rglob("page.html"))) == 1


def test_a_withdrawal_names_the_case_that_still_has_the_article(tmp_path: Path, site: Site) -> None:
    file = profile(tmp_path, site.url)
    crawl(tmp_path, file)
    run(tmp_path, "save-case", address(site), "--site", file)

    assert "still in cases/gazette/" in run(tmp_path, "withdraw", address(site), "--reason", "asked").out


@pytest.mark.parametrize("text", ["", "url: 5\n", "[", "url: http://a.example/\nexpected: no\n"])
def test_a_broken_case_is_one_line(tmp_path: Path, site: Site, text: str) -> None:
    file = profile(tmp_path, site.url)
    place = tmp_path / "archive/cases/gazette/one"
    place.mkdir(parents=True)
    (place / "page.html").write_text("<p>")
    (place / "expected.yaml").write_text(text)

    ended = run(tmp_path, "check", file)

    assert (ended.status, len(ended.err.splitlines())) == (2, 1), ended.err


@pytest.mark.parametrize(
    "arguments", [("check", "nowhere"), ("save-case", "no address"), ("save-case", "http://a.example/")]
)
def test_wrong_use_is_one_line(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ended = run(tmp_path, *arguments)

    assert (ended.status, len(ended.err.splitlines())) == (2, 1), ended.err


def test_a_site_without_cases_is_told_how_to_save_one(tmp_path: Path, site: Site) -> None:
    ended = run(tmp_path, "check", profile(tmp_path, site.url))

    assert (ended.status, "newsspider save-case URL" in ended.err) == (2, True)
