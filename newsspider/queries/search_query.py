"""What a person types into a search box, as SQL conditions.

Words are looked for in the full-text index.  Chinese, Japanese, Korean, Thai and their like are
written without spaces, or with endings on the word, and that index keeps a run of them as one
token: those are looked for in the index of pairs of characters (see `grams`).
Any text is a valid query; one that holds no letter and no digit finds nothing.

    fast cars          both words            "fast cars"    the words in this order
    fast OR cars       either word           fast -cars     the first without the second (also: fast NOT cars)
    car*               words that begin so   中国经济        these characters anywhere
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from newsspider.storage.schema import cjk_index

# More than a person types; bounds the depth of FTS5's expression tree (256) and the time of a LIKE.
_MOST_CHARACTERS = 1_000
_MOST_TERMS = 50

_ANYWHERE = " OR ".join(
    f"ifnull(p.{column}, '') LIKE ? ESCAPE '\\'" for column in ("headline", "standfirst", "text")
)
# By the index of pairs, or, where an article's pairs are not made yet, by reading it.
_HAS_PART = f"""a.id IN (SELECT rowid FROM article_grams_fts WHERE article_grams_fts MATCH ?)
    OR a.id IN (SELECT p.id FROM article_grams AS g JOIN articles AS p ON p.id = g.article_id
        WHERE g.text IS NULL AND ({_ANYWHERE}))"""  # noqa: S608
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))
_PIECE = re.compile(r'(?P<minus>(?<!\S)[-−–])?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A condition on `articles AS a`, in SQL, and its values in order."""

    sql: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchQuery:
    """A parsed query: an article must match `match` (an FTS5 expression) and `rest`.

    `match` is None if the full-text index cannot answer; `pairs` is the whole query for the index of
    pairs, if that can answer it.  `parts` are the texts that must occur literally, for a snippet.
    """

    match: str | None
    rest: Clause | None
    parts: tuple[str, ...] = ()
    pairs: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class _Term:
    text: str
    is_part: bool
    is_prefix: bool = False
    is_unwanted: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Group:
    """Terms that must all hold; groups are alternatives."""

    words: tuple[str, ...]
    unwanted_words: tuple[str, ...]
    parts: tuple[str, ...]
    unwanted_parts: tuple[str, ...]

    @property
    def is_for_words(self) -> bool:
        return bool(self.words) and not self.parts and not self.unwanted_parts

    @property
    def is_for_pairs(self) -> bool:
        return bool(self.parts) and not self.words and not self.unwanted_words


def parse(query: str) -> SearchQuery | None:
    """The parsed *query*; None if it has nothing to search for."""
    groups = _groups(query)
    if not groups:
        return None
    parts = tuple(part for group in groups for part in group.parts)
    if all(group.is_for_words for group in groups):
        return SearchQuery(match=" OR ".join(f"({_expression(group)})" for group in groups), rest=None)
    if len(groups) == 1 and groups[0].words:
        return SearchQuery(match=_expression(groups[0]), rest=_part_clause(groups[0]), parts=parts)
    alternatives = [_clause(group) for group in groups]
    sql = " OR ".join(f"({clause.sql})" for clause in alternatives)
    values = tuple(value for clause in alternatives for value in clause.values)
    is_for_pairs = all(group.is_for_pairs for group in groups)
    pairs = " OR ".join(f"({_pairs_expression(group)})" for group in groups) if is_for_pairs else None
    return SearchQuery(match=None, rest=Clause(sql=f"({sql})", values=values), parts=parts, pairs=pairs)


def _groups(query: str) -> tuple[_Group, ...]:
    groups: list[list[_Term]] = [[]]
    negate_next = False
    for piece in list(_PIECE.finditer(_clean(query)))[:_MOST_TERMS]:
        word = piece["word"]
        if word == "OR":
            groups.append([])
        elif word == "NOT":
            negate_next = True
        elif word != "AND" and (term := _term(piece, is_unwanted=negate_next)):
            groups[-1].append(term)
            negate_next = False
    return tuple(_group(terms) for terms in groups if terms)


