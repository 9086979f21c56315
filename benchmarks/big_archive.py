"""A large archive of invented articles, kept by the project's own writer.

    python benchmarks/big_archive.py FOLDER [--articles 200000]

Six publications of very different size, in four languages, two of which write no spaces; words, authors
and links as uneven as real ones; boxes, fronts, wordings, gone articles, runs and alarms.  The same
number of articles gives the same archive.  `reading_room.py` measures what browsing it costs.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, islice
from pathlib import Path

from newsspider.items import Article, Capture, FoundLink, Link, LinkBlock, Unit, Verdict
from newsspider.storage.archive import Archive

TODAY = date(2026, 6, 30)
FIRST_RUN = datetime(2020, 1, 1, 5, 0, tzinfo=UTC)
EDITIONS = 40  # runs of each publication
LABELS = ("Related", "Most read", "Services", "More from this section", "Economy", "Around the harbour")
# The share of articles that the first run finds; of its articles a later run finds reworded, and gone.
_FOUND_FIRST, _REWORDED, _GONE = 0.6, 0.002, 0.0006
_UNDATED, _UNSORTED, _WITH_BOX = 0.01, 0.03, 0.7
_LINKS, _FRONT_LINKS = 6, 40
_BATCH = 4_000  # large, or every commit writes much of the indexes anew
_COMMON = ("the", "of", "and", "in", "to", "a", "for", "on", "with", "by")
_SOUNDS = "ba be co da di fe ga ha ka le lo ma mi no pa re ro sa si te to va we".split()  # noqa: SIM905


@dataclass(frozen=True, kw_only=True, slots=True)
class Magazine:
    """An invented publication: its share of all articles, its first year, whether it comes in issues."""

    site: str
    title: str
    language: str
    share: float
    since: int
    sections: tuple[str, ...]
    has_issues: bool = False

    @property
    def home(self) -> str:
        """The address of its front."""
        return f"https://{self.site}.example/"

    def address(self, number: int) -> str:
        """The address of one of its articles."""
        return f"{self.home}{number % 97}/{number}.html"


_SECTIONS = ("Harbour", "Economy", "Culture", "Nature", "Society", "Kitchen", "Sport", "Science", "Letters")
MAGAZINES = (
    Magazine(site="harbour", title="The Harbour", language="en", share=0.42, since=1998, sections=_SECTIONS),
    Magazine(
        site="ledger", title="The Ledger", language="en", share=0.25, since=2004, sections=_SECTIONS[1:5]
    ),
    Magazine(
        site="gazette",
        title="Gazette",
        language="en",
        share=0.15,
        since=1995,
        sections=_SECTIONS[:3],
        has_issues=True,
    ),
    Magazine(
        site="werft", title="Die Werft", language="de", share=0.08, since=2001, sections=("Hafen", "Kultur")
    ),
    Magazine(
        site="jinri",
        title="今日海港",
        language="zh",
        share=0.06,
        since=2003,
        sections=("经济", "文化"),
        has_issues=True,
    ),
    Magazine(
        site="minato", title="みなと", language="ja", share=0.04, since=2009, sections=("経済", "くらし")
    ),
)


class Tongue:
    """Words as uneven as a language's, and sentences of them; the first words are the commonest."""

    def __init__(self, words: Sequence[str], *, between: str, chance: random.Random) -> None:
        self.words, self.between, self._chance = words, between, chance
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
        self._sentences = [f"{self.phrase(6, 18)}{'.' if between else '。'}" for _ in range(20_000)]

    def phrase(self, least: int, most: int) -> str:
        """So many words."""
        length = self._chance.randint(least, most)
        words = self._chance.choices(self.words, cum_weights=self._weights, k=length)
        return self.between.join(words).capitalize()

    def paragraphs(self) -> tuple[str, ...]:
        """A text of two to nine paragraphs."""
        count = self._chance.randint(2, 9)
        return tuple(self.between.join(self._chance.choices(self._sentences, k=3)) for _ in range(count))


