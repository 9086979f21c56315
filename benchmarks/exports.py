"""How long each form of export takes, and how much memory, of a small archive and of one ten times its size.

Run by hand, on a calm machine:

    python benchmarks/exports.py                    # 5,000 and 50,000 invented articles
    python benchmarks/exports.py --articles 20000

The archives are written by the archive's own writer; each export is a process of its own.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from newsspider.items import Article, Capture, Image, Link, LinkBlock, Unit, Verdict
from newsspider.storage.archive import Archive

HOME = "https://invented.example/"
BEGIN = datetime(2026, 1, 5, 6, tzinfo=UTC)
# A book holds no more than 10,000 articles.
FORMS = {
    "csv": (),
    "json": (),
    "jsonl": (),
    "parquet": (),
    "markdown": (),
    "atom": (),
    "epub": ("--each", "month"),
}
_NOUNS = "harbour tide lamp bridge letter salt county ferry window garden number winter evening school"
_WORDS = _NOUNS.split()
_TOGETHER = 500
_ONE_EXPORT = """if True:
    import resource, sys
    from newsspider.cli import entry
    status = entry.run(sys.argv[1:])
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    sys.exit(status)
"""


class Cost(NamedTuple):
    """What one export took."""

    seconds: float
    peak_bytes: int
    size_bytes: int


def grown(folder: Path, count: int) -> Path:
    """The folder, now with an archive of *count* invented articles of some three kilobytes each."""
    with Archive.open(folder, create=True) as archive:
        run_id = archive.begin_run("invented", title="The Inventor", home_url=HOME, version="0", now=BEGIN)
        for start in range(0, count, _TOGETHER):
            units = tuple(_unit(number) for number in range(start, min(count, start + _TOGETHER)))
            archive.keep(units, run_id=run_id, now=BEGIN + timedelta(seconds=start))
        archive.end_run(run_id, reason="finished", exit_status=0, now=BEGIN + timedelta(days=1))
    return folder


def cost(archive: Path, form: str, target: Path) -> Cost:
    """What it takes to export all of *archive*."""
    words = ["export", form, "-o", str(target), "--archive", str(archive), *FORMS[form]]
    began = time.monotonic()
    told = subprocess.run(
        [sys.executable, "-c", _ONE_EXPORT, *words], capture_output=True, text=True, check=True
    )
    files = [target] if target.is_file() else [file for file in target.rglob("*") if file.is_file()]
    return Cost(
        seconds=time.monotonic() - began,
        peak_bytes=int(told.stdout.split()[-1]) * 1024,
        size_bytes=sum(file.stat().st_size for file in files),
    )


def _unit(number: int) -> Unit:
    url = f"{HOME}{number}.html"
    captured = Capture(url=url, address_url=url, captured_at=BEGIN, status=200, verdict=Verdict.ARTICLE)
    return Unit(
        site="invented",
        address_url=url,
        captures=(captured,),
        article=_article(number, url),
        verdict=Verdict.ARTICLE,
    )


def _article(number: int, url: str) -> Article:
    chance = Random(number)
    body = tuple(f"{number}: {' '.join(chance.choices(_WORDS, k=90))}." for _ in range(5))
    links = tuple(Link(text=f"Story {n}", url=f"{HOME}{n}.html") for n in range(number, number + 5))
    return Article(
        url=url,
        canonical_url=url,
        headline=f"Of {' '.join(chance.choices(_WORDS, k=5))}, {number}",
        authors=(f"Author {number % 97}",),
        section=f"Section {number % 7}",
        published_on=date(2000, 1, 1) + timedelta(days=number % 9000),
        published_precision="day",
        language="en",
        body=body,
        html="".join(f"<p>{part} <em>So</em> it <a href='{HOME}'>was</a>.</p>" for part in body),
        images=(Image(url=f"{HOME}{number}.jpg", caption="A picture"),),
        link_blocks=tuple(
            LinkBlock(label=label, kind="related", position=n, links=links)
            for n, label in enumerate(("Related", "More"))
        ),
    )


def main() -> None:
    """Print a line a form."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=50_000)
    count = parser.parse_args().articles
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = grown(folder / "small", count // 10), grown(folder / "large", count)
        print(f"form      {count // 10:>7,} articles  {count:>8,} articles")
        for form in FORMS:
            few, many = cost(small, form, folder / f"few.{form}"), cost(large, form, folder / f"many.{form}")
            print(
                f"{form:<9} {few.seconds:5.1f} s {few.peak_bytes / 1e6:5.0f} MB"
                f"  {many.seconds:6.1f} s {many.peak_bytes / 1e6:5.0f} MB"
                f"  {many.size_bytes / 1e6:6.0f} MB written"
            )


if __name__ == "__main__":
    main()
