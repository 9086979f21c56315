"""Revisions: what is a new wording, and what is not."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.items import Article, Decision, Image, Link, LinkBlock, RevisionKind
from newsspider.revisions.compare import (
    THIN_CAPTURES,
    RevisionText,
    content_hash,
    decide,
    is_worse,
    kind_of,
    plain,
)

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
        {"body": ("It opened on Monday. Many came.",)},
        {"body": ("It\u00ad opened on Mon\u200bday.", "Many came.")},
        {
            "body": (
                "Updated 3 minutes ago",
                "It opened on Monday.",
                "Advertisement",
                "Many came.",
                "1,204 views",
            )
        },
        {"html": "<p>other markup</p>"},
        {"section": "News", "issue": "7", "language": "en", "access": "stub", "confidence": 0.5},
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


STORY = (
    "The harbour of Millbrook opened its new quay on Monday, two years later than planned.",
    "Mayor Ann Lee said that 12 ships had booked a berth, and that more would come in spring.",
    "Fishermen had protested against the fees, which rose by 40 per cent within a year.",
)
OLD = RevisionText(headline="New quay opens", authors=("Bob Ray",), body=STORY)


def edited(old: str, new: str, **changes: object) -> RevisionText:
    """The story with *old* in its body replaced."""
    body = tuple("\n\n".join(STORY).replace(old, new).split("\n\n"))
    assert body != STORY or changes
    return replace(OLD, body=body, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("new", "kind"),
    [
        (edited("harbour", "harbor"), "typo"),
        (edited("Monday, two", "Monday two"), "typo"),
        (edited("protested", "protetsed"), "typo"),
        (edited("of Millbrook", "of of Millbrook"), "typo"),
        (edited("spring", "Spring", headline="New quay opnes"), "typo"),
        (edited("12 ships", "15 ships"), "correction"),
        (edited("Monday", "Sunday"), "correction"),
        (edited("planned", "unplanned"), "correction"),
        (edited("had protested", "had not protested"), "correction"),
        (edited("Ann Lee", "Carla Diaz"), "correction"),
        (edited("", "", authors=("Bob Ray", "Eve Kim")), "correction"),
        (
            edited("a year.", "a year.\n\nCorrection: an earlier version named another mayor of the town."),
            "correction",
        ),
        (
            edited("a year.", "a year.\n\nThe council will vote on the matter next week, a spokesman said."),
            "update",
        ),
        (edited("a year.", "a year, it says.", headline="Fishermen angry at new quay"), "headline"),
        (edited("", "", headline="Quay opens late"), "headline"),
        (replace(OLD, body=("Nothing of the old report is left here but a few words.",) * 3), "rewrite"),
        (
            replace(
                OLD, headline="Another", body=("All is told in quite other words by somebody else.",) * 4
            ),
            "rewrite",
        ),
    ],
)
def test_kinds_of_change_are_told_apart(new: RevisionText, kind: str) -> None:
    assert kind_of(OLD, new) == kind


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("码头于周一开放，迟了两年。", "码头于周一开方，迟了两年。", "typo"),
        ("迟了两年才开放。", "迟了三年才开放。", "correction"),
    ],
)
def test_a_character_is_a_slip_and_a_number_is_a_fact(old: str, new: str, kind: str) -> None:
    assert kind_of(replace(OLD, body=(old,)), replace(OLD, body=(new,))) == kind


LONG_STORY = replace(OLD, body=STORY * 4)


def test_less_of_the_same_story_is_worse_until_it_came_often() -> None:
    thin = replace(OLD, body=STORY[:1])

    assert is_worse(thin, LONG_STORY, is_stub=False, thin_captures=0)
    assert is_worse(thin, LONG_STORY, is_stub=False, thin_captures=1)
    assert not is_worse(thin, LONG_STORY, is_stub=False, thin_captures=THIN_CAPTURES - 1)


def test_a_stub_never_replaces_more_text() -> None:
    assert is_worse(replace(OLD, body=STORY[:2]), OLD, is_stub=True, thin_captures=99)
    assert not is_worse(LONG_STORY, OLD, is_stub=True, thin_captures=0)


def test_another_headline_a_small_cut_and_a_short_story_are_no_worse() -> None:
    assert not is_worse(
        replace(OLD, headline="Other", body=STORY[:1]), LONG_STORY, is_stub=False, thin_captures=0
    )
    assert not is_worse(replace(OLD, body=STORY * 3), LONG_STORY, is_stub=False, thin_captures=0)
    assert not is_worse(
        replace(OLD, body=STORY[:1]), replace(OLD, body=STORY), is_stub=False, thin_captures=0
    )


@given(old=st.lists(st.text(max_size=30)), new=st.lists(st.text(max_size=30)))
def test_any_two_wordings_have_a_kind(old: list[str], new: list[str]) -> None:
    assert kind_of(replace(OLD, body=tuple(old)), replace(OLD, body=tuple(new))) in RevisionKind


@given(st.text() | st.text(alphabet="ab \t\n\x0b\x1c\u00a0\u00ad\u200b\u0301é", max_size=30))
def test_plain_text_is_what_it_was_when_the_hashes_of_old_archives_were_made(text: str) -> None:
    invisible = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))

    assert plain(text) == " ".join(unicodedata.normalize("NFC", text.translate(invisible)).split())
