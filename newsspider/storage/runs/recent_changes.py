"""The table `recent_changes`: what each new revision of the last runs changed, and what was held back.

A change that many articles share was made by the site's template and is not a new revision. Only many
pages show that, so a new revision is stored at once and taken back at the end of the run. The changes of a
killed run are reviewed when the next run begins.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from newsspider.revisions.edits import Edit, EditCounts, is_of_template
from newsspider.storage.serialisation import compact_json

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from newsspider.storage.transaction import SqlValue, Transaction

RECENT_RUNS = 20
# Thin text that came again and again; `hidden_fields` counts it, and raises another alarm.
ONLY_THIN = compact_json([Edit("thin")])
# An article counts once for an edit, and no longer once its page is as it was before.
_TALLIES = """WITH told AS (
    SELECT article_id, run_id,
        json_extract(edit.value, '$[0]') AS sort, json_extract(edit.value, '$[1]') AS what
    FROM recent_changes, json_each(edits) AS edit WHERE site = ?1 AND ended_at IS NULL AND run_id > ?2
)
SELECT sort, what, count(DISTINCT article_id), count(DISTINCT article_id) FILTER (WHERE run_id = ?3)
FROM told GROUP BY sort, what HAVING count(DISTINCT article_id) > 1"""
_COMPARED = "SELECT coalesce(sum(articles - new), 0) FROM runs WHERE id = ?"
_NEWEST = """SELECT c.id, c.article_id, c.number, c.capture_id, c.run_id, c.edits, c.before
FROM recent_changes AS c JOIN articles AS a ON a.id = c.article_id
WHERE c.site = ? AND c.is_held = 0 AND c.run_id > ? AND c.number = a.revision_count ORDER BY c.id"""


class Change(NamedTuple):
    """A new revision that may have to be taken back; `before` has the earlier columns of the article."""

    id: int
    article_id: int
    number: int
    capture_id: int | None
    run_id: int
    edits: frozenset[Edit]
    before: Mapping[str, SqlValue]


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The edits that the template made, and the new revisions that have one of them."""

    edits: frozenset[Edit]
    changes: tuple[Change, ...]


def note(
    transaction: Transaction,
    article_id: int,
    *,
    number: int | None,
    capture_id: int | None,
    edits: Iterable[Edit],
    before: Mapping[str, SqlValue],
) -> None:
    """Record what a new revision changed, and the earlier columns; without *number*, it is held back."""
    transaction.conn.execute(
        "INSERT INTO recent_changes (site, article_id, number, capture_id, run_id, edits, before, is_held)"
        " SELECT site, id, ?, ?, ?, ?, ?, ? FROM articles WHERE id = ?",
        (
            number,
            capture_id,
            transaction.run_id,
            compact_json(sorted(edits)),
            compact_json(before),
            number is None,
            article_id,
        ),
    )


def end(transaction: Transaction, article_id: int) -> None:
    """Record that the page is again as it was before the change that was held back."""
    transaction.conn.execute(
        "UPDATE recent_changes SET ended_at = ? WHERE article_id = ? AND is_held AND ended_at IS NULL",
        (transaction.at, article_id),
    )


def of_template(conn: sqlite3.Connection, site: str, run_id: int) -> Found:
    """Which changes of the last runs the template made; sorts are weighed within run *run_id*."""
    since = _oldest(conn, site, run_id)
    (compared,) = conn.execute(_COMPARED, (run_id,)).fetchone()
    tallies = [
        EditCounts(edit=Edit(sort, what), articles=articles, in_run=in_run, compared=compared)
        for sort, what, articles, in_run in conn.execute(_TALLIES, (site, since, run_id))
    ]
    shared = frozenset(run_counts.edit for run_counts in tallies if is_of_template(run_counts))
    changes = [_change(row) for row in conn.execute(_NEWEST, (site, since))] if shared else []
    return Found(edits=shared, changes=tuple(one for one in changes if one.edits & shared))


def hold(transaction: Transaction, change: Change) -> None:
    """Record that a change was taken back."""
    transaction.conn.execute(
        "UPDATE recent_changes SET is_held = 1, number = NULL, before = '{}' WHERE id = ?", (change.id,)
    )


def forget(conn: sqlite3.Connection, site: str, run_id: int) -> None:
    """Forget what older runs changed; changes that were held back stay."""
    conn.execute(
        "DELETE FROM recent_changes WHERE site = ? AND is_held = 0 AND run_id <= ?",
        (site, _oldest(conn, site, run_id)),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """What is held back: on how many articles in one run, on how many in all; an example, and the edits."""

    in_run: int
    standing: int
    url: str
    edits: tuple[Edit, ...]


def held(conn: sqlite3.Connection, site: str, run_id: int) -> Held:
    """What run *run_id* held back, and what is still held back."""
    in_run, url = conn.execute(
        "SELECT count(DISTINCT article_id), min(canonical_url) FROM recent_changes AS c JOIN articles AS a"
        " ON a.id = article_id"
        " WHERE c.site = ? AND run_id = ? AND is_held AND ended_at IS NULL AND edits <> ?",
        (site, run_id, ONLY_THIN),
    ).fetchone()
    (standing,) = conn.execute(
        "SELECT count(DISTINCT article_id) FROM recent_changes"
        " WHERE site = ? AND is_held AND ended_at IS NULL AND edits <> ?",
        (site, ONLY_THIN),
    ).fetchone()
    rows = conn.execute(
        "SELECT json_extract(e.value, '$[0]'), json_extract(e.value, '$[1]'), count(*) FROM recent_changes,"
        " json_each(edits) AS e WHERE site = ? AND run_id = ? AND is_held AND ended_at IS NULL AND edits <> ?"
        " GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 3",
        (site, run_id, ONLY_THIN),
    )
    edits = tuple(Edit(sort, what) for sort, what, _ in rows)
    return Held(in_run=in_run, standing=standing, url=url or "", edits=edits)


def held_captures(conn: sqlite3.Connection, article_id: int) -> frozenset[int]:
    """The captures of an article that were held back."""
    found = conn.execute(
        "SELECT capture_id FROM recent_changes WHERE article_id = ? AND is_held AND capture_id IS NOT NULL",
        (article_id,),
    )
    return frozenset(capture_id for (capture_id,) in found)


def _oldest(conn: sqlite3.Connection, site: str, run_id: int) -> int:
    """The last run that is no longer recent; 0 if all are."""
    row = conn.execute(
        "SELECT id FROM runs WHERE site = ? AND id <= ? ORDER BY id DESC LIMIT 1 OFFSET ?",
        (site, run_id, RECENT_RUNS),
    ).fetchone()
    return int(row[0]) if row else 0


def _change(row: Sequence[object]) -> Change:
    id_, article_id, number, capture_id, run_id, edits, before = row
    return Change(
        id=int(str(id_)),
        article_id=int(str(article_id)),
        number=int(str(number)),
        capture_id=None if capture_id is None else int(str(capture_id)),
        run_id=int(str(run_id)),
        edits=frozenset(Edit(*one) for one in json.loads(str(edits))),
        before=json.loads(str(before)),
    )
