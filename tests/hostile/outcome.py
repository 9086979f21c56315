"""What an attack did, and what of it should not have been."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.raw_server import Replies, answer, serving
from support.stories import front, profile, story

from hostile import measured

MOST_MB = 400
BAD, GOOD = "/2024/06/01/a-bad-story.html", "/2024/06/02/a-good-story.html"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a command ended under an attack; `faults` is empty where it held."""

    status: int
    peak_mb: float
    took_s: float
    happened: str
    faults: tuple[str, ...]


def under(pages: Replies, *options: str, statuses: Collection[int] = (0, 1), articles: int = 1) -> Outcome:
    """A crawl of a front that names two stories, BAD and GOOD, and of what else *pages* has.

    It should end with one of *statuses*, in little memory, and have so many articles at least.
    """
    whole = {"/": answer(front("Gazette", [BAD, GOOD])), GOOD: answer(story("Good")), **pages}
    with serving(whole) as site, tempfile.TemporaryDirectory() as folder:
        return crawled(
            Path(folder), profile(Path(folder), site.url), *options, statuses=statuses, articles=articles
        )


def crawled(
    folder: Path, name: str, *options: str, statuses: Collection[int] = (0, 1), articles: int = 1
) -> Outcome:
    """A measured crawl into *folder*/archive, at full speed."""
    arguments = ("crawl", name, "--archive", f"{folder}/archive", "--json", "--set", "DOWNLOAD_DELAY=0")
    began = time.monotonic()
    ended = measured.run(*arguments, *options)
    took_s = time.monotonic() - began
    report: dict[str, Any] = json.loads(ended.out) if ended.out else {}
    faults = []
    if ended.status not in statuses:
        faults.append(f"exit {ended.status}: {ended.err.strip()[-300:]}")
    if report.get("articles", 0) < articles:
        faults.append(f"{report.get('articles', 0)} articles, {articles} were to be had")
    if ended.peak_mb >= MOST_MB:
        faults.append(f"{ended.peak_mb:.0f} MB")
    return Outcome(
        status=ended.status,
        peak_mb=ended.peak_mb,
        took_s=took_s,
        happened=str(report.get("verdicts")) if report else ended.err.strip()[-60:],
        faults=tuple(faults),
    )
