"""The end of a run: takes back what the site's template did to many articles, for the next run to check."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsspider.storage.articles import article_updates, near_duplicate_links
from newsspider.storage.runs import recent_changes
from newsspider.storage.schema import cjk_index
from newsspider.storage.transaction import Transaction

if TYPE_CHECKING:
    import sqlite3

    from newsspider.monitoring.health_facts import Alarm

# How many of the articles of an alarm the next run requests again: enough to see a cure, without a second
# crawl of the whole site.
MOST_ASKED_AGAIN = 60
# The archive cannot use the answer: the next visit needs the whole page, not "not modified".
_FORGET = """UPDATE frontier SET etag = NULL, last_modified = NULL, payload_hash = NULL
WHERE site = ? AND url = (SELECT address_url FROM captures WHERE id = ?)"""
_OF_HELD = """SELECT DISTINCT f.rowid FROM recent_changes AS c JOIN captures ON captures.id = c.capture_id
JOIN frontier AS f ON f.site = c.site AND f.url = captures.address_url
WHERE c.site = ?1 AND c.is_held AND c.ended_at IS NULL ORDER BY c.id DESC LIMIT ?2"""
_OF_HIDDEN = """SELECT DISTINCT f.rowid FROM hidden_fields AS h JOIN articles AS a ON a.id = h.article_id
JOIN urls AS u ON u.article_id = a.id AND u.reason IN ('canonical', 'fetched') AND u.last_seen_at IS NOT NULL
JOIN frontier AS f ON f.site = a.site AND f.url = u.url
WHERE a.site = ?1 AND h.shown_at IS NULL ORDER BY h.hidden_at DESC LIMIT ?2"""
_OF_SICK = """SELECT rowid FROM frontier WHERE site = ?1 AND kind = 'article' AND done_at IS NOT NULL
AND verdict IN ('blocked', 'error', 'unreadable', 'empty', 'soft 404', 'wrong type', 'gone', 'redirect home')
AND EXISTS (SELECT 1 FROM captures WHERE captures.site = frontier.site
    AND captures.address_url = frontier.url AND captures.verdict IN ('article', 'stub'))
ORDER BY done_at DESC LIMIT ?2"""
_OF_RUN = """SELECT rowid FROM frontier WHERE site = ?1 AND kind = 'article' AND run_id = ?3
AND verdict IN ('article', 'stub', 'not modified') ORDER BY done_at DESC LIMIT ?2"""
_ABOUT = {
    "template": (_OF_HELD,),
    "text": (_OF_HIDDEN, _OF_RUN),
    "fields": (_OF_HIDDEN, _OF_RUN),
    "selector": (_OF_RUN,),
    "blocked": (_OF_SICK,),
    "failed": (_OF_SICK,),
    "empty": (_OF_SICK,),
    "gone": (_OF_SICK,),
}
_LISTS = """UPDATE frontier SET due_at = ?2 WHERE site = ?1 AND kind IN ('front', 'feed', 'sitemap')
AND verdict NOT IN ('front', 'feed', 'sitemap', 'not modified', 'article', 'forbidden') AND due_at > ?2
AND EXISTS (SELECT 1 FROM captures WHERE captures.site = frontier.site
    AND captures.address_url = frontier.url AND captures.verdict IN ('front', 'feed', 'sitemap'))"""


def settle(conn: sqlite3.Connection, site: str, run_id: int, *, at: str) -> int:
    """Take back the new revisions that the template made; returns how many.

    It may run again for the same run: the second time there is nothing to do.
    """
    found = recent_changes.of_template(conn, site, run_id)
    transaction = Transaction(conn=conn, run_id=run_id, at=at)
    for change in found.changes:
        article_updates.take_back(transaction, change)
        conn.execute(_FORGET, (site, change.capture_id))
        conn.execute(
            "UPDATE runs SET changed = max(changed - 1, 0), same = same + 1 WHERE id = ?", (change.run_id,)
        )
    if found.changes:
        cjk_index.fill(conn)
        near_duplicate_links.fill(conn, at=at)
    recent_changes.forget(conn, site, run_id)
    return len(found.changes)


def ask_again(conn: sqlite3.Connection, site: str, run_id: int, alarms: Sequence[Alarm], *, at: str) -> None:
    """Let the next run request some of the pages of the alarms, so that a cure is seen at once.

    They include each list, feed and site map that was one before and is not now.
    """
    queries = dict.fromkeys(query for alarm in alarms for query in _ABOUT.get(alarm.kind, ()))
    rows = {
        row[0]
        for query in queries
        for row in conn.execute(query, (site, MOST_ASKED_AGAIN, run_id)[: 3 if "?3" in query else 2])
    }
    conn.executemany(
        "UPDATE frontier SET due_at = ?1 WHERE rowid = ?2 AND due_at > ?1",
        [(at, rowid) for rowid in sorted(rows)],
    )
    conn.execute(_LISTS, (site, at))


def last_run(conn: sqlite3.Connection, site: str) -> int | None:
    """The last run of the site so far."""
    (run_id,) = conn.execute("SELECT max(id) FROM runs WHERE site = ?", (site,)).fetchone()
    return None if run_id is None else int(run_id)
