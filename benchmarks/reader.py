"""How well and how fast articles are read, side by side with every peer that is installed.

    python benchmarks/reader.py FOLDER                 # trafilatura, readability-lxml, newspaper4k if there
    python benchmarks/reader.py FOLDER --only newsspider --sets fundus --worst 20
    python benchmarks/reader.py FOLDER --nameless      # every class and id hashed: templates without words

FOLDER holds `gold.jsonl`, a page a line: `url`, `file` (HTML, also with `.gz`, below the folder), `dataset`,
and `gold` with `body` (a list of paragraphs) and, where known, `optional` (paragraphs neither wanted nor
punished), `title`, `date` (ISO 8601) and `authors`.

The body is scored as in scrapinghub's benchmark: precision and recall of runs of four words a page, means
over pages, F1 of the two means.  All readers take each page in turn, in one process; the time is the least
CPU of three, and its ratio the median over pages of a reader's to trafilatura's.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from statistics import mean, median
from typing import Any
from zlib import crc32

from newsspider.errors import NewsspiderError
from newsspider.extraction import extract

TIMES = 3
_WORD = re.compile(r"\w+")
_NAMES = re.compile(rb"(\s(?:class|id)\s*=\s*)([\"'])([^\"'<>]*)\2", re.IGNORECASE)

Read = dict[str, Any]
Reader = Callable[[bytes, str], Read]


def newsspider(html: bytes, url: str) -> Read:
    """What we read."""
    with suppress(NewsspiderError):
        article = extract(html, url)
        day = article.published_on.isoformat() if article.published_on else None
        return {"body": article.text, "title": article.headline, "date": day, "authors": article.authors}
    return {}


def _trafilatura() -> Reader:
    from trafilatura import bare_extraction

    def read(html: bytes, url: str) -> Read:
        found = bare_extraction(html, url=url, with_metadata=True)
        said = found.as_dict() if found else {}
        authors = [name for name in (said.get("author") or "").split("; ") if name]
        return {
            "body": said.get("text"),
            "title": said.get("title"),
            "date": said.get("date"),
            "authors": authors,
        }

    return read


def _readability() -> Reader:
    from lxml.html import fromstring
    from readability import Document

    def read(html: bytes, url: str) -> Read:
        page = Document(html, url=url)
        return {"body": fromstring(page.summary()).text_content(), "title": page.short_title()}

    return read


def _newspaper() -> Reader:
    from newspaper import Article

    def read(html: bytes, url: str) -> Read:
        page = Article(url)
        page.download(input_html=html.decode("utf-8", "replace"))
        page.parse()
        day = page.publish_date.date().isoformat() if page.publish_date else None
        return {"body": page.text, "title": page.title, "date": day, "authors": page.authors}

    return read


PEERS = {
    "trafilatura": ("trafilatura", _trafilatura),
    "readability-lxml": ("readability", _readability),
    "newspaper4k": ("newspaper", _newspaper),
}


def readers() -> dict[str, Reader]:
    """We, and the peers that are installed."""
    found: dict[str, Reader] = {"newsspider": newsspider}
    for name, (module, made) in PEERS.items():
        with suppress(ImportError):
            import_module(module)
            found[name] = made()
    return found


@dataclass(slots=True)
class Scores:
    """One reader's scores, a number a page."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    exact: list[float] = field(default_factory=list)
    title: list[float] = field(default_factory=list)
    date: list[float] = field(default_factory=list)
    authors: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """Of the means, as the benchmark has it."""
        return _f1(mean(self.precision), mean(self.recall))

    def take(self, page: Read, read: Read) -> None:
        """Score what was read of a page."""
        gold = page["gold"]
        wanted, got = _words("\n".join(gold["body"])), _words(read.get("body") or "")
        optional = _runs(_words("\n".join(gold.get("optional") or [])))
        hit = _runs(wanted) & _runs(got)
        given = _runs(got) - (optional - _runs(wanted))
        self.precision.append(hit.total() / given.total() if given else float(not wanted))
        self.recall.append(hit.total() / _runs(wanted).total() if wanted else 1.0)
        self.exact.append(float(wanted == got))
        self.pages.append(page["url"])
        if gold.get("title"):
            self.title.append(float(_words(gold["title"]) == _words(read.get("title") or "")))
        if gold.get("date"):
            self.date.append(float(gold["date"][:10] == (read.get("date") or "")[:10]))
        if gold.get("authors"):
            self.authors.append(float(_names(gold["authors"]) == _names(read.get("authors") or ())))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).replace("\u2019", "'").casefold())


