"""Repairs a database: what to do for each rule of `database_checks`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from newsspider.storage.integrity import derived_values
from newsspider.storage.integrity.database_checks import LOST, UNSTORED, search_tables

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

# Rows that mean nothing without their parent are deleted; other rows only lose the reference.
_DEPENDENT = frozenset(("article_authors", "images", "links", "link_blocks", "absences", "article_grams"))
_LOSE = f"""UPDATE captures SET warc_file = NULL, warc_offset = NULL,
    note = CASE WHEN note IS NULL THEN '{LOST}' ELSE note || '; {LOST}' END WHERE id = ?"""  # noqa: S608
# Due at once, without validators: the answer is stored as if it were the first.
_ASK_AGAIN = """UPDATE frontier SET due_at = ?, run_id = NULL, etag = NULL, last_modified = NULL,
    payload_hash = NULL
WHERE (site, url) IN (SELECT site, address_url FROM captures WHERE id = ?)
    AND NOT EXISTS (SELECT 1 FROM captures AS newer JOIN captures AS lost ON lost.id = ?
        WHERE newer.site = frontier.site AND newer.address_url = frontier.url AND newer.id > lost.id
        AND newer.status IN (200, 203, 206) AND newer.warc_file IS NOT NULL)"""
_COUNT_REVISIONS = """UPDATE articles SET revision_count =
    (SELECT count(*) FROM revisions WHERE article_id = articles.id)
WHERE revision_count <> (SELECT count(*) FROM revisions WHERE article_id = articles.id)
    AND EXISTS (SELECT 1 FROM revisions WHERE article_id = articles.id)"""
_WORD_AS_LAST = """UPDATE articles SET (headline, standfirst, text, html, content_hash, capture_id) =
    (SELECT headline, standfirst, text, html, content_hash, capture_id FROM revisions
     WHERE article_id = articles.id AND number = articles.revision_count)
WHERE content_hash <> (SELECT content_hash FROM revisions
    WHERE article_id = articles.id AND number = articles.revision_count)"""
_ADD_ADDRESS = """INSERT INTO urls (site, url, article_id, reason)
SELECT site, canonical_url, id, 'canonical' FROM articles
WHERE NOT EXISTS (SELECT 1 FROM urls WHERE urls.article_id = articles.id)
ON CONFLICT (site, url) DO UPDATE SET article_id = coalesce(article_id, excluded.article_id)"""
_REOPEN = """UPDATE frontier SET due_at = ?, run_id = NULL, etag = NULL, last_modified = NULL,
    payload_hash = NULL
WHERE verdict IN ('article', 'page', 'front', 'feed', 'sitemap', 'image', 'document', 'requisite')
    AND NOT EXISTS (SELECT 1 FROM captures
    WHERE captures.site = frontier.site AND captures.address_url = frontier.url)"""
_REOPEN_UNSTORED = f"""UPDATE frontier SET due_at = ?, run_id = NULL, etag = NULL, last_modified = NULL,
    payload_hash = NULL
WHERE (site, url) IN (SELECT c.site, c.address_url {UNSTORED})"""  # noqa: S608 # our own words
_FREE_PART = """UPDATE frontier SET part_of_url = NULL WHERE part_of_url IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM frontier AS first WHERE first.site = frontier.site AND first.url = frontier.part_of_url)"""
_FROM_REVISION = """UPDATE articles SET capture_id = (SELECT capture_id FROM revisions
    WHERE article_id = articles.id AND capture_id IN (SELECT id FROM captures) ORDER BY number DESC LIMIT 1)