def _clean(query: str) -> str:
    """*query* without what SQLite cannot take (NUL, lone surrogates), with one kind of double quotes."""
    kept = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in query)
    return kept[:_MOST_CHARACTERS].translate(_QUOTES)


def _term(piece: re.Match[str], *, is_unwanted: bool) -> _Term | None:
    text = piece["word"] if piece["phrase"] is None else piece["phrase"]
    if not any(_is_token_character(char) for char in text):
        return None
    unwanted = is_unwanted or piece["minus"] is not None
    if cjk_index.is_unspaced(text):
        return _Term(text=text.strip("*").strip(), is_part=True, is_unwanted=unwanted)
    is_prefix = piece["phrase"] is None and text.endswith("*")
    return _Term(text=text, is_part=False, is_prefix=is_prefix, is_unwanted=unwanted)


def _is_token_character(char: str) -> bool:
    """Whether unicode61 makes words of it; an FTS5 phrase without any would match nothing."""
    return unicodedata.category(char)[0] in "LN" or unicodedata.category(char) == "Co"


def _group(terms: list[_Term]) -> _Group:
    def chosen(*, part: bool, unwanted: bool) -> tuple[str, ...]:
        kind = [term for term in terms if term.is_part == part and term.is_unwanted == unwanted]
        return tuple(term.text if part else _quoted(term) for term in kind)

    return _Group(
        words=chosen(part=False, unwanted=False),
        unwanted_words=chosen(part=False, unwanted=True),
        parts=chosen(part=True, unwanted=False),
        unwanted_parts=chosen(part=True, unwanted=True),
    )


def _quoted(term: _Term) -> str:
    return f'"{term.text.rstrip("*")}"*' if term.is_prefix else f'"{term.text}"'


def _expression(group: _Group) -> str:
    """The words of *group* in FTS5's language."""
    wanted = " AND ".join(group.words)
    return f"({wanted}) NOT ({' OR '.join(group.unwanted_words)})" if group.unwanted_words else wanted


def _clause(group: _Group) -> Clause:
    """The whole *group* as SQL, for queries that the full-text index cannot answer."""
    clauses = []
    if group.words:
        clauses.append(Clause(sql=_in_index("IN"), values=(_expression(group),)))
    elif group.unwanted_words:
        clauses.append(Clause(sql=_in_index("NOT IN"), values=(" OR ".join(group.unwanted_words),)))
    if group.parts or group.unwanted_parts:
        clauses.append(_part_clause(group))
    return _all_of(clauses)


def _in_index(operator: str) -> str:
    return f"a.id {operator} (SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?)"  # noqa: S608


def _pairs_expression(group: _Group) -> str:
    """The parts of *group* in the language of FTS5, for the index of pairs."""
    wanted = " AND ".join(map(cjk_index.expression, group.parts))
    unwanted = " OR ".join(map(cjk_index.expression, group.unwanted_parts))
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _part_clause(group: _Group) -> Clause:
    wanted = [Clause(sql=f"({_HAS_PART})", values=_part_values(part)) for part in group.parts]
    unwanted = [Clause(sql=f"NOT ({_HAS_PART})", values=_part_values(part)) for part in group.unwanted_parts]
    return _all_of(wanted + unwanted)


def _part_values(part: str) -> tuple[str, ...]:
    return (cjk_index.expression(part), *(_pattern(part),) * 3)


def _all_of(clauses: list[Clause]) -> Clause:
    values = tuple(value for clause in clauses for value in clause.values)
    return Clause(sql=" AND ".join(clause.sql for clause in clauses), values=values)


def _pattern(part: str) -> str:
    """A LIKE pattern that finds *part* anywhere, its wildcards standing for themselves."""
    return "%" + re.sub(r"([%_\\])", r"\\\1", part) + "%"
