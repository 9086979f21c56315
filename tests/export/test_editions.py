"""What an export is called, and the identity that it keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from support.samples import make_archive

from newsspider.export.editions import edition
from newsspider.queries.models import Extent, SiteName
from newsspider.queries.reader import Reader
from newsspider.queries.selection import Selection

if TYPE_CHECKING:
    from pathlib import Path

EXTENT = Extent(
    articles=2,
    sites=(SiteName(site="gazette", title="The Gazette", home_url="https://gazette.example/"),),
    earliest_on=date(2017, 1, 1),
    latest_on=date(2018, 1, 1),
    language="en",
    changed_at=datetime(2024, 5, 1, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("selection", "title"),
    [
        (Selection(), "The Gazette"),
        (Selection(issue="186"), "The Gazette: 186"),
        (Selection(issue=""), "The Gazette: –"),
        (Selection(month="2017-06"), "The Gazette: 2017-06"),
        (Selection(since=date(2017, 1, 1), until=date(2017, 12, 31)), "The Gazette: 2017"),
        (Selection(since=date(2017, 1, 1), until=date(2018, 12, 31)), "The Gazette: 2017–2018"),
        (Selection(since=date(2016, 2, 1), until=date(2016, 2, 29)), "The Gazette: 2016-02"),
        (Selection(since=date(2016, 12, 1), until=date(2016, 12, 31)), "The Gazette: 2016-12"),
        (Selection(since=date(2016, 2, 1), until=date(2016, 2, 3)), "The Gazette: 2016-02-01–2016-02-03"),
        (Selection(since=date(2016, 2, 1)), "The Gazette: 2016-02-01–"),
        (Selection(until=date(2016, 2, 1)), "The Gazette: –2016-02-01"),
        (Selection(query="tide", section="Nature"), "The Gazette: Nature, “tide”"),
    ],
)
def test_an_edition_is_called_by_its_publication_and_its_part(selection: Selection, title: str) -> None:
    assert edition(EXTENT, selection).title == title


def test_an_edition_keeps_its_id_when_articles_come_in() -> None:
    later = replace(EXTENT, articles=3, changed_at=datetime(2025, 5, 1, tzinfo=UTC))

    assert edition(later, Selection()).id == edition(EXTENT, Selection()).id
    assert edition(EXTENT, Selection(issue="1")).id != edition(EXTENT, Selection()).id


def test_an_archive_says_what_a_selection_spans(tmp_path: Path) -> None:
    with Reader(make_archive(tmp_path)) as reader:
        everything = reader.extent(Selection())
        nothing = reader.extent(Selection(query="nowhere-to-be-found"))
        no_query = reader.extent(Selection(query="!"))

    assert everything.articles == 5
    assert everything.sites == (
        SiteName(site="gazette", title="The gazette", home_url="https://gazette.example/"),
    )
    assert (everything.earliest_on, everything.latest_on) == (date(1997, 1, 1), date(2017, 6, 30))
    assert (everything.language, everything.changed_at) == ("en", datetime(2024, 5, 1, 6, tzinfo=UTC))
    assert nothing == no_query
    assert edition(nothing, Selection()).title == "newsspider"


def test_ids_never_change_between_versions() -> None:
    assert edition(EXTENT, Selection()).id == "urn:uuid:78bf52cb-21fc-5c1d-8285-d1ec918d6519"
