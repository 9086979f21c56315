"""A page that cannot be read costs itself alone: the run goes on, or ends, and the next one goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawling import crawl, rows
from stories import front, profile, story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from served import Site

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
