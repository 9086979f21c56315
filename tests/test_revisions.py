"""Revisions: what is a new wording, and what is not."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.decisions.revisions import content_hash, decide
from newsspider.items import Article, Decision, Image, Link, LinkBlock

URL = "https://gazette.example/a"
ARTICLE = Article(
    url=URL,
    canonical_url=URL,
    headline="A Café opens",
    standfirst="In the old town.",
    authors=("Ann Lee", "Bob Ray"),
    body=("It opened on Monday.", "Many came."),
)


def test_a_first_sight_is_first() -> None:
    assert decide("a", None) is Decision.FIRST


def test_another_hash_is_a_change_and_the_same_is_none() -> None:
    assert decide("b", "a") is Decision.CHANGED
    assert decide("a", "a") is Decision.SAME


@pytest.mark.parametrize(
    "changes",
    [
        {"headline": "A café opens"},
        {"headline": None},
        {"standfirst": None},
        {"authors": ("Bob Ray", "Ann Lee")},
        {"authors": ("Ann Lee Bob Ray",)},
        {"body": ("It opened on Monday. Many came.",)},
        {"body": ("It opened on Monday.",)},
        {"headline": None, "standfirst": "A Café opens In the old town."},
    ],
)
def test_headline_standfirst_authors_and_body_are_the_wording(changes: dict[str, object]) -> None:
    assert content_hash(replace(ARTICLE, **changes)) != content_hash(ARTICLE)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"headline": unicodedata.normalize("NFD", "A Café opens")},
        {"headline": "\u00a0A  Café\n opens "},
        {"body": ("It opened\ton Monday.", "", "  ", "Many\u3000came.")},
        {"html": "<p>other markup</p>"},
        {"section": "News", "issue": "7", "language": "en", "access": "paid", "confidence": 0.5},
        {"published_on": date(2020, 1, 1), "url": "https://gazette.example/b"},
        {"images": (Image(url="https://gazette.example/1.jpg"),)},
        {"link_blocks": (LinkBlock(label="x", kind="other", position=0, links=(Link(text="a", url=URL),)),)},
        {"provenance": {"headline": "selected:h1"}},
    ],
)
def test_nothing_else_is(changes: dict[str, object]) -> None:
    assert content_hash(replace(ARTICLE, **changes)) == content_hash(ARTICLE)  # type: ignore[arg-type]


TEXTS = st.one_of(st.none(), st.text())


@given(headline=TEXTS, standfirst=TEXTS, authors=st.lists(st.text()), body=st.lists(st.text()))
def test_any_wording_has_a_hash_that_white_space_does_not_move(
    headline: str | None, standfirst: str | None, authors: list[str], body: list[str]
) -> None:
    read = Article(
        url=URL,
        canonical_url=URL,
        headline=headline,
        standfirst=standfirst,
        authors=tuple(authors),
        body=tuple(body),
    )
    spaced = replace(read, body=tuple(f" {text}\n" for text in body), authors=(*authors, " "))

    assert content_hash(spaced) == content_hash(read)
    assert len(content_hash(read)) == 64


@given(st.characters(codec=None, categories=["Cs"]))
def test_half_a_surrogate_pair_has_a_hash(text: str) -> None:
    assert content_hash(replace(ARTICLE, headline=text)) != content_hash(ARTICLE)
