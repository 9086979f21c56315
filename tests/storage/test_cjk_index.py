"""Pairs of characters: what is made of a text, and that any two in a row are found by plain SQLite."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samples import Sample, make_archive

from newsspider.queries.reader import Reader
from newsspider.queries.selection import Selection
from newsspider.storage.archive import Archive
from newsspider.storage.schema import cjk_index

if TYPE_CHECKING:
    from pathlib import Path

HAN = st.text(alphabet="中国经济增长农村市场", min_size=1, max_size=12)
SAMPLES = (
    Sample(headline="中国经济增长百分之七", text="今年上半年保持平稳增长。\n\n农村市场是关键,GDP增长。"),
    Sample(headline="東京の天気", text="ことしの桜は早い。"),
    Sample(headline="ตลาดน้ำ", text="ตลาดน้ำเปิดทุกวัน"),
    Sample(headline="Plain words", text="Nothing here needs pairs."),
)


def texts(archive: Path) -> list[str | None]:
    connection = sqlite3.connect(archive / "news.db")
    found = [text for (text,) in connection.execute("SELECT text FROM article_grams ORDER BY article_id")]
    connection.close()
    return found


def found(archive: Path, query: str) -> list[int]:
    with Reader(archive) as reader:
        return [article.id for article in reader.selected(Selection(query=query))]


@pytest.fixture(params=["made", "missing"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """With its pairs made, and as plain sqlite3 left it: both must find the same."""
    folder = make_archive(tmp_path, SAMPLES)
    if request.param == "made":
        connection = sqlite3.connect(folder / "news.db")
        cjk_index.fill(connection)
        connection.commit()
        connection.close()
    return folder


def test_a_run_becomes_its_pairs_and_its_last_character() -> None:
    assert cjk_index.grams("iPhone手机,GDP增长率。") == "iphone 手机 机 gdp 增长 长率 率"


def test_a_text_with_spaces_needs_none() -> None:
    assert cjk_index.grams("Plain words, naïve café") == ""
    assert cjk_index.grams(None) == ""


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("经济", [1]),
        ("长百分之", [1]),
        ("关", [1]),
        ("键", [1]),  # the last of its run
        ("GDP增长", [1]),
        ("中国 市场", [1]),
        ("中国 -农村", []),
        ("济长", []),
        ("天気", [2]),
        ("桜は", [2]),
        ("น้ำ", [3]),
        ("天気 OR 经济", [1, 2]),
    ],
)
def test_any_characters_in_a_row_are_found(archive: Path, query: str, ids: list[int]) -> None:
    assert sorted(found(archive, query)) == ids


@given(run=HAN, start=st.integers(0, 11), length=st.integers(1, 6))
def test_every_part_of_a_run_is_found_by_the_index(run: str, start: int, length: int) -> None:
    part = run[start : start + length] or run
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE f USING fts5(t, tokenize='ascii')")
    connection.execute("INSERT INTO f VALUES (?)", (cjk_index.grams(run),))

    hits = connection.execute("SELECT 1 FROM f WHERE f MATCH ?", (cjk_index.expression(part),)).fetchall()
    connection.close()

    assert hits


def test_plain_sqlite_may_write_and_the_search_still_knows(tmp_path: Path) -> None:
    archive = make_archive(tmp_path, SAMPLES)
    Archive.open(archive, create=False).close()
    connection = sqlite3.connect(archive / "news.db")
    cjk_index.fill(connection)

    connection.execute("UPDATE articles SET headline = '日本の経済' WHERE id = 4")
    connection.execute("DELETE FROM article_authors WHERE article_id = 2")
    connection.execute("DELETE FROM articles WHERE id = 2")
    connection.commit()

    assert texts(archive)[-1] is None
    assert found(archive, "日本") == [4]
    assert found(archive, "天気") == []
    assert cjk_index.fill(connection) == 1
    connection.execute("INSERT INTO article_grams_fts(article_grams_fts) VALUES ('integrity-check')")
    connection.commit()
    connection.close()
    assert found(archive, "日本") == [4]
