"""Browsing an archive that nobody may write to, on a medium mounted read-only."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from support import small_disk
from support.room_client import get
from support.samples import make_archive

pytest.importorskip("datasette")

from newsspider.browse.datasette import files, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

import sqlite3

_DISK_BYTES = 20_000_000


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk.mounted(tmp_path / "disk", _DISK_BYTES) as folder:
        make_archive(folder)
        files.describe(folder)
        yield folder


def typed(*command: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", *command]
    return subprocess.run(words, check=False, capture_output=True, text=True, timeout=60)


def test_browse_opens_it(disk: Path) -> None:
    small_disk.freeze(disk)

    with serving.serving(disk) as server:
        page = get(server.url.rstrip("/"), "/search", q="kernel")

    assert "The <mark>kernel</mark> of the matter" in page


def test_datasette_alone_opens_it(disk: Path) -> None:
    small_disk.freeze(disk)

    ended = typed("datasette", str(disk), "--get", "/search?q=kernel")

    assert "The <mark>kernel</mark> of the matter" in ended.stdout, ended.stderr


def test_one_line_says_why_it_cannot(disk: Path) -> None:
    """Changes wait in the WAL, and nobody may take them in."""
    database, wal = disk / "news.db", disk / "news.db-wal"
    writer = sqlite3.connect(database, isolation_level=None)
    writer.execute("UPDATE articles SET headline = 'Later'")
    waiting = wal.read_bytes()
    writer.close()
    wal.write_bytes(waiting)
    small_disk.freeze(disk)

    ended = typed("newsspider.cli", "browse", "--archive", str(disk))

    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.startswith(f"newsspider: archive {disk}: news.db-wal holds changes")
