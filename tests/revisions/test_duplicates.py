"""Duplicates: when two addresses gave one article."""

from __future__ import annotations

from dataclasses import replace

import pytest

from newsspider.items import Article
from newsspider.revisions.duplicates import is_proof, same_headline, same_story, text_hash

URL = "https://gazette.example/a"
LONG = Article(url=URL, canonical_url=URL, headline="Closed", body=("word " * 30, "word " * 30))


def test_the_text_is_the_same_whatever_its_paragraphs_and_white_space() -> None:
    assert text_hash(replace(LONG, body=("\u00a0".join(["word"] * 60),))) == text_hash(LONG)
    assert text_hash(replace(LONG, body=("word " * 59,))) != text_hash(LONG)


@pytest.mark.parametrize(
    "read",
    [
        replace(LONG, headline=None),
        replace(LONG, headline=""),
        replace(LONG, body=()),
        replace(LONG, body=("Back on Monday." + " " * 300,)),
    ],
)
def test_a_short_text_or_no_headline_proves_nothing(read: Article) -> None:
    assert is_proof(LONG)
    assert not is_proof(read)


def test_headlines_are_compared_without_case_and_white_space() -> None:
    assert same_headline("The  Straße", "the STRASSE")
    assert not same_headline("One", "Two")


def test_no_headline_equals_none() -> None:
    assert not same_headline(None, None)
    assert not same_headline("", "")
    assert not same_headline("One", None)


def test_one_of_headline_and_text_is_enough_where_an_address_hints() -> None:
    other = text_hash(replace(LONG, body=("Another.",)))

    assert same_story(LONG, headline="closed", known_hash=other)
    assert same_story(LONG, headline=None, known_hash=text_hash(LONG))
    assert not same_story(LONG, headline="Open", known_hash=other)
