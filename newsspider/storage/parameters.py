"""The tables `parameters`, `parameter_pairs`: query parameters that say nothing, as a site's answers show.

No page is lost by what is learnt.  An address that was left out for its clean form stands in `urls`; it
is asked after all where the clean form gives no article, where the parameter turns out to mean something,
and now and then as a test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider import urls
from newsspider.decisions import parameters
from newsspider.decisions.parameters import Learnt, Pair, Reading
from newsspider.items import FoundLink, Verdict
from newsspider.storage import addresses, waiting
from newsspider.storage.forms import read_hint, read_moment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from newsspider.items import Unit
    from newsspider.storage.writing import Writing
    from newsspider.urls import Parameter

STATEMENTS = (
    "ALTER TABLE frontier ADD COLUMN reading_hash TEXT",
    """CREATE TABLE parameters (
    site TEXT NOT NULL REFERENCES sites(site),
    name TEXT NOT NULL,
    meaning TEXT,
    decided_at TEXT,
    same_count INTEGER NOT NULL DEFAULT 0,
    differing_count INTEGER NOT NULL DEFAULT 0,
    asked_count INTEGER NOT NULL DEFAULT 0,
    left_out_count INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (site, name)
)""",
    """CREATE TABLE parameter_pairs (
    site TEXT NOT NULL REFERENCES sites(site),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    url TEXT NOT NULL,
    clean_url TEXT NOT NULL,
    is_same INTEGER,
    reading_hash TEXT,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (site, name, url)
)""",
    "CREATE INDEX parameter_pairs_open ON parameter_pairs(site, clean_url) WHERE is_same IS NULL",
)
# Of one parameter so many pairs are kept, so many of them open, so that no site makes rows without end.
MOST_PAIRS, MOST_OPEN = 100, 12
MOST_NAMES = 200
# So many addresses that were left out are asked after all where their clean form gives no article; where
# one of them does give one, all.
_MOST_MISSED = 3

_READING = """SELECT CASE WHEN verdict = 'not modified' THEN kind ELSE verdict END, reading_hash, done_at
FROM frontier WHERE site = ? AND url = ? AND done_at IS NOT NULL"""
_ONE_STORY = """SELECT 1 FROM urls AS one JOIN urls AS other ON other.site = one.site
WHERE one.site = ?1 AND one.url = ?2 AND other.url = ?3 AND (one.article_id = other.article_id OR EXISTS (
    SELECT 1 FROM duplicates WHERE reason = 'near' AND (
        (article_id = one.article_id AND other_id = other.article_id)
        OR (article_id = other.article_id AND other_id = one.article_id))
))"""
# Addresses that gave the article of another; none that has further pages, which would be lost with it.
_TWINS = """SELECT own.article_id, twin.url FROM urls AS own
JOIN urls AS twin ON twin.article_id = own.article_id
WHERE own.site = ?1 AND own.url = ?2 AND twin.site = ?1 AND twin.url <> ?2 AND twin.url LIKE '%?%'
    AND twin.reason IN ('canonical', 'fetched', 'duplicate') AND twin.last_seen_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM frontier WHERE site = ?1 AND part_of_url = twin.url)"""
_WAITING = """SELECT rowid, url, kind, depth, found_on_url, hint FROM frontier
WHERE site = ? AND run_id IS NULL AND done_at IS NULL AND kind = 'article' AND part_of_url IS NULL
    AND list_url IS NULL AND url LIKE '%?%'"""


def known(conn: sqlite3.Connection, site: str) -> Learnt:
    """What the answers of a site show of its parameters."""
    return parameters.learnt(pair for pairs in _pairs(conn, site).values() for pair in pairs)


def note(writing: Writing, unit: Unit) -> bool:
    """Hold what an address gave against what it gives without, or with, one parameter.

    True where that may have taught something.
    """
    url = unit.address_url
    if url is None or unit.asset:
        return False
    reading = _reading(writing.conn, unit.site, url)
    if reading is None:
        return False
    if reading.verdict != Verdict.ARTICLE:
        _ask_left_out_for(writing, unit.site, url, reading, most=_MOST_MISSED)
    else:
        _retire(writing, unit.site, url)
        _look_at_clean_forms(writing, unit.site, url)
    pairs = []
    if reading.verdict in parameters.TELLING:
        pairs = [_paired(writing, unit.site, url, each, reading) for each in urls.parameters(url)]
    pairs += [_settled(writing, unit.site, *row, reading) for row in _open_for(writing.conn, unit.site, url)]
    return any(pairs)


def leave_out_waiting(
    conn: sqlite3.Connection, site: str, learnt: Learnt, *, is_article: Callable[[str], bool], at: str
) -> None:
    """Let clean forms wait in the place of addresses that say no more.

    *is_article* tells which clean forms may be asked for as articles.
    """
    for rowid, url, kind, depth, found_on_url, hint in conn.execute(_WAITING, (site,)).fetchall():
        clean_url = learnt.clean_url(url)
        if clean_url is None or not is_article(clean_url):
            continue
        if leave_out(conn, site, url, clean_url):
            conn.execute("DELETE FROM frontier WHERE rowid = ?", (rowid,))
        link = FoundLink(
            url=clean_url, kind=kind, found_on_url=found_on_url, hint=read_hint(hint), depth=depth
        )
        waiting.add(conn, site, [link], at=at)


def ask_next(conn: sqlite3.Connection, site: str, *, is_article: Callable[[str], bool], at: str) -> None:
    """Ask the clean forms that are to teach something: few of each parameter, and few in all."""
    undecided = conn.execute("SELECT name FROM parameters WHERE site = ? AND meaning IS NULL", (site,))
    for (name,) in undecided.fetchall():
        _ask_next(conn, site, name, is_article=is_article, at=at)


def learnt_since(conn: sqlite3.Connection, site: str, at: str) -> tuple[str, ...]:
    """The names of parameters of which it was seen from *at* on that they say nothing."""
    found = conn.execute(
        "SELECT name FROM parameters WHERE site = ? AND meaning = 'nothing' AND decided_at >= ?"
        " ORDER BY name",
        (site, at),
    )
    return tuple(name for (name,) in found)


def leave_out(conn: sqlite3.Connection, site: str, url: str, clean_url: str) -> bool:
    """Whether *url* need not be asked, since its clean form is; now and then it is asked, as a test."""
    found = conn.execute("SELECT reason FROM urls WHERE site = ? AND url = ?", (site, url)).fetchone()
    if found:
        return bool(found[0] == "parameter")
    addresses.note_left_out(conn, site, url, target_url=clean_url)
    names = {each.name for each in urls.parameters(url)} - {each.name for each in urls.parameters(clean_url)}
    counts = [
        conn.execute(
            "UPDATE parameters SET left_out_count = left_out_count + 1 WHERE site = ? AND name = ?"
            " RETURNING left_out_count",
            (site, name),
        ).fetchone()
        for name in sorted(names)
    ]
    return not any(parameters.is_doubted(count) for (count,) in filter(None, counts))


def note_left_out(writing: Writing, site: str, links: Iterable[FoundLink]) -> None:
    """Note under which addresses *links* were found, where their clean forms are asked for these."""
    for link in links:
        if link.same_as_url and not leave_out(writing.conn, site, link.same_as_url, link.url):
            _ask(writing.conn, site, [link.same_as_url], like_url=link.url, at=writing.at)


def _pairs(conn: sqlite3.Connection, site: str) -> dict[str, list[Pair]]:
    """All pairs of a site, by the name of their parameter."""
    found: dict[str, list[Pair]] = {}
    rows = conn.execute(
        "SELECT name, value, clean_url, is_same, reading_hash FROM parameter_pairs WHERE site = ?"
        " ORDER BY rowid",
        (site,),
    )
    for name, value, clean_url, is_same, reading_hash in rows:
        pair = Pair(name, value, clean_url, None if is_same is None else bool(is_same), reading_hash)
        found.setdefault(name, []).append(pair)
    return found


def _reading(conn: sqlite3.Connection, site: str, url: str) -> Reading | None:
    found = conn.execute(_READING, (site, url)).fetchone()
    return Reading(found[0], found[1], read_moment(found[2])) if found else None


def _open_for(conn: sqlite3.Connection, site: str, clean_url: str) -> list[tuple[str, str]]:
    """The pairs that wait for what a clean form gives: name, and the address with the parameter."""
    query = "SELECT name, url FROM parameter_pairs WHERE site = ? AND clean_url = ? AND is_same IS NULL"
    return conn.execute(query, (site, clean_url)).fetchall()


def _paired(writing: Writing, site: str, url: str, parameter: Parameter, reading: Reading) -> bool:
    """Whether the address makes a pair that was not known, with its clean form."""
    conn, name = writing.conn, parameter.name
    meaning = conn.execute(
        "SELECT meaning FROM parameters WHERE site = ? AND name = ?", (site, name)
    ).fetchone()
    if meaning == ("something",) or (meaning is None and not _has_room_for_name(conn, site)):
        return False
    clean, is_same = _reading(conn, site, parameter.clean_url), None
    if clean:
        is_one_story = _is_one_story(conn, site, url, parameter.clean_url)
        is_same = parameters.same(reading, clean, is_one_story=is_one_story)
        if is_same is None:
            return False
    # Where it says nothing, the address was asked as a test.
    is_test = meaning == ("nothing",) and known(conn, site).says_nothing(url, parameter)
    if is_same is not False and not is_test and not _has_room(conn, site, parameter, is_open=is_same is None):
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
    reading, is_same = _reading(writing.conn, site, url), None
    if reading:
        is_one_story = _is_one_story(writing.conn, site, url, urls.without(url, {name}))
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
    pairs = _pairs(conn, site)[name]
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
        _ask_left_out_by(writing, site, name)


def _has_room(conn: sqlite3.Connection, site: str, parameter: Parameter, *, is_open: bool) -> bool:
    """Whether one more pair of a parameter is kept; of open ones, one for each clean form."""
    total, still_open, of_page = conn.execute(
        "SELECT count(*), count(*) FILTER (WHERE is_same IS NULL),"
        " count(*) FILTER (WHERE is_same IS NULL AND clean_url = ?) FROM parameter_pairs"
        " WHERE site = ? AND name = ?",
        (parameter.clean_url, site, parameter.name),
    ).fetchone()
    if is_open:
        return bool(still_open < MOST_OPEN and not of_page and total < MOST_PAIRS)
    return bool(total < MOST_PAIRS or of_page)


def _has_room_for_name(conn: sqlite3.Connection, site: str) -> bool:
    (names,) = conn.execute("SELECT count(*) FROM parameters WHERE site = ?", (site,)).fetchone()
    return bool(names < MOST_NAMES)


def _is_one_story(conn: sqlite3.Connection, site: str, url: str, clean_url: str) -> bool:
    return conn.execute(_ONE_STORY, (site, url, clean_url)).fetchone() is not None


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
        for pair in _pairs(conn, site)[name]
        if pair.is_same is not None or not _is_known(conn, site, pair.clean_url)
    ]
    for pair in parameters.next_asked(pairs, asked=asked, asked_of_site=of_site):
        if is_article(pair.clean_url):
            _ask_clean(conn, site, pair, at=at)


def _ask_clean(conn: sqlite3.Connection, site: str, pair: Pair, *, at: str) -> None:
    (url,) = conn.execute(
        "SELECT url FROM parameter_pairs WHERE site = ? AND name = ? AND clean_url = ? AND is_same IS NULL",
        (site, pair.name, pair.clean_url),
    ).fetchone()
    _ask(conn, site, [pair.clean_url], like_url=url, at=at)
    conn.execute(
        "UPDATE parameters SET asked_count = asked_count + 1 WHERE site = ? AND name = ?", (site, pair.name)
    )
    # It goes before all that waits and may be left out by what it teaches.
    conn.execute("UPDATE frontier SET depth = 0 WHERE site = ? AND url = ?", (site, pair.clean_url))


def _is_known(conn: sqlite3.Connection, site: str, url: str) -> bool:
    found = conn.execute("SELECT 1 FROM frontier WHERE site = ? AND url = ?", (site, url))
    return found.fetchone() is not None


def _retire(writing: Writing, site: str, clean_url: str) -> None:
    """Have an address that just gave its article stand for those that differ in what says nothing.

    They were asked before that was learnt, and need not be asked again; what they gave stays.
    """
    found = writing.conn.execute(_TWINS, (site, clean_url)).fetchall()
    learnt = known(writing.conn, site) if found else Learnt()
    for article_id, url in found:
        if learnt.clean_url(url) == clean_url:
            addresses.stand_for(writing, site, url, article_id=article_id, clean_url=clean_url)
            writing.conn.execute("DELETE FROM frontier WHERE site = ? AND url = ?", (site, url))


def _look_at_clean_forms(writing: Writing, site: str, url: str) -> None:
    """Let follow what does from *url* giving an article.

    Where its clean form gave none, all that were left out for that one are asked; where it gave the same,
    it stands for *url*, which may have been under way when the lesson was drawn.
    """
    for each in urls.parameters(url):
        clean = _reading(writing.conn, site, each.clean_url)
        if clean and clean.verdict == Verdict.ARTICLE:
            _retire(writing, site, each.clean_url)
        elif clean:
            _ask_left_out_for(writing, site, each.clean_url, clean, most=-1)


def _ask_left_out_for(writing: Writing, site: str, clean_url: str, clean: Reading, *, most: int) -> None:
    """Ask some of the addresses whose clean form stands for them, and gave no article; -1 means all.

    One that gave an article before is no reason, unless it is gone.
    """
    found = writing.conn.execute(
        "SELECT url FROM urls WHERE site = ? AND target_url = ? AND (article_id IS NULL OR ?)"
        " AND reason = 'parameter' ORDER BY id LIMIT ?",
        (site, clean_url, clean.verdict in parameters.GONE, most),
    ).fetchall()
    if found:
        _ask(writing.conn, site, [url for (url,) in found], like_url=clean_url, at=writing.at)


def _ask_left_out_by(writing: Writing, site: str, name: str) -> None:
    """Ask all addresses that were left out because a parameter was thought to say nothing."""
    for url, target_url in addresses.left_out(writing.conn, site):
        if any(each.name == name for each in urls.parameters(url)):
            addresses.take_back(writing.conn, site, url)
            _ask(writing.conn, site, [url], like_url=target_url, at=writing.at)


def _ask(conn: sqlite3.Connection, site: str, asked_urls: Iterable[str], *, like_url: str, at: str) -> None:
    """Take addresses in, found where *like_url* was, with what was said of it there."""
    depth, found_on_url, hint = conn.execute(
        "SELECT depth, found_on_url, hint FROM frontier WHERE site = ? AND url = ?", (site, like_url)
    ).fetchone() or (0, like_url, None)
    links = [
        FoundLink(url=url, kind="article", found_on_url=found_on_url, hint=read_hint(hint), depth=depth)
        for url in asked_urls
    ]
    waiting.add(conn, site, links, at=at)
