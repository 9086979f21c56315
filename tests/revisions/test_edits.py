"""Edits: what many articles share was the template's, what one has was the newsroom's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsspider.revisions.compare import RevisionText
from newsspider.revisions.edits import LEAST_OF_A_SORT, Edit, EditCounts, describe, edits, is_of_template

OLD = RevisionText(
    headline="New quay opens",
    authors=("Bob Ray",),
    body=("The quay opened on Monday.", "Many came to see it.", "Rain fell later."),
)


@pytest.mark.parametrize(
    ("new", "edit"),
    [
        (replace(OLD, headline="New quay opens | The Gazette"), Edit("headline+", "| The Gazette")),
        (replace(OLD, headline="The Gazette"), Edit("headline=", "The Gazette")),
        (replace(OLD, authors=("Bob Ray", "Staff")), Edit("byline+", "Staff")),
        (replace(OLD, body=(*OLD.body, "Read 7 more stories.")), Edit("text+", "Read 0 more stories.")),
        (replace(OLD, body=OLD.body[:2]), Edit("cut")),
        (replace(OLD, body=("Photo: The quay opened on Monday.", *OLD.body[1:])), Edit("text+", "Photo:")),
    ],
)
def test_edits_are_told_so_that_articles_can_be_compared(new: RevisionText, edit: Edit) -> None:
    assert edit in edits(OLD, new)
    assert describe(edit)


def test_the_same_line_on_five_articles_is_the_templates_and_on_four_is_not() -> None:
    line = Edit("text+", "Join us.")

    assert is_of_template(EditCounts(edit=line, articles=5, in_run=1, compared=900))
    assert not is_of_template(EditCounts(edit=line, articles=4, in_run=4, compared=4))


def test_a_newsrooms_standing_note_is_no_template() -> None:
    note = Edit("text+", "An earlier version of this story gave another figure.")

    assert not is_of_template(EditCounts(edit=note, articles=20, in_run=20, compared=400))
    assert is_of_template(EditCounts(edit=note, articles=20, in_run=20, compared=24))


def test_a_sort_of_change_must_have_hit_most_of_what_was_read() -> None:
    cut = Edit("cut")

    assert is_of_template(EditCounts(edit=cut, articles=30, in_run=30, compared=36))
    assert not is_of_template(EditCounts(edit=cut, articles=30, in_run=6, compared=36))


WORDINGS = st.builds(
    RevisionText,
    headline=st.none() | st.text(max_size=20),
    standfirst=st.none() | st.text(max_size=20),
    authors=st.lists(st.text(max_size=5), max_size=2).map(tuple),
    body=st.lists(st.text(max_size=30), max_size=5).map(tuple),
)


@given(WORDINGS, WORDINGS)
def test_any_two_wordings_have_edits_that_can_be_told(old: RevisionText, new: RevisionText) -> None:
    assert all(describe(edit) for edit in edits(old, new))


@given(WORDINGS)
def test_a_wording_has_no_edits_against_itself(wording: RevisionText) -> None:
    assert edits(wording, wording) == frozenset()


def test_each_sort_that_is_weighed_by_share_can_be_told() -> None:
    assert all(describe(Edit(sort, "a → b")) for sort in LEAST_OF_A_SORT)
