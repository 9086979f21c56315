"""The tables `parameters`, `parameter_pairs`: what pairs of addresses show of a site's query parameters.

A pair are two addresses that differ in one parameter, with what each of them gave.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider.decisions import parameters
from newsspider.decisions.parameters import Learnt, Pair, Reading
from newsspider.storage.forms import read_moment

if TYPE_CHECKING:
    import sqlite3

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

_READING = """SELECT CASE WHEN verdict = 'not modified' THEN kind ELSE verdict END, reading_hash, done_at
FROM frontier WHERE site = ? AND url = ? AND done_at IS NOT NULL"""
_ONE_STORY = """SELECT 1 FROM urls AS one JOIN urls AS other ON other.site = one.site
WHERE one.site = ?1 AND one.url = ?2 AND other.url = ?3 AND (one.article_id = other.article_id OR EXISTS (
    SELECT 1 FROM duplicates WHERE reason = 'near' AND (
        (article_id = one.article_id AND other_id = other.article_id)
        OR (article_id = other.article_id AND other_id = one.article_id))
))"""


def known(conn: sqlite3.Connection, site: str) -> Learnt:
    """What the answers of a site show of its parameters."""
    return parameters.learnt(pair for pairs in pairs(conn, site).values() for pair in pairs)


def learnt_since(conn: sqlite3.Connection, site: str, at: str) -> tuple[str, ...]:
    """The names of parameters of which it was seen from *at* on that they say nothing."""
    found = conn.execute(
        "SELECT name FROM parameters WHERE site = ? AND meaning = 'nothing' AND decided_at >= ?"
        " ORDER BY name",
        (site, at),
    )
    return tuple(name for (name,) in found)


def pairs(conn: sqlite3.Connection, site: str) -> dict[str, list[Pair]]:
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


def reading(conn: sqlite3.Connection, site: str, url: str) -> Reading | None:
    """What an address gave when it was last asked; None where it was not."""
    found = conn.execute(_READING, (site, url)).fetchone()
    return Reading(found[0], found[1], read_moment(found[2])) if found else None


def open_for(conn: sqlite3.Connection, site: str, clean_url: str) -> list[tuple[str, str]]:
    """The pairs that wait for what a clean form gives: name, and the address with the parameter."""
    query = "SELECT name, url FROM parameter_pairs WHERE site = ? AND clean_url = ? AND is_same IS NULL"
    return conn.execute(query, (site, clean_url)).fetchall()


def has_room(conn: sqlite3.Connection, site: str, parameter: Parameter, *, is_open: bool) -> bool:
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


def has_room_for_name(conn: sqlite3.Connection, site: str) -> bool:
    """Whether one more parameter of a site is looked at."""
    (names,) = conn.execute("SELECT count(*) FROM parameters WHERE site = ?", (site,)).fetchone()
    return bool(names < MOST_NAMES)


def is_one_story(conn: sqlite3.Connection, site: str, url: str, clean_url: str) -> bool:
    """Whether the archive has two addresses for one article, or for two that are nearly the same."""
    return conn.execute(_ONE_STORY, (site, url, clean_url)).fetchone() is not None


def is_known(conn: sqlite3.Connection, site: str, url: str) -> bool:
    """Whether an address waits, or was asked."""
    found = conn.execute("SELECT 1 FROM frontier WHERE site = ? AND url = ?", (site, url))
    return found.fetchone() is not None
