"""Reads pages as no server should send them, by the thousand: each gives an article or an UnreadablePage.

    python benchmarks/any_bytes.py                                   # 100,000 made of the demo's pages
    python benchmarks/any_bytes.py --pages FOLDER --cases 20000      # made of the pages in a folder

Says how many were articles, how many no pages, the slowest, and every other exception with the seed that
makes it again.  Uses all cores.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from support.mutations import mutated

from newsspider import profiles
from newsspider.demo.magazine import magazine
from newsspider.errors import UnreadablePage
from newsspider.extraction import extract

URL = "https://paper.example/2024/05/03/story"
BATCH = 500
PROFILES = ("chinatoday", "linuxgazette", None, None)


def pages(folder: Path | None) -> list[bytes]:
    """The pages of a folder (`.html`, `.htm`, also with `.gz`), or of the demo's magazine."""
    if folder is None:
        answers = magazine(1, datetime(2024, 5, 3, tzinfo=UTC)).values()
        return sorted({one.body for one in answers if b"<html" in one.body.lower()})
    found = sorted(path for path in folder.rglob("*.htm*") if path.is_file())
    return [
        gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in found
    ]


def tried(begin: int, folder: Path | None, until: int) -> tuple[Counter[str], tuple[float, int], list[str]]:
    """What became of the seeds from *begin* on, the slowest with its seconds, and what went wrong."""
    made, became, slowest, wrong = pages(folder), Counter[str](), (0.0, begin), list[str]()
    for seed in range(begin, min(begin + BATCH, until)):
        html, content_type = mutated(made, seed)
        chosen = PROFILES[seed % len(PROFILES)]
        start = time.process_time()
        try:
            repr(
                extract(
                    html, URL, content_type=content_type, profile=profiles.load(chosen) if chosen else None
                )
            )
            became["articles"] += 1
        except UnreadablePage:
            became["no pages"] += 1
        except Exception as error:  # noqa: BLE001 # what this script looks for
            became["errors"] += 1
            wrong.append(f"seed {seed}: {type(error).__name__}: {error}")
        slowest = max(slowest, (time.process_time() - start, seed))
    return became, slowest, wrong


def main() -> None:
    """Try them all and say what became of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--cases", type=int, default=100_000)
    given = parser.parse_args()
    became, slowest = Counter[str](), (0.0, 0)
    with ProcessPoolExecutor() as pool:
        trying = partial(tried, folder=given.pages, until=given.cases)
        for counts, slow, wrong in pool.map(trying, range(0, given.cases, BATCH)):
            became += counts
            slowest = max(slowest, slow)
            print(*wrong, sep="\n", end="\n" if wrong else "")
    print(", ".join(f"{count:,} {name}" for name, count in became.most_common()))
    print(f"slowest: {slowest[0]:.1f} s of CPU, seed {slowest[1]}")
    sys.exit(1 if became["errors"] else 0)


if __name__ == "__main__":
    main()
