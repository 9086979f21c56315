"""What pieces of text become in an article's body."""

from __future__ import annotations

from newsspider.extraction.body.cleaning import _as_text
from newsspider.runner.watchdog import Watchdog


def test_a_line_of_very_many_pieces_does_not_hang_the_reader() -> None:
    pieces = [(1, "The ferry left the old harbour an hour late. ")] * 300_000

    assert Watchdog.returns_in_time(lambda: _as_text(pieces), longest_s=20)


def test_a_line_of_many_pieces_keeps_them_all_in_order() -> None:
    assert _as_text([(1, "The ferry "), (2, "left"), (1, " the harbour.")]) == "The ferry left the harbour."