def _runs(words: list[str]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[n : n + 4]) for n in range(max(1, len(words) - 3))) if words else Counter()


def _names(names: list[str]) -> set[tuple[str, ...]]:
    return {tuple(_words(name)) for name in names}


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def pages(folder: Path, sets: list[str] | None) -> Iterator[tuple[Read, bytes]]:
    """The gold of each page, and its bytes."""
    for line in (folder / "gold.jsonl").read_text("utf-8").splitlines():
        page = json.loads(line)
        if not sets or page.get("dataset") in sets:
            held = (folder / page["file"]).read_bytes()
            yield page, gzip.decompress(held) if page["file"].endswith(".gz") else held


def nameless(html: bytes) -> bytes:
    """The page with its classes and ids hashed."""
    return _NAMES.sub(lambda found: found[1] + found[2] + _hashed(found[3]) + found[2], html)


def _hashed(names: bytes) -> bytes:
    return b" ".join(f"x{crc32(name):x}".encode() for name in names.split())


def timed(reader: Reader, html: bytes, url: str) -> tuple[Read, float]:
    """What a reader reads, and the seconds of CPU that it takes at least."""
    read: Read = {}
    least = float("inf")
    for _ in range(TIMES):
        start = time.process_time()
        with suppress(Exception):  # a peer that fails on a page has read nothing of it
            read = reader(html, url)
        least = min(least, time.process_time() - start)
    return read, least


def table(title: str, by_reader: dict[str, Scores], base: Scores) -> None:
    """A table of one set."""
    count = len(base.pages)
    print(f"\n{title}, {count} pages")
    heads = (f"{head:>6}" for head in ("F1", "P", "R", "exact", "title", "date", "names"))
    print(f"{'':18} {' '.join(heads)} {'ms':>7} {'ratio':>6}")
    for name, scores in by_reader.items():
        fields = (scores.title, scores.date, scores.authors)
        said = " ".join(f"{mean(one):6.3f}" if one else f"{'-':>6}" for one in fields)
        ratio = median(mine / other for mine, other in zip(scores.seconds, base.seconds, strict=True))
        print(
            f"{name:18} {scores.f1:6.3f} {mean(scores.precision):6.3f} {mean(scores.recall):6.3f}"
            f" {mean(scores.exact):6.3f} {said} {median(scores.seconds) * 1e3:7.1f} {ratio:6.2f}"
        )


def page_f1(scores: Scores) -> list[float]:
    """The F1 of each page."""
    return list(map(_f1, scores.precision, scores.recall))


def worst(scores: Scores, count: int) -> None:
    """The pages read worst."""
    rated = sorted(
        zip(
            map(_f1, scores.precision, scores.recall),
            scores.precision,
            scores.recall,
            scores.pages,
            strict=True,
        )
    )
    print("\n    F1      P      R  page")
    for f1, precision, recall, url in rated[:count]:
        print(f"{f1:6.3f} {precision:6.3f} {recall:6.3f}  {url}")


def main() -> None:
    """Read all pages with all readers and print a table a set."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="*")
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--worst", type=int, default=0)
    parser.add_argument("--nameless", action="store_true")
    given = parser.parse_args()
    chosen = {name: one for name, one in readers().items() if not given.only or name in given.only}
    found: dict[str, dict[str, Scores]] = {}
    for page, written in pages(given.folder, given.sets):
        html = nameless(written) if given.nameless else written
        for name, reader in chosen.items():
            scores = found.setdefault(page.get("dataset") or "all", {}).setdefault(name, Scores())
            read, seconds = timed(reader, html, page["url"])
            scores.take(page, read)
            scores.seconds.append(seconds)
    for title, by_reader in found.items():
        table(title, by_reader, by_reader.get("trafilatura") or next(iter(by_reader.values())))
        if given.worst:
            worst(next(iter(by_reader.values())), given.worst)


if __name__ == "__main__":
    main()
