"""`withdraw` takes an article out for good, a tombstone stays, and nothing else is touched."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest
from support.crawling import crawl, rows, start
from support.left_answers import answer, leave
from support.served import Site, redirect
from support.stories import front, profile, story

from newsspider.errors import ArchiveError, LockHeld, UsageError
from newsspider.maintenance.backup import back_up
from newsspider.maintenance.reextract.reextract import reextract
from newsspider.maintenance.verify import verify
from newsspider.maintenance.withdraw import withdraw
from newsspider.storage import site_lock, warc_rewrite, withdrawal
from newsspider.storage.articles import withdrawals
from newsspider.storage.warc import manifest, record_checks

SECRET = "Zwirbelquast"
ONE, TWO, THREE = "/2024/05/01/one.html", "/2024/05/02/two.html", "/2024/05/03/three.html"
MOVED, SECOND = "/2024/05/04/moved.html", "/2024/05/01/one_2.html"
BYLINE = "<p class=byline>By Ann Lee</p>"


def pages() -> dict[str, object]:
    """A magazine whose first story has two pages, is redirected to, and names a box of links."""
    more = f'<div class=related><h3>Related</h3><ul><li><a href="{TWO}">Two of them</a></li></ul></div>'
    further = f'<link rel=next href="{SECOND}">'
    return {
        "/": front("Gazette", [ONE, TWO, THREE, MOVED]),
        ONE: story(f"{SECRET} one", head=further, extra=BYLINE + more),
        SECOND: story(f"{SECRET} one", extra=f"<p>{SECRET} again</p>"),
        TWO: story("Boats of the north", extra=BYLINE),
        THREE: story("Nets of the south", extra=f'<p>See <a href="{ONE}">the first</a>.</p>'),
        MOVED: redirect(ONE, 301),
    }


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A magazine crawled twice; its server is gone."""
    folder = tmp_path_factory.mktemp("withdraw")
    site = Site(pages())
    name = profile(folder, site.url)
    crawl(folder, name)
    site.pages[ONE] = str(site.pages[ONE]).replace("came up", "came up, it was said,")
    crawl(folder, name, "--full")
    (folder / "url").write_text(site.url[:-1])
    site.close()
    return folder


@pytest.fixture
def archive(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept / "archive", tmp_path / "archive"))


@pytest.fixture
def url(kept: Path) -> str:
    return (kept / "url").read_text()


