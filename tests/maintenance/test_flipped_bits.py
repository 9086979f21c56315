"""A bit that turned in a database is found, or lies where nothing else says what was there."""

from __future__ import annotations

import random
import shutil
from functools import partial
from pathlib import Path

import pytest
from support.crawled import crawl, magazine, profile, story
from support.damage import changed_columns, flip_bit, stored_values
from support.folder_server import QuietHandler, serving

from newsspider.errors import ArchiveError
from newsspider.maintenance.verify import verify

FLIPS = 25
# Values that no hash, no index and no second row says again; DESIGN.md lists the same kinds.
UNSEEN_TABLES = frozenset(
    ("alarms", "frontier", "images", "probe_answers", "recent_changes", "run_fields", "runs", "sites", "urls")
)
UNSEEN = frozenset(
    {
        *(f"articles.{name}" for name in ("access", "confidence", "extractor", "issue", "language")),
        *(f"articles.{name}" for name in ("modified_at", "pages_missing", "profile_hash", "provenance")),
        *(f"articles.{name}" for name in ("published_at", "published_raw", "published_source")),
        *(f"articles.{name}" for name in ("first_seen_at", "last_seen_at", "section", "thin_count")),
        *(f"articles.{name}" for name in ("canonical_url", "published_precision", "word_count")),
        *(f"captures.{name}" for name in ("charset", "charset_source", "content_type", "etag", "note")),
        *(f"captures.{name}" for name in ("last_modified", "location_url", "size_bytes", "verdict")),
        *(f"captures.{name}" for name in ("declares_article", "payload_hash")),
        *(f"link_blocks.{name}" for name in ("first_seen_at", "kind", "label", "last_seen_at", "position")),
        *(f"revisions.{name}" for name in ("html", "kind", "last_seen_at", "seen_at")),
        "fingerprint_bands.band",
        "text_fingerprints.bands",
    }
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two runs, with a story that changed."""
    folder = tmp_path_factory.mktemp("flips")
    pages = magazine(folder / "site", stories=8)
    with serving(partial(QuietHandler, directory=str(pages))) as url:
        site = profile(folder, url)
        crawl(site, folder / "archive")
        (pages / "2.html").write_text(story(2, text="The minister resigned on Monday. " * 30))
        crawl(site, folder / "archive", "--full")
    return folder / "archive"


def _is_found(archive: Path) -> bool:
    """Whether `verify` has a finding, or refuses the archive."""
    try:
        return bool(verify(archive).findings)
    except ArchiveError:
        return True


@pytest.mark.parametrize("seed", range(4))
def test_a_flipped_bit_is_found_or_lies_where_nothing_else_says_what_was_there(
    kept: Path, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    before = stored_values(kept / "news.db")
    size_bytes = (kept / "news.db").stat().st_size
    archive = Path(shutil.copytree(kept, tmp_path / "archive"))
    unseen = {}

    for _ in range(FLIPS):
        position, bit = chance.randrange(size_bytes), chance.randrange(8)
        shutil.copy(kept / "news.db", archive / "news.db")
        flip_bit(archive / "news.db", position, bit)
        if not _is_found(archive):
            changed = changed_columns(before, stored_values(archive / "news.db"))
            unseen[position, bit] = {
                one for one in changed if one.split(".")[0] not in UNSEEN_TABLES and one not in UNSEEN
            }

    assert {place: columns for place, columns in unseen.items() if columns} == {}


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("articles", "text"),
        ("articles", "headline"),
        ("articles", "html"),
        ("revisions", "text"),
        ("revisions", "headline"),
        ("links", "text"),
        ("links", "url"),
        ("captures", "url"),
        ("authors", "name"),
    ],
)
def test_a_bit_that_turned_in_a_value_is_found(kept: Path, tmp_path: Path, table: str, column: str) -> None:
    archive = Path(shutil.copytree(kept, tmp_path / "archive"))
    name, *rows = stored_values(kept / "news.db")[table]
    value = max((row[name.index(column)] for row in rows), key=lambda one: len(bytes(one)))  # type: ignore[call-overload] # texts are bytes
    content = (kept / "news.db").read_bytes()
    places = [
        at
        for at in range(len(content))
        if content.startswith(bytes(value)[:40], at)  # type: ignore[call-overload] # as above
    ]

    missed = set()
    for at in places:
        shutil.copy(kept / "news.db", archive / "news.db")
        flip_bit(archive / "news.db", at + min(20, len(bytes(value)) - 1))  # type: ignore[call-overload] # as above
        if not _is_found(archive):
            before, after = stored_values(kept / "news.db"), stored_values(archive / "news.db")
            missed |= changed_columns(before, after)

    assert places
    assert f"{table}.{column}" not in missed
