"""Sites without an end, served for real: a crawl of them ends by itself, and has what there is to have."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
from support.crawling import crawl, rows
from support.served import Answer, Asked, Site
from support.stories import front, profile, story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Serve = Callable[..., Site]

STORIES = tuple(f"/2024/05/{n:02}/story-number-{n}.html" for n in range(1, 9))
LIMITS = "limits: {per_shape: 4}"


def linking(path: str, links: list[str]) -> Answer:
    return Answer(body=front(f"Page {path}", links))


def calendar(asked: Asked) -> Answer:
    """Each month links to the next and to the one before."""
    year, month = (int(part) for part in asked.path.strip("/").split("/")[1:3])
    after = f"/calendar/{year + month // 12}/{month % 12 + 1:02}/"
    return linking(asked.path, [after, f"/calendar/{year - 1}/{month:02}/"])


def growing(asked: Asked) -> Answer:
    """A relative link that is wrong: each page is one folder deeper."""
    return linking(asked.path, [f"{asked.path}more/", f"{asked.path}news/more/"])


def parameters(asked: Asked) -> Answer:
    """Facets that are added one to another, and a session number."""
    number = hashlib.sha256(asked.path.encode()).hexdigest()[:8]
    return linking(
        asked.path, [f"{asked.path}&by={number}", f"/list?s={number}", f"/list?s={number}&order=up"]
    )


def nonsense(asked: Asked) -> Answer:
    """Names without any shape, each page with three more."""
    names = [hashlib.sha256(f"{asked.path}{n}".encode()).hexdigest()[:6] for n in range(3)]
    return linking(asked.path, [f"/random/{name}/" for name in names])


TRAPS: dict[str, Callable[[Asked], Answer]] = {
    "/calendar/2024/05/": calendar,
    "/deep/": growing,
    "/list?s=1": parameters,
    "/random/abcdef/": nonsense,
}


@pytest.mark.parametrize("start", list(TRAPS))
def test_a_trap_ends_by_itself_and_costs_no_story(tmp_path: Path, serve_site: Serve, start: str) -> None:
    trap = TRAPS[start]
    site = serve_site({"/": front("Gazette", [start, *STORIES])})
    site.pages |= {path: story(f"Story {n}") for n, path in enumerate(STORIES)}
    site.missing = trap

    ended = crawl(tmp_path, profile(tmp_path, site.url, LIMITS))

    assert (ended.status, ended.report["reason"]) == (0, "finished")
    assert rows(tmp_path / "archive", "SELECT count(*) FROM articles") == [(len(STORIES),)]
    assert len(site.paths) <= 60, "four of a shape, forty of a folder"


def test_a_long_archive_is_no_trap(tmp_path: Path, serve_site: Serve) -> None:
    """A pager brings new stories on each page, though its stories come after the lists."""
    site = serve_site()
    pages = [STORIES, *([f"/archive/story-of-{n}-and-{m}.html" for m in range(2)] for n in range(2, 14))]
    for n, paths in enumerate(pages, 1):
        older = f'<a href="/page/{n + 1}/">Older stories</a>' if n < len(pages) else ""
        listed = front(f"Page {n}", paths).replace("</ul>", f"</ul>{older}")
        site.pages["/" if n == 1 else f"/page/{n}/"] = listed
        site.pages |= {path: story(f"Story at {path}") for path in paths}

    ended = crawl(tmp_path, profile(tmp_path, site.url, LIMITS))

    assert ended.report["new"] == len(STORIES) + 2 * 12
    assert ended.report["notes"] == []


def test_known_stories_cost_no_budget(tmp_path: Path, serve_site: Serve) -> None:
    """A later run finds the new story, though it reads many known ones of the same shape before."""
    known = [f"/stories/story-of-number-{n}.html" for n in range(12)]
    site = serve_site({"/": front("Gazette", known), **{path: story(f"At {path}") for path in known}})
    gazette = profile(tmp_path, site.url, LIMITS)
    assert crawl(tmp_path, gazette).report["new"] == 12
    site.pages |= {"/": front("Gazette", [*known, "/stories/story-of-the-day.html"])}
    site.pages["/stories/story-of-the-day.html"] = story("The newest")

    assert crawl(tmp_path, gazette, "--full").report["new"] == 1
