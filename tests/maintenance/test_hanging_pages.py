"""`reextract`, `rebuild` and `extract` come back from a page whose reading hangs or ends the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.crawling import crawl, rows
from support.stories import front, profile, story

if TYPE_CHECKING:
    from collections.abc import Callable

    from support.served import Site

    Serve = Callable[..., Site]

BAD, GOOD = "/2024/05/01/a-heavy-story.html", "/2024/05/02/a-good-story.html"
STORED = "SELECT headline, text, extractor FROM articles ORDER BY headline"
TESTS = Path(__file__).parents[1]


def spoilt(*arguments: object) -> subprocess.CompletedProcess[str]:
    """`newsspider ARGUMENTS`, whose reader hangs or dies at pages that say so."""
    return subprocess.run(
        [sys.executable, "-m", "hostile.hanging", *map(str, arguments)],
        cwd=TESTS,
        env={**os.environ, "LONGEST_S": "2"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.mark.parametrize("word", ["HANG", "DIE"])
def test_reextract_leaves_an_article_whose_page_cannot_be_read(
    tmp_path: Path, serve_site: Serve, word: str
) -> None:
    site = serve_site(
        {"/": front("Gazette", [BAD, GOOD]), BAD: story(f"Bad one: {word}"), GOOD: story("Good")}
    )
    archive = tmp_path / "archive"
    crawl(tmp_path, profile(tmp_path, site.url))
    stored = rows(archive, STORED)
    name = profile(tmp_path, site.url, "layouts: [{remove: ['article p:nth-of-type(2)']}]")

    ended = spoilt("reextract", "--archive", archive, "--site", name)

    assert ended.returncode == 0, ended.stderr
    assert "(1 could not be read): 1 article changed" in ended.stdout
    assert f"  {site.url}{BAD[1:]}: reading it took too long or ended the process" in ended.stdout
    bad, good = rows(archive, STORED)
    assert bad == stored[0]
    assert good != stored[1]


@pytest.mark.parametrize(("word", "endings"), [("HANG", 1), ("DIE", 2)])
def test_rebuild_leaves_a_page_unread_that_ended_it(
    tmp_path: Path, serve_site: Serve, word: str, endings: int
) -> None:
    site = serve_site({"/": front("Gazette", [BAD, GOOD]), BAD: story(f"Bad {word}"), GOOD: story("Good")})
    archive = tmp_path / "archive"
    crawl(tmp_path, profile(tmp_path, site.url))
    stored = rows(archive, STORED)

    for _ in range(endings):
        ended = spoilt("rebuild", "--archive", archive)
        assert ended.returncode != 0
        (line,) = ended.stderr.splitlines()
        assert line.startswith(f"newsspider: reading {site.url}{BAD[1:]} (gazette-")
        assert "; nothing was changed. Start it again: the next rebuild " in line
        assert rows(archive, STORED) == stored
    rebuilt = spoilt("rebuild", "--archive", archive)

    assert rebuilt.returncode == 0, rebuilt.stderr
    verdicts = dict(rows(archive, "SELECT url, verdict FROM captures WHERE url LIKE '%-story.html'"))
    assert verdicts == {site.url + BAD[1:]: "unreadable", site.url + GOOD[1:]: "article"}
    assert "Good" in [headline for headline, *_ in rows(archive, STORED)]


@pytest.mark.parametrize("options", [(), ("--explain",)], ids=["plain", "explained"])
def test_extract_ends_with_one_line_when_the_page_hangs(tmp_path: Path, options: tuple[str, ...]) -> None:
    file = tmp_path / "page.html"
    file.write_text(story("Bad one: HANG"))

    ended = spoilt("extract", file, *options)

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.splitlines() == [
        f"newsspider: reading {file} took longer than 2 s; no article can be read from this page"
    ]
