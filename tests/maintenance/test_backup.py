"""`backup` copies an archive that lives, and only what is new; nothing is ever overwritten by less."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from support.crawled import crawl, magazine, newsspider, profile
from support.folder_server import QuietHandler, serving

from newsspider.errors import ArchiveMissing, UsageError
from newsspider.maintenance import backup as backing
from newsspider.maintenance.backup import back_up
from newsspider.maintenance.verify import verify
from newsspider.storage.warc import manifest


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one run, which tests copy, and one of two."""
    folder = tmp_path_factory.mktemp("backup")
    pages = magazine(folder / "site", stories=4)
    with serving(partial(QuietHandler, directory=str(pages))) as url:
        site = profile(folder, url)
        crawl(site, folder / "one")
        shutil.copytree(folder / "one", folder / "two")
        crawl(site, folder / "two", "--full")
    return folder


@pytest.fixture
def archive(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept / "one", tmp_path / "archive"))


def later(kept: Path, archive: Path) -> None:
    """Make the archive that of a day later."""
    shutil.rmtree(archive)
    shutil.copytree(kept / "two", archive)


def rows(archive: Path, query: str = "SELECT count(*) FROM captures") -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        return conn.execute(query).fetchall()


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".locks" not in path.parts and not path.name.endswith(("-wal", "-shm"))
    }


def test_a_copy_is_whole_and_says_the_same(archive: Path, tmp_path: Path) -> None:
    told = back_up(archive, tmp_path / "copy")

    assert (told.copied, told.kept, told.missing, told.damaged) == (1, 0, (), ())
    assert verify(tmp_path / "copy").findings == ()
    assert rows(tmp_path / "copy", "SELECT * FROM articles") == rows(archive, "SELECT * FROM articles")
    assert set(files(archive)) == set(files(tmp_path / "copy"))


def test_a_second_time_only_what_is_new_is_copied(kept: Path, archive: Path, tmp_path: Path) -> None:
    back_up(archive, tmp_path / "copy")
    (first,) = (tmp_path / "copy" / "warc").iterdir()
    before = first.stat()
    later(kept, archive)

    told = back_up(archive, tmp_path / "copy")

    assert (told.copied, told.kept) == (1, 1)
    assert first.stat().st_ino == before.st_ino
    assert verify(tmp_path / "copy").findings == ()
    assert rows(tmp_path / "copy") == rows(archive)
    assert back_up(archive, tmp_path / "copy").copied == 0


def test_a_copy_can_go_on_by_itself(kept: Path, archive: Path, tmp_path: Path) -> None:
    back_up(archive, tmp_path / "copy")

    with serving(partial(QuietHandler, directory=str(kept / "site"))) as url:
        site = profile(tmp_path, url)
        assert crawl(site, tmp_path / "copy", "--full")["reason"] == "finished"

    with pytest.raises(UsageError, match="holds runs that"):
        back_up(archive, tmp_path / "copy")


