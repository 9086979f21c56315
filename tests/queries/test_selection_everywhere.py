"""Every filter selects the same articles on the command line, in the library and in the reading room."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from support.samples import SAMPLES, Sample, make_archive

import newsspider
from newsspider.browse import request_params
from newsspider.browse.queries import faceted_search
from newsspider.browse.request_params import Asked
from newsspider.cli import entry
from newsspider.queries.connection import ReadOnly

if TYPE_CHECKING:
    from pathlib import Path

OTHER_SITE = Sample(
    headline="Kernel News", text="Of kernels.", section="COLUMNS", authors=("JOHN FISK",), site="Planet"
)
FILTERS = {
    "site": ("gazette", 5),
    "section": ("columns", 3),
    "author": ("john fisk", 3),
    "issue": ("july/august 2019", 2),
    "query": ("kernel", 3),
    "since": ("2017-06", 2),
    "until": ("2003", 2),
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_archive(tmp_path_factory.mktemp("archive"), (*SAMPLES, OTHER_SITE))
    with closing(sqlite3.connect(folder / "news.db")) as conn:
        conn.execute("UPDATE articles SET issue = 'July/August 2019' WHERE id IN (1, 6)")
        conn.commit()
    return folder


def by_command(archive: Path, filters: dict[str, str], capfd: pytest.CaptureFixture[str]) -> set[str]:
    options = [word for name, value in filters.items() for word in (f"--{name}", value)]
    capfd.readouterr()
    assert entry.run(["export", "jsonl", "--archive", str(archive), *options]) == 0
    return {json.loads(line)["key"] for line in capfd.readouterr().out.splitlines()}


def by_library(archive: Path, filters: dict[str, str]) -> set[str]:
    with newsspider.open(archive) as reader:
        return {article.key for article in reader.articles(**filters)}


def in_the_room(archive: Path, filters: dict[str, str]) -> set[str]:
    arguments = {"q" if name == "query" else name: value for name, value in filters.items()}
    asked = Asked(parts={}, arguments=arguments, path=str, absolute=str, address="/search", tables="/news")
    selection, troubles = request_params.selection(asked)
    assert troubles == ()
    reader = ReadOnly(archive)
    found = faceted_search.find(reader, selection, limit=100)
    newest = faceted_search.newest(reader, selection, limit=100)
    reader.close()
    keys = {each.key for each in found.found}
    assert (found.total, {each.key for each in newest.found}) == (len(keys), keys)
    return keys


@pytest.mark.parametrize("case", [str.lower, str.upper, str.title], ids=["lower", "upper", "title"])
@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_selects_the_same_articles_everywhere(
    archive: Path, capfd: pytest.CaptureFixture[str], name: str, case: type[str]
) -> None:
    value, count = FILTERS[name]
    filters = {name: case(value)}

    found = by_command(archive, filters, capfd)

    assert len(found) == count
    assert by_library(archive, filters) == found
    assert in_the_room(archive, filters) == found


def test_filters_together_select_the_same_articles_everywhere(
    archive: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    filters = {
        "site": "GAZETTE",
        "section": "Columns",
        "author": "JOHN fisk",
        "query": "KERNEL",
        "since": "1990",
    }

    found = by_command(archive, filters, capfd)

    assert len(found) == 2
    assert by_library(archive, filters) == found == in_the_room(archive, filters)
