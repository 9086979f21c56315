"""Search in scripts without spaces: the table `article_grams`.

Chinese, Japanese, Korean and Thai are stored as pairs of neighbouring characters, so that the index finds
any two characters in a row. The writer fills the pairs in. If another program writes an article, a trigger
sets them to NULL, and the article is searched by reading it until the writer fills them in again.
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
    """Whether *text* has a character of a script that writes no spaces between words."""
    return _ANY_UNSPACED.search(text) is not None


def grams(text: str | None) -> str:
    """The pairs of *text*, and the words between them; "" if it needs none.

    A run ends with its last character alone, so that each character begins a token and no pair reaches
    into the next run.
    """
    return " ".join(_tokens(text)) if text and is_unspaced(text) else ""


def expression(part: str) -> str:
    """*part* as an FTS5 expression: the same characters in a row."""
    pieces = list(_PIECE.finditer(part))
    tokens = [token for piece in pieces[:-1] for token in _piece_tokens(piece)]
    last = list(_piece_tokens(pieces[-1]))
    is_prefix = len(last) == 1  # one character, or a word that may continue
    tokens += last if is_prefix else last[:-1]
    return f'"{" ".join(tokens)}"{" *" if is_prefix else ""}'


def fill(conn: sqlite3.Connection) -> int:
    """Fill in the missing rows of `article_grams`; returns how many articles that were."""
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
