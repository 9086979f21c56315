"""An archive in a notebook: typed articles with their boxes and their past, without a crawler loaded."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from typing import TYPE_CHECKING

import pytest
from support.documents import README, ROOT
from support.units import archive_fixture, article, block, unit

import newsspider
from newsspider.errors import UsageError
from newsspider.items import LinkBlock
from newsspider.queries.models import StoredArticle, StoredRevision

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    with archive_fixture(tmp_path / "archive") as made:
        made.keep(unit("a", article("a", link_blocks=(block("Related", "b"),), section="Nature")), unit("b"))
        made.begin_run()
        made.keep(unit("a", article("a", headline="Another headline", section="Nature")))
    return tmp_path / "archive"


def run(code: str, folder: Path) -> str:
    """What *code* prints in a process of its own."""
    command = [sys.executable, "-c", code]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_articles_come_typed_with_their_boxes_and_their_past(archive: Path) -> None:
    with newsspider.open(archive) as opened:
        first, second = opened.articles()

    assert isinstance(first, StoredArticle)
    assert first.headline == "Another headline"
    assert all(isinstance(revision, StoredRevision) for revision in first.revisions)
    assert [revision.wording.headline for revision in first.revisions] == [
        "Headline of a",
        "Another headline",
    ]
    assert [revision.kind for revision in first.revisions] == ["first", "headline"]
    assert len(second.revisions) == second.revision_count == 1


def test_link_blocks_come_with_their_article(tmp_path: Path) -> None:
    with archive_fixture(tmp_path) as made:
        made.keep(unit("a", article("a", link_blocks=(block("Related", "b", "c"),))))

    with newsspider.open(tmp_path) as opened:
        (only,) = opened.articles()

    assert [(type(each), each.label, len(each.links)) for each in only.link_blocks] == [
        (LinkBlock, "Related", 2)
    ]


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"section": "nature"}, 1),
        ({"query": "another headline"}, 1),
        ({"since": "2020", "until": "2020-05"}, 2),
        ({"since": date(2020, 5, 2)}, 0),
        ({"author": "ann lee", "site": "gazette"}, 2),
        ({"issue": "7"}, 0),
    ],
)
def test_filters_are_those_of_an_export(archive: Path, filters: dict[str, object], count: int) -> None:
    with newsspider.open(archive) as opened:
        assert len(list(opened.articles(**filters))) == count


def test_a_day_that_is_none_is_told(archive: Path) -> None:
    with newsspider.open(archive) as opened, pytest.raises(UsageError, match="'soon' is not a date"):
        opened.articles(since="soon")


def test_no_crawler_is_loaded(archive: Path) -> None:
    code = """if True:
        import sys, newsspider
        print(len(list(newsspider.open("archive").articles(query="headline"))))
        print([name for name in ("scrapy", "twisted") if name in sys.modules])
    """

    assert run(code, archive.parent) == "2\n[]\n"


def test_the_example_with_pandas_runs(demo: Path) -> None:
    pytest.importorskip("pandas", reason="no pandas, which only the README's example needs")
    (example,) = re.findall(r"```python\n([^`]*import pandas\n.*?)```", README.read_text("utf-8"), re.DOTALL)

    told = run(example, demo)

    assert "count" in told
    assert "Harbour" in told
