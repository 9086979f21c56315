"""A site that answers all alike: nobody is gone, an alarm says so while it lasts, and a cure is clean."""

from __future__ import annotations

import os
import shutil
import signal
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from support.changing_magazine import (
    ChangingMagazine,
    age,
    answers,
    for_paths,
    half,
    on,
    page,
    pages_only,
    sends_to,
    url_of,
)
from support.crawling import rows, start
from support.served import Answer, Site

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.changing_magazine import Asked, Change, Crawled

    Serve = Callable[..., Site]

ARTICLES = 12
CHALLENGE = (
    "<html><head><title>Just a moment...</title></head><body>Checking your browser before you go on.</body>"
)
NOT_FOUND = page("Page not found", "<h1>Page not found</h1><p>The page you want is not here.</p>")
SHELL = (
    "<!doctype html><html><head><title>The Estuary Gazette</title></head><body><div id=root></div>"
    "<noscript>You need to enable JavaScript to run this app.</noscript>"
    "<script src=/app.js></script></body></html>"
)
WALL = "<p>We value your privacy. We and our partners use cookies. {}</p><button>Accept all cookies</button>"


def consent_wall(asked: Asked, answer: Answer) -> Answer:
    return Answer(body=f"<html><head><title>Your choice</title></head><body>{WALL.format('')}</body></html>")


def consent_wall_below_the_headline(asked: Asked, answer: Answer) -> Answer:
    title = asked.story.headline if asked.story else "The Estuary Gazette"
    more = "You can change your mind at any time in the settings of this site. Partners are listed here."
    return Answer(body=page(title, f"<article><h1>{title}</h1>{WALL.format(more)}</article>"))


def moved(asked: Asked, answer: Answer) -> Answer:
    return sends_to(f"http://www.gazette-news.example{asked.path}", 301)(asked, answer)


def closed(asked: Asked, answer: Answer) -> Answer:
    return Answer(body="User-agent: *\nDisallow: /\n", content_type="text/plain")


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A change of the magazine and the kinds of alarms of which one is apt."""

    change: Change
    apt: frozenset[str]


def scenario(change: Change, *apt: str) -> Scenario:
    return Scenario(change=change, apt=frozenset(apt))


SCENARIOS = {
    "consent wall": scenario(pages_only(consent_wall), "blocked"),
    "consent wall on stories": scenario(on("article")(consent_wall), "blocked"),
    "consent wall below the headline": scenario(pages_only(consent_wall_below_the_headline), "blocked"),
    "redirected home": scenario(on("article")(sends_to("/")), "gone"),
    "all redirected home": scenario(on("article", "section", "missing")(sends_to("/")), "gone"),
    "soft 404 for all": scenario(pages_only(answers(200, NOT_FOUND)), "start"),
    "soft 404 for stories": scenario(on("article", "missing")(answers(200, NOT_FOUND)), "gone"),
    "404 for all": scenario(pages_only(answers(404, NOT_FOUND)), "start"),
    "half 404": scenario(half(answers(404, NOT_FOUND)), "gone"),
    "500s": scenario(pages_only(answers(500, "oops")), "start"),
    "500s on stories": scenario(on("article")(answers(500, "oops")), "failed", "silent"),
    "challenge 403": scenario(pages_only(answers(403, CHALLENGE)), "blocked", "start"),
    "challenge 200": scenario(pages_only(answers(200, CHALLENGE)), "blocked"),
    "robots closed": scenario(on("robots")(closed), "robots"),
    "host moved": scenario(moved, "robots", "start"),
    "shell": scenario(pages_only(answers(200, SHELL)), "start"),
    "shell for stories": scenario(on("article", "missing")(answers(200, SHELL)), "empty", "gone"),
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    """One crawl of the plain magazine; its archive is copied for each test."""
    site = Site()
    crawled = ChangingMagazine(site, articles=ARTICLES).crawl(_folder(tmp_path_factory))
    site.close()
    return crawled


def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.getbasetemp() / "plain"


@pytest.fixture
def folder(plain: Crawled, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of that archive."""
    assert plain.status == 0
    shutil.copytree(_folder(tmp_path_factory) / "archive", tmp_path / "archive")
    return tmp_path


