"""kill -9 at any moment costs a crawl nothing but the answers in flight: `benchmarks/kills.py`, smaller."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import kills
import pytest
import recrawl
from support.crawling import rows

from newsspider.demo.child_server import serving_in_child
from newsspider.demo.invented import Growth

if TYPE_CHECKING:
    from pathlib import Path

FEW = Growth(count=20, edited=4, removed=1, added=2)


def killed(folder: Path, growth: Growth, number: int) -> kills.Disturbed:
    with serving_in_child(growth) as magazine:
        assert kills.crawled(magazine, folder / "whole")
        return kills.disturbed(
            magazine, folder / "killed", folder / "whole", kills=number, chance=random.Random(7)
        )


def test_a_crawl_killed_five_times_ends_with_the_rows_of_one_that_was_not(tmp_path: Path) -> None:
    told = killed(tmp_path, FEW, 5)

    assert told.faults == []
    assert told.kills > 0
    assert rows(tmp_path / "killed", "SELECT count(*) FROM articles") == [(FEW.count,)]


@pytest.mark.long
def test_a_crawl_with_assets_killed_forty_times_ends_with_the_rows_of_one_that_was_not(
    tmp_path: Path,
) -> None:
    profile = kills.keeping(tmp_path)
    with serving_in_child(Growth(count=150)) as magazine:
        assert kills.crawled(magazine, tmp_path / "whole", profile)
        told = kills.disturbed(
            magazine,
            tmp_path / "killed",
            tmp_path / "whole",
            kills=40,
            chance=random.Random(7),
            profile=profile,
        )

    assert told.faults == []
    assert told.kills > 0
    assert rows(tmp_path / "killed", "SELECT count(*) > 50 FROM frontier WHERE kind = 'image'") == [(1,)]


@pytest.mark.long
def test_a_crawl_killed_fifty_times_ends_with_the_rows_of_one_that_was_not(tmp_path: Path) -> None:
    told = killed(tmp_path, Growth(count=400), 50)

    assert told.faults == []
    assert told.kills > 0


@pytest.mark.long
@pytest.mark.parametrize("has_sitemap", [True, False])
def test_a_second_crawl_finds_every_change_and_a_third_finds_none(tmp_path: Path, has_sitemap: bool) -> None:
    growth = Growth(count=400)

    runs = list(recrawl.recrawled(tmp_path / "archive", growth, has_sitemap=has_sitemap))

    faults = [
        fault
        for fault in recrawl.broken(runs, growth, has_sitemap=has_sitemap)
        if "of the first run" not in fault
    ]
    assert faults == []
