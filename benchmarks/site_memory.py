"""What a site's memory is worth to the reader: gold pages read without it and with it.

    python benchmarks/site_memory.py FOLDER

FOLDER holds `gold.jsonl`, a page a line: `url`, `site`, `file` (HTML, gzipped, in FOLDER), `sets` (names of
collections) and `gold` with `body`, a list of paragraphs.  Each page gets the memory of up to eight others of
its site.  The second table reads the same pages with every class and id hashed: what a template's names say
is gone, as on sites that the reader has no words for.  `benchmarks/reader.md` has the numbers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from reader import nameless

from newsspider.extraction import SiteMemory, extract
from newsspider.extraction.site.memory import RIPE

SHINGLE = 4  # words that must stand together to count as found
MOST_OTHERS = 8
_WORD = re.compile(r"\w+")

Changed = Callable[[bytes], bytes]


@dataclass(frozen=True, kw_only=True, slots=True)
class Gold:
    """A page with its body as people read it."""

    url: str
    site: str
    sets: tuple[str, ...]
    html: bytes
    body: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """How much of what was read is right, how much of the body was read, and whether it is just that."""

    precision: float
    recall: float
    is_exact: bool


def pages(folder: Path) -> Iterator[Gold]:
    """The gold pages that have a body."""
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        told = json.loads(line)
        if body := told["gold"].get("body"):
            html = gzip.decompress((folder / told["file"]).read_bytes())
            yield Gold(
                url=told["url"], site=told["site"], sets=tuple(told["sets"]), html=html, body="\n".join(body)
            )


def as_it_is(html: bytes) -> bytes:
    """The page."""
    return html


def score(gold: str, read: str) -> Score:
    """The words of a body held against the gold's, four at a time."""
    wanted, found = _shingles(gold), _shingles(read)
    both = (wanted & found).total()
    return Score(
        precision=both / (found.total() or 1),
        recall=both / (wanted.total() or 1),
        is_exact=wanted == found,
    )


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(tuple(words[n : n + SHINGLE]) for n in range(max(1, len(words) - SHINGLE + 1)))


def told(name: str, scores: list[Score]) -> str:
    """A row of the table."""
    precision, recall = fmean(one.precision for one in scores), fmean(one.recall for one in scores)
    f1 = 2 * precision * recall / (precision + recall)
    exact = fmean(one.is_exact for one in scores)
    return f"{name:34} {len(scores):5} {f1:8.4f} {precision:10.4f} {recall:8.4f} {exact:7.3f}"


def compare(gold: list[Gold], change: Changed) -> Iterator[str]:
    """Rows for each collection, without a memory and with one, and a line for each page that differs."""
    by_site: dict[str, list[Gold]] = defaultdict(list)
    for page in gold:
        by_site[page.site].append(page)
    without: dict[str, list[Score]] = defaultdict(list)
    with_: dict[str, list[Score]] = defaultdict(list)
    remembered: Counter[str] = Counter()
    differing = []
    for page in gold:
        others = [one for one in by_site[page.site] if one.url != page.url][:MOST_OTHERS]
        memory = SiteMemory.learn((change(one.html), one.url) for one in others)
        html = change(page.html)
        before = score(page.body, "\n".join(extract(html, page.url).body))
        after = score(page.body, "\n".join(extract(html, page.url, memory=memory).body))
        for name in page.sets:
            without[name].append(before)
            with_[name].append(after)
            remembered[name] += memory.stories >= RIPE
        if before != after:
            differing.append(f"  {_short(before)} → {_short(after)}  {page.url}")
    yield f"{'':34} {'pages':>5} {'body F1':>8} {'precision':>10} {'recall':>8} {'exact':>7}"
    for name, scores in without.items():
        yield told(name, scores)
        yield told(f"{name}, {remembered[name]} with a memory", with_[name])
    yield from differing


def _short(one: Score) -> str:
    return f"{one.precision:.3f} {one.recall:.3f}"


def main() -> None:
    """Print both tables."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("folder", type=Path)
    gold = list(pages(asked.parse_args().folder))
    for title, change in (("As they are", as_it_is), ("Classes and ids hashed", nameless)):
        print(f"{title}\n", *compare(gold, change), sep="\n", end="\n\n")


if __name__ == "__main__":
    main()
