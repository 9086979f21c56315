"""Lines of a body that are no wording: clocks, counters, labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.revisions.noise import is_noise, without

NOISE = """Updated 3 minutes ago · updated 3 minutes ago. · Last updated: 12:03 · Last updated on 12 May 2024 at 14:05
3 hours ago · just now · 1,234 views · 12 comments | 3 min read · Views: 12,345 · Comments (12) · Read 3,120 times
阅读 1234 · 浏览次数：123 · 更新于3分钟前 · 最后更新：2024-05-12 14:05 · 广告
Aktualisiert vor 3 Minuten · vor 3 Minuten aktualisiert · Stand: 12.05.2024, 14:05 Uhr · Anzeige
Mis à jour il y a 3 minutes · Publicité · Actualizado hace 3 minutos · Publicidad
Advertisement · ADVERTISEMENT · Article continues below · Share | Tweet | Print · 5 min read
Updated May 12, 2024 3:05 p.m. ET · Published 2 days ago / 1.2k shares · ***"""

WORDS = """The minister resigned. · Three people died. · He was 42 years old. · In 2024 12 people · Many came.
It opened on Monday. · Updated rules apply from May 2024 to all banks. · Print runs fell. · 20 May 2024
Two days ago he resigned. · It was 3 hours ago that · Stand by me · 12:30 · They voted. · Save the whales
No comments were made by the ministry. · 100 readers wrote · Correction: an earlier version said 12."""


@pytest.mark.parametrize("line", [part for row in NOISE.splitlines() for part in row.split(" · ")])
def test_a_line_that_changes_by_itself_is_noise(line: str) -> None:
    assert is_noise(line)


@pytest.mark.parametrize("line", [part for row in WORDS.splitlines() for part in row.split(" · ")])
def test_a_line_that_says_something_is_none(line: str) -> None:
    assert not is_noise(line)


def test_only_what_says_something_stays() -> None:
    assert without(["Updated 3 minutes ago", "It opened.", " ", "12 comments"]) == ("It opened.",)


@given(st.text(alphabet="0123456789 .,:-/|mayhrsupdatedgo ", max_size=160))
def test_any_line_is_judged(line: str) -> None:
    assert is_noise(line) in (True, False)
