"""The manifest has a line for every closed WARC file, and `sha256sum` accepts it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from typing import TYPE_CHECKING

from support.warc_files import AT, exchange, left_open, written

from newsspider.storage.warc import manifest
from newsspider.storage.warc.writer import WarcWriter, recover

if TYPE_CHECKING:
    from pathlib import Path


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["sha256sum", "--check", "--strict", manifest.NAME]
    return subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True, timeout=60)


def test_every_file_of_a_run_is_in_the_manifest_and_sha256sum_agrees(tmp_path: Path) -> None:
    with WarcWriter(tmp_path, "example", AT, most_bytes=2_000) as writer:
        for number in range(9):
            writer.write(exchange(url=f"http://example.org/{number}"))

    files = sorted(file.name for file in (tmp_path / "warc").iterdir())
    ended = checked(tmp_path)
    assert len(files) > 2
    assert (ended.returncode, ended.stderr) == (0, "")
    assert sorted(manifest.read(tmp_path)) == files


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    path, _ = written(tmp_path, [exchange()])
    with path.open("r+b") as stream:
        stream.seek(20)
        stream.write(b"\0\0\0")

    assert checked(tmp_path).returncode == 1


def test_what_a_killed_run_left_gets_its_line_at_the_next_start(tmp_path: Path) -> None:
    left_open(tmp_path, 2)
    (tmp_path / manifest.NAME).unlink()

    (name,) = recover(tmp_path)

    assert manifest.complete(tmp_path) == (name,)
    assert manifest.complete(tmp_path) == ()
    assert checked(tmp_path).returncode == 0


def test_lines_of_other_programs_and_broken_lines_do_no_harm(tmp_path: Path) -> None:
    digest = hashlib.sha256(b"").hexdigest()
    text = f"{digest.upper()} *warc/a.warc.gz\n\nrubbish\n{digest}\twarc/b.warc.gz\n{digest}\n"
    (tmp_path / manifest.NAME).write_text(text)

    assert manifest.read(tmp_path) == {"a.warc.gz": digest, "b.warc.gz": digest}


def test_two_runs_may_end_at_once(tmp_path: Path) -> None:
    script = f"""
from pathlib import Path
from newsspider.storage.warc import manifest
import sys
for number in range(30):
    manifest.add(Path({str(tmp_path)!r}), {{f"{{sys.argv[1]}}-{{number}}.warc.gz": "0" * 64}})
"""

    runs = [subprocess.Popen([sys.executable, "-c", script, name]) for name in ("a", "b")]

    assert [run.wait(120) for run in runs] == [0, 0]
    assert len(manifest.read(tmp_path)) == 60
