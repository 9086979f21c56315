"""A lost terminal, pipe or supervisor ends nothing: the run goes on, and its status is its own."""

from __future__ import annotations

import os
import pty
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from support.crawling import rows
from support.stories import front, profile, story

if TYPE_CHECKING:
    from pathlib import Path

    from support.served import Site

    Serve = Callable[..., Site]

NUMBER = 12
PATHS = [f"/stories/a-story-of-day-{n}.html" for n in range(NUMBER)]


@pytest.fixture
def gazette(tmp_path: Path, serve_site: Serve) -> str:
    site = serve_site({"/": front("Gazette", PATHS), **{path: story(f"At {path}") for path in PATHS}})
    return profile(tmp_path, site.url)


def command(folder: Path, gazette: str, *options: str) -> list[str]:
    archive = str(folder / "archive")
    speed = ("--set", "DOWNLOAD_DELAY=0.2")
    return [sys.executable, "-m", "newsspider", "crawl", gazette, "--archive", archive, *speed, *options]


def assert_whole(folder: Path) -> None:
    """The run kept all that there is, and says that it ended by itself."""
    archive = folder / "archive"
    assert rows(archive, "SELECT count(*) FROM articles") == [(NUMBER,)]
    assert rows(archive, "SELECT reason, exit_status FROM runs") == [("finished", 0)]


@pytest.mark.parametrize("what", ["2>&1 | head -1", "2>&1 >/dev/null | head -1", "2>/dev/null | head -c 1"])
def test_a_pipe_that_nobody_reads_any_more_ends_no_run(tmp_path: Path, gazette: str, what: str) -> None:
    line = f"{shlex.join(command(tmp_path, gazette))} {what}; exit ${{PIPESTATUS[0]}}"

    done = subprocess.run(["bash", "-c", line], check=False, timeout=100, capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")
    assert_whole(tmp_path)


@pytest.mark.parametrize("closed", ["1>&-", "2>&-", "1>&- 2>&-", "0<&- 1>&- 2>&-"])
def test_closed_streams_are_no_reason_not_to_crawl(tmp_path: Path, gazette: str, closed: str) -> None:
    line = f"{shlex.join(command(tmp_path, gazette))} {closed}"

    done = subprocess.run(["bash", "-c", line], check=False, timeout=100)

    assert done.returncode == 0
    assert_whole(tmp_path)


@pytest.mark.parametrize("options", [(), ("--set", "LOG_LEVEL=DEBUG"), ("--json",)])
def test_a_terminal_that_goes_away_ends_no_run(
    tmp_path: Path, gazette: str, options: tuple[str, ...]
) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(tmp_path, gazette, *options), stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    assert os.read(ours, 1)
    os.close(ours)

    assert process.wait(100) == 0
    assert_whole(tmp_path)


def test_a_supervisor_that_dies_ends_no_run(tmp_path: Path, gazette: str) -> None:
    process = subprocess.Popen(
        command(tmp_path, gazette, "--json", "--set", "LOG_LEVEL=DEBUG"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr
    assert process.stdout
    assert process.stderr.read(1)
    process.stderr.close()
    process.stdout.close()

    assert process.wait(100) == 0
    assert_whole(tmp_path)


def test_an_error_that_nobody_reads_has_its_status(tmp_path: Path) -> None:
    line = f"{sys.executable} -m newsspider crawl no-such-site --archive {tmp_path}/archive 2>&-"

    assert subprocess.run(["bash", "-c", line], check=False, timeout=60).returncode == 2


@pytest.mark.parametrize(
    ("before", "status", "reason"), [("", 130, "interrupted"), ("nohup ", 0, "finished")]
)
def test_a_hang_up_ends_a_run_cleanly_unless_it_is_ignored(
    tmp_path: Path, gazette: str, before: str, status: int, reason: str
) -> None:
    line = f"exec {before}{shlex.join(command(tmp_path, gazette))} >/dev/null 2>&1"
    process = subprocess.Popen(["bash", "-c", line], stdin=subprocess.DEVNULL)
    archive = tmp_path / "archive"
    while not list(archive.glob("warc/*")) or not rows(archive, "SELECT 1 FROM captures LIMIT 1"):
        assert process.poll() is None

    process.send_signal(signal.SIGHUP)

    assert process.wait(100) == status
    assert rows(archive, "SELECT reason, exit_status FROM runs") == [(reason, status)]
    assert not list(archive.glob("warc/*.open"))
