"""Words of scripts that write none apart: the table `article_grams`, and how a search asks it.

Chinese, Japanese, Korean and Thai are kept as pairs of neighbouring characters, so that any two
characters in a row are found by the index.  The writer fills the pairs in; whoever writes an
article by other means leaves NULL there (a trigger sees to it), and such an article is searched
by reading it, until the writer comes by.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from newsspider.language.cjk import SEARCHED_BY_PAIRS

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

_ANY_UNSPACED = re.compile(f"[{SEARCHED_BY_PAIRS}]")
_PIECE = re.compile(rf"(?P<run>[{SEARCHED_BY_PAIRS}]+)|[^\W{SEARCHED_BY_PAIRS}]+")


_MISSING = """SELECT a.id, a.headline, a.standfirst, a.text FROM article_grams AS g
    JOIN articles AS a ON a.id = g.article_id WHERE g.text IS NULL LIMIT 200"""
_FILL = "UPDATE article_grams SET headline = ?, standfirst = ?, text = ? WHERE article_id = ?"


def is_unspaced(text: str) -> bool:
    """Whether *text* holds a character of a script that writes no spaces between words."""
    return _ANY_UNSPACED.search(text) is not None


def grams(text: str | None) -> str:
    """The pairs of *text*, and the words between them; "" where it has none to make.

    A run ends with its last character alone: so each character begins a token, and a pair never
    reaches from one run into the next.
    """
    return " ".join(_tokens(text)) if text and is_unspaced(text) else ""


def expression(part: str) -> str:
    """*part* in FTS5's language: the same characters in a row."""
    pieces = list(_PIECE.finditer(part))
    tokens = [token for piece in pieces[:-1] for token in _piece_tokens(piece)]
    last = list(_piece_tokens(pieces[-1]))
    is_prefix = len(last) == 1  # one character, or a word that may go on
    tokens += last if is_prefix else last[:-1]
    return f'"{" ".join(tokens)}"{" *" if is_prefix else ""}'


def fill(conn: sqlite3.Connection) -> int:
    """Make what is missing of `article_grams`; how many articles that were."""
    filled = 0
    while missing := conn.execute(_MISSING).fetchall():
        conn.executemany(_FILL, [(*map(grams, columns), id_) for id_, *columns in missing])
        filled += len(missing)
    return filled


def _tokens(text: str) -> Iterator[str]:
    for piece in _PIECE.finditer(text):
        yield from _piece_tokens(piece)


def _piece_tokens(piece: re.Match[str]) -> Iterator[str]:
    run = piece["run"]
    if run is None:
        yield piece[0].lower()
        return
    yield from (first + second for first, second in pairwise(run))
    yield run[-1]
