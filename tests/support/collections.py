"""A collection of small sites on loopback, and `newsspider run` on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.crawling import Ended, Running, start
from support.stories import front, story

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from support.served import Site


def gazette(number: int, stories: int) -> dict[str, object]:
    """The pages of a small publication."""
    links = [f"/2024/05/{day:02d}/story-{day}.html" for day in range(1, stories + 1)]
    pages = {link: story(f"Headline {number} of day {day}") for day, link in enumerate(links, 1)}
    return {"/": front(f"Gazette {number}", links), **pages}


def add_site(archive: Path, name: str, site: Site, more: str = "") -> None:
    """Write the profile of a site into the collection."""
    add_profile(archive, name, f"name: {name}\nstart: [{site.url}]\n{more}")


def add_profile(archive: Path, name: str, text: str) -> None:
    (archive / "sites").mkdir(parents=True, exist_ok=True)
    (archive / "sites" / f"{name}.yaml").write_text(text, encoding="utf-8")


def start_run(folder: Path, archive: Path, *options: str, delay_s: float = 0) -> Running:
    """Begin `newsspider run`."""
    speed = ("--set", f"DOWNLOAD_DELAY={delay_s}", "--set", "RETRY_TIMES=0")
    return start("run", "--archive", str(archive), *speed, *options, folder=folder)


def run(folder: Path, archive: Path, *options: str) -> Ended:
    """`newsspider run` at full speed, to its end."""
    return start_run(folder, archive, *options).wait(120)


def add_gazettes(
    archive: Path, serve_site: Callable[..., Site], number: int, *, stories: int = 3
) -> list[Site]:
    """So many publications, each served and in the collection as `site00`, `site01`, …"""
    sites = [serve_site(gazette(each, stories)) for each in range(number)]
    for each, site in enumerate(sites):
        add_site(archive, f"site{each:02d}", site)
    return sites