def test_a_backup_broken_off_anywhere_leaves_a_whole_copy(
    kept: Path, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy"
    back_up(archive, copy)
    later(kept, archive)
    for name in ("copy_database", "copy_file", "sync_folder"):
        with monkeypatch.context() as patch:
            patch.setattr(backing, name, _break_off)
            with pytest.raises(KeyboardInterrupt):
                back_up(archive, copy)
        assert set(verify(copy).by_rule) <= {"manifest-absent"}
        assert rows(copy) < rows(archive)

    back_up(archive, copy)
    assert verify(copy).findings == ()
    assert rows(copy) == rows(archive)
    assert not list(copy.rglob("*.part"))
    assert not (copy / "news.db.new").exists()


def _break_off(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_first_backup_broken_off_is_taken_up(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(backing, "copy_file", _break_off)
        with pytest.raises(KeyboardInterrupt):
            back_up(archive, tmp_path / "copy")

    back_up(archive, tmp_path / "copy")

    assert verify(tmp_path / "copy").findings == ()


def test_a_crawl_may_write_meanwhile(tmp_path: Path) -> None:
    archive, copy = tmp_path / "archive", tmp_path / "copy"
    with serving(partial(QuietHandler, directory=str(magazine(tmp_path / "site", stories=30)))) as url:
        site = profile(tmp_path, url)
        command = [sys.executable, "-m", "newsspider.cli", "crawl", site, "--archive", archive]
        with subprocess.Popen(
            [*command, "--set", "DOWNLOAD_DELAY=0.05"], stderr=subprocess.DEVNULL
        ) as running:
            while not (archive / "news.db").exists() or rows_or_none(archive) < 5:
                assert running.poll() is None
                time.sleep(0.05)
            seen = 0
            while running.poll() is None:
                back_up(archive, copy)
                assert verify(copy).findings == ()
                seen, before = rows_or_none(copy), seen
                assert seen >= before
    back_up(archive, copy)

    assert rows(copy) == rows(archive)
    assert files(copy / "warc") == files(archive / "warc")
    assert verify(copy).findings == ()


def rows_or_none(archive: Path) -> int:
    try:
        return int(str(rows(archive)[0][0]))
    except sqlite3.OperationalError:
        return 0


def test_no_other_archive_or_folder_is_overwritten(kept: Path, archive: Path, tmp_path: Path) -> None:
    more = Path(shutil.copytree(kept / "two", tmp_path / "more"))
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("Dear")
    before = files(more)

    with pytest.raises(UsageError, match="holds runs that"):
        back_up(archive, more)
    with pytest.raises(UsageError, match=r"holds 'letter.txt' and is not an archive"):
        back_up(archive, mine)
    with pytest.raises(UsageError, match="lie in one another"):
        back_up(archive, archive / "copy")
    with pytest.raises(UsageError, match="lie in one another"):
        back_up(archive, archive)
    with pytest.raises(UsageError, match="is a file"):
        back_up(archive, mine / "letter.txt")
    with pytest.raises(ArchiveMissing):
        back_up(mine, tmp_path / "copy")
    assert files(more) == before
    assert files(mine) == {"letter.txt": b"Dear"}


def test_a_damaged_file_never_replaces_a_good_copy(archive: Path, tmp_path: Path) -> None:
    back_up(archive, tmp_path / "copy")
    (good,) = (tmp_path / "copy" / "warc").iterdir()
    content = good.read_bytes()
    (archive / "warc" / good.name).write_bytes(content[:-9])

    told = back_up(archive, tmp_path / "copy")

    assert told.damaged == (good.name,)
    assert good.read_bytes() == content
    assert verify(tmp_path / "copy").findings == ()


def test_a_lost_file_is_told_and_stays_in_the_copy(archive: Path, tmp_path: Path) -> None:
    back_up(archive, tmp_path / "copy")
    (lost,) = (archive / "warc").iterdir()
    lost.unlink()

    assert back_up(archive, tmp_path / "copy").missing == ()
    assert verify(tmp_path / "copy").findings == ()
    assert newsspider("backup", tmp_path / "other", "--archive", archive, status=1).endswith(
        f"missing: warc/{lost.name}\n"
    )


def test_what_a_killed_run_left_open_is_whole_and_closed_in_the_copy(archive: Path, tmp_path: Path) -> None:
    (file,) = (archive / "warc").iterdir()
    left = file.rename(file.with_name(f"{file.name}.open"))
    with left.open("ab") as stream:
        stream.write(b"\x1f\x8b\x08 torn")
    (archive / manifest.NAME).unlink()

    back_up(archive, tmp_path / "copy")

    assert verify(tmp_path / "copy").findings == ()
    assert left.read_bytes().endswith(b"torn")


def test_an_archive_that_nobody_may_write_can_be_copied(archive: Path, tmp_path: Path) -> None:
    for path in (archive, *archive.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        back_up(archive, tmp_path / "copy")
    finally:
        for path in (archive, *archive.rglob("*")):
            path.chmod(0o755)

    assert verify(tmp_path / "copy").findings == ()


def test_the_command_says_what_was_copied(archive: Path, tmp_path: Path) -> None:
    first = newsspider("backup", tmp_path / "copy", "--archive", archive)
    again = json.loads(newsspider("backup", tmp_path / "copy", "--archive", archive, "--json"))

    assert first.startswith(f"{tmp_path / 'copy'}: news.db ")
    assert first.endswith("0 already there\n")
    assert (again["copied"], again["kept"]) == (0, 1)
    assert (tmp_path / "copy" / "news.db").stat().st_size == again["database_bytes"]
