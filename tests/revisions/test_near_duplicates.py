"""Texts that are nearly the same are found, linked with the reason, and stay two articles."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.units import ArchiveFixture, answer, archive_fixture, article, at, gone, unit

from newsspider.items import Verdict
from newsspider.revisions import near_duplicates
from newsspider.storage.archive import Archive
from newsspider.web.document import Document

if TYPE_CHECKING:
    from pathlib import Path

WORDS = [f"word{n}" for n in range(400)]
TEXT = " ".join(random.Random(1).choices(WORDS, k=300))


def changed(text: str, share: float) -> str:
    """A text with a run of other words in it."""
    words = text.split()
    count = int(len(words) * share)
    return " ".join([*words[:40], *(f"other{n}" for n in range(count)), *words[40 + count :]])


def alike(one: str, other: str) -> int:
    return len(
        {*near_duplicates.bands(near_duplicates.shingles(one))}
        & {*near_duplicates.bands(near_duplicates.shingles(other))}
    )


def test_a_text_shares_all_with_itself_whatever_its_case_and_white_space() -> None:
    other = TEXT.upper().replace(" ", "\n\n ")

    assert near_duplicates.bands(near_duplicates.shingles(other)) == near_duplicates.bands(
        near_duplicates.shingles(TEXT)
    )
    assert near_duplicates.share(near_duplicates.shingles(TEXT), near_duplicates.shingles(other)) == 1


def test_a_text_little_changed_is_found_and_one_of_other_words_is_not() -> None:
    assert alike(TEXT, changed(TEXT, 0.05)) >= near_duplicates.BANDS_ALIKE
    assert alike(TEXT, " ".join(random.Random(2).choices(WORDS, k=300))) < near_duplicates.BANDS_ALIKE


def test_nine_tenths_in_common_are_found_nearly_always() -> None:
    chance = random.Random(3)
    texts = [" ".join(chance.choices(WORDS, k=300)) for _ in range(100)]

    assert sum(alike(text, changed(text, 0.05)) >= near_duplicates.BANDS_ALIKE for text in texts) >= 95


def test_a_notice_has_no_fingerprint() -> None:
    assert near_duplicates.bands(near_duplicates.shingles("Back on Monday. " * 40)) == ()
    assert near_duplicates.share(frozenset(), frozenset()) == 0


def test_chinese_is_compared_by_its_characters() -> None:
    text = "".join(random.Random(4).choices("中国经济社会文化旅行历史人民城市山水", k=300))

    assert alike(text, f"{text[:100]}新{text[101:]}") >= near_duplicates.BANDS_ALIKE


@given(st.text())
def test_any_text_has_as_many_bands_as_there_are_or_none(text: str) -> None:
    assert len(near_duplicates.bands(near_duplicates.shingles(text))) in (0, near_duplicates.BANDS)
    assert len(set(near_duplicates.bands(near_duplicates.shingles(text)))) == len(
        near_duplicates.bands(near_duplicates.shingles(text))
    )


@pytest.fixture
def fixture(tmp_path: Path) -> Iterator[ArchiveFixture]:
    with archive_fixture(tmp_path) as opened:
        yield opened


def worded(url: str, text: str, **changes: object) -> object:
    return unit(url, article(url, body=(text,), html=f"<p>{text}</p>", **changes))


def linked(fixture: ArchiveFixture) -> list[tuple[object, ...]]:
    return fixture.rows("SELECT article_id, other_id, reason, share FROM duplicates ORDER BY 1, 2")


def test_near_duplicates_are_linked_and_not_merged(fixture: ArchiveFixture) -> None:
    fixture.keep(
        worded("a", TEXT),  # type: ignore[arg-type]
        worded("b", changed(TEXT, 0.1)),  # type: ignore[arg-type]
        worded("c", " ".join(random.Random(5).choices(WORDS, k=300))),  # type: ignore[arg-type]
    )

    assert fixture.rows("SELECT count(*) FROM articles") == [(3,)]
    ((one, other, reason, share),) = linked(fixture)
    assert (one, other, reason) == (1, 2, "near")
    assert 0.7 < float(str(share)) < 1


def test_a_new_wording_is_compared_anew(fixture: ArchiveFixture) -> None:
    fixture.keep(worded("a", TEXT), worded("b", changed(TEXT, 0.1)))  # type: ignore[arg-type]
    fixture.keep(worded("b", " ".join(random.Random(6).choices(WORDS, k=300))))  # type: ignore[arg-type]
    assert linked(fixture) == []

    fixture.keep(worded("b", TEXT + " and one word more"))  # type: ignore[arg-type]
    assert [row[:3] for row in linked(fixture)] == [(1, 2, "near")]


def test_many_alike_are_linked_with_one_each(fixture: ArchiveFixture) -> None:
    fixture.keep(*(worded(url, f"{TEXT} {url}") for url in "abcdefgh"))  # type: ignore[arg-type]

    assert fixture.rows("SELECT count(*) FROM articles") == [(8,)]
    assert sorted(row[1] for row in linked(fixture)) == [2, 3, 4, 5, 6, 7, 8]


def test_articles_that_an_older_version_kept_are_looked_at_with_the_next(tmp_path: Path) -> None:
    with archive_fixture(tmp_path) as fixture:
        fixture.keep(worded("a", TEXT), worded("b", changed(TEXT, 0.1)))  # type: ignore[arg-type]
    with Archive.open(tmp_path, create=False) as archive, archive.transaction() as conn:
        conn.execute("UPDATE text_fingerprints SET bands = NULL")
        conn.execute("DELETE FROM fingerprint_bands")
        conn.execute("DELETE FROM duplicates")

    with archive_fixture(tmp_path) as fixture:
        fixture.keep(gone("nowhere"))
        assert [row[:3] for row in linked(fixture)] == [(1, 2, "near")]


def test_editions_in_other_languages_are_read_from_the_page() -> None:
    links = "".join(
        f'<link rel="{rel}" hreflang="{language}" href="{href}">'
        for rel, language, href in (
            ("alternate", "DE", "/de/a"),
            ("alternate", "de", "/de/b"),
            ("alternate", "x-default", "/"),
            ("alternate", "en", "/a"),
            ("canonical", "fr", "/fr/a"),
            ("alternate stylesheet", "pt", "javascript:x"),
        )
    )

    page = Document(f"<html><head>{links}</head><body>x</body></html>", at("a"))

    assert page.editions == {"de": at("de/a")}


def edition(url: str, language: str, **others: str) -> object:
    named = {tag: at(other) for tag, other in others.items()}
    return replace(unit(url, article(url, language=language)), editions=named)


def test_editions_are_linked_whichever_came_first(fixture: ArchiveFixture) -> None:
    fixture.keep(edition("a", "en", de="b"), edition("b", "de"))  # type: ignore[arg-type]
    fixture.keep(edition("c", "en"), edition("d", "de", en="c"))  # type: ignore[arg-type]

    assert linked(fixture) == [(1, 2, "language", None), (3, 4, "language", None)]
    fixture.keep(edition("a", "en", de="b"))  # type: ignore[arg-type]
    assert len(linked(fixture)) == 2


def test_an_edition_of_the_same_language_or_that_all_pages_name_is_none(fixture: ArchiveFixture) -> None:
    fixture.keep(edition("a", "en", us="b"), edition("b", "en"))  # type: ignore[arg-type]
    fixture.keep(*(edition(url, "en", de="home") for url in "cde"))  # type: ignore[arg-type]
    fixture.keep(edition("home", "de"), answer("x", Verdict.FRONT))  # type: ignore[arg-type]

    assert linked(fixture) == []
