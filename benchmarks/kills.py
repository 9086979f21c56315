"""What kill -9 costs a crawl: nothing but the answers in flight.

    python benchmarks/kills.py [--kills 200] [--crawls 2] [--articles 2000] [--seed 1] [--keep]

crawls the demo's magazine once undisturbed, then again and again with kills at random moments, each time
by the same command; with --keep, images, documents and requisites, too.  Holds the rows of both against
each other, asks the server what was fetched twice, and walks every WARC file.  Exits with 1 where
something was lost, torn or fetched again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import signal
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

from newsspider.cli import entry
from newsspider.demo.child_server import RemoteMagazine, serving_in_child
from newsspider.demo.invented import Growth
from newsspider.demo.runs import PROFILE
from newsspider.maintenance.verify import verify
from newsspider.storage.warc import record_checks

AT_ONCE = 1  # requests in flight, so many a kill may cost
# How often the server is asked how far a crawl is, and how long a crawl takes to ask its first pages.
_LOOK_S, _START_S = 0.02, 1.0
# What a crawl keeps, without ids and moments; each article by its key, each address by its URL.
CONTENT = {
    "articles": """SELECT key, site, headline, standfirst, section, issue, published_on, published_precision,
        published_at, published_raw, published_source, modified_at, language, text, html, word_count, access,
        confidence, provenance, revision_count, content_hash, text_hash, gone_at, canonical_url
        FROM articles""",
    "urls": """SELECT urls.site, url, key, reason, target_url, urls.gone_at
        FROM urls LEFT JOIN articles ON articles.id = article_id""",
    "authors": "SELECT name FROM authors",
    "article_authors": """SELECT key, name, position FROM article_authors
        JOIN authors ON authors.id = author_id JOIN articles ON articles.id = article_id""",
    "link_blocks": """SELECT key, url, label, kind, position, links_hash FROM link_blocks
        JOIN urls ON urls.id = url_id LEFT JOIN articles ON articles.id = link_blocks.article_id""",
    "links": """SELECT urls.url, link_blocks.position, kind, links.position, links.text, links.url FROM links
        JOIN link_blocks ON link_blocks.id = link_block_id JOIN urls ON urls.id = url_id""",
    "revisions": """SELECT key, number, kind, revisions.content_hash, authors FROM revisions
        JOIN articles ON articles.id = article_id""",
    "images": """SELECT key, position, url, alt, caption, credit FROM images
        JOIN articles ON articles.id = article_id""",
    "asset_pages": "SELECT url, page_url FROM asset_pages",
    # Without depth: it is that of the first who named an address, and fronts are read again after a kill.
    "frontier": "SELECT url, kind, part_of_url, list_url, verdict IS NULL, failures FROM frontier",
}
_ONCE = "kind NOT IN ('front', 'feed', 'sitemap')"
_NAMED = "SELECT warc_offset FROM captures WHERE warc_file = ?"
_FORKS = multiprocessing.get_context("forkserver")


@dataclass(kw_only=True, slots=True)
class Disturbed:
    """One crawl that was killed again and again until it ended."""

    kills: int = 0
    left: int = 0
    asked_of_left: dict[str, int] = field(default_factory=dict)
    again: int = 0
    faults: list[str] = field(default_factory=list)
    took_s: float = 0.0


def disturbed(
    magazine: RemoteMagazine,
    archive: Path,
    whole: Path,
    *,
    kills: int,
    chance: random.Random,
    profile: Path = PROFILE,
) -> Disturbed:
    """A crawl into *archive*, killed at *kills* moments, held against the undisturbed one in *whole*."""
    number = len(_rows(whole, "SELECT url FROM frontier"))
    moments = sorted(chance.randrange(number) for _ in range(kills))
    magazine.reset_counts()
    told, began = Disturbed(), monotonic()
    for moment in moments:
        if not _killed(magazine, archive, moment, chance, profile):
            break
        told.kills += 1
        _note_left(told, magazine, archive)
    # Alarms (status 1) compare runs; kills make many runs of one, and the last has the oldest articles.
    if (status := _ended(magazine, archive, profile)) not in (0, 1):
        told.faults.append(f"the last run ended with status {status}")
    told.took_s = monotonic() - began
    told.faults += [*differences(archive, whole), *_torn(archive), *_asked_again(told, magazine, whole)]
    return told


def crawled(magazine: RemoteMagazine, archive: Path, profile: Path = PROFILE) -> bool:
    """Whether an undisturbed crawl into *archive* ended well."""
    return _ended(magazine, archive, profile) == 0


def _ended(magazine: RemoteMagazine, archive: Path, profile: Path) -> int | None:
    process = _FORKS.Process(target=_crawl, args=(magazine.url, archive, profile))
    process.start()
    process.join()
    return process.exitcode


def keeping(folder: Path) -> Path:
    """The magazine's profile with all its assets to be kept, in *folder*."""
    profile = folder / PROFILE.name
    text = PROFILE.read_text(encoding="utf-8")
    profile.write_text(f"{text}keep: [images, documents, requisites]\n", encoding="utf-8")
    return profile


