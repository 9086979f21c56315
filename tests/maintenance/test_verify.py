"""`verify` finds what is wrong, one line each; `--repair` mends it, and what is whole stays."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from support.crawled import crawl, magazine, newsspider, profile
from support.folder_server import QuietHandler, serving
from support.old_archives import VERSIONS, restored

from newsspider.maintenance.reextract.reextract import reextract
from newsspider.maintenance.repair import repair
from newsspider.maintenance.verify import verify
from newsspider.storage import site_lock
from newsspider.storage.archive import Archive
from newsspider.storage.warc import manifest, record_checks
from newsspider.storage.warc.writer import WarcWriter


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two runs, which tests copy and damage."""
    folder = tmp_path_factory.mktemp("verify")
    pages = magazine(folder / "site", stories=5)
    with serving(partial(QuietHandler, directory=str(pages))) as url:
        site = profile(folder, url)
        crawl(site, folder / "archive")
        crawl(site, folder / "archive", "--full")
    return folder / "archive"


@pytest.fixture
def archive(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "archive"))


def warcs(archive: Path) -> list[Path]:
    return sorted((archive / "warc").glob("*.warc.gz"))


def sql(archive: Path, *statements: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(archive / "news.db")) as conn, conn:
        found: list[tuple[object, ...]] = []
        for statement in statements:
            found = conn.execute(statement).fetchall()
        return found


def rules(archive: Path) -> set[str]:
    return set(verify(archive).by_rule)


def test_a_crawled_archive_is_whole(archive: Path) -> None:
    verified = verify(archive)

    assert verified.findings == ()
    assert verified.counts["articles"] == 5
    assert verified.counts["files"] == 2
    assert verified.counts["answers"] == verified.counts["captures"] > 10
    assert newsspider("verify", "--archive", archive).endswith("all is well\n")


@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_archive_lacks_its_manifest_alone(tmp_path: Path, version: str) -> None:
    restored(version, tmp_path)

    assert rules(tmp_path) <= {"manifest-absent"}


def flip(path: Path, share: float) -> None:
    content = bytearray(path.read_bytes())
    content[int(len(content) * share)] ^= 0xFF
    path.write_bytes(content)


def cut(path: Path, bytes_: int) -> None:
    path.write_bytes(path.read_bytes()[:-bytes_])


