"""How a crawl ends: its exit status, its one line, and that nothing is lost."""

from __future__ import annotations

import gzip
import os
import signal
import sqlite3
import sys
import time
from contextlib import closing
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from support.crawling import Ended, crawl, rows, start
from support.served import Answer, Asked, Site, redirect
from support.small_disk import mounted
from support.stories import front, profile, story
from warcio.archiveiterator import ArchiveIterator

from newsspider.errors import NewsspiderError
from newsspider.maintenance.verify import verify
from newsspider.runner.process import CrawlOrder, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Serve = Callable[..., Site]

ONE, TWO = "/2024/05/01/story-number-one.html", "/2024/05/02/story-number-two.html"
NOBODY = 65534


def small(*more: str) -> dict[str, object]:
    return {"/": front("Gazette", [ONE, *more, TWO]), ONE: story("One"), TWO: story("Two")}


def said(ended: Ended) -> str:
    """The one line that was said beside the progress, which is neither a traceback nor anything else."""
    lines = [line for line in ended.err.splitlines() if " waiting" not in line]
    assert len(lines) == 1, ended.err
    return lines[0]


def write(archive: Path, statement: str) -> None:
    with closing(sqlite3.connect(archive / "news.db")) as connection, connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["nosuchsite"], "profile 'nosuchsite': there is no such site; expected one of "),
        (["./none.yaml"], "profile 'none.yaml': cannot be read: No such file or directory"),
        (["GAZETTE", "--base", "example.org"], "--base 'example.org' is not an address; expected http://"),
        (["GAZETTE", "--base", "ftp://example.org/"], "--base 'ftp://example.org/' is not an address"),
        (["GAZETTE", "--base", "http://:80/"], "--base 'http://:80/' is not an address"),
        (["GAZETTE", "--set", "DOWNLOAD_DELAY=soon"], "--set DOWNLOAD_DELAY=soon: expected a number"),
        (["GAZETTE", "--set", "RETRY_TIMES=nan"], "--set RETRY_TIMES=nan: expected a number"),
        (["GAZETTE", "--set", "COOKIES_ENABLED=maybe"], "--set COOKIES_ENABLED=maybe: expected 0 or 1"),
        (["GAZETTE", "--set", "ADDONS=x"], "--set ADDONS: the value is not a JSON object"),
        (["GAZETTE", "--set", "DOWNLOD_DELAY=5"], "--set DOWNLOD_DELAY: there is no such setting; did"),
        (["GAZETTE", "--set", "SCHEDULER=no.such.Thing"], "the crawl cannot begin with these settings"),
    ],
    ids=lambda value: " ".join(value[1:]) if isinstance(value, list) else "",
)  # fmt: skip
def test_wrong_use_is_one_line_and_status_2(tmp_path: Path, options: list[str], line: str) -> None:
    gazette = profile(tmp_path, "http://127.0.0.1:9/")

    ended = crawl(tmp_path, *[gazette if option == "GAZETTE" else option for option in options])

    assert ended.status == 2
    assert said(ended).startswith(f"newsspider: {line}")