class Desk:
    """Invents the articles of all publications, by one chain of chances."""

    def __init__(self, articles: int, magazines: Sequence[Magazine] = MAGAZINES) -> None:
        chance = random.Random(articles)  # the same number, the same archive
        spoken = [*_COMMON, *_invented(30_000, chance)]
        self._chance = chance
        self._tongues = {
            "en": Tongue(spoken, between=" ", chance=chance),
            "de": Tongue([f"{word}en" for word in spoken], between=" ", chance=chance),
            "zh": Tongue(_characters("一", 2_500, 12_000, chance), between="", chance=chance),
            "ja": Tongue(_characters("あ", 80, 4_000, chance), between="", chance=chance),
        }
        self._authors = [f"{given} {family}".title() for given, family in _names(spoken, chance)]
        self._author_weights = list(accumulate(1 / (rank + 12) for rank in range(len(self._authors))))
        self._counts = {one.site: max(round(articles * one.share), 20) for one in magazines}

    def edition(self, magazine: Magazine, number: int, at: datetime) -> Iterator[Unit]:
        """What the run with this number finds: its front, new articles, and known ones reworded or gone."""
        chance, known = self._chance, self._known_before(magazine, number)
        if number:
            for one in chance.sample(range(known), round(known * _REWORDED)):
                yield _unit(magazine, self._article(magazine, one), at)
            for one in chance.sample(range(known), round(known * _GONE)):
                yield _answer(magazine, magazine.address(one), Verdict.GONE, at)
        for one in range(known, self._known_before(magazine, number + 1)):
            yield _unit(magazine, self._article(magazine, one), at)
        front = _answer(magazine, magazine.home, Verdict.FRONT, at)
        yield replace(front, page_blocks=(self._box(magazine, _FRONT_LINKS),))

    def _known_before(self, magazine: Magazine, edition: int) -> int:
        share = _FOUND_FIRST + (1 - _FOUND_FIRST) * (edition - 1) / (EDITIONS - 1) if edition else 0
        return round(self._counts[magazine.site] * share)

    def _article(self, magazine: Magazine, number: int) -> Article:
        """An article; its day, section and authors depend on its number alone, its words do not."""
        own, url = random.Random(f"{magazine.site} {number}"), magazine.address(number)
        tongue, on = self._tongues[magazine.language], _day(magazine, own)
        body = tongue.paragraphs()
        names = own.choices(self._authors, cum_weights=self._author_weights, k=own.choice((1, 1, 1, 2, 3)))
        return Article(
            url=url,
            canonical_url=url,
            headline=tongue.phrase(4, 9),
            standfirst=tongue.phrase(8, 14) if own.random() < 0.5 else None,
            authors=tuple(dict.fromkeys(names)),
            section=own.choice(magazine.sections) if own.random() > _UNSORTED else None,
            issue=f"{on.year}, No. {on.month}" if magazine.has_issues and on else None,
            published_on=on,
            published_precision="day" if on else None,
            language=magazine.language,
            body=body,
            html="".join(f"<p>{paragraph}</p>" for paragraph in body),
            link_blocks=(self._box(magazine, _LINKS),) if own.random() < _WITH_BOX else (),
            confidence=0.9,
        )

    def _box(self, magazine: Magazine, links: int) -> LinkBlock:
        """A box of links: few stories get most of them, and some lead to pages that nobody fetched."""
        count, words = self._counts[magazine.site], self._tongues[magazine.language].words
        targets = [int(count * self._chance.random() ** 3 * 1.02) for _ in range(links)]
        return LinkBlock(
            label=self._chance.choice(LABELS),
            kind="related",
            position=0,
            links=tuple(
                Link(text=f"{words[target % 4_000]} {target}", url=magazine.address(target))
                for target in targets
            ),
        )