def differences(archive: Path, whole: Path) -> Iterator[str]:
    """Each table whose rows are not the same in both archives, in a line."""
    for table, query in CONTENT.items():
        here, there = _rows(archive, query), _rows(whole, query)
        if here != there:
            lost, more = there - here, here - there
            yield (
                f"{table}: {lost.total():,} rows lost, {more.total():,} more,"
                f" e.g. {min([*lost, *more], key=str)!r:.300}"
            )


def _killed(
    magazine: RemoteMagazine, archive: Path, wanted: int, chance: random.Random, profile: Path
) -> bool:
    """Whether a crawl was killed once the server had given *wanted* new answers; it may have ended before.

    Where it has them already, the crawl is killed at any moment of its start.
    """
    longest_s = _START_S if _new_answers(magazine) >= wanted else _LOOK_S
    process = _FORKS.Process(target=_crawl, args=(magazine.url, archive, profile))
    process.start()
    while process.exitcode is None and _new_answers(magazine) < wanted:
        sleep(_LOOK_S)
    process.join(chance.uniform(0, longest_s))
    if process.exitcode is not None:
        return False
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    return True


def _new_answers(magazine: RemoteMagazine) -> int:
    return magazine.counts().get(200, 0)


def _crawl(url: str, archive: Path, profile: Path) -> None:
    with (archive.parent / f"{archive.name}.log").open("a") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    words = ["crawl", str(profile), "--archive", str(archive), "--base", url]
    sys.exit(entry.run([*words, "--set", f"CONCURRENT_REQUESTS_PER_DOMAIN={AT_ONCE}"]))


def _note_left(told: Disturbed, magazine: RemoteMagazine, archive: Path) -> None:
    """Note the whole answers that the killed run left, and how often each had been asked for by then."""
    asked = magazine.asked()
    for path in (archive / "warc").glob("*.open"):
        named = {offset for (offset,) in _rows(archive, _NAMED, path.name.removesuffix(".open"))}
        for answer in record_checks.answers_from(path, 0):
            if answer.offset not in named:
                told.left += 1
                told.asked_of_left[_path(answer.url)] = asked[_path(answer.url)]


def _asked_again(told: Disturbed, magazine: RemoteMagazine, whole: Path) -> Iterator[str]:
    """What the server says of articles, and of assets, that were asked for again."""
    asked = magazine.asked()
    articles = {_path(url) for (url,) in _rows(whole, f"SELECT url FROM frontier WHERE {_ONCE}")}
    told.again = sum(asked[path] - 1 for path in articles if path in asked)
    if told.again > told.kills * AT_ONCE:
        yield f"{told.again} articles asked for again, {told.kills * AT_ONCE} may have been in flight"
    if missed := articles - asked.keys():
        yield f"{len(missed)} articles never asked for"
    fetched = [
        path for path, before in told.asked_of_left.items() if path in articles and asked[path] > before
    ]
    if fetched:
        yield f"{len(fetched)} whole records not taken over, e.g. {fetched[0]}"


def _torn(archive: Path) -> Iterator[str]:
    if left := list((archive / "warc").glob("*.open")):
        yield f"{len(left)} WARC files left open"
    for finding in verify(archive).findings:
        yield f"verify: {finding}"


def _rows(archive: Path, query: str, *values: object) -> Counter[tuple[object, ...]]:
    if not (archive / "news.db").exists():
        return Counter()
    with closing(sqlite3.connect(archive / "news.db", timeout=30)) as conn:
        try:
            return Counter(conn.execute(query, values))
        except sqlite3.OperationalError:  # killed before its tables were made
            return Counter()


def _path(url: str) -> str:
    return urlsplit(url).path


def main() -> int:
    """Crawl, kill, crawl on; print a line for each crawl, and what is broken."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--crawls", type=int, default=2)
    parser.add_argument("--articles", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args()
    _FORKS.set_forkserver_preload(["newsspider.cli.crawl", "newsspider.spiders.magazine"])
    chance, faults = random.Random(given.seed), []
    print(f"{'crawl':<12}{'kills':>7}{'left whole':>12}{'asked again':>13}{'took':>9}  broken", flush=True)
    with tempfile.TemporaryDirectory() as name, serving_in_child(Growth(count=given.articles)) as magazine:
        folder, began = Path(name), monotonic()
        profile = keeping(folder) if given.keep else PROFILE
        crawled(magazine, folder / "whole", profile)
        whole_s, each = monotonic() - began, -(-given.kills // given.crawls)
        print(f"{'undisturbed':<12}{0:>7}{'':>25}{whole_s:>8.1f}s", flush=True)
        for number in range(1, given.crawls + 1):
            told = disturbed(
                magazine, folder / str(number), folder / "whole", kills=each, chance=chance, profile=profile
            )
            faults += told.faults
            print(
                f"{number:<12}{told.kills:>7}{told.left:>12}{told.again:>13}{told.took_s:>8.1f}s"
                f"  {len(told.faults)}",
                flush=True,
            )
            for fault in told.faults:
                print(f"  {fault}", flush=True)
    print("nothing was lost, torn or fetched again" if not faults else f"{len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
