"""Exports of a large archive: what they hold in memory does not grow with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from exports import FORMS, cost, grown

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.long

FEW, MANY = 5_000, 50_000
ROOM = 40_000_000  # bytes: a row group of Parquet, and the malloc's own


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("archives")
    return grown(folder / "few", FEW), grown(folder / "many", MANY)


@pytest.mark.parametrize("form", FORMS)
def test_ten_times_the_articles_take_no_more_memory(
    archives: tuple[Path, Path], tmp_path: Path, form: str
) -> None:
    few, many = archives

    small, large = cost(few, form, tmp_path / "few"), cost(many, form, tmp_path / "many")

    assert large.size_bytes > 8 * small.size_bytes
    assert large.peak_bytes < small.peak_bytes + ROOM