# What is done to an archive, the rules that notice, and whether a repair makes it whole again.
DAMAGES: dict[str, tuple[Callable[[Path], object], set[str]]] = {
    "a byte of a record": (lambda a: flip(warcs(a)[0], 0.5), {"record", "capture-record", "manifest-digest"}),
    "the end of a file": (lambda a: cut(warcs(a)[0], 5), {"record", "manifest-digest"}),
    "the manifest": (lambda a: (a / manifest.NAME).unlink(), {"manifest-absent"}),
    "a line of the manifest": (
        lambda a: (a / manifest.NAME).write_text(f"{'0' * 64}  warc/{warcs(a)[0].name}\n"),
        {"manifest-digest", "manifest-absent"},
    ),
    "the name of a closed file": (
        lambda a: warcs(a)[0].rename(warcs(a)[0].with_name(f"{warcs(a)[0].name}.open")),
        {"file-open"},
    ),
    "an offset": (
        lambda a: sql(a, "UPDATE captures SET warc_offset = warc_offset + 1 WHERE id = 3"),
        {"capture-record"},
    ),
    "a capture's address": (
        lambda a: sql(a, "UPDATE captures SET url = 'x' WHERE id = 3"),
        {"capture-record"},
    ),
    "a payload hash": (
        lambda a: sql(a, "UPDATE captures SET payload_hash = 'x' WHERE id = 3"),
        {"payload-hash"},
    ),
    "an article's capture": (
        lambda a: sql(a, "UPDATE articles SET capture_id = NULL WHERE id = 1"),
        {"article-capture"},
    ),
    "the search index": (
        lambda a: sql(a, "DROP TRIGGER articles_fts_update", "UPDATE articles SET text = 'sloop'"),
        {"search"},
    ),
    "a count of links": (
        lambda a: sql(a, "UPDATE link_counts SET links = 9 WHERE url = (SELECT min(url) FROM link_counts)"),
        {"counts"},
    ),
    "the shelf of an article": (
        lambda a: sql(a, "UPDATE article_facets SET is_gone = 1 WHERE id = 1"),
        {"counts"},
    ),
    "a count of a shelf": (lambda a: sql(a, "UPDATE facet_counts SET gone = gone + 1"), {"counts"}),
    "a count of authors": (lambda a: sql(a, "UPDATE author_counts SET articles = 9"), {"counts"}),
    "a link": (lambda a: sql(a, "UPDATE links SET text = 'Q' || substr(text, 2)"), {"link-hash"}),
    "a character of HTML": (
        lambda a: sql(a, "UPDATE articles SET html = '>' || substr(html, 2) WHERE id = 1"),
        {"html"},
    ),
    "a day": (
        lambda a: sql(a, "UPDATE articles SET published_on = 'Q' || substr(published_on, 2)"),
        {"text"},
    ),
    "a count": (lambda a: sql(a, "UPDATE articles SET revision_count = 7 WHERE id = 1"), {"revision-count"}),
    "an article's addresses": (
        lambda a: sql(a, "UPDATE urls SET article_id = NULL WHERE article_id = 1"),
        {"article-address"},
    ),
    "a page of nothing": (
        lambda a: sql(a, "UPDATE frontier SET part_of_url = 'http://x/' WHERE kind = 'article'"),
        {"frontier-part"},
    ),
}


# Rows that nothing else says again: a repair must not hide the loss.  What is done, the rules that notice,
# and those that still do after a repair.
BEYOND_REPAIR: dict[str, tuple[Callable[[Path], object], set[str], set[str]]] = {
    "a capture's row": (
        lambda a: sql(a, "DELETE FROM captures WHERE id = (SELECT capture_id FROM articles WHERE id = 1)"),
        {"article-capture", "foreign-key"},
        {"article-capture", "foreign-key"},
    ),
    "a file": (lambda a: warcs(a)[0].unlink(), {"file-missing"}, {"manifest-line"}),
    "an article's row": (
        lambda a: sql(a, "DELETE FROM articles WHERE id = 1"),
        {"foreign-key"},
        {"foreign-key"},
    ),
}


@pytest.mark.parametrize("damage", BEYOND_REPAIR)
def test_what_cannot_be_mended_stays_a_finding(archive: Path, damage: str) -> None:
    act, wanted, staying = BEYOND_REPAIR[damage]
    act(archive)

    found = verify(archive)
    repair(archive, found)

    assert wanted <= set(found.by_rule)
    assert verify(archive).by_rule.keys() & staying


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_found_and_mended(archive: Path, damage: str) -> None:
    act, wanted = DAMAGES[damage]
    act(archive)

    found = verify(archive)
    done = repair(archive, found)

    assert wanted <= set(found.by_rule)
    assert done
    assert [str(left) for left in verify(archive).findings] == []
    checked = subprocess.run(
        ["sha256sum", "-c", manifest.NAME], cwd=archive, check=False, capture_output=True, timeout=60
    )
    assert checked.returncode == 0


def test_an_altered_record_costs_itself_alone_and_its_address_is_asked_again(archive: Path) -> None:
    path = warcs(archive)[0]
    before = record_checks.walk(path)
    flip(path, 0.5)

    repair(archive, verify(archive))

    (new,) = (archive / "warc").glob("*-mended1.warc.gz")
    assert record_checks.walk(new).flaws == ()
    assert before.records - record_checks.walk(new).records == 1
    lost = sql(archive, "SELECT count(*) FROM captures WHERE warc_file IS NULL")
    due = sql(
        archive,
        "SELECT count(*) FROM frontier WHERE run_id IS NULL AND etag IS NULL AND url IN"
        " (SELECT address_url FROM captures WHERE warc_file IS NULL)",
    )
    assert lost == due or lost == [(0,)]
    assert path.with_name(f"{path.name}.damaged").exists()


