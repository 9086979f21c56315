"""Small magazines on a loopback server, crawled by the command as a person would."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from support.crawling import start

WORDS = " ".join(f"word{n} of a sentence that runs on." for n in range(40))


def story(number: int, *, text: str = WORDS) -> str:
    """A page with an article."""
    return (
        f"<html lang=en><head><title>Story {number}</title>"
        '<meta property="article:published_time" content="2024-05-01T08:00:00Z"></head>'
        f"<body><h1>Story {number}</h1><p>By Ann Lee</p><article><p>Number {number}: {text}</p>"
        f"<p>Again {number}: {text}</p></article>"
        '<div class="related"><h3>Related</h3><ul><li><a href="/1.html">Story 1</a></li>'
        '<li><a href="/2.html">Story 2</a></li></ul></div></body></html>'
    )


def magazine(folder: Path, *, stories: int = 3) -> Path:
    """A folder to be served: a front and its stories."""
    folder.mkdir(exist_ok=True)
    links = "".join(
        f'<li><a href="/{n}.html">Story number {n} of many</a></li>' for n in range(1, stories + 1)
    )
    (folder / "index.html").write_text(f"<html><body><h1>Paper</h1><ul>{links}</ul></body></html>")
    for number in range(1, stories + 1):
        (folder / f"{number}.html").write_text(story(number))
    return folder


def profile(folder: Path, url: str, *, more: str = "") -> Path:
    """A profile of that magazine."""
    file = folder / "paper.yaml"
    file.write_text(f"name: paper\nstart: [{url}/]\narticles: {{match: ['^/\\d+\\.html']}}\n{more}")
    return file


def newsspider(*arguments: object, status: int = 0) -> str:
    """What the command prints; *status* is what it must end with."""
    with tempfile.TemporaryDirectory() as folder:
        ended = start(*map(str, arguments), folder=Path(folder)).wait(120)
    assert ended.status == status, ended.out + ended.err
    return ended.out


def crawl(site: Path, archive: Path, *options: object) -> dict[str, object]:
    """The report of one crawl."""
    told = newsspider("crawl", site, "--archive", archive, "--json", "--set", "DOWNLOAD_DELAY=0", *options)
    report: dict[str, object] = json.loads(told)
    return report
