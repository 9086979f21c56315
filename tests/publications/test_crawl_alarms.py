"""A site that changed under our feet ends a run with status 1, says why, and keeps it in `alarms`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from support.crawling import crawl, rows, start
from support.served import Answer, Site, redirect
from support.stories import front, profile, story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[..., Site]

PATHS = tuple(f"/2024/05/{n:02}/story-number-{n}.html" for n in range(1, 16))
SELECTING = "layouts: [{name: the old face, select: {body: ['article > p']}}]"


CHALLENGE = "<title>Just a moment...</title>Checking your browser before you may go on"


def all_of(page: object) -> dict[str, object]:
    return dict.fromkeys(PATHS, page)


def magazine() -> dict[str, object]:
    return {"/": front("Gazette", PATHS), **{path: story(f"Story {n}") for n, path in enumerate(PATHS)}}


def relaunched() -> dict[str, object]:
    """The same stories in another markup."""
    return {
        path: story(f"Story {n}").replace("article", "section").replace("together for", "together again for")
        for n, path in enumerate(PATHS)
    }


@pytest.mark.parametrize(
    ("change", "kind", "told"),
    [
        (relaunched(), "selector", "the body's selector of 'the old face' found nothing on 15 of 15"),
        (all_of(Answer(status=403, body=CHALLENGE)), "blocked", "15 of 15 pages were blocked (before: 0%)"),
        (all_of(""), "empty", "none of 15 pages gave an article"),
        (
            all_of(Answer(status=410)),
            "gone",
            "15 of 15 articles that were asked again answer as if they",
        ),
        (
            {"/": front("Gazette", [])},
            "empty",
            "1 list of stories was read and links to no story any",
        ),
        (
            {"/": redirect("/home-of-ours/"), "/home-of-ours/": Answer(status=404)},
            "start",
            "start page {url}",
        ),
        ({"/robots.txt": "User-agent: *\nDisallow: /2024/"}, "robots", "robots.txt now forbids 15 addresses"),
    ],
    ids=["selector", "blocked", "nothing read", "gone", "no stories", "start page", "robots"],
)
def test_what_changed_for_the_worse_is_an_alarm(
    tmp_path: Path, serve_site: Serve, change: dict[str, object], kind: str, told: str
) -> None:
    site = serve_site(magazine())
    gazette, archive = profile(tmp_path, site.url, SELECTING), tmp_path / "archive"
    assert crawl(tmp_path, gazette).status == 0
    site.pages |= change

    ended = crawl(tmp_path, gazette, "--full", "--set", "RETRY_TIMES=0")

    assert ended.status == 1, ended.report
    kinds = dict(rows(archive, "SELECT kind, message FROM alarms WHERE run_id = 2 ORDER BY id DESC"))
    assert kind in kinds
    assert told.format(url=site.url) in kinds[kind]
    assert set(kinds.values()) == set(ended.report["alarms"])


def test_an_alarm_stands_in_the_summary_and_in_status(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(magazine() | {"/": front("Gazette", [])})
    where = ("--archive", str(tmp_path / "archive"))

    ended = start("crawl", profile(tmp_path, site.url), *where, folder=tmp_path).wait()

    assert ended.status == 1
    assert "\n! 1 list of stories was read and links to no story;" in ended.out
    status = start("status", *where, folder=tmp_path).wait()
    assert "links to no story" in status.out


def test_one_failed_page_and_a_quiet_day_are_no_alarm(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(magazine())
    gazette = profile(tmp_path, site.url, SELECTING)
    crawl(tmp_path, gazette)
    site.pages[PATHS[3]] = Answer(status=500)
    site.pages[PATHS[4]] = Answer(status=404)

    failed = crawl(tmp_path, gazette, "--full", "--set", "RETRY_TIMES=0")
    quiet = crawl(tmp_path, gazette)

    assert (failed.status, failed.report["failed"], failed.report["gone"]) == (0, 1, 1)
    assert quiet.status == 0
    assert rows(tmp_path / "archive", "SELECT * FROM alarms") == []
