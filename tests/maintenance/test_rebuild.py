"""`rebuild` makes the database again from the WARC files: the articles, wordings and keys are the same."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from support.crawled import crawl, magazine, newsspider, profile, story
from support.folder_server import QuietHandler, serving

from newsspider.maintenance.rebuild.rebuild import rebuild
from newsspider.maintenance.verify import verify

Rows = list[tuple[object, ...]]
ARTICLES = """SELECT key, canonical_url, headline, text, content_hash, revision_count, published_on,
    access, language, section FROM articles ORDER BY key"""
REVISIONS = """SELECT articles.key, number, revisions.headline, revisions.authors, revisions.text,
    revisions.content_hash, revisions.kind, captures.warc_file, captures.warc_offset
    FROM revisions JOIN articles ON articles.id = article_id
    LEFT JOIN captures ON captures.id = revisions.capture_id ORDER BY 1, 2"""
CAPTURES = """SELECT warc_file, warc_offset, url, address_url, captured_at, status, verdict, payload_hash
    FROM captures ORDER BY 1, 2"""
URLS = "SELECT url, reason, target_url, gone_at IS NULL FROM urls ORDER BY 1"
FRONTIER = "SELECT url, kind, depth, verdict, etag, payload_hash FROM frontier ORDER BY 1"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three runs, with a story that changed and one that went."""
    folder = tmp_path_factory.mktemp("rebuild")
    pages = magazine(folder / "site", stories=6)
    with serving(partial(QuietHandler, directory=str(pages))) as url:
        site = profile(folder, url)
        crawl(site, folder / "archive")
        (pages / "2.html").write_text(story(2, text="The minister resigned on Monday. " * 30))
        crawl(site, folder / "archive", "--full")
        (pages / "3.html").unlink()
        crawl(site, folder / "archive", "--full")
    return folder / "archive"


@pytest.fixture
def archive(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "archive"))


def rows(archive: Path, query: str) -> Rows:
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        return conn.execute(query).fetchall()


@pytest.mark.parametrize("query", [ARTICLES, REVISIONS, CAPTURES, URLS, FRONTIER])
def test_a_rebuilt_archive_is_as_the_crawls_made_it(kept: Path, archive: Path, query: str) -> None:
    rebuild(archive)

    assert rows(archive, query) == rows(kept, query)


def test_a_rebuilt_archive_verifies_and_keeps_the_damaged_one(kept: Path, archive: Path) -> None:
    (archive / "news.db").write_bytes(b"no database" * 100)

    told = rebuild(archive, sites=_sites(kept))

    assert verify(archive).findings == ()
    assert told.aside
    assert (archive / told.aside).read_bytes().startswith(b"no database")


def test_a_lost_database_is_made_again(kept: Path, archive: Path) -> None:
    (archive / "news.db").unlink()

    said = newsspider("rebuild", "--archive", archive, "--site", _sites(kept)[0])

    assert "6 articles" in said
    assert rows(archive, ARTICLES) == rows(kept, ARTICLES)


def test_a_site_whose_profile_is_not_known_is_named(archive: Path) -> None:
    (archive / "news.db").unlink()

    newsspider("rebuild", "--archive", archive, status=2)

    assert not (archive / "news.db").exists()


PAGE = 4096


@pytest.mark.parametrize("seed", range(6))
def test_zeroed_pages_are_found_and_undone(kept: Path, archive: Path, seed: int) -> None:
    content = bytearray((archive / "news.db").read_bytes())
    chance = random.Random(seed)
    for number in chance.sample(range(1, len(content) // PAGE), 3):
        content[number * PAGE : (number + 1) * PAGE] = bytes(PAGE)
    is_same = bytes(content) == (archive / "news.db").read_bytes()
    (archive / "news.db").write_bytes(content)

    found = newsspider("verify", "--archive", archive, status=0 if is_same else 1)
    rebuild(archive, sites=_sites(kept))

    assert is_same or found
    assert verify(archive).findings == ()
    assert rows(archive, ARTICLES) == rows(kept, ARTICLES)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_cut_database_is_found_and_undone(kept: Path, archive: Path, share: float) -> None:
    content = (archive / "news.db").read_bytes()
    (archive / "news.db").write_bytes(content[: int(len(content) * share)])

    newsspider("verify", "--archive", archive, status=1)
    rebuild(archive, sites=_sites(kept))

    assert verify(archive).findings == ()
    assert rows(archive, ARTICLES) == rows(kept, ARTICLES)


def _sites(archive: Path) -> list[str]:
    return [str(archive.parent / "paper.yaml")]


def test_no_run_goes_on_over_a_damaged_database(kept: Path, archive: Path) -> None:
    with closing(sqlite3.connect(archive / "news.db")) as conn, conn:
        conn.execute("UPDATE articles SET text = CAST(substr(text, 1, 9) || x'0000' AS TEXT) WHERE id = 1")

    newsspider("crawl", _sites(kept)[0], "--archive", archive, status=2)
    newsspider("verify", "--archive", archive, status=1)
    newsspider("verify", "--archive", archive, "--repair")

    assert rows(archive, ARTICLES) == rows(kept, ARTICLES)


@pytest.mark.parametrize("column", ["headline", "text", "content_hash", "text_hash"])
def test_a_text_that_is_not_the_one_whose_hash_is_stored_is_found(archive: Path, column: str) -> None:
    with closing(sqlite3.connect(archive / "news.db")) as conn, conn:
        conn.execute(f"UPDATE articles SET {column} = 'Q' || substr({column}, 2) WHERE id = 1")

    assert verify(archive).by_rule.keys() & {"content-hash", "text-hash"}


def _warcs(archive: Path) -> list[Path]:
    return sorted((archive / "warc").glob("*.warc.gz"))


def _damaged(archive: Path) -> None:
    """One wording altered, so that the database itself has to be made again."""
    with closing(sqlite3.connect(archive / "news.db")) as conn, conn:
        conn.execute("UPDATE articles SET text = 'Q' || substr(text, 2) WHERE id = 5")


@pytest.mark.parametrize("lost", [[0], [1], [2], [0, 1], [0, 2], [1, 2]])
def test_a_repair_without_some_warc_files_keeps_what_the_database_has(
    kept: Path, archive: Path, lost: list[int]
) -> None:
    files = _warcs(archive)
    for number in lost:
        files[number].unlink()
    _damaged(archive)

    told = newsspider("verify", "--archive", archive, "--repair", status=1)

    wordings = "SELECT key, number, revisions.text FROM revisions JOIN articles ON articles.id = article_id"
    assert rows(archive, f"{wordings} ORDER BY 1, 2") == rows(kept, f"{wordings} ORDER BY 1, 2")
    worded = "SELECT key, headline, text, revision_count FROM articles WHERE id <> 5 ORDER BY 1"
    whole = {row[0]: row for row in rows(kept, worded.replace("WHERE id <> 5 ", ""))}
    assert all(whole[row[0]] == row for row in rows(archive, worded))
    assert len(rows(archive, ARTICLES)) == 6
    left = verify(archive)
    assert set(left.by_rule) == {"manifest-line"}
    assert {one.file for one in left.findings} == {files[number].name for number in lost}
    assert "taken over from the damaged database" in told
