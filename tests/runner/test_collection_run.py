"""`newsspider run`: what is due is crawled, side by side, whole, and nothing twice."""

from __future__ import annotations

import json
import os
import signal
import time
from typing import TYPE_CHECKING

import pytest
from support.collections import add_gazettes, add_profile, add_site, gazette, run, start_run
from support.crawling import rows
from support.served import Answer, Asked

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

    Serve = Callable[..., Site]


def test_every_site_of_the_collection_is_crawled_once_and_then_not_due(
    tmp_path: Path, serve_site: Serve
) -> None:
    archive = tmp_path / "archive"
    sites = add_gazettes(archive, serve_site, 3)

    first = run(tmp_path, archive, "--jobs", "2")
    requests = [len(site.requests) for site in sites]
    second = run(tmp_path, archive)

    assert (first.status, second.status) == (0, 0)
    assert rows(archive, "SELECT site, count(*) FROM articles GROUP BY site") == [
        ("site00", 3),
        ("site01", 3),
        ("site02", 3),
    ]
    assert second.out == "Nothing is due: 3 not due.\n"
    assert [len(site.requests) for site in sites] == requests


def test_a_broken_profile_is_an_alarm_and_the_others_are_crawled(tmp_path: Path, serve_site: Serve) -> None:
    archive = tmp_path / "archive"
    add_gazettes(archive, serve_site, 1)
    add_profile(archive, "bad", "name: bad\nstrat: [http://bad.example/]\n")

    broken = run(tmp_path, archive, "--quiet")
    again = run(tmp_path, archive, "--quiet")
    (archive / "sites" / "bad.yaml").unlink()
    mended = run(tmp_path, archive, "--quiet")

    assert broken.status == 1
    assert broken.out.startswith("! bad: profile ")
    assert "there is no key 'strat' (did you mean 'start'?)" in broken.out
    assert (again.status, again.out) == (1, "")
    assert mended.status == 0
    assert mended.out.startswith("  bad: over: profile ")
    assert rows(archive, "SELECT count(*) FROM articles") == [(3,)]


def test_a_site_that_answers_nothing_is_an_alarm_and_the_summary_shows_both(
    tmp_path: Path, serve_site: Serve
) -> None:
    archive = tmp_path / "archive"
    add_gazettes(archive, serve_site, 1)
    down = serve_site({"/": Answer(status=500), "/robots.txt": Answer(status=500)})
    add_site(archive, "down", down)

    ended = run(tmp_path, archive)
    report = json.loads(run(tmp_path, archive, "--now", "--json").out)

    assert ended.status == 1
    assert ended.out.startswith("2 sites crawled.\n")
    assert "! down: start page" in ended.out
    assert [each["site"] for each in report["outcomes"]] == ["down", "site00"]
    assert not report["raised"]  # it was raised by the first run


def test_two_runs_at_once_are_refused(tmp_path: Path, serve_site: Serve) -> None:
    archive = tmp_path / "archive"
    (site,) = add_gazettes(archive, serve_site, 1)
    first = start_run(tmp_path, archive, delay_s=0.3)
    site.wait_for()

    second = run(tmp_path, archive)

    assert second.status == 4
    assert "another `newsspider run` is under way (pid " in second.err
    assert first.wait().status == 0


def test_sites_of_one_host_are_crawled_one_after_the_other(tmp_path: Path, serve_site: Serve) -> None:
    archive = tmp_path / "archive"
    site = serve_site(gazette(1, 3))
    add_site(archive, "a", site)
    add_site(archive, "b", site)

    ended = run(tmp_path, archive, "--jobs", "2")

    assert ended.status == 0
    spans = rows(archive, "SELECT started_at, ended_at FROM runs ORDER BY started_at")
    assert len(spans) == 2
    assert spans[0][1] <= spans[1][0]