def holds(archive: Path, words: str) -> list[str]:
    """The files that hold these words, packed or not."""
    found = []
    for path in (path for path in archive.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if path.name.endswith(".warc.gz"):
            content = b"".join(part for _, part in unpacked(path))
        if words.encode() in content:
            found.append(path.name)
    return sorted(found)


def unpacked(path: Path) -> list[tuple[int, bytes]]:
    return [(one.offset, one.body) for one in record_checks.answers_from(path, 0)]


def everything_else(archive: Path) -> list[list[tuple[object, ...]]]:
    """What must stay: the other articles, their wordings, and their captures wherever they are."""
    return [
        rows(archive, query)
        for query in (
            "SELECT key, headline, text FROM articles ORDER BY 1",
            "SELECT r.text, r.kind FROM revisions AS r JOIN articles AS a ON a.id = article_id ORDER BY 1, 2",
            "SELECT address_url, captured_at, verdict, payload_hash FROM captures ORDER BY id",
            "SELECT label, kind, links_hash FROM link_blocks ORDER BY 1, 2, 3",
            "SELECT name FROM authors ORDER BY 1",
        )
    ]


def test_nothing_of_the_article_is_left(archive: Path, url: str) -> None:
    assert holds(archive, SECRET) == sorted(
        ["news.db", *(path.name for path in (archive / "warc").iterdir())]
    )

    told = withdraw(archive, url + ONE, reason="asked by\nits author")

    assert holds(archive, SECRET) == []
    assert holds(archive, SECRET.lower()) == []
    assert set(told.urls) == {url + ONE, url + SECOND, url + MOVED}
    assert told.captures == 8
    assert verify(archive).findings == ()
    assert rows(archive, "SELECT url, reason FROM withdrawals") == [(told.url, "asked by its author")]


def test_nothing_else_is_touched(archive: Path, url: str, tmp_path: Path) -> None:
    other = Path(shutil.copytree(archive, tmp_path / "other"))
    withdraw(archive, url + ONE, reason="x")

    kept, before = everything_else(archive), everything_else(other)
    for after, all_before in zip(kept, before, strict=True):
        assert set(after) <= set(all_before)
    assert [row[1] for row in kept[0]] == [row[1] for row in before[0] if SECRET not in str(row[1])]
    assert len(kept[2]) == len(before[2]) - 8
    assert reextract(archive, site=str(profile(tmp_path, url))).fields == {}


@pytest.mark.parametrize("name", [ONE, SECOND, MOVED, "key"])
def test_any_address_that_led_to_it_and_its_key_will_do(archive: Path, url: str, name: str) -> None:
    ((key,),) = rows(archive, "SELECT key FROM articles WHERE headline LIKE ?", f"{SECRET}%")

    assert withdraw(archive, str(key) if name == "key" else url + name, reason="x").key == key


def test_it_is_never_asked_again(tmp_path: Path) -> None:
    site = Site(pages())
    name = profile(tmp_path, site.url)
    crawl(tmp_path, name)
    withdraw(tmp_path / "archive", site.url[:-1] + ONE, reason="x")
    site.requests.clear()
    site.pages["/"] = front(
        "Gazette", [ONE, TWO, THREE, MOVED, "/2024/05/05/new.html", "/2024/05/06/led.html"]
    )
    site.pages["/2024/05/05/new.html"] = story("Ropes of the west", links=[ONE, SECOND])
    site.pages["/2024/05/06/led.html"] = redirect(ONE)

    ended = crawl(tmp_path, name, "--full")

    assert ended.status == 0
    assert ended.report["new"] == 1
    assert site.count("/2024/05/06/led.html") == 1
    assert not {ONE, SECOND, MOVED} & set(site.paths)
    assert verify(tmp_path / "archive").findings == ()
    assert rows(tmp_path / "archive", "SELECT count(*) FROM articles") == [(3,)]
    site.close()


def test_answers_of_killed_runs_that_no_row_names_go_too(tmp_path: Path) -> None:
    site = Site(pages())
    name = profile(tmp_path, site.url)
    crawl(tmp_path, name)
    leave(
        tmp_path / "archive", name, answer(site, ONE, story(f"{SECRET} left")), answer(site, TWO, "<p>Kept")
    )

    withdraw(tmp_path / "archive", site.url[:-1] + ONE, reason="x")

    assert holds(tmp_path / "archive", SECRET) == []
    assert holds(tmp_path / "archive", "<p>Kept")
    assert verify(tmp_path / "archive").findings == ()
    site.close()


def test_a_page_that_is_no_article_may_be_taken_out_and_a_front_not(archive: Path, url: str) -> None:
    with pytest.raises(UsageError, match="is a front"):
        withdraw(archive, url + "/", reason="x")
    with pytest.raises(UsageError, match="leads to nothing"):
        withdraw(archive, url + "/never.html", reason="x")
    with pytest.raises(UsageError, match="wants a reason"):
        withdraw(archive, url + ONE, reason=" ")

    assert withdraw(archive, url + "/robots.txt", reason="x").key is None
    assert verify(archive).findings == ()


def test_a_second_time_says_when_and_why(archive: Path, url: str) -> None:
    withdraw(archive, url + ONE, reason="asked by its author")

    with pytest.raises(UsageError, match=r"was withdrawn on \d{4}-\d\d-\d\d: asked by its author"):
        withdraw(archive, url + SECOND, reason="again")


def test_one_after_another_leaves_a_whole_archive(archive: Path, url: str) -> None:
    for path in (ONE, TWO, THREE):
        withdraw(archive, url + path, reason="x")
        assert verify(archive).findings == ()

    assert rows(archive, "SELECT count(*) FROM articles") == [(0,)]
    assert rows(archive, "SELECT count(*) FROM authors") == [(0,)]
    assert len(list((archive / "warc").iterdir())) == 2


# What is under way when the power goes, and whether the article is out by then.
MOMENTS: dict[str, tuple[object, str, int, bool]] = {
    "a file is being read": (record_checks, "without", 1, False),
    "a new file is half written": (warc_rewrite.os, "fsync", 1, False),
    "the new files are written": (withdrawal, "take_out", 1, False),
    "rows are deleted": (withdrawal, "new_row", 1, False),
    "the rows are out": (warc_rewrite, "settle", 2, True),
    "a new file has its name": (warc_rewrite.manifest, "write", 1, True),
    "the manifest is written": (Path, "unlink", 1, True),
    "the old files are gone": (withdrawals, "note_removed", 1, True),
}


def killed_at(archive: Path, name: str, where: tuple[object, str, int, bool]) -> None:
    """Withdraw in another process, which is killed as it calls this for the given time."""
    module, function, times, _ = where

    def withdrawn() -> None:
        whole, left = getattr(module, function), [times]

        def counted(*args: object, **options: object) -> object:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            return whole(*args, **options)

        setattr(module, function, counted)
        withdraw(archive, name, reason="x")

    process = multiprocessing.get_context("fork").Process(target=withdrawn)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL


def _next_withdraws(archive: Path, url: str, tmp_path: Path) -> None:
    ((is_there,),) = rows(archive, "SELECT count(*) FROM articles WHERE headline LIKE ?", f"{SECRET}%")
    withdraw(archive, url + (ONE if is_there else TWO), reason="x")


def _next_crawls(archive: Path, url: str, tmp_path: Path) -> None:
    crawl(tmp_path, profile(tmp_path, f"{url}/"), "--limit", "1")  # nobody answers there any more


def _next_repairs(archive: Path, url: str, tmp_path: Path) -> None:
    start("verify", "--repair", "--archive", str(archive), folder=tmp_path).wait()


NEXT: dict[str, Callable[[Path, str, Path], None]] = {
    "withdraw": _next_withdraws,
    "crawl": _next_crawls,
    "repair": _next_repairs,
}


@pytest.mark.parametrize(("moment", "next_is"), list(zip(MOMENTS, cycle(NEXT), strict=False)))
def test_killed_at_any_moment_the_next_ends_or_undoes_it(
    archive: Path, url: str, tmp_path: Path, moment: str, next_is: str
) -> None:
    ends_or_undoes_it(archive, url, tmp_path, moment, next_is)


@pytest.mark.long
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("next_is", NEXT)
def test_killed_at_any_moment_whoever_is_next(
    archive: Path, url: str, tmp_path: Path, moment: str, next_is: str
) -> None:
    ends_or_undoes_it(archive, url, tmp_path, moment, next_is)


def ends_or_undoes_it(archive: Path, url: str, tmp_path: Path, moment: str, next_is: str) -> None:
    before = everything_else(archive)
    is_out = MOMENTS[moment][3]
    killed_at(archive, url + ONE, MOMENTS[moment])

    NEXT[next_is](archive, url, tmp_path)

    assert verify(archive).findings == ()
    assert not list((archive / "warc").glob("*.part"))
    if next_is == "withdraw" or is_out:
        assert holds(archive, SECRET) == []
    else:
        assert everything_else(archive) == before


def test_no_run_of_the_site_may_be_going_on(archive: Path, url: str) -> None:
    with site_lock.hold(archive, "gazette"), pytest.raises(LockHeld):
        withdraw(archive, url + ONE, reason="x")
    assert holds(archive, SECRET)


def test_a_damaged_file_is_not_written_anew(archive: Path, url: str) -> None:
    damaged = min((archive / "warc").iterdir())
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 0xFF
    damaged.write_bytes(content)

    with pytest.raises(ArchiveError, match=r"is damaged: .*; run newsspider verify --repair first"):
        withdraw(archive, url + ONE, reason="x")

    assert damaged.read_bytes() == content
    assert rows(archive, "SELECT count(*) FROM withdrawals") == [(0,)]


def test_the_next_backup_forgets_it_too(archive: Path, url: str, tmp_path: Path) -> None:
    back_up(archive, tmp_path / "copy")
    withdraw(archive, url + ONE, reason="x")

    back_up(archive, tmp_path / "copy")

    assert holds(tmp_path / "copy", SECRET) == []
    assert verify(tmp_path / "copy").findings == ()
    assert manifest.read(tmp_path / "copy") == manifest.read(archive)


def test_the_command_says_what_went(archive: Path, url: str, tmp_path: Path) -> None:
    order = ("withdraw", url + ONE, "--reason", "asked", "--archive", str(archive))
    told = start(*order, folder=tmp_path).wait()
    again = start(*order, "--json", folder=tmp_path).wait()

    assert told.status == 0
    assert told.out.splitlines()[0] == f"withdrawn: {url}{ONE}"
    assert told.out.splitlines()[1] == "8 captures removed from 2 WARC files; never requested again:"
    assert (again.status, again.out) == (2, "")
    assert again.err.endswith(": asked\n")
    assert json.loads(
        start("withdraw", url + TWO, "--reason", "x", "--archive", str(archive), "--json", folder=tmp_path)
        .wait()
        .out
    )["urls"] == [url + TWO]
