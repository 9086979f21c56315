"""The totals of facets are what a count of the articles gives."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.samples import SAMPLES, make_archive

from newsspider.browse.queries import facet_totals
from newsspider.queries.connection import ReadOnly
from newsspider.queries.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A month's first and last days, and none.
FIRST_DAYS = (None, date(1997, 1, 1), date(2003, 7, 1), date(2003, 8, 1), date(2017, 6, 1))
LAST_DAYS = (None, date(1997, 1, 31), date(2003, 6, 30), date(2003, 12, 31), date(2017, 6, 30))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadOnly]:
    folder: Path = make_archive(tmp_path_factory.mktemp("archive"), (*SAMPLES, *SAMPLES[:3]))
    with closing(sqlite3.connect(folder / "news.db")) as conn:
        conn.execute("UPDATE articles SET issue = '7' WHERE id IN (1, 2, 5)")
        conn.execute("UPDATE articles SET revision_count = 3 WHERE id IN (2, 4, 6)")
        conn.execute("UPDATE articles SET gone_at = first_seen_at WHERE id IN (2, 3)")
        conn.execute(
            "UPDATE articles SET published_on = '2003-01-01', published_precision = 'year' WHERE id = 2"
        )
        conn.commit()
    reader = ReadOnly(folder)
    yield reader
    reader.close()


@given(
    site=st.sampled_from(("", "gazette", "nowhere")),
    section=st.sampled_from(("", "Columns", "经济")),
    issue=st.sampled_from(("", "7")),
    since=st.sampled_from(FIRST_DAYS),
    until=st.sampled_from(LAST_DAYS),
    which=st.sampled_from(("is_changed", "is_gone", "query")),
)
def test_totals_count_what_a_filter_finds(
    archive: ReadOnly, which: str, site: str, section: str, issue: str, since: date | None, until: date | None
) -> None:
    filters = Selection(
        site=site or None,
        section=section or None,
        issue=issue or None,
        since=since,
        until=until,
        is_changed=which == "is_changed",
        is_gone=which == "is_gone",
    )

    counted = Counter(
        (row["site"], row["section"] or "", (row["published_on"] or "")[:4])
        for row in archive.rows("SELECT * FROM articles")
        if (not site or row["site"] == site)
        and (not section or (row["section"] or "").casefold() == section.casefold())
        and (not issue or row["issue"] == issue)
        and (since is None or (row["published_on"] or "") >= since.isoformat())
        and (until is None or "" < (row["published_on"] or "") <= until.isoformat())
        and (which != "is_changed" or row["revision_count"] > 1)
        and (which != "is_gone" or row["gone_at"] is not None)
    )

    assert facet_totals.without_hits(archive, filters) == counted


@pytest.mark.parametrize(
    "filters",
    [
        Selection(query="kernel"),
        Selection(author="John Fisk"),
        Selection(is_changed=True, is_gone=True),
        Selection(since=date(2017, 6, 2)),
        Selection(until=date(2017, 6, 29)),
    ],
)
def test_totals_that_need_the_hits_are_none(archive: ReadOnly, filters: Selection) -> None:
    assert facet_totals.without_hits(archive, filters) is None
