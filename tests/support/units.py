"""Units of work as a crawl would hand them in, with only what a test is about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from newsspider.items import Article, Capture, FoundLink, Link, LinkBlock, Unit, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

from contextlib import contextmanager

from newsspider.language.dates import to_text
from newsspider.storage.archive import Archive, StoredUnit
from newsspider.storage.crawl_frontier import Frontier
from newsspider.storage.runs import removal_claims
from newsspider.storage.transaction import Transaction

SITE = "gazette"
HOME = "https://gazette.example/"
AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
LONG = tuple(
    f"Paragraph {number} of a story long enough to be known again by its words." for number in range(5)
)


def at(url: str) -> str:
    """The address of a page of the site."""
    return HOME + url


def article(url: str = "a", **changes: object) -> Article:
    """An article under this address, canonical there, unless *changes* say otherwise."""
    values: dict[str, object] = {
        "url": at(url),
        "canonical_url": at(url),
        "headline": f"Headline of {url}",
        "authors": ("Ann Lee",),
        "body": (f"What happened at {url}.", "And then more."),
        "html": f"<p>What happened at {url}.</p><p>And then more.</p>",
        "published_on": date(2020, 5, 1),
        "published_precision": "day",
    }
    return Article(**(values | changes))  # type: ignore[arg-type]


def capture(url: str, **changes: object) -> Capture:
    """An answer of this address: a 200, unless *changes* say otherwise."""
    values: dict[str, object] = {
        "url": at(url),
        "address_url": at(url),
        "captured_at": AT,
        "status": 200,
        "size_bytes": 1000,
        "verdict": Verdict.ARTICLE,
    }
    return Capture(**(values | changes))  # type: ignore[arg-type]


def unit(url: str = "a", read: Article | None = None, **changes: object) -> Unit:
    """A unit that brought an article: of this address, or *read*."""
    values: dict[str, object] = {
        "site": SITE,
        "address_url": at(url),
        "captures": (capture(url),),
        "article": read or article(url),
        "verdict": Verdict.ARTICLE,
        "next_due_at": AT + timedelta(days=30),
    }
    return Unit(**(values | changes))  # type: ignore[arg-type]


def answer(url: str, verdict: Verdict, *, status: int = 200, **changes: object) -> Unit:
    """A unit that brought no article."""
    answered = capture(url, status=status, verdict=verdict)
    return replace(
        Unit(site=SITE, address_url=at(url), captures=(answered,), verdict=verdict),
        **changes,  # type: ignore[arg-type]
    )


def redirected(before: str, after: str, read: Article | None = None) -> Unit:
    """A unit whose address was redirected to another, which gave an article."""
    hop = capture(before, status=301, location_url=at(after), verdict=Verdict.REDIRECT)
    return unit(before, read or article(after), captures=(hop, capture(after)))


def gone(url: str) -> Unit:
    """A 404."""
    return answer(url, Verdict.GONE, status=404)


def found(url: str, **changes: object) -> FoundLink:
    """A link to an article of this address."""
    values: dict[str, object] = {"url": at(url), "kind": "article", "found_on_url": HOME, "depth": 1}
    return FoundLink(**(values | changes))  # type: ignore[arg-type]


def block(label: str | None = "Related", *urls: str) -> LinkBlock:
    """A block of links to these addresses."""
    links = tuple(Link(text=f"To {url}", url=at(url)) for url in urls or ("b", "c"))
    return LinkBlock(label=label, kind="related", position=0, links=links)


class ArchiveFixture:
    """An archive with one run going, and a clock that a test turns by hand."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.now = AT
        self.run_id = self.begin_run()

    def begin_run(self) -> int:
        """A new run, an hour later than the one before."""
        self.now += timedelta(hours=1)
        self.run_id = self.archive.begin_run(SITE, version="0", now=self.now)
        self.frontier = Frontier(self.archive, SITE)
        return self.run_id

    def keep(self, *units: Unit) -> tuple[StoredUnit, ...]:
        """Keep these units, a minute later than the ones before; one that says it is gone is believed."""
        self.now += timedelta(minutes=1)
        kept = self.archive.keep(units, run_id=self.run_id, now=self.now)
        with self.archive.transaction() as conn:
            transaction = Transaction(conn=conn, run_id=self.run_id, at=to_text(self.now))
            removal_claims.believe(transaction, SITE, removal_claims.made_in(conn, SITE, self.run_id))
        return kept

    def keep_one(self, one: Unit) -> StoredUnit:
        """Keep one unit."""
        return self.keep(one)[0]

    def take(self, limit: int = 100) -> list[str]:
        """The addresses that the frontier hands out, without the site's home."""
        taken = self.frontier.take(limit, run_id=self.run_id, now=self.now)
        return [address.url.removeprefix(HOME) for address in taken]

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What a query gives."""
        with self.archive.reading() as conn:
            return conn.execute(query, values).fetchall()

    def urls(self) -> dict[str, str]:
        """The reasons of all addresses that have an article, without the site's home."""
        found_urls = self.rows("SELECT url, reason FROM urls WHERE article_id IS NOT NULL ORDER BY id")
        return {str(url).removeprefix(HOME): str(reason) for url, reason in found_urls}


@contextmanager
def archive_fixture(folder: Path) -> Iterator[ArchiveFixture]:
    """An archive in *folder* with one run going."""
    with Archive.open(folder, create=True) as archive:
        yield ArchiveFixture(archive)
