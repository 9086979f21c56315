"""What changed between two wordings, by paragraph and by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsspider.revisions.compare import RevisionText
from newsspider.revisions.diffs import ParagraphDiff, Piece, between, compare, words


def test_words_that_went_stand_before_those_that_came() -> None:
    assert words("It killed 12 people.", "It killed 15 people.") == (
        Piece("same", "It killed"),
        Piece("removed", " 12"),
        Piece("added", " 15"),
        Piece("same", " people."),
    )


def test_characters_are_the_words_of_chinese() -> None:
    assert words("十二人死亡", "十五人死亡")[1:3] == (Piece("removed", "二"), Piece("added", "五"))


def test_white_space_is_no_change() -> None:
    assert {piece.change for piece in words("a  b\nc", "a b c")} == {"same"}


def test_a_reworded_paragraph_is_told_once_and_new_and_gone_ones_whole() -> None:
    old = ["First one stays.", "The mayor will speak on Monday at noon.", "This goes."]
    new = [
        "First one stays.",
        "The mayor will speak on Tuesday at noon.",
        "Quite another matter, told later.",
    ]

    told = compare(old, new)

    assert [paragraph.change for paragraph in told] == ["same", "changed", "removed", "added"]
    assert told[2] == ParagraphDiff(change="removed", pieces=(Piece("removed", "This goes."),))


def test_a_paragraph_in_between_leaves_its_neighbours_alone() -> None:
    told = compare(["One is here.", "Two is here."], ["One is here.", "New in between.", "Two is here."])

    assert [paragraph.change for paragraph in told] == ["same", "added", "same"]


def test_a_wordings_fields_are_told_apart() -> None:
    old = RevisionText(
        headline="Old", standfirst="As before", authors=("Ann Lee",), body=("Text.", "3 comments")
    )
    new = RevisionText(
        headline="New", standfirst="As before", authors=("Ann Lee", "Bob Ray"), body=("Text.", "4 comments")
    )

    diff = between(old, new)

    assert diff.headline == (Piece("removed", "Old"), Piece("added", "New"))
    assert diff.standfirst == ()
    assert diff.authors == (Piece("same", "Ann Lee"), Piece("added", ", Bob Ray"))
    assert diff.body == ()


PARAGRAPHS = st.lists(st.text(alphabet="abc .,中二\n", max_size=20), max_size=6)


@given(PARAGRAPHS, PARAGRAPHS)
def test_both_wordings_can_be_read_from_the_diff(old: list[str], new: list[str]) -> None:
    told = compare(old, new)

    assert _read(told, without="added") == ["".join(text.split()) for text in old]
    assert _read(told, without="removed") == ["".join(text.split()) for text in new]


def _read(told: tuple[ParagraphDiff, ...], *, without: str) -> list[str]:
    kept = [paragraph for paragraph in told if paragraph.change != without]
    texts = ["".join(piece.text for piece in each.pieces if piece.change != without) for each in kept]
    return ["".join(text.split()) for text in texts]
