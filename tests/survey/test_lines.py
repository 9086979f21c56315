"""The lines of a profile that change how pages are read: zone, order of dates, layouts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from support.crawling import start
from support.stories import front, story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site

    Serve = Callable[..., Site]

PATHS = [f"/a/story-number-{n}-of-many.html" for n in range(12)]


def lines(folder: Path, site: Site, url: str) -> dict[str, Any]:
    """The used lines of the profile of *url*, of which *site* is a copy."""
    arguments = ("init", url, "--base", site.url, "--archive", str(folder / "archive"), "--json")
    ended = start(*arguments, folder=folder).wait()
    assert ended.status == 0, ended.err
    return {line["key"]: line["value"] for line in json.loads(ended.out)["lines"] if line["used"]}


def stories(head: Callable[[int], str] = lambda _: "", extra: Callable[[int], str] = lambda _: "") -> Any:
    pages = {path: story(f"Story {n}", head=head(n), extra=extra(n)) for n, path in enumerate(PATHS)}
    return {"/": front("Gazette", PATHS), **pages}


def stamp(text: str) -> str:
    return f'<meta property="article:published_time" content="{text}">'


def test_the_zone_is_that_of_the_country_if_all_offsets_agree(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(stories(lambda n: stamp(f"2019-{1 + n:02}-05T10:00:00+0{1 + (3 <= n <= 9)}:00")))

    assert lines(tmp_path, site, "http://gazette.de/")["zone"] == "Europe/Berlin"


def test_a_zone_that_offsets_contradict_is_left_out(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(stories(lambda n: stamp(f"2019-{1 + n:02}-05T10:00:00+09:00")))

    assert "zone" not in lines(tmp_path, site, "http://gazette.de/")


def test_a_zone_that_would_move_days_is_left_out(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(stories(lambda n: stamp(f"2019-{1 + n:02}-05T00:00:00Z")))

    assert "zone" not in lines(tmp_path, site, "http://gazette.pe/")


def test_dates_that_can_be_read_one_way_only_tell_their_order(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(stories(extra=lambda n: f"<p class=date>{13 + n}/04/2019</p>"))

    assert lines(tmp_path, site, "http://gazette.example/")["date_order"] == "DMY"


def test_a_notice_that_stands_in_every_body_is_removed(tmp_path: Path, serve_site: Serve) -> None:
    notice = '<p class="plea">This gazette lives from what its readers give it each year in spring.</p>'
    pages = stories()
    for path in PATHS:
        pages[path] = pages[path].replace("</p><p>", f"</p>{notice}<p>", 1)

    found = lines(tmp_path, serve_site(pages), "http://gazette.example/")

    assert found["layouts"] == [{"name": "all pages", "remove": ["p.plea"]}]


def test_the_printed_issue_gets_a_selector(tmp_path: Path, serve_site: Serve) -> None:
    site = serve_site(stories(extra=lambda n: f'<p class="iss">Vol. 3, No. {1 + n // 4}</p>'))

    found = lines(tmp_path, site, "http://gazette.example/")

    assert found["layouts"] == [{"name": "all pages", "select": {"issue": ["p.iss"]}}]
