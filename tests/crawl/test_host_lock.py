"""One host is never crawled twice at once, whatever archive or profile the crawls have."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.crawling import crawl, start
from support.stories import front, profile, story

from newsspider.crawl import host_lock
from newsspider.errors import HostHeld, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.served import Site

    Serve = Callable[..., Site]


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for the locks of this test alone, as a session that has no XDG_RUNTIME_DIR sees it."""
    folder = tmp_path / "runtime"
    folder.mkdir()
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder / f"newsspider-{os.geteuid()}"


def test_a_host_is_held_once_and_the_holder_is_named(tmp_path: Path) -> None:
    with (
        host_lock.hold(["example.org"], site="gazette", archive=tmp_path / "one"),
        pytest.raises(HostHeld) as caught,
        host_lock.hold(["other.org", "example.org"], site="booth", archive=tmp_path / "two"),
    ):
        pass

    told = str(caught.value)
    assert caught.value.exit_status == 4
    assert re.search(
        rf"example\.org \(pid {os.getpid()}, site 'gazette', archive \S+/one, since 2\S+Z\)", told
    )
    assert "\n" not in told


def test_a_refused_crawl_keeps_none_of_its_hosts(tmp_path: Path) -> None:
    with host_lock.hold(["b.org"], site="x", archive=tmp_path):
        with pytest.raises(HostHeld), host_lock.hold(["a.org", "b.org"], site="y", archive=tmp_path):
            pass
        with host_lock.hold(["a.org"], site="z", archive=tmp_path):
            pass


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("example.org", "EXAMPLE.org"),
        ("example.org", "example.org."),
        ("example.org", "www.example.org"),
        ("www.example.org:8080", "example.org"),
        ("example.org:443", "example.org:80"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example.", "www.bücher.example"),
        ("localhost:8000", "127.0.0.1:8000"),
        ("[::1]:8000", "LOCALHOST.:8000"),
        ("[2001:db8::1]", "[2001:DB8::1]:8080"),
    ],
)
def test_a_host_is_held_however_it_is_written(tmp_path: Path, one: str, other: str) -> None:
    with (
        host_lock.hold([one], site="x", archive=tmp_path / "one"),
        pytest.raises(HostHeld, match=rf"pid {os.getpid()}, site 'x', archive \S+/one"),
        host_lock.hold([other], site="y", archive=tmp_path / "two"),
    ):
        pass


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("127.0.0.1:8000", "127.0.0.1:8001"),
        ("example.org", "news.example.org"),
        ("example.org-8080", "example.org"),
        ("www.org", "org"),
        ("www.com", "www.org"),
    ],
)
def test_another_host_and_another_port_of_this_machine_are_free(tmp_path: Path, one: str, other: str) -> None:
    with (
        host_lock.hold([one], site="x", archive=tmp_path),
        host_lock.hold([other], site="y", archive=tmp_path),
    ):
        pass


def test_a_profile_that_writes_its_host_in_two_ways_holds_it_once(tmp_path: Path) -> None:
    with host_lock.hold(["example.org", "www.example.org"], site="x", archive=tmp_path):
        pass


def test_a_session_that_knows_its_runtime_folder_sees_one_that_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "session").mkdir(mode=0o700)
    with host_lock.hold(["example.org"], site="x", archive=tmp_path):
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "session"))

        with pytest.raises(HostHeld), host_lock.hold(["example.org"], site="y", archive=tmp_path):
            pass


def test_only_the_user_may_enter_the_folder(tmp_path: Path, runtime: Path) -> None:
    runtime.mkdir(mode=0o777)

    with host_lock.hold(["example.org"], site="x", archive=tmp_path):
        assert stat.S_IMODE(runtime.stat().st_mode) == 0o700
        assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in runtime.iterdir())


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path, runtime: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    runtime.symlink_to(tmp_path / "elsewhere")

    with (
        pytest.raises(UsageError, match="cannot be used"),
        host_lock.hold(["example.org"], site="x", archive=tmp_path),
    ):
        pass

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_lock_that_is_a_link_writes_nothing_elsewhere(tmp_path: Path, runtime: Path) -> None:
    with host_lock.hold(["example.org"], site="x", archive=tmp_path):
        (file,) = runtime.iterdir()
    file.unlink()
    (tmp_path / "precious").write_text("precious")
    file.symlink_to(tmp_path / "precious")

    with pytest.raises(UsageError), host_lock.hold(["example.org"], site="x", archive=tmp_path):
        pass

    assert (tmp_path / "precious").read_text() == "precious"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_somebody_elses_folder_is_refused(tmp_path: Path, runtime: Path) -> None:
    runtime.mkdir()
    os.chown(runtime, 12_345, 12_345)

    with (
        pytest.raises(UsageError, match="belongs to user 12345"),
        host_lock.hold(["example.org"], site="x", archive=tmp_path),
    ):
        pass


def test_a_killed_crawl_holds_nothing(tmp_path: Path, runtime: Path) -> None:
    script = f"""
import os, signal, tempfile
from pathlib import Path
from newsspider.crawl import host_lock
tempfile.tempdir = {str(runtime.parent)!r}
with host_lock.hold(["example.org"], site="x", archive=Path("archive")):
    os.kill(os.getpid(), signal.SIGKILL)
"""

    done = subprocess.run([sys.executable, "-c", script], check=False, timeout=60)

    assert done.returncode == -signal.SIGKILL
    with host_lock.hold(["example.org"], site="x", archive=tmp_path):
        pass


def named(folder: Path, name: str, url: str) -> str:
    """A profile of another name for the same host."""
    file = Path(profile(folder, url))
    other = folder / f"{name}.yaml"
    other.write_text(
        re.sub(r"^name:.*$", f"name: {name}", file.read_text("utf-8"), flags=re.MULTILINE), "utf-8"
    )
    return str(other)


@pytest.mark.parametrize("second", ["another archive", "another profile"])
def test_a_second_crawl_of_the_host_is_refused_and_asks_nothing(
    tmp_path: Path, serve_site: Serve, second: str
) -> None:
    paths = [f"/stories/story-of-day-{n}.html" for n in range(6)]
    site = serve_site({"/": front("Gazette", paths), **{path: story(f"At {path}") for path in paths}})
    gazette = profile(tmp_path, site.url)
    arguments = ("--archive", str(tmp_path / "archive"), "--json", "--set", "DOWNLOAD_DELAY=0.3")
    first = start("crawl", gazette, *arguments, folder=tmp_path)
    site.wait_for(path=paths[0])

    if second == "another archive":
        refused = crawl(tmp_path, gazette, archive=tmp_path / "other")
    else:
        refused = crawl(tmp_path, named(tmp_path, "booth", site.url))
    ended = first.wait()

    assert refused.status == 4
    assert f"pid {first.pid}, site" in refused.err
    assert str(tmp_path / "archive") in refused.err
    assert ended.status == 0
    assert len(site.paths) == len(set(site.paths)) == 1 + len(paths)
