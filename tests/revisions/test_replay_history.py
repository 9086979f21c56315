"""Replays: the history that one reader makes of all sights of an article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from newsspider.items import Article, Image, RevisionKind
from newsspider.revisions.compare import RevisionText, content_hash
from newsspider.revisions.replay import ReadCapture, is_poorer, replay

URL = "https://gazette.example/a"
ARTICLE = Article(url=URL, canonical_url=URL, headline="A café opens", body=("It opened on Monday.",))
LONG = " ".join(f"word{n}" for n in range(100))


def candidates(*articles: Article) -> list[ReadCapture]:
    return [ReadCapture(capture_id=number, article=one) for number, one in enumerate(articles, start=1)]


def test_a_later_sight_fills_what_was_unknown_and_replaces_nothing() -> None:
    dated = replace(
        ARTICLE, published_on=date(2024, 5, 1), published_precision="day", section="Town", issue="May"
    )
    other = replace(
        dated, published_on=date(2024, 5, 2), section="Harbour", images=(Image(url=f"{URL}.png"),)
    )

    replayed = replay(candidates(ARTICLE, dated, other))

    assert len(replayed.revisions) == 1
    assert replayed.revisions[0].last_capture_id == 3
    assert (replayed.article.section, replayed.article.issue) == ("Town", "May")
    assert replayed.article.published_on == date(2024, 5, 1)
    assert replayed.article.images == other.images


def test_a_new_wording_brings_its_facts_and_keeps_those_that_it_does_not_say() -> None:
    first = replace(ARTICLE, section="Town", issue="May", published_on=date(2024, 5, 1))
    first = replace(first, published_precision="day")
    second = replace(ARTICLE, headline=None, section="Harbour", body=("It closed again on Friday.",))

    replayed = replay(candidates(first, second))

    assert [one.kind for one in replayed.revisions] == [RevisionKind.FIRST, RevisionKind.CORRECTION]
    assert replayed.article.headline == "A café opens"
    assert (replayed.article.section, replayed.article.issue) == ("Harbour", "May")
    assert replayed.article.published_on == date(2024, 5, 1)


def test_a_stub_and_a_torn_page_are_no_wording_until_the_torn_one_came_three_times() -> None:
    whole, torn = replace(ARTICLE, body=(LONG,)), replace(ARTICLE, body=("word1 word2",))

    assert len(replay(candidates(whole, torn, torn)).revisions) == 1
    assert len(replay(candidates(whole, torn, torn, torn)).revisions) == 2
    stub = ReadCapture(capture_id=2, article=torn, is_stub=True)
    assert len(replay([*candidates(whole), *[stub] * 5]).revisions) == 1


def test_poorer_is_no_text_for_some_and_much_less_of_a_long_one_that_no_profile_selects() -> None:
    stored = RevisionText(body=(LONG,))
    short = replace(ARTICLE, provenance={"body": "inferred:density"})

    assert is_poorer(replace(ARTICLE, body=()), RevisionText(body=("Some.",)))
    assert is_poorer(short, stored)
    assert not is_poorer(replace(short, provenance={"body": "selected:.text"}), stored)
    assert not is_poorer(replace(short, body=(LONG[:-100],)), stored)
    assert not is_poorer(short, RevisionText(body=("A few words more than that.",)))


@given(st.lists(st.sampled_from(["a b", "a b c", "d e f", "d e", ""]), min_size=1, max_size=8))
def test_neighbouring_wordings_differ_and_each_was_seen(bodies: list[str]) -> None:
    given_sights = candidates(*(replace(ARTICLE, body=(body,) if body else ()) for body in bodies))

    revisions = replay(given_sights).revisions

    assert all(content_hash(one.article) != content_hash(two.article) for one, two in pairwise(revisions))
    assert [one.capture_id for one in revisions] == sorted({one.capture_id for one in revisions})
    assert all(one.capture_id <= one.last_capture_id for one in revisions)
    assert revisions[0].kind is RevisionKind.FIRST
