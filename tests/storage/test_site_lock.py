"""The lock: one run at a time for each site of an archive."""

from __future__ import annotations

import os
import platform
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from support.small_disk import fill, mounted
from support.stories import profile

from newsspider import profiles
from newsspider.crawl.session import RunSession
from newsspider.errors import ArchiveError, LockHeld
from newsspider.storage.site_lock import alone, file_stem, hold

if TYPE_CHECKING:
    from pathlib import Path


def test_a_second_run_is_refused_and_told_who_holds_the_lock(tmp_path: Path) -> None:
    with hold(tmp_path, "gazette"), pytest.raises(LockHeld) as caught, hold(tmp_path, "gazette"):
        pass

    assert caught.value.exit_status == 4
    assert caught.value.holder.startswith(f"pid {os.getpid()} on {platform.node()} since 2")
    assert "\n" not in str(caught.value)


def test_other_sites_and_other_archives_are_free(tmp_path: Path) -> None:
    with hold(tmp_path, "one"), hold(tmp_path, "two"), hold(tmp_path / "other", "one"):
        pass


def test_a_released_lock_is_free_and_names_nobody(tmp_path: Path) -> None:
    with hold(tmp_path, "gazette"):
        pass

    assert (tmp_path / ".locks" / "gazette.lock").read_text() == ""
    with hold(tmp_path, "gazette"):
        pass


def test_an_error_releases_the_lock(tmp_path: Path) -> None:
    with pytest.raises(KeyError), hold(tmp_path, "gazette"):
        raise KeyError

    with hold(tmp_path, "gazette"):
        pass


def test_a_run_that_cannot_begin_holds_nothing(tmp_path: Path) -> None:
    site = profiles.load(profile(tmp_path, "http://127.0.0.1:9/"))
    RunSession(tmp_path, site).abandon(reason="not begun", exit_status=2)
    with closing(sqlite3.connect(tmp_path / "news.db")) as conn, conn:
        conn.execute("DROP TABLE withdrawn_urls")

    with pytest.raises(ArchiveError, match="withdrawn_urls") as failed:
        RunSession(tmp_path, site)

    with hold(tmp_path, site.name):
        assert not list((tmp_path / "warc").glob("*.open"))
    assert failed.value


def test_a_killed_run_holds_nothing(tmp_path: Path) -> None:
    script = f"""
import os, signal
from pathlib import Path
from newsspider.storage.site_lock import hold
with hold(Path({str(tmp_path)!r}), "gazette"):
    os.kill(os.getpid(), signal.SIGKILL)
"""

    done = subprocess.run([sys.executable, "-c", script], check=False, timeout=60)

    assert done.returncode == -signal.SIGKILL
    with hold(tmp_path, "gazette"):
        pass


@pytest.mark.parametrize(
    ("site", "stem"), [("china-today", "china-today"), ("../x y", "x-y"), ("..", "site"), ("中国", "中国")]
)
def test_a_sites_name_is_no_path(site: str, stem: str) -> None:
    assert file_stem(site) == stem


def test_being_alone_is_waited_for(tmp_path: Path) -> None:
    order = []

    def second() -> None:
        with alone(tmp_path):
            order.append("second")

    with alone(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        order.append("first")
    thread.join()

    assert order == ["first", "second"]


def test_a_folder_that_is_a_file_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "archive").write_text("")

    with pytest.raises(ArchiveError) as caught, hold(tmp_path / "archive", "gazette"):
        pass

    assert "\n" not in str(caught.value)


def test_a_full_disk_is_an_error_of_ours(tmp_path: Path) -> None:
    with mounted(tmp_path / "disk", 65_536) as folder:
        fill(folder)

        with pytest.raises(ArchiveError), hold(folder, "gazette"):
            pass
