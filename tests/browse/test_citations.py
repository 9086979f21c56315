"""Citations: what reference managers read, whatever a publication wrote."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("nh3")

from newsspider.browse import citations
from newsspider.browse.citations import Name
from newsspider.browse.queries.models import Cited
from newsspider.queries.models import StoredArticle

ARTICLE = StoredArticle(
    id=1,
    key="90bd0790d6b1a0d5",
    site="gazette",
    url="https://gazette.example/a_b/50%25.html?x={y}&z=1#top",
    headline="Profit & loss: 50% of {what}?",
    standfirst="Two lines.",
    authors=("Ann Lee", "王小明", "Ludwig van Beethoven", "Reuters and Sons Ltd., London"),
    issue="No. 7",
    published_on=date(2019, 7, 3),
    published_precision="day",
    language="en",
)
CITED = Cited(article=ARTICLE, site_title="The Gazette_", captured_at=datetime(2024, 5, 1, 6, tzinfo=UTC))
EXPECTED_BIB = r"""@article{lee2019-90bd07,
  author = {Lee, Ann and {王小明} and van Beethoven, Ludwig and {Reuters and Sons Ltd., London}},
  title = {{Profit \& loss: 50\% of \textbraceleft{}what\textbraceright{}?}},
  journal = {The Gazette\_},
  number = {No. 7},
  year = {2019},
  month = jul,
  day = {3},
  url = {https://gazette.example/a_b/50%25.html?x=%7By%7D&z=1#top},
  urldate = {2024-05-01},
  langid = {en},
  note = {newsspider:90bd0790d6b1a0d5},
}
"""


def changed(**values: object) -> Cited:
    return replace(CITED, article=replace(ARTICLE, **values))


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ann Lee", Name("Lee", "Ann")),
        ("José María García-López", Name("García-López", "José María")),
        ("Charles de la Vallée Poussin", Name("de la Vallée Poussin", "Charles")),
        ("J.R.R. Tolkien", Name("Tolkien", "J.R.R.")),
        ("Martin Luther King, Jr.", Name("King", "Martin Luther", "Jr.")),
        ("Flann O’Brien", Name("O’Brien", "Flann")),
        ("Лев Толстой", Name("Толстой", "Лев")),
        ("王小明", Name("王小明")),
        ("李 娜", Name("李 娜")),
        ("de la Cruz", Name("de la Cruz")),
        ("Ann and Bob Lee", Name("Ann and Bob Lee")),
        ("Reuters", Name("Reuters")),
        ("Smith, Ann", Name("Smith, Ann")),
        ("Room 101 Desk", Name("Room 101 Desk")),
        ("", Name("")),
        ("  \n ", Name("")),
    ],
)
def test_a_name_is_parted_where_that_is_sure(written: str, name: Name) -> None:
    assert citations.name_parts(written) == name


def test_bibtex_escapes_what_latex_would_read() -> None:
    assert citations.bibtex(CITED) == EXPECTED_BIB


def test_ris_has_a_line_for_each_field() -> None:
    lines = citations.ris(CITED).split("\r\n")

    assert lines[:3] == ["TY  - MGZN", "AU  - Lee, Ann", "AU  - 王小明"]
    assert "DA  - 2019/07/03/" in lines
    assert "Y2  - 2024/05/01/" in lines
    assert lines[-2:] == ["ER  - ", ""]


def test_csl_json_parts_names_and_dates() -> None:
    (item,) = json.loads(citations.csl_json(CITED))

    assert item["author"][:2] == [{"family": "Lee", "given": "Ann"}, {"literal": "王小明"}]
    assert item["issued"] == {"date-parts": [[2019, 7, 3]]}
    assert item["title"] == ARTICLE.headline


@pytest.mark.parametrize(
    ("precision", "on", "csl", "ris", "bib"),
    [
        ("year", date(2003, 1, 1), {"date-parts": [[2003]]}, "2003///", "  year = {2003},\n  url"),
        ("month", date(2019, 7, 1), {"date-parts": [[2019, 7]]}, "2019/07//", "  month = jul,\n  url"),
        ("season", date(1998, 3, 1), {"date-parts": [[1998]], "season": 1}, "1998///Spring", "Spring"),
    ],
)  # fmt: skip
def test_a_date_says_no_more_than_is_known(precision: str, on: date, csl: object, ris: str, bib: str) -> None:
    cited = changed(published_on=on, published_precision=precision)

    assert json.loads(citations.csl_json(cited))[0]["issued"] == csl
    assert f"DA  - {ris}\r\n" in citations.ris(cited)
    assert bib in citations.bibtex(cited)


def test_what_is_not_known_is_left_out() -> None:
    bare = Cited(
        article=StoredArticle(id=1, key="0" * 16, site="s", url="javascript:1"),
        site_title="S",
        captured_at=None,
    )

    assert citations.bibtex(bare) == (
        f"@article{{s-000000,\n  journal = {{S}},\n  note = {{newsspider:{'0' * 16}}},\n}}\n"
    )
    assert "UR" not in citations.ris(bare)
    assert set(json.loads(citations.csl_json(bare))[0]) == {
        "id", "type", "container-title", "archive", "archive_location",
    }  # fmt: skip


anything = st.text(max_size=60) | st.sampled_from(
    ("}", "\\", "a\nER  - ", "@article{x,", "%", "\x00\u202e", "{" * 9)
)


@given(st.lists(anything, max_size=4), anything, anything, anything)
def test_whatever_was_written_makes_one_sound_record(
    authors: list[str], headline: str, issue: str, url: str
) -> None:
    cited = changed(authors=tuple(authors), headline=headline, issue=issue, url=f"https://x.example/{url}")
    bib, ris = citations.bibtex(cited), citations.ris(cited)

    depth, lowest = 0, 1
    for sign in bib.strip()[len("@article") :]:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        lowest = min(lowest, depth)
    assert (depth, lowest) == (0, 0)
    assert bib.strip().endswith("\n}")
    fields = re.sub(r"  url = .*\n", "", bib)
    assert not re.search(r"(?<!\\)[$&#%_~^]", fields)
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in ris.split("\r\n")[:-1])
    assert [line[:2] for line in ris.split("\r\n")].count("ER") == 1
    assert len(json.loads(citations.csl_json(cited))) == 1
