"""What a run has still to ask is counted, and the time that it takes is told by the pace so far."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from support.crawling import start
from support.stories import front, profile, story

from newsspider.cli.output.crawl_progress import line
from newsspider.crawl.remaining_work import Estimate
from newsspider.run_reports import Progress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

    Serve = Callable[..., Site]


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_time_left_is_that_of_the_pace_so_far() -> None:
    clock = Clock()
    estimate = Estimate(lambda: 600, clock=clock)

    assert estimate.after(0).left_s is None
    clock.now = 10
    assert estimate.after(4).left_s is None, "too few to tell a pace"
    clock.now = 20
    assert estimate.after(10).left_s == 1_200
    clock.now = 100  # the host slowed down a while ago
    estimate.after(20)
    clock.now = 140
    assert estimate.after(24).left_s == 600 * 120 / 14


def test_counting_takes_little_of_the_time() -> None:
    clock, counted = Clock(), []

    def count() -> int:
        counted.append(clock.now)
        clock.now += 0.5
        return 9

    estimate = Estimate(count, clock=clock)
    for number in range(300):
        estimate.after(number)
        clock.now += 0.25

    assert len(counted) <= 5


@given(st.lists(st.tuples(st.floats(0, 1_000), st.integers(0, 50)), max_size=40), st.integers(0, 10**9))
def test_it_is_never_negative(steps: list[tuple[float, int]], waiting: int) -> None:
    clock, finished = Clock(), 0
    estimate = Estimate(lambda: waiting, clock=clock)
    for pause_s, more in steps:
        clock.now += pause_s
        finished += more
        remaining = estimate.after(finished)
        assert remaining.waiting == waiting
        assert remaining.left_s is None or remaining.left_s >= 0


def test_the_line_says_it() -> None:
    def told(left_s: float | None, waiting: int = 1_300) -> str:
        return line("gazette", Progress(waiting=waiting, left_s=left_s)).rpartition("failed, ")[2]

    assert told(None) == "1,300 waiting"
    assert told(1_310) == "1,300 waiting (about 22 min left)"
    assert told(12) == "1,300 waiting (about 12 s left)"
    assert told(8_000) == "1,300 waiting (about 2 h 13 min left)"
    assert told(0, waiting=0) == "0 waiting"


def test_a_crawl_tells_what_waits(tmp_path: Path, serve_site: Serve) -> None:
    paths = [f"/2024/05/{day:02}/story-number-{day}.html" for day in range(1, 29)]
    site = serve_site({"/": front("Gazette", paths), **{path: story(path) for path in paths}})
    gazette = profile(tmp_path, site.url)

    ended = start(
        "crawl",
        gazette,
        "--archive",
        str(tmp_path / "archive"),
        "--set",
        "DOWNLOAD_DELAY=0.2",
        folder=tmp_path,
    ).wait()

    waiting = [int(number) for number in re.findall(r"(\d+) waiting", ended.err)]
    assert ended.status == 0
    assert any(0 < number <= len(paths) for number in waiting), ended.err
    assert "left)" in ended.err
