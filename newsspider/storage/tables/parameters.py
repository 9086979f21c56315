"""What a site's query parameters mean, learnt by what its addresses give: pair by pair, and by tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider import urls
from newsspider.decisions import parameters
from newsspider.storage.tables import left_out, parameter_pairs

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

    from newsspider.decisions.parameters import Pair, Reading
    from newsspider.items import Unit
    from newsspider.storage.writing import Writing
    from newsspider.urls import Parameter


def note(writing: Writing, unit: Unit) -> bool:
    """Hold what an address gave against what it gives without, or with, one parameter.

    True where that may have taught something.
    """
    url = unit.address_url
    if url is None or unit.asset:
        return False
    reading = parameter_pairs.reading(writing.conn, unit.site, url)
    if reading is None:
        return False
    left_out.look_again(writing, unit.site, url, reading)
    pairs = []
    if reading.verdict in parameters.TELLING:
        pairs = [_paired(writing, unit.site, url, each, reading) for each in urls.parameters(url)]
    waiting = parameter_pairs.open_for(writing.conn, unit.site, url)
    pairs += [_settled(writing, unit.site, name, other, reading) for name, other in waiting]
    return any(pairs)


def ask_next(conn: sqlite3.Connection, site: str, *, is_article: Callable[[str], bool], at: str) -> None:
    """Ask the clean forms that are to teach something: few of each parameter, and few in all."""
    undecided = conn.execute("SELECT name FROM parameters WHERE site = ? AND meaning IS NULL", (site,))
    for (name,) in undecided.fetchall():
        _ask_next(conn, site, name, is_article=is_article, at=at)


def _paired(writing: Writing, site: str, url: str, parameter: Parameter, reading: Reading) -> bool:
    """Whether the address makes a pair that was not known, with its clean form."""
    conn, name = writing.conn, parameter.name
    meaning = conn.execute(
        "SELECT meaning FROM parameters WHERE site = ? AND name = ?", (site, name)
    ).fetchone()
    if meaning == ("something",) or (meaning is None and not parameter_pairs.has_room_for_name(conn, site)):
        return False
    clean, is_same = parameter_pairs.reading(conn, site, parameter.clean_url), None
    if clean:
        is_one_story = parameter_pairs.is_one_story(conn, site, url, parameter.clean_url)
        is_same = parameters.same(reading, clean, is_one_story=is_one_story)
        if is_same is None:
            return False
    # Where it says nothing, the address was asked as a test.
    is_test = meaning == ("nothing",) and parameter_pairs.known(conn, site).says_nothing(url, parameter)
    is_telling = is_same is False or is_test
    if not is_telling and not parameter_pairs.has_room(conn, site, parameter, is_open=is_same is None):
        return False
    conn.execute("INSERT OR IGNORE INTO parameters (site, name) VALUES (?, ?)", (site, name))
    cursor = conn.execute(
        "INSERT OR IGNORE INTO parameter_pairs (site, name, value, url, clean_url, seen_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (site, name, parameter.value, url, parameter.clean_url, writing.at),
    )
    if is_same is None:
        return cursor.rowcount == 1
    _decide(writing, site, name, url, reading, is_same=is_same)
    return True


def _settled(writing: Writing, site: str, name: str, url: str, clean: Reading) -> bool:
    """Settle an open pair by what its clean form gave; True, for another may be asked now."""
    reading, is_same = parameter_pairs.reading(writing.conn, site, url), None
    if reading:
        is_one_story = parameter_pairs.is_one_story(writing.conn, site, url, urls.without(url, {name}))
        is_same = parameters.same(reading, clean, is_one_story=is_one_story)
    if reading and is_same is not None:
        _decide(writing, site, name, url, reading, is_same=is_same)
    else:
        query = "DELETE FROM parameter_pairs WHERE site = ? AND name = ? AND url = ?"
        writing.conn.execute(query, (site, name, url))
    return True


def _decide(writing: Writing, site: str, name: str, url: str, reading: Reading, *, is_same: bool) -> None:
    """Keep what a pair shows, and what follows from it for the parameter."""
    conn = writing.conn
    conn.execute(
        "UPDATE parameter_pairs SET is_same = ?, reading_hash = ?, seen_at = ?"
        " WHERE site = ? AND name = ? AND url = ? AND is_same IS NOT 0",
        (is_same, reading.reading_hash if is_same else None, writing.at, site, name, url),
    )
    pairs = parameter_pairs.pairs(conn, site)[name]
    meaning = parameters.learnt(pairs).meaning(name)
    conn.execute(
        "UPDATE parameters SET same_count = ?, differing_count = ?, meaning = ?,"
        " decided_at = CASE WHEN meaning IS ? THEN decided_at ELSE ? END WHERE site = ? AND name = ?",
        (
            sum(pair.is_same is True for pair in pairs), sum(pair.is_same is False for pair in pairs),
            meaning, meaning, writing.at, site, name,
        ),
    )  # fmt: skip
    if meaning == "something":
        left_out.ask_all_by(writing, site, name)


def _ask_next(
    conn: sqlite3.Connection, site: str, name: str, *, is_article: Callable[[str], bool], at: str
) -> None:
    """Ask clean forms for the sake of a parameter, unless one is waiting already."""
    waits = conn.execute(
        "SELECT 1 FROM parameter_pairs AS p JOIN frontier AS f ON f.site = p.site AND f.url = p.clean_url"
        " WHERE p.site = ? AND p.name = ? AND p.is_same IS NULL AND f.done_at IS NULL",
        (site, name),
    ).fetchone()
    if waits:
        return
    asked, of_site = conn.execute(
        "SELECT sum(asked_count) FILTER (WHERE name = ?), sum(asked_count) FROM parameters WHERE site = ?",
        (name, site),
    ).fetchone()
    pairs = [
        pair
        for pair in parameter_pairs.pairs(conn, site)[name]
        if pair.is_same is not None or not parameter_pairs.is_known(conn, site, pair.clean_url)
    ]
    for pair in parameters.next_asked(pairs, asked=asked, asked_of_site=of_site):
        if is_article(pair.clean_url):
            _ask_clean(conn, site, pair, at=at)


def _ask_clean(conn: sqlite3.Connection, site: str, pair: Pair, *, at: str) -> None:
    (url,) = conn.execute(
        "SELECT url FROM parameter_pairs WHERE site = ? AND name = ? AND clean_url = ? AND is_same IS NULL",
        (site, pair.name, pair.clean_url),
    ).fetchone()
    left_out.ask(conn, site, [pair.clean_url], like_url=url, at=at)
    conn.execute(
        "UPDATE parameters SET asked_count = asked_count + 1 WHERE site = ? AND name = ?", (site, pair.name)
    )
    # It goes before all that waits and may be left out by what it teaches.
    conn.execute("UPDATE frontier SET depth = 0 WHERE site = ? AND url = ?", (site, pair.clean_url))