def make(folder: Path, articles: int) -> None:
    """An archive of so many articles in *folder*."""
    desk = Desk(articles)
    with Archive.open(folder, create=True) as archive:
        with archive.transaction() as conn:
            conn.execute("PRAGMA cache_size = -1000000")
            conn.execute("PRAGMA wal_autocheckpoint = 50000")
        for edition in range(EDITIONS):
            for turn, magazine in enumerate(MAGAZINES):
                at = FIRST_RUN + timedelta(days=55 * edition, hours=turn)
                _run(archive, magazine, desk.edition(magazine, edition, at), at, is_alarmed=edition % 9 == 8)
            if sys.stderr.isatty():
                end = "\n" if edition + 1 == EDITIONS else ""
                print(f"\rrun {edition + 1} of {EDITIONS}", end=end, file=sys.stderr)


def _run(
    archive: Archive, magazine: Magazine, units: Iterator[Unit], at: datetime, *, is_alarmed: bool
) -> None:
    run_id = archive.begin_run(
        magazine.site,
        title=magazine.title,
        home_url=magazine.home,
        zone="UTC",
        language=magazine.language,
        version="0",
        now=at,
    )
    kept = 0
    while batch := list(islice(units, _BATCH)):
        kept += len(batch)
        archive.keep(batch, run_id=run_id, now=at + timedelta(seconds=kept))
    if is_alarmed:
        archive.alarm(run_id, kind="fields", message="fewer dates than before", now=at)
    archive.end_run(
        run_id, reason="finished", exit_status=int(is_alarmed), now=at + timedelta(seconds=kept + 1)
    )


def _unit(magazine: Magazine, article: Article, at: datetime) -> Unit:
    answer = _answer(magazine, article.url, Verdict.ARTICLE, at)
    links = (FoundLink(url=article.url, kind="article", found_on_url=magazine.home, depth=1),)
    return replace(answer, article=article, links=links)


def _answer(magazine: Magazine, url: str, verdict: Verdict, at: datetime) -> Unit:
    capture = Capture(
        url=url,
        address_url=url,
        captured_at=at,
        status=404 if verdict is Verdict.GONE else 200,
        content_type="text/html",
        size_bytes=30_000,
        warc_file=f"warc/{magazine.site}-{at:%Y%m%d}.warc.gz",
        warc_offset=0,
        verdict=verdict,
    )
    return Unit(
        site=magazine.site,
        address_url=url,
        captures=(capture,),
        verdict=verdict,
        next_due_at=at + timedelta(days=30),
    )


def _day(magazine: Magazine, own: random.Random) -> date | None:
    if own.random() < _UNDATED:
        return None
    first = date(magazine.since, 1, 1)
    return first + timedelta(days=int((TODAY - first).days * own.random() ** 0.7))


def _invented(count: int, chance: random.Random) -> list[str]:
    """So many words, each another."""
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(chance.choices(_SOUNDS, k=chance.choice((2, 3, 3, 4))))] = None
    return list(words)


def _characters(first: str, alphabet: int, count: int, chance: random.Random) -> list[str]:
    """So many words of two characters of a script without spaces."""
    letters = [chr(ord(first) + step) for step in range(alphabet)]
    pairs: dict[str, None] = {}
    while len(pairs) < count:
        pairs["".join(chance.choices(letters, k=2))] = None
    return list(pairs)


def _names(words: Sequence[str], chance: random.Random) -> list[tuple[str, str]]:
    """The first and last names of the authors."""
    given, family = words[100:180], words[1_000:1_700]
    return list({(chance.choice(given), chance.choice(family)): None for _ in range(6_000)})


def main() -> int:
    """Make the archive, and say how long that took and what it weighs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=200_000)
    given = parser.parse_args()
    begun = time.monotonic()
    make(given.folder, given.articles)
    took_s = time.monotonic() - begun
    weighs = (given.folder / "news.db").stat().st_size
    print(
        f"{given.articles:,} articles in {took_s:,.0f} s, {weighs / 1e6:,.0f} MB,"
        f" {weighs / given.articles:,.0f} bytes each"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