def test_an_interrupt_ends_the_crawls_cleanly_and_the_next_run_completes_them(
    tmp_path: Path, serve_site: Serve
) -> None:
    archive = tmp_path / "archive"
    sites = add_gazettes(archive, serve_site, 3, stories=6)
    running = start_run(tmp_path, archive, "--jobs", "2", delay_s=0.3)
    sites[0].wait_for(4)

    os.kill(running.pid, signal.SIGTERM)
    ended = running.wait()
    completed = run(tmp_path, archive)

    assert ended.status == 130
    assert "left for the next run" in ended.out
    assert rows(archive, "SELECT count(*) FROM runs WHERE reason = 'interrupted'") == [(2,)]
    assert completed.status == 0
    assert rows(archive, "SELECT count(*), count(DISTINCT key) FROM articles") == [(18, 18)]


def test_children_end_with_a_killed_run(tmp_path: Path, serve_site: Serve) -> None:
    archive = tmp_path / "archive"
    (site,) = add_gazettes(archive, serve_site, 1, stories=8)
    running = start_run(tmp_path, archive, delay_s=0.3)
    site.wait_for(4)

    os.kill(running.pid, signal.SIGKILL)
    last = time.monotonic() + 20
    while rows(archive, "SELECT count(*) FROM runs WHERE ended_at IS NULL") != [(0,)]:
        assert time.monotonic() < last
        time.sleep(0.05)

    assert rows(archive, "SELECT reason FROM runs") == [("interrupted",)]
    assert run(tmp_path, archive).status == 0
    assert rows(archive, "SELECT count(*) FROM articles") == [(8,)]


@pytest.mark.parametrize(
    ("options", "message"),
    [((), "has no profiles"), (("--only", "nobody"), "expected one of site00")],
)
def test_wrong_use_is_one_line(
    tmp_path: Path, serve_site: Serve, options: tuple[str, ...], message: str
) -> None:
    archive = tmp_path / "archive"
    if options:
        add_gazettes(archive, serve_site, 1)

    ended = run(tmp_path, archive, *options)

    assert ended.status == 2
    assert len(ended.err.splitlines()) == 1
    assert message in ended.err


def test_logs_come_as_json_lines_with_the_site(tmp_path: Path, serve_site: Serve) -> None:
    archive = tmp_path / "archive"
    add_gazettes(archive, serve_site, 1)

    ended = run(tmp_path, archive, "--log-format", "json", "--quiet")

    lines = [json.loads(line) for line in ended.err.splitlines()]
    assert {line["site"] for line in lines} == {"site00"}
    assert {"time", "level", "logger", "message"} <= lines[0].keys()


@pytest.mark.long
def test_forty_sites_are_whole_after_two_kills(tmp_path: Path, serve_site: Serve) -> None:
    """Every tenth site is broken, another tenth is slow, and one profile cannot be used."""
    archive = tmp_path / "archive"
    sites = add_gazettes(archive, serve_site, 40, stories=5)
    for broken in sites[3::10]:
        broken.pages |= {"/": Answer(status=500), "/robots.txt": Answer(status=500)}
    for slow in sites[7::10]:
        slow.pages["/"] = _slow(slow.pages["/"])
    add_profile(archive, "site05", "name: site05\nstrat: [http://bad.example/]\n")

    for _ in range(2):
        running = start_run(tmp_path, archive, "--jobs", "4", delay_s=0.1)
        time.sleep(6)
        os.kill(running.pid, signal.SIGKILL)
    time.sleep(2)
    ended = start_run(tmp_path, archive, "--jobs", "4", delay_s=0.1).wait(300)

    assert ended.status == 1
    assert rows(archive, "SELECT count(*), count(DISTINCT key) FROM articles") == [(175, 175)]
    alarms = rows(archive, "SELECT site, count(*) FROM alarms GROUP BY site")
    assert alarms == [(f"site{number:02d}", 1) for number in (3, 5, 13, 23, 33)]
    together = rows(
        archive,
        "SELECT count(*) FROM runs AS a JOIN runs AS b ON a.site = b.site AND a.id < b.id"
        " AND b.started_at < a.ended_at",
    )
    assert together == [(0,)]


def _slow(page: object) -> Callable[[Asked], object]:
    def answer(_: Asked) -> object:
        time.sleep(1.5)
        return page

    return answer