@pytest.fixture
def small(serve_site: Serve) -> ChangingMagazine:
    """The magazine that the archive was crawled from."""
    return ChangingMagazine(serve_site(), articles=ARTICLES)


@pytest.mark.parametrize("name", SCENARIOS)
def test_nobody_is_gone_and_the_alarm_lasts_until_the_cure(
    folder: Path, small: ChangingMagazine, plain: Crawled, name: str
) -> None:
    small.changes = (SCENARIOS[name].change,)
    first, second = small.crawl(folder, "--full"), small.crawl(folder)
    small.changes = ()
    cured = small.crawl(folder)

    for run in (first, second):
        assert run.status != 0
        assert run.kinds & SCENARIOS[name].apt, run.alarms
        assert run.kept == plain.kept
    assert (cured.status, cured.alarms) == (0, ())
    assert cured.kept == plain.kept
    still_bad = "SELECT count(*) FROM frontier WHERE verdict IN ('blocked', 'error', 'empty')"
    assert rows(folder / "archive", still_bad) == [(0,)]


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (answers(404, NOT_FOUND), "gone"),
        (answers(200, NOT_FOUND), "soft 404"),
        (sends_to("/"), "redirect home"),
    ],
)
def test_one_removed_story_is_noticed_in_the_first_run(
    folder: Path, small: ChangingMagazine, plain: Crawled, change: Change, verdict: str
) -> None:
    removed = small.stories[4]
    small.changes = (for_paths({removed.path}, change), on("missing")(change))

    ended = small.crawl(folder, "--full")

    assert (ended.status, ended.run["gone"], ended.gone) == (0, 1, [url_of(removed)])
    assert rows(folder / "archive", "SELECT verdict, back_at FROM absences") == [(verdict, None)]
    assert {url for url, kept in ended.kept.items() if kept != plain.kept[url]} == {url_of(removed)}


def test_many_stories_taken_off_the_lists_are_gone_in_the_second_run(
    folder: Path, small: ChangingMagazine
) -> None:
    removed = small.stories[::2]
    small.remove(*removed)

    first, second, third = small.crawl(folder, "--full"), small.crawl(folder), small.crawl(folder)

    assert (first.status, first.kinds, first.gone) == (1, {"gone"}, [])
    assert set(second.gone) == set(map(url_of, removed))
    assert (third.status, third.run["gone"], set(third.gone)) == (0, 0, set(second.gone))


def test_stories_that_the_lists_still_name_are_gone_after_a_week(
    folder: Path, small: ChangingMagazine
) -> None:
    small.changes = (half(answers(404, NOT_FOUND)),)
    days = []
    for _ in range(4):
        days.append(small.crawl(folder, "--full"))
        age(folder / "archive", days=3)

    assert [len(day.gone) for day in days] == [0, 0, 0, ARTICLES // 2]


def test_a_killed_run_leaves_its_claims_to_the_next(folder: Path, small: ChangingMagazine) -> None:
    small.changes = (on("article")(answers(404, NOT_FOUND)),)
    profile = small.profile(folder)
    options = ("--archive", str(folder / "archive"), "--base", small.site.url, "--full")
    running = start("crawl", profile, *options, "--set", "DOWNLOAD_DELAY=0.3", folder=folder)
    while not rows(folder / "archive", "SELECT url FROM removal_claims"):
        time.sleep(0.02)
    os.kill(running.pid, signal.SIGKILL)
    assert running.wait().status == -signal.SIGKILL
    assert rows(folder / "archive", "SELECT count(*) FROM articles WHERE gone_at IS NOT NULL") == [(0,)]
    small.changes = ()

    cured = small.crawl(folder)

    assert (cured.status, cured.gone) == (0, [])
    assert rows(folder / "archive", "SELECT count(*) FROM removal_claims") == [(0,)]


def test_after_four_days_of_bot_checks_the_start_page_and_lists_are_asked_each_day(
    folder: Path, small: ChangingMagazine
) -> None:
    small.changes = (pages_only(answers(403, CHALLENGE)),)
    for _ in range(4):
        small.crawl(folder)
        age(folder / "archive", days=1)
    small.changes = ()
    new = small.publish(2)

    cured = small.crawl(folder)

    assert (cured.status, cured.alarms) == (0, ())
    assert set(map(url_of, new)) <= set(cured.articles)
