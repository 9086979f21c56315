"""Whatever a server sends, a run stays small: what is too large is kept, said, and not asked each time."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from hostile import bombs, measured
from support.raw_server import RawServer, answer, serving
from support.stories import front, profile, story

from newsspider.web.document import MOST_HTML_BYTES, MOST_TAGS

if TYPE_CHECKING:
    from pathlib import Path

MOST_MB = 400
GOOD = "/2024/06/02/a-good-story.html"
BOMBS = bombs.bombs(megabytes=300)
ADDRESSES = {name: f"/2024/06/01/bomb-{number}.html" for number, name in enumerate(BOMBS)}


def bomb_pages(**more: bytes) -> dict[str, bytes]:
    pages = {GOOD: answer(story("Good"))}
    for name, (coding, body) in BOMBS.items():
        headers = [f"Content-Encoding: {coding}"] if coding else []
        pages[ADDRESSES[name]] = answer(body, *headers)
    return pages | more


def crawled(folder: Path, site: RawServer, more: str = "") -> measured.Measured:
    arguments = ("crawl", profile(folder, site.url, more), "--archive", str(folder / "archive"), "--json")
    return measured.run(*arguments, "--set", "DOWNLOAD_DELAY=0")


def checked(folder: Path) -> None:
    """The archive agrees with what the crawl made of every body, and takes no more memory."""
    verified = measured.run("verify", "--archive", str(folder / "archive"))
    assert (verified.status, verified.peak_mb < MOST_MB) == (0, True), verified


def test_a_bomb_in_any_coding_is_kept_as_too_large_and_not_asked_by_the_next_run(tmp_path: Path) -> None:
    with serving(bomb_pages(**{"/": answer(front("Gazette", [*ADDRESSES.values(), GOOD]))})) as site:
        first = crawled(tmp_path, site)
        asked = len(site.asked)
        crawled(tmp_path, site)
        again = site.asked[asked:]

    report = json.loads(first.out)
    assert (first.status, report["articles"]) == (0, 1)
    # Many small streams hold no page at all; every other bomb is a page that is too large.
    assert (report["verdicts"]["too large"], report["verdicts"]["wrong type"]) == (len(BOMBS) - 1, 1)
    assert first.peak_mb < MOST_MB
    assert not set(again) & set(ADDRESSES.values())
    checked(tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("kind", ["feeds", "sitemaps"])
def test_a_bomb_in_the_place_of_a_list_ends_no_run(tmp_path: Path, kind: str) -> None:
    with serving(bomb_pages(**{"/": answer(front("Gazette", [GOOD]))})) as site:
        named = ", ".join(site.url[:-1] + path for path in ADDRESSES.values())
        ended = crawled(tmp_path, site, f"{kind}: [{named}]")

    assert (ended.status, json.loads(ended.out)["articles"]) == (0, 1)
    assert ended.peak_mb < MOST_MB
    checked(tmp_path)


@pytest.mark.parametrize("name", ["br", "gzip without a header"])
def test_a_bomb_in_the_place_of_robots_has_no_rules(tmp_path: Path, name: str) -> None:
    coding, body = BOMBS[name]
    robots = answer(body, *([f"Content-Encoding: {coding}"] if coding else []), content_type="text/plain")
    pages = {"/robots.txt": robots, "/": answer(front("Gazette", [GOOD])), GOOD: answer(story("Good"))}
    with serving(pages) as site:
        ended = crawled(tmp_path, site)

    assert (ended.status, json.loads(ended.out)["articles"]) == (0, 1)
    assert ended.peak_mb < MOST_MB


def filled(head: str, unit: str, size: int, tail: str = "") -> bytes:
    """A text of so many bytes; `#` in *unit* is the number of the unit."""
    count = size // len(unit)
    body = "".join(unit.replace("#", str(number)) for number in range(count))[:size]
    return gzip.compress((head + body + tail).encode(), 1)


WIDE = 19_000_000
HEAD = "<!doctype html><html><body><h1>Large</h1>"
LARGE = {
    "tags": ("page", lambda: filled(HEAD, "<p>", WIDE)),
    "text": ("page", lambda: filled(HEAD, "word and word. ", WIDE)),
    "as many tags as are read": ("page", lambda: filled(HEAD, "<p>x ", 5 * (MOST_TAGS - 10))),
    "as much text as is read": (
        "page",
        lambda: filled(HEAD + "<p>", "word # and word. ", MOST_HTML_BYTES - 99),
    ),
    "feed": (
        "feeds",
        lambda: filled("<rss><channel>", "<item><title>T</title><link>/s/#.htm</link></item>", WIDE),
    ),
    "site map": ("sitemaps", lambda: filled("<urlset>", "<url><loc>/s/#.htm</loc></url>", WIDE)),
    "json": ("feeds", lambda: filled('{"items":[', '{"url":"/s/#.htm"},', WIDE, "{}]}")),
}


@pytest.mark.long
@pytest.mark.parametrize("name", LARGE)
def test_a_large_answer_takes_no_more_memory_than_a_run_may_have(tmp_path: Path, name: str) -> None:
    kind, make = LARGE[name]
    bad = "/2024/06/01/a-large-one.html"
    pages = {bad: answer(make(), "Content-Encoding: gzip"), GOOD: answer(story("Good"))}
    with serving(pages) as site:
        site.answers["/"] = answer(front("Gazette", [GOOD] + ([bad] if kind == "page" else [])))
        more = f"{kind}: ['{site.url[:-1]}{bad}']" if kind != "page" else ""
        profile_file = profile(tmp_path, site.url, more)
        ended = measured.run(
            "crawl", profile_file, "--archive", str(tmp_path / "archive"), "--json", "--limit", "2",
            "--set", "DOWNLOAD_DELAY=0",
        )  # fmt: skip

    assert ended.status == 0, ended.err[-1_000:]
    assert ended.peak_mb < MOST_MB
