"""A small archive to read from: one site, articles in two languages, link blocks, two runs."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlite_utils import Database

from newsspider.storage.schema import migrations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SITE = "gazette"
HOME = "https://gazette.example/"
SEEN = "2024-05-01T06:00:00Z"


@dataclass(frozen=True, kw_only=True)
class Sample:
    """What differs from article to article."""

    headline: str | None
    text: str
    authors: tuple[str, ...] = ()
    section: str | None = None
    published_on: str | None = None
    standfirst: str | None = None
    blocks: tuple[tuple[str, str], ...] = ()  # (label, text of its one link)
    site: str = SITE
    gone_at: str | None = None


SAMPLES = (
    Sample(
        headline="The Weekend Mechanic",
        text="Fixing a kernel on Sunday.\n\nIt took all day, and the cat helped.",
        authors=("John Fisk",),
        section="Columns",
        published_on="1997-01-01",
        standfirst="A column about kernels",
        blocks=(("Related", "More mechanics"), ("Services", "Mirror sites")),
    ),
    Sample(
        headline="Ein Käfig für den Affen",
        text="Größe ist nicht alles, sagt der Zoowärter. Naïve café.",
        authors=("Jürgen Groß", "Ánna Łukasz"),
        section="Überblick",
        published_on="2003-07-15",
    ),
    Sample(
        headline="中国经济增长百分之七",
        text="今年上半年中国经济保持平稳增长。专家认为,农村市场是关键。",
        authors=("王小明",),
        section="经济",
        published_on="2017-06-30",
    ),
    Sample(
        headline="The kernel of the matter",
        text="A kernel, said the editor, is 100% of the story_line.",
        authors=("John Fisk", "Ada Byron"),
        section="columns",
        published_on="2017-06-01",
    ),
    Sample(headline=None, text="A note without a headline, a day or a name.", gone_at=SEEN),
)


def make_archive(folder: Path, samples: Sequence[Sample] = SAMPLES) -> Path:
    """The folder, now with an archive of *samples*; written as the archive's own tables want it."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(folder / "news.db")
    connection.execute("PRAGMA journal_mode=WAL")
    migrations.migrate(Database(connection))
    for site in dict.fromkeys((SITE, *(sample.site for sample in samples))):
        _add_site(connection, site)
    for number, sample in enumerate(samples, start=1):
        _add_article(connection, number, sample)
    _add_front(connection)
    connection.commit()
    connection.close()
    return folder


def _add_site(connection: sqlite3.Connection, site: str) -> None:
    connection.execute(
        "INSERT INTO sites (site, title, home_url, zone, language, first_run_at, last_run_at)"
        " VALUES (?, ?, ?, 'UTC', 'en', ?, ?)",
        (site, f"The {site}", HOME, SEEN, SEEN),
    )
    for new, status in ((3, 0), (2, 1)):
        connection.execute(
            "INSERT INTO runs (site, started_at, ended_at, duration_s, reason, exit_status, pages, articles,"
            " new, changed, failed, warc_file) VALUES (?, ?, ?, 63.5, 'finished', ?, 9, 5, ?, 1, 1, ?)",
            (site, SEEN, SEEN, status, new, f"warc/{site}-1.warc.gz"),
        )


def _add_article(connection: sqlite3.Connection, number: int, sample: Sample) -> None:
    url = f"{HOME}{number:04d}.html"
    row = {
        "id": number,
        "key": hashlib.sha256(f"{sample.site} {url}".encode()).hexdigest()[:16],
        "site": sample.site,
        "headline": sample.headline,
        "standfirst": sample.standfirst,
        "section": sample.section,
        "published_on": sample.published_on,
        "published_precision": sample.published_on and "day",
        "language": "en",
        "text": sample.text,
        "html": "".join(f"<p>{part}</p>" for part in sample.text.split("\n\n")),
        "word_count": len(sample.text.split()),
        "access": "free",
        "confidence": 0.9,
        "provenance": json.dumps({"headline": "selected:h1"}),
        "revision_count": 1,
        "content_hash": "c" * 64,
        "text_hash": "t" * 64,
        "first_seen_at": SEEN,
        "last_seen_at": SEEN,
        "gone_at": sample.gone_at,
        "canonical_url": url,
    }
    names, places = ", ".join(row), ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO articles ({names}) VALUES ({places})", tuple(row.values()))
    connection.execute(
        "INSERT INTO urls (id, site, url, article_id, reason) VALUES (?, ?, ?, ?, 'canonical')",
        (number, sample.site, url, number),
    )
    connection.execute(
        "INSERT INTO images (article_id, position, url, alt) VALUES (?, 0, ?, 'a cat')",
        (number, f"{url}.jpg"),
    )
    for position, name in enumerate(sample.authors):
        connection.execute("INSERT OR IGNORE INTO authors (name) VALUES (?)", (name,))
        connection.execute(
            "INSERT INTO article_authors SELECT ?, id, ? FROM authors WHERE name = ?",
            (number, position, name),
        )
    for position, (label, text) in enumerate(sample.blocks):
        _add_block(connection, article_id=number, url_id=number, position=position, label=label, text=text)


def _add_front(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO urls (id, site, url, reason) VALUES (900001, ?, ?, 'front')", (SITE, HOME)
    )
    _add_block(connection, article_id=None, url_id=900001, position=0, label="Economy", text="=Markets today")


def _add_block(
    connection: sqlite3.Connection,
    *,
    article_id: int | None,
    url_id: int,
    position: int,
    label: str,
    text: str,
) -> None:
    added = connection.execute(
        "INSERT INTO link_blocks (article_id, url_id, label, kind, position, links_hash, first_seen_at,"
        " last_seen_at) VALUES (?, ?, ?, 'related', ?, ?, ?, ?)",
        (article_id, url_id, label, position, "l" * 64, SEEN, SEEN),
    )
    connection.execute("INSERT INTO links VALUES (?, 0, ?, ?)", (added.lastrowid, text, f"{HOME}{text[:1]}"))
