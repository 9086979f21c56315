"""`python -m hostile [WORD]` from tests/: every attack whose name has WORD, and a table of what happened."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from support.raw_server import answer, serving
from support.stories import front, profile, story

from hostile import measured
from hostile.attacks import attacks

BAD, GOOD = "/2024/06/01/a-bad-story.html", "/2024/06/02/a-good-story.html"


def attacked(body: bytes) -> tuple[measured.Measured, float]:
    """A crawl of a site with one hostile answer, and how many seconds it took."""
    pages = {"/": answer(front("Gazette", [BAD, GOOD])), BAD: body, GOOD: answer(story("Good"))}
    with serving(pages) as site, tempfile.TemporaryDirectory() as folder:
        name = profile(Path(folder), site.url)
        arguments = ("crawl", name, "--archive", f"{folder}/archive", "--json", "--set", "DOWNLOAD_DELAY=0")
        began = time.monotonic()
        return measured.run(*arguments), time.monotonic() - began


def main() -> None:
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    print(f"{'attack':32} {'exit':>4} {'MB':>5} {'s':>5}  what happened")
    for name, make in attacks().items():
        if word in name:
            ended, took_s = attacked(make())
            said = json.loads(ended.out)["verdicts"] if ended.out else ended.err.strip()[-60:]
            print(f"{name:32} {ended.status:4} {ended.peak_mb:5.0f} {took_s:5.1f}  {said}", flush=True)


if __name__ == "__main__":
    main()