WHERE NOT EXISTS (SELECT 1 FROM captures WHERE captures.id = articles.capture_id)"""


def mend(conn: sqlite3.Connection, rules: Iterable[str], *, at: str) -> dict[str, str]:
    """Repair what these rules found; returns what was done, by rule. Missing rules cannot be repaired."""
    done = {}
    for rule in rules:
        if act := _ACTS.get(rule):
            done[rule] = act(conn, at)
    return done


def lose(conn: sqlite3.Connection, capture_ids: Sequence[int], *, at: str) -> None:
    """Record that these captures have no record any more, and request their addresses again."""
    for id_ in capture_ids:
        conn.execute(_LOSE, (id_,))
        conn.execute(_ASK_AGAIN, (at, id_, id_))


def move(conn: sqlite3.Connection, file: str, *, to: str, places: Mapping[int, int]) -> None:
    """Record that the records of *file* are now in file *to*; *places* maps old offsets to new ones."""
    conn.executemany(
        "UPDATE captures SET warc_file = ?, warc_offset = ? WHERE warc_file = ? AND warc_offset = ?",
        [(to, new, file, old) for old, new in places.items()],
    )
    conn.execute("UPDATE runs SET warc_file = ? WHERE warc_file = ?", (to, file))


def set_payload_hash(conn: sqlite3.Connection, capture_id: int, payload_hash: str) -> None:
    """Write into a capture what its record says of its body."""
    conn.execute("UPDATE captures SET payload_hash = ? WHERE id = ?", (payload_hash, capture_id))


def _rebuild_search(conn: sqlite3.Connection, _at: str) -> str:
    for table in search_tables(conn):
        conn.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")  # noqa: S608
    return "built again"


def _reindex(conn: sqlite3.Connection, _at: str) -> str:
    conn.execute("REINDEX")
    return "indexes built again"


def _let_go(conn: sqlite3.Connection, _at: str) -> str:
    """Rows without their parent: delete those that mean nothing alone, remove the reference from others."""
    gone, freed = 0, 0
    while broken := conn.execute("PRAGMA foreign_key_check").fetchall():
        before = gone + freed
        for table, rowid, _, number in broken:
            if table in _DEPENDENT:
                gone += conn.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,)).rowcount  # noqa: S608
            elif column := _nullable(conn, table, number):
                query = f"UPDATE {table} SET {column} = NULL WHERE rowid = ?"  # noqa: S608
                freed += conn.execute(query, (rowid,)).rowcount
        if gone + freed == before:
            break
    return f"{gone} rows without their parent removed, {freed} freed of it"


def _nullable(conn: sqlite3.Connection, table: str, number: int) -> str | None:
    keys = conn.execute(f"PRAGMA foreign_key_list({table})")
    column = next((key[3] for key in keys if key[0] == number), None)
    columns = conn.execute(f"PRAGMA table_info({table})")
    return next((one[1] for one in columns if one[1] == column and not one[3]), None)


def _count_again(conn: sqlite3.Connection, _at: str) -> str:
    derived_values.count_again(conn)
    return "counted again"


def _ask_again(conn: sqlite3.Connection, at: str) -> str:
    return f"{conn.execute(_REOPEN, (at,)).rowcount} addresses are due again"


def _ask_unstored(conn: sqlite3.Connection, at: str) -> str:
    number = conn.execute(_REOPEN_UNSTORED, (at,)).rowcount
    return f"due again in the next crawl: {number:,} {'address' if number == 1 else 'addresses'}"


def _lose_placeless(conn: sqlite3.Connection, at: str) -> str:
    found = conn.execute(
        "SELECT id FROM captures WHERE (warc_file IS NULL OR warc_offset IS NULL)"
        " AND coalesce(note, '') NOT LIKE ?",
        (f"%{LOST}",),
    )
    ids = [id_ for (id_,) in found.fetchall()]
    lose(conn, ids, at=at)
    return f"{len(ids)} captures noted as lost, their addresses are due again"


def _simply(query: str, what: str) -> Callable[[sqlite3.Connection, str], str]:
    def act(conn: sqlite3.Connection, _at: str) -> str:
        return f"{conn.execute(query).rowcount} {what}"

    return act


_ACTS: dict[str, Callable[[sqlite3.Connection, str], str]] = {
    "foreign-key": _let_go,
    "search": _rebuild_search,
    derived_values.COUNTS: _count_again,
    "integrity": _reindex,
    "article-capture": _simply(_FROM_REVISION, "articles took the capture of a revision"),
    "capture-place": _lose_placeless,
    "capture-same": _simply(
        "UPDATE captures SET payload_hash = (SELECT payload_hash FROM captures AS same"
        " WHERE same.id = captures.same_as_id) WHERE status IN (200, 203, 206) AND same_as_id IS NOT NULL",
        "captures took the hash of the body that they repeat",
    ),
    "revision-count": _simply(_COUNT_REVISIONS, "articles counted again"),
    "revision-latest": _simply(_WORD_AS_LAST, "articles worded as their last revision"),
    "article-address": _simply(_ADD_ADDRESS, "addresses added"),
    "capture-article": _ask_unstored,
    "frontier-done": _ask_again,
    "frontier-part": _simply(_FREE_PART, "addresses are pages of their own now"),
}
