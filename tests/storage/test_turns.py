"""News comes first, whatever endless rows of addresses a run before has left behind."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from hostile.endless import HEADLINES, NEW, SESSIONS, TRAPS, EndlessSite, path_of
from support.crawling import crawl, rows
from support.served import redirect
from support.stories import front, profile, story

if TYPE_CHECKING:
    from pathlib import Path

    from support.served import Site

    Serve = Callable[..., Site]

SOON = 50  # requests, after which a story that is new on the front has been asked for
BUDGET = "limits: {requests: 150}"


@pytest.mark.parametrize("trap", list(TRAPS))
def test_after_a_trap_a_new_story_on_the_front_is_asked_soon(
    tmp_path: Path, serve_site: Serve, trap: str
) -> None:
    endless = EndlessSite(serve_site(), trap)
    gazette = profile(tmp_path, endless.site.url, BUDGET)
    first = crawl(tmp_path, gazette)
    assert first.report["new"] == len(HEADLINES)
    endless.publish()
    asked_before = len(endless.site.paths)

    second = crawl(tmp_path, gazette)

    place = endless.place_of(NEW, since=asked_before)
    assert place is not None
    assert place <= SOON
    assert second.report["new"] == 1


@pytest.mark.parametrize("trap", list(SESSIONS))
def test_session_ids_in_paths_do_not_multiply_stories(tmp_path: Path, serve_site: Serve, trap: str) -> None:
    endless = EndlessSite(serve_site(), trap)

    ended = crawl(tmp_path, profile(tmp_path, endless.site.url))

    assert ended.status == 0
    assert ended.report["new"] == len(HEADLINES)
    assert len(endless.site.paths) < 40 * len(HEADLINES)


def test_an_endless_index_costs_later_runs_less(tmp_path: Path, serve_site: Serve) -> None:
    endless = EndlessSite(serve_site(), "endless index")
    gazette = profile(tmp_path, endless.site.url, "limits: {per_shape: 10}")
    crawl(tmp_path, gazette)
    first = len(endless.site.paths)
    assert first > 50

    crawl(tmp_path, gazette)
    second = len(endless.site.paths) - first
    endless.publish()
    ended = crawl(tmp_path, gazette)

    assert second <= first / 3
    assert ended.report["new"] == 1


def test_300_000_dead_addresses_keep_no_new_story_waiting(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site({"/": front("Gazette", [path_of(HEADLINES[0])])})
    site.pages[path_of(HEADLINES[0])] = story("The first of them")
    gazette = profile(tmp_path, site.url, BUDGET)
    assert crawl(tmp_path, gazette).report["new"] == 1
    columns = "site, url, kind, depth, found_on_url, found_at, due_at, verdict, done_at, failures"
    with closing(sqlite3.connect(tmp_path / "archive" / "news.db")) as conn, conn:
        for kind, verdict, failures in (("article", "gone", 0), ("article", None, 0), ("front", "error", 3)):
            conn.execute(
                f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                f" INSERT INTO frontier ({columns}) SELECT 'gazette', ?1 || 'lost/' || ?6 || '/' || i, ?2, 1,"
                " ?1, ?5, ?5, ?3, NULL, ?4 FROM n",
                (site.url, kind, verdict, failures, "2020-01-01T00:00:00.000Z", f"{kind}-{verdict}"),
            )
    site.pages |= {"/": front("Gazette", map(path_of, HEADLINES[:2])), path_of(HEADLINES[1]): story("New")}
    before = len(site.paths)

    ended = crawl(tmp_path, gazette)

    assert path_of(HEADLINES[1]) in site.paths[before : before + SOON]
    assert ended.report["new"] == 1


def test_a_run_ends_with_its_budget_and_the_next_goes_on(tmp_path: Path, serve_site: Serve) -> None:
    paths = [f"/stories/a-story-of-day-{n}.html" for n in range(30)]
    site = serve_site({"/": front("Gazette", paths), **{path: story(f"At {path}") for path in paths}})
    gazette = profile(tmp_path, site.url, "limits: {requests: 12}")

    first = crawl(tmp_path, gazette)

    assert (first.status, first.report["reason"]) == (0, "budget")
    assert len(site.requests) <= 14
    (note,) = [note for note in first.report["notes"] if "budget" in note]
    assert "requests: 12" in note
    assert f"{31 - len(site.paths)} addresses wait for the next" in note
    for _ in range(3):
        last = crawl(tmp_path, gazette)
    assert last.report["reason"] == "finished"
    assert rows(tmp_path / "archive", "SELECT count(*) FROM articles") == [(len(paths),)]
    assert len([path for path in site.paths if path != "/"]) == len(paths)


def test_a_run_ends_when_its_time_is_over(tmp_path: Path, serve_site: Serve) -> None:
    paths = [f"/stories/a-story-of-day-{n}.html" for n in range(30)]
    site = serve_site({"/": front("Gazette", paths), **{path: story(f"At {path}") for path in paths}})
    gazette = profile(tmp_path, site.url, "limits: {hours: 0.001}")

    ended = crawl(tmp_path, gazette, "--set", "DOWNLOAD_DELAY=0.2")

    assert ended.report["reason"] == "budget"
    assert 0 < ended.report["new"] < len(paths)


def test_a_server_that_leads_into_a_session_gives_its_story(tmp_path: Path, serve_site: Serve) -> None:
    """As ASP.NET does without cookies: each address is redirected into a folder of the session."""
    paths = [path_of(headline) for headline in HEADLINES]
    inside = "/(S(k3v0q8z7mwp1aaaabbbbcccc))"
    site = serve_site({"/": front("Gazette", paths)})
    site.pages |= {path: redirect(inside + path) for path in paths}
    site.pages |= {inside + path: story(f"At {path}") for path in paths}

    ended = crawl(tmp_path, profile(tmp_path, site.url))

    assert ended.report["new"] == len(HEADLINES)
    assert len(site.paths) == 1 + 2 * len(HEADLINES)