def test_a_new_file_does_not_take_the_name_of_a_lost_one(archive: Path) -> None:
    at = datetime(2026, 5, 1, tzinfo=UTC)
    with WarcWriter(archive, "paper", at) as writer:
        lost = writer.close()
    (archive / "warc" / lost).unlink()

    with WarcWriter(archive, "paper", at) as writer:
        assert writer.file != lost

    assert rules(archive) == {"manifest-line"}


@pytest.mark.parametrize("version", VERSIONS)
def test_an_older_archive_is_whole_after_its_first_crawl(tmp_path: Path, version: str) -> None:
    archive = restored(version, tmp_path / "archive")
    pages = magazine(tmp_path / "site")
    with serving(partial(QuietHandler, directory=str(pages))) as url:
        crawl(profile(tmp_path, url), archive)

    assert [str(one) for one in verify(archive).findings] == []


def test_a_new_crawl_makes_good_what_was_lost(tmp_path: Path) -> None:
    pages = magazine(tmp_path / "site")
    with serving(partial(QuietHandler, directory=str(pages))) as url:
        site = profile(tmp_path, url)
        crawl(site, tmp_path / "archive")
        warcs(tmp_path / "archive")[0].unlink()
        newsspider("verify", "--archive", tmp_path / "archive", "--repair", status=1)

        crawl(site, tmp_path / "archive")

    (newest,) = warcs(tmp_path / "archive")
    answers = record_checks.walk(newest).answers.values()
    assert sum(answer.status == 200 and answer.url.endswith(".html") for answer in answers) == 3
    assert rules(tmp_path / "archive") == {"manifest-line"}  # the file itself is still not there
    assert reextract(tmp_path / "archive").unread == 0


def test_the_command_says_each_finding_in_a_line_and_ends_with_1(archive: Path) -> None:
    sql(archive, "UPDATE captures SET payload_hash = 'x' WHERE id IN (2, 3)")

    text = newsspider("verify", "--archive", archive, status=1)
    told = json.loads(newsspider("verify", "--archive", archive, "--json", status=1))
    mended = json.loads(newsspider("verify", "--archive", archive, "--repair", "--json"))

    assert len(text.splitlines()) == 3
    assert told["by_rule"] == {"payload-hash": 2}
    assert [one["subject"] for one in told["findings"]] == ["capture 2", "capture 3"]
    assert (len(mended["findings"]), mended["left"]) == (2, [])


def test_a_run_that_is_going_on_is_no_finding_and_is_not_repaired(archive: Path) -> None:
    site = str(sql(archive, "SELECT site FROM sites")[0][0])
    sql(archive, "UPDATE captures SET payload_hash = 'x' WHERE id = 3")

    with site_lock.hold(archive, site):
        newsspider("verify", "--archive", archive, "--repair", status=4)


def test_nothing_is_written_without_repair(archive: Path) -> None:
    warcs(archive)[0].unlink()
    before = {path: path.stat().st_mtime_ns for path in archive.rglob("*") if path.is_file()}

    verify(archive)

    after = {path: path.stat().st_mtime_ns for path in archive.rglob("*") if path.is_file()}
    assert {path: at for path, at in after.items() if path in before} == before


def test_a_folder_without_an_archive_is_an_error_in_a_line(tmp_path: Path) -> None:
    newsspider("verify", "--archive", tmp_path, status=2)


def test_an_archive_open_for_writing_can_be_verified(archive: Path) -> None:
    with Archive.open(archive, create=False) as opened, opened.transaction() as conn:
        conn.execute("UPDATE captures SET note = 'x' WHERE id = 1")

        assert verify(archive).findings == ()