@pytest.mark.parametrize("option", ["--since=may", "--since=2024-13", "--limit=0", "--set=X", "--set==1"])
def test_an_option_that_cannot_be_read_is_refused_with_what_was_wanted(tmp_path: Path, option: str) -> None:
    ended = crawl(tmp_path, profile(tmp_path, "http://127.0.0.1:9/"), option)

    assert ended.status == 2
    assert "Error: Invalid value for" in ended.err
    assert not (tmp_path / "archive").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: [", "is broken YAML, line 1"),
        ("name: gazette", "key 'start': is missing"),
        ("name: gazette\nstart: [mailto:a@b.c]", "key 'start[0]': 'mailto:a@b.c' is not a web address"),
        (
            "name: gazette\nstart: [http://x.org/]\nfronst: []",
            "there is no key 'fronst' (did you mean 'fronts'?)",
        ),
        ("", "holds no keys"),
    ],
)
def test_a_broken_profile_names_file_key_and_what_was_wanted(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "gazette.yaml"
    file.write_text(text)

    ended = crawl(tmp_path, str(file))

    assert (ended.status, told in said(ended), str(file) in said(ended)) == (2, True, True), ended.err


def test_a_host_that_does_not_answer_is_status_3_and_the_next_run_asks_again(tmp_path: Path) -> None:
    site = Site(small())
    gazette = profile(tmp_path, site.url)
    site.close()

    ended = start("crawl", gazette, "--archive", str(tmp_path / "archive"), folder=tmp_path).wait()

    assert ended.status == 3
    assert said(ended) == (
        f"newsspider: site 'gazette': nothing could be fetched: {site.url}:"
        " robots.txt cannot be fetched: connection refused;"
        " check the host and port under `start`, or crawl again later"
    )
    assert rows(tmp_path / "archive", "SELECT reason, exit_status FROM runs") == [("finished", 3)]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("", "answers 200, but the page is empty; look at it in a browser, or start elsewhere"),
        (Answer(status=404), "answers 404, gone; check the address under `start` in the profile"),
        (Answer(status=500), "answers 500; the publication's server has a problem: crawl again later"),
        (Answer(status=403), "answers 403 and lets no program in; look at it in a browser; where it shows"),
        (Answer(status=429), "answers 429, too many requests; crawl again later, and slower: politeness"),
        (Answer(status=401), "answers 401, wants a name and a password; newsspider reads what is open"),
        (Answer(body=b"%PDF-1.4\n%\xe2\xe3"), "wrong type: it is not an HTML page; start with a page that"),
        (
            Answer(headers={"Content-Length": "30000000"}, body=b"<p>x" * 9_000_000),
            "too large; allow more than 20,000,000 bytes in the profile: limits: {page_bytes: …}",
        ),
        (
            redirect("http://www.gazette.example/home"),
            "redirects to www.gazette.example, which is not among `hosts`; add it to the profile: hosts: ['",
        ),
        (
            '<html><title>Gazette</title><body><div id="root"></div><script src="/a.js"></script>',
            "the page draws itself by script, and has no text or links of its own; see CONTRIBUTING.md",
        ),
    ],
    ids=range(10),
)
def test_a_start_page_that_is_none_is_status_3_and_says_why(
    tmp_path: Path, serve_site: Serve, page: object, told: str
) -> None:
    site = serve_site({"/": page})

    ended = crawl(
        tmp_path,
        profile(tmp_path, site.url),
        "--set",
        "NEWSSPIDER_LONGEST_PAUSE=0.01",
        "--set",
        "RETRY_TIMES=0",
    )

    assert ended.status == 3
    assert ended.report["notes"][-1].startswith(f"nothing could be fetched: {site.url}: {told}")


def _drip() -> Iterator[bytes]:
    while True:
        yield b"<p>more "
        time.sleep(0.05)


def _broken_off(asked: Asked) -> Answer:
    return Answer(
        headers={"Content-Length": "100000"}, body=story("Cut"), chunks=lambda: iter([b"<p>Only this"])
    )


BAD = {
    "/a-page-that-is-empty.html": ("", "empty"),
    "/a-page-that-is-blank.html": (" \n \n", "empty"),
    "/a-page-that-is-pdf.html": (Answer(body=b"%PDF-1.4\n%\xe2\xe3\xcf\xd3 stream"), "wrong type"),
    "/a-page-of-sixty-megabytes.html": (Answer(body=b"<p>words " * 6_600_000), "too large"),
    "/a-page-without-an-end.html": (
        Answer(chunks=lambda: (b"<p>words " * 100_000 for _ in range(60))), "too large",
    ),
    "/a-page-that-unfolds.html": (
        Answer(body=gzip.compress(bytes(60_000_000)), headers={"Content-Encoding": "gzip"}), "too large",
    ),
    "/a-page-that-never-ends.html": (Answer(chunks=_drip), "error"),
    "/a-page-that-breaks-off.html": (_broken_off, "error"),
    "/a-page-of-broken-gzip.html": (Answer(body=b"no gzip", headers={"Content-Encoding": "gzip"}), None),
    "/a-page-of-odd-status.html": (Answer(status=299, body="<p>odd"), "error"),
    "/a-page-in-a-far-tongue.html": (
        Answer(body=b"\x81\x8d\x8f" * 500, content_type="text/html; charset=klingon"), None,
    ),
}  # fmt: skip


