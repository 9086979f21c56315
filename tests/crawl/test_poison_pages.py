"""A page that cannot be read costs itself alone: the run goes on, or ends, and the next one goes on."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from support.crawling import crawl, rows
from support.served import Answer
from support.stories import front, profile, story

from newsspider.maintenance.verify import verify

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.served import Site

    Serve = Callable[..., Site]

BAD, GOOD = "/2024/05/01/a-heavy-story.html", "/2024/05/02/a-good-story.html"


def test_a_page_of_half_a_million_attributes_is_read_without_them_and_marked(
    tmp_path: Path, serve_site: Serve
) -> None:
    attributes = " ".join(f"a{number}=b" for number in range(500_000))
    heavy = story("Heavy", extra=f"<p {attributes}>The end of it.</p>")
    site = serve_site({"/": front("Gazette", [BAD, GOOD]), BAD: heavy, GOOD: story("Good")})

    ended = crawl(tmp_path, profile(tmp_path, site.url))

    assert (ended.status, ended.report["articles"]) == (0, 2)
    told = "cut before reading: 500,000 attributes in one tag; the first 1,000 are read"
    query = "SELECT verdict, note FROM captures WHERE url LIKE ?"
    ((verdict, note),) = rows(tmp_path / "archive", query, f"%{BAD}")
    assert (verdict, note.split("; 3")[0]) == ("article", told)
    ((verdict, note),) = rows(tmp_path / "archive", query, f"%{GOOD}")
    assert (verdict, "cut" in note) == ("article", False)
    address = site.url + BAD[1:]
    assert f"1 page was cut for reading, the capture's note says what: {address}" in ended.report["notes"]
    texts = rows(tmp_path / "archive", "SELECT text FROM articles WHERE headline = 'Heavy'")
    assert texts[0][0].endswith("The end of it.")


LIMIT_S = 2


def crawl_with_a_spoilt_reader(folder: Path, name: str, *options: str) -> subprocess.CompletedProcess[str]:
    """`newsspider crawl`, whose reader hangs or dies at pages that say so."""
    arguments = ("crawl", name, "--archive", str(folder / "archive"), "--json", *options)
    speed = ("--set", "DOWNLOAD_DELAY=0", "--set", f"NEWSSPIDER_LONGEST_READING={LIMIT_S}")
    return subprocess.run(
        [sys.executable, "-m", "hostile.hanging", *arguments, *speed],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def gazette(serve_site: Serve, word: str) -> Site:
    return serve_site(
        {"/": front("Gazette", [BAD, GOOD]), BAD: story(f"Bad one: {word}"), GOOD: story("Good")}
    )


def verdicts(folder: Path, path: str) -> list[str]:
    query = "SELECT verdict FROM captures WHERE url LIKE ? ORDER BY id"
    return [verdict for (verdict,) in rows(folder / "archive", query, f"%{path}")]


def test_a_page_that_hangs_the_reader_ends_the_run_and_is_unreadable_in_the_next(
    tmp_path: Path, serve_site: Serve
) -> None:
    site = gazette(serve_site, "HANG")
    name, address = profile(tmp_path, site.url), site.url + BAD[1:]

    hung = crawl_with_a_spoilt_reader(tmp_path, name)

    assert (hung.returncode, hung.stdout) == (1, "")
    (line,) = [line for line in hung.stderr.splitlines() if not line.startswith("gazette: ")]
    assert line.startswith(f"newsspider: site 'gazette': reading {address} took longer than ")

    second = crawl_with_a_spoilt_reader(tmp_path, name)

    assert second.returncode == 0, second.stderr
    report = json.loads(second.stdout)
    assert report["articles"] == 1
    told = f"1 page stored but not read, because reading it ended a run before: {address}"
    assert told in report["notes"]
    assert site.count(BAD) == 1
    assert verdicts(tmp_path, BAD) == ["unreadable"]
    ((file, offset, note),) = rows(
        tmp_path / "archive", "SELECT warc_file, warc_offset, note FROM captures WHERE url = ?", address
    )
    assert file
    assert offset
    assert note == "not read: an earlier run did not come back from it in time and was ended"
    assert verify(tmp_path / "archive").findings == ()


def test_every_later_run_goes_on_past_a_page_that_hangs(tmp_path: Path, serve_site: Serve) -> None:
    site = gazette(serve_site, "HANG")
    name = profile(tmp_path, site.url)
    crawl_with_a_spoilt_reader(tmp_path, name)

    for _ in range(3):
        ended = crawl_with_a_spoilt_reader(tmp_path, name, "--full")
        assert ended.returncode == 0, ended.stderr

    assert "unreadable" in verdicts(tmp_path, BAD)
    assert verdicts(tmp_path, GOOD)[0] == "article"


def test_a_page_that_two_runs_died_of_is_not_read_a_third_time(tmp_path: Path, serve_site: Serve) -> None:
    site = gazette(serve_site, "DIE")
    name, address = profile(tmp_path, site.url), site.url + BAD[1:]

    for _ in range(2):
        killed = crawl_with_a_spoilt_reader(tmp_path, name)
        assert killed.returncode == -signal.SIGKILL
        assert f"the run was ended while it read {address}" in killed.stderr
    third = crawl_with_a_spoilt_reader(tmp_path, name)

    assert third.returncode == 0, third.stderr
    assert site.count(BAD) == 1
    assert verdicts(tmp_path, BAD) == ["unreadable"]
    assert verdicts(tmp_path, GOOD) == ["article"]
    assert "2 runs ended while they read it" in str(
        rows(tmp_path / "archive", "SELECT note FROM captures WHERE url = ?", address)
    )


def test_a_page_that_two_runs_were_killed_at_by_chance_is_read_by_the_third(
    tmp_path: Path, serve_site: Serve
) -> None:
    site = gazette(serve_site, "DIE")
    name = profile(tmp_path, site.url)
    for _ in range(2):
        assert crawl_with_a_spoilt_reader(tmp_path, name).returncode == -signal.SIGKILL

    ended = crawl(tmp_path, name)

    assert (ended.status, ended.report["articles"]) == (0, 2)
    assert site.count(BAD) == 1
    assert verdicts(tmp_path, BAD) == ["article"]
    assert not any("not read" in note for note in ended.report["notes"])


def test_a_page_that_hangs_in_a_process_of_its_own_is_not_read(tmp_path: Path, serve_site: Serve) -> None:
    site = gazette(serve_site, "DIE")
    name = profile(tmp_path, site.url)
    for _ in range(2):
        crawl_with_a_spoilt_reader(tmp_path, name)
    left = next((tmp_path / "archive").rglob("*.unread.json"))
    site.pages[BAD] = story("Bad one: HANG")
    (tmp_path / "archive").joinpath("warc").rename(tmp_path / "archive" / "gone")  # so that it is asked anew

    third = crawl_with_a_spoilt_reader(tmp_path, name)

    assert third.returncode in (0, 1), third.stderr
    assert verdicts(tmp_path, BAD) == ["unreadable"]
    assert left.exists()


def test_a_page_that_is_read_at_last_is_no_suspect_any_more(tmp_path: Path, serve_site: Serve) -> None:
    site = gazette(serve_site, "DIE")
    name = profile(tmp_path, site.url)
    crawl_with_a_spoilt_reader(tmp_path, name)
    assert crawl(tmp_path, name).status == 0
    assert crawl_with_a_spoilt_reader(tmp_path, name, "--full").returncode == 0  # unchanged: not read

    (left,) = (tmp_path / "archive").rglob("*.unread.json")
    assert json.loads(left.read_text())["pages"] == {}


def test_a_page_that_one_run_was_killed_at_is_read_by_the_next(tmp_path: Path, serve_site: Serve) -> None:
    site = gazette(serve_site, "DIE")
    name = profile(tmp_path, site.url)
    crawl_with_a_spoilt_reader(tmp_path, name)

    ended = crawl(tmp_path, name)

    assert (ended.status, ended.report["articles"]) == (0, 2)
    assert site.count(BAD) == 1
    assert verdicts(tmp_path, BAD) == ["article"]


def test_a_front_that_hangs_the_reader_costs_its_links_alone(tmp_path: Path, serve_site: Serve) -> None:
    site = gazette(serve_site, "of today")
    site.pages["/"] = front("HANG", [BAD])
    name = profile(tmp_path, site.url, f"feeds: [{site.url}feed.json]")
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": site.url + GOOD[1:]}]}
    site.pages["/feed.json"] = Answer(body=json.dumps(feed), content_type="application/feed+json")

    assert crawl_with_a_spoilt_reader(tmp_path, name).returncode == 1
    ended = crawl_with_a_spoilt_reader(tmp_path, name)

    told = f"1 page stored but not read, because reading it ended a run before: {site.url}"
    assert told in json.loads(ended.stdout)["notes"]
    assert verdicts(tmp_path, GOOD) == ["article"]
