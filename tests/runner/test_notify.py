"""People are told about each alarm once, and once when it is over, and about the words they watch for."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from support.collections import add_gazettes, add_profile, run
from support.crawling import crawl, rows, start
from support.served import Answer
from support.stories import front, story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

    Serve = Callable[..., Site]

BAD = "name: bad\nstrat: [http://bad.example/]\n"


@pytest.fixture
def archive(tmp_path: Path, serve_site: Serve) -> Path:
    """A collection with one good site whose messages are appended to the file `told`."""
    folder = tmp_path / "archive"
    add_gazettes(folder, serve_site, 1)
    settings(folder, tmp_path)
    return folder


def settings(archive: Path, folder: Path, more: str = "") -> None:
    command = f"sh -c 'cat >> {folder}/told'"
    (archive / "newsspider.yaml").write_text(f'notify:\n  command: "{command}"\n{more}')


def told(folder: Path) -> str:
    file = folder / "told"
    return file.read_text("utf-8") if file.exists() else ""


def test_an_alarm_is_told_once_and_once_when_it_is_over(tmp_path: Path, archive: Path) -> None:
    add_profile(archive, "bad", BAD)

    run(tmp_path, archive)
    first = told(tmp_path)
    run(tmp_path, archive)
    second = told(tmp_path)
    (archive / "sites" / "bad.yaml").unlink()
    run(tmp_path, archive)
    run(tmp_path, archive)

    assert first.startswith("newsspider: 1 alarm\n\nbad: profile ")
    assert second == first
    assert told(tmp_path).removeprefix(first).startswith("newsspider: 1 over\n\nbad: over: profile ")


def test_a_channel_that_fails_is_tried_again_and_the_others_are_not_told_twice(
    tmp_path: Path, archive: Path, serve_site: Serve
) -> None:
    add_profile(archive, "bad", BAD)
    service = serve_site({"/hook": [Answer(status=500), Answer(body="{}", content_type="application/json")]})
    settings(archive, tmp_path, f"  apprise: ['json://me:hidden@{service.host}/hook?method=get']\n")

    first = run(tmp_path, archive)
    second = run(tmp_path, archive)

    assert first.status == 1
    assert "! notify by json://…: the service did not take the message; the next run tries again" in first.out
    assert "hidden" not in first.out + first.err
    assert "notify by" not in second.out
    assert service.paths == ["/hook", "/hook"]
    assert told(tmp_path).count("bad: profile") == 1
    assert rows(archive, "SELECT count(*) FROM notices WHERE told_at IS NULL") == [(0,)]


def test_nothing_is_told_twice_after_a_kill(tmp_path: Path, archive: Path) -> None:
    """A kill between two channels leaves a notice that only the second one is still to take."""
    add_profile(archive, "bad", BAD)
    run(tmp_path, archive)
    with closing(sqlite3.connect(archive / "news.db")) as conn:
        conn.execute("UPDATE notices SET told_at = NULL, pending = ?", (json.dumps(["apprise 0123"]),))
        conn.commit()
    before = told(tmp_path)

    ended = start("notify", "--archive", str(archive), folder=tmp_path).wait()

    assert ended.out == "Sent 0 notices.\n"
    assert told(tmp_path) == before


def test_a_watch_tells_of_new_articles_with_its_words(tmp_path: Path, serve_site: Serve) -> None:
    archive = tmp_path / "archive"
    (site,) = add_gazettes(archive, serve_site, 1)
    settings(archive, tmp_path, "  feed: notices.atom\nwatch:\n- {words: 'Ada Lovelace', changed: true}\n")
    run(tmp_path, archive)
    before = told(tmp_path)

    links = ["/2024/05/09/ada.html", "/2024/05/09/other.html"]
    site.pages |= {
        "/": front("Gazette", links),
        links[0]: story("Ada Lovelace returns to the harbour"),
        links[1]: story("Nobody returns to the harbour"),
    }
    run(tmp_path, archive, "--now")
    named = told(tmp_path).removeprefix(before)
    site.pages[links[0]] = story("Ada Lovelace leaves the harbour")
    crawl(tmp_path, "site00", "--full")

    assert before == ""
    assert named == (
        "newsspider: 1 article\n\n"
        f"site00: “Ada Lovelace”, new: Ada Lovelace returns to the harbour {site.url}2024/05/09/ada.html\n"
    )
    assert "changed (revision 2): Ada Lovelace leaves the harbour" in told(tmp_path)
    feed = etree.parse(archive / "notices.atom").getroot()
    assert len(feed.findall("{*}entry")) == 2


def test_a_message_as_a_test_and_what_is_wrong_with_it(tmp_path: Path, archive: Path) -> None:
    sent = start("notify", "Only a test.", "--archive", str(archive), folder=tmp_path).wait()
    (archive / "newsspider.yaml").write_text("notify: {command: /no/such/program}\n")
    failed = start("notify", "Only a test.", "--archive", str(archive), folder=tmp_path).wait()
    (archive / "newsspider.yaml").unlink()
    silent = start("notify", "--archive", str(archive), folder=tmp_path).wait()

    assert (sent.status, sent.out) == (0, "Sent.\n")
    assert told(tmp_path) == "newsspider\n\nOnly a test.\n"
    assert (failed.status, failed.err) == (
        1,
        "newsspider: notify by the command /no/such/program: No such file or directory\n",
    )
    assert silent.status == 2
    assert "has no setting `notify`" in silent.err