def test_a_bad_answer_costs_itself_alone(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(small(*BAD) | {path: page for path, (page, _) in BAD.items()})

    ended = crawl(
        tmp_path, profile(tmp_path, site.url), "--set", "DOWNLOAD_TIMEOUT=2", "--set", "RETRY_TIMES=0"
    )

    assert ended.status == 0, ended.err
    archive = tmp_path / "archive"
    assert rows(archive, "SELECT headline FROM articles ORDER BY headline") == [("One",), ("Two",)]
    verdicts = dict(rows(archive, "SELECT url, verdict FROM frontier"))
    found = {path: verdicts[site.url + path[1:]] for path in BAD}
    assert {path: found[path] for path, (_, verdict) in BAD.items() if verdict} == {
        path: verdict for path, (_, verdict) in BAD.items() if verdict
    }
    cut = rows(
        archive,
        "SELECT warc_offset, size_bytes FROM captures WHERE url LIKE '%sixty%' OR url LIKE '%without%'",
    )
    assert len(cut) == 2
    assert max(size for _, size in cut) <= 100_000
    (name,) = rows(archive, "SELECT warc_file FROM runs")[0]
    with (archive / "warc" / name).open("rb") as stream:
        reasons = [record.rec_headers["WARC-Truncated"] for record in ArchiveIterator(stream)]
    assert reasons.count("length") == 2


def test_a_second_run_of_a_site_is_refused_with_status_4(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(small())
    gazette, archive = profile(tmp_path, site.url), str(tmp_path / "archive")
    first = start(
        "crawl", gazette, "--archive", archive, "--set", "DOWNLOAD_DELAY=1", "--json", folder=tmp_path
    )
    site.wait_for()

    second = crawl(tmp_path, gazette)

    assert second.status == 4
    assert said(second).startswith(
        f"newsspider: site 'gazette' in {archive}: another run holds the lock (pid {first.pid} "
    )
    assert len(site.requests) < 4, "the first was still at it"
    assert first.wait().report["articles"] == 2


@pytest.mark.parametrize(
    "number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=["SIGINT", "SIGTERM", "SIGHUP"]
)
def test_an_interrupted_run_ends_cleanly_and_the_next_goes_on(
    tmp_path: Path, serve_site: Serve, number: signal.Signals
) -> None:
    site = serve_site(small())
    gazette = profile(tmp_path, site.url)
    running = start(
        "crawl",
        gazette,
        "--archive",
        str(tmp_path / "archive"),
        "--set",
        "DOWNLOAD_DELAY=60",
        folder=tmp_path,
    )
    site.wait_for()
    time.sleep(0.2)

    os.kill(running.pid, number)
    ended = running.wait(10)

    assert ended.status == 130
    assert "gazette: interrupted, ends after this page" in ended.err
    assert "Traceback" not in ended.err
    archive = tmp_path / "archive"
    assert rows(archive, "SELECT reason, exit_status, ended_at > started_at FROM runs")[0][:2] == (
        "interrupted",
        130,
    )
    assert not list((archive / "warc").glob("*.open"))
    assert crawl(tmp_path, gazette).report["articles"] == 2


@pytest.mark.parametrize(
    ("column", "told"),
    [("hint", "JSONDecodeError: Expecting value"), ("url", "ValueError: Missing scheme in request url")],
)
def test_what_nobody_expected_ends_the_run_with_one_line(
    tmp_path: Path, serve_site: Serve, column: str, told: str
) -> None:
    """A row that no version of ours writes: what reads it raises in the midst of Scrapy's engine."""
    site = serve_site(small())
    gazette, archive = profile(tmp_path, site.url), tmp_path / "archive"
    crawl(tmp_path, gazette, "--limit", "1")
    write(archive, f"UPDATE frontier SET {column} = 'odd', due_at = '2020-01-01' WHERE url LIKE '%one%'")

    ended = crawl(tmp_path, gazette)

    assert ended.status == 1
    assert said(ended).startswith(f"newsspider: unexpected error, {told}")
    assert rows(archive, "SELECT reason, exit_status FROM runs")[1:] == [("unexpected error", 1)]
    assert not list((archive / "warc").glob("*.open"))
    write(archive, f"DELETE FROM frontier WHERE {column} = 'odd'")
    assert crawl(tmp_path, gazette).status == 0
    assert verify(archive).findings == ()


def test_what_nobody_expected_in_a_crawls_own_child_is_an_error_of_ours(
    tmp_path: Path, serve_site: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that has run Scrapy once gives each further crawl a child."""
    site = serve_site(small())
    gazette, archive = profile(tmp_path, site.url), tmp_path / "archive"
    crawl(tmp_path, gazette, "--limit", "1")
    write(archive, "UPDATE frontier SET hint = 'odd', due_at = '2020-01-01'")
    monkeypatch.setitem(sys.modules, "twisted.internet.reactor", ModuleType("reactor"))

    with pytest.raises(NewsspiderError, match="unexpected error, JSONDecodeError") as caught:
        run(CrawlOrder(site=gazette, archive=archive, settings={"DOWNLOAD_DELAY": "0"}))

    assert caught.value.exit_status == 1


def test_a_killed_run_loses_nothing(tmp_path: Path, serve_site: Serve) -> None:
    paths = [f"/2024/06/{n:02}/story-number-{n}.html" for n in range(1, 29)]
    site = serve_site(
        {"/": front("Gazette", paths), **{path: story(f"Story {n}") for n, path in enumerate(paths)}}
    )
    gazette = profile(tmp_path, site.url)
    running = start(
        "crawl",
        gazette,
        "--archive",
        str(tmp_path / "archive"),
        "--set",
        "DOWNLOAD_DELAY=0.02",
        folder=tmp_path,
    )
    site.wait_for(12)

    os.kill(running.pid, signal.SIGKILL)
    running.wait(10)
    ended = crawl(tmp_path, gazette)

    assert (ended.status, rows(tmp_path / "archive", "SELECT count(*) FROM articles")) == (0, [(28,)])
    assert rows(tmp_path / "archive", "SELECT reason FROM runs") == [("killed",), ("finished",)]


def test_a_full_disk_ends_the_run_in_one_line_and_says_so_in_its_row(
    tmp_path: Path, serve_site: Serve
) -> None:
    paths = [f"/2024/06/{n % 28 + 1:02}/story-number-{n}.html" for n in range(120)]
    site = serve_site({"/": front("Gazette", paths)})
    site.pages |= {
        path: story(f"Story {n}", extra=f"<p>{os.urandom(6_000).hex()}") for n, path in enumerate(paths)
    }
    with mounted(tmp_path / "disk", 6_000_000) as disk:
        gazette = profile(tmp_path, site.url)

        ended = crawl(tmp_path, gazette, archive=disk / "archive")

        assert ended.status == 3
        assert "the disk is full; what was kept before is whole" in said(ended)
        assert rows(disk / "archive", "SELECT reason, exit_status FROM runs") == [("disk full", 3)]
        assert rows(disk / "archive", "PRAGMA integrity_check") == [("ok",)]
        kept = rows(disk / "archive", "SELECT count(*) FROM articles")[0][0]
    assert 0 < kept < 120


def test_a_database_that_is_deleted_under_a_run_ends_it_in_one_line(
    tmp_path: Path, serve_site: Serve
) -> None:
    site = serve_site(small())
    gazette, archive = profile(tmp_path, site.url), tmp_path / "archive"
    running = start("crawl", gazette, "--archive", str(archive), "--set", "DOWNLOAD_DELAY=1", folder=tmp_path)
    site.wait_for()
    for file in archive.glob("news.db*"):
        file.unlink()

    ended = running.wait()

    assert ended.status == 2
    assert said(ended).startswith(f"newsspider: archive {archive}: news.db was deleted or replaced")
    warcs = list((archive / "warc").iterdir())
    assert warcs
    assert crawl(tmp_path, gazette).report["articles"] == 2
    assert all(file.exists() for file in warcs), "what was captured stays"


def test_a_clock_that_was_set_back_is_told_and_nothing_is_asked(tmp_path: Path, serve_site: Serve) -> None:
    """The archive is moved into the future instead: its last run ended in 2099."""
    site = serve_site(small())
    gazette, archive = profile(tmp_path, site.url), tmp_path / "archive"
    crawl(tmp_path, gazette)
    write(archive, "UPDATE runs SET ended_at = '2099-01-01T00:00:00Z'")
    write(archive, "UPDATE frontier SET due_at = '2099-02-01T00:00:00Z'")
    site.requests.clear()

    refused = crawl(tmp_path, gazette)

    assert refused.status == 2
    assert "the clock says 20" in said(refused)
    assert "but a run of site 'gazette' ended at 2099-01-01T00:00:00Z; set the clock" in said(refused)
    assert not site.requests
    assert crawl(tmp_path, gazette, "--full").report["articles"] == 2


def test_an_archive_of_a_newer_version_is_left_alone(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(small())
    gazette, archive = profile(tmp_path, site.url), tmp_path / "archive"
    crawl(tmp_path, gazette)
    from sqlite_utils import Database

    Database(archive / "news.db")["_sqlite_migrations"].insert(
        {"migration_set": "newsspider", "name": "m999_from_the_future", "applied_at": "2030-01-01"}
    )
    site.requests.clear()

    ended = crawl(tmp_path, gazette)

    assert ended.status == 2
    assert "made by a newer newsspider" in said(ended)
    assert not site.requests


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path: Path, serve_site: Serve) -> None:
    if os.getuid() != 0:
        pytest.skip("needs to become nobody")
    site = serve_site(small())
    gazette = profile(tmp_path, site.url)
    for folder in (tmp_path, *list(tmp_path.parents)[:3]):
        folder.chmod(folder.stat().st_mode | 0o055)
    (tmp_path / "gazette.yaml").chmod(0o644)

    ended = crawl(tmp_path, gazette, user=NOBODY)

    assert ended.status == 2
    assert said(ended).startswith(f"newsspider: archive {tmp_path / 'archive'}: Permission denied")
    assert not site.requests
