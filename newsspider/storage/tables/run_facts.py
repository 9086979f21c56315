"""What the archive says of a run and of those before it: the numbers that `decisions.health` is told by."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsspider.decisions.health import Earlier, Readings, RunFacts
from newsspider.storage.tables import outcomes

if TYPE_CHECKING:
    import sqlite3

EARLIER_RUNS = 20  # so many runs before are looked back at

# A page that was retried counts once, by its last answer; redirects and robots.txt do not count.
_VERDICTS = """
SELECT captures.verdict, count(*) FROM (
    SELECT max(id) AS id FROM captures
    WHERE run_id IN (SELECT value FROM json_each(?)) GROUP BY run_id, address_url
) AS latest JOIN captures USING (id) JOIN frontier USING (site)
WHERE frontier.url = captures.address_url AND frontier.kind = 'article' GROUP BY captures.verdict"""
_FIELDS = {
    "the headline": "headline IS NOT NULL",
    "the date": "published_on IS NOT NULL",
    "the section": "section IS NOT NULL",
    "the byline": "EXISTS (SELECT 1 FROM article_authors WHERE article_id = articles.id)",
}
_READINGS = f"""
SELECT count(*), {", ".join(f"count(*) FILTER (WHERE {has})" for has in _FIELDS.values())}
FROM captures JOIN articles ON articles.capture_id = captures.id
WHERE captures.run_id IN (SELECT value FROM json_each(?))"""  # noqa: S608 # our own words
_LOST_STARTS = """
SELECT url, verdict FROM frontier
WHERE site = ? AND run_id = ?
    -- Depth 0 has start pages, and what they sent on to.
    AND (url IN (SELECT value FROM json_each(?)) OR depth = 0 AND kind = 'front' AND list_url IS NULL)
    AND verdict IN ('gone', 'soft 404', 'redirect', 'wrong type', 'empty', 'blocked', 'too large')
    AND EXISTS (SELECT 1 FROM captures WHERE captures.site = frontier.site
        AND captures.address_url = frontier.url AND captures.verdict = 'front')"""
_FORBIDDEN = """
SELECT count(*) FROM frontier WHERE site = ? AND run_id = ? AND verdict = 'forbidden'
    AND kind NOT IN ('requisite', 'image', 'document')
    AND EXISTS (SELECT 1 FROM captures WHERE captures.site = frontier.site
        AND captures.address_url = frontier.url AND captures.status IN (200, 203, 206))"""

_ARTICLE_URLS = "SELECT canonical_url FROM articles WHERE site = ? ORDER BY id DESC LIMIT 300"
_TOLD = """
SELECT message FROM alarms JOIN runs ON runs.id = alarms.run_id
WHERE alarms.site = ? AND alarms.kind = 'profile'
    AND runs.profile_hash = (SELECT profile_hash FROM runs WHERE id = ?)"""


def of_run(conn: sqlite3.Connection, site: str, run_id: int, start_urls: Sequence[str]) -> RunFacts:
    """The facts of a run whose units are all kept; what only memory knows is left empty."""
    articles, gone = conn.execute("SELECT articles, gone FROM runs WHERE id = ?", (run_id,)).fetchone()
    (known,) = conn.execute("SELECT count(*) FROM articles WHERE site = ?", (site,)).fetchone()
    (forbidden,) = conn.execute(_FORBIDDEN, (site, run_id)).fetchone()
    starts = json.dumps(list(start_urls))
    declared = outcomes.declared_not_stored(conn, site)
    return RunFacts(
        verdicts=_verdicts(conn, [run_id]),
        articles=articles,
        known=known,
        gone=gone,
        readings=_readings(conn, [run_id]),
        lost_starts=dict(conn.execute(_LOST_STARTS, (site, run_id, starts)).fetchall()),
        forbidden=forbidden,
        declared_not_stored=declared,
        article_urls=tuple(url for (url,) in conn.execute(_ARTICLE_URLS, (site,))) if declared else (),
    )


def of_earlier(conn: sqlite3.Connection, site: str, run_id: int) -> Earlier:
    """The last runs of the site before this one, together."""
    found = conn.execute(
        "SELECT id FROM runs WHERE site = ? AND id < ? ORDER BY id DESC LIMIT ?", (site, run_id, EARLIER_RUNS)
    )
    run_ids = [earlier_id for (earlier_id,) in found]
    told = tuple(message for (message,) in conn.execute(_TOLD, (site, run_id)))
    return Earlier(verdicts=_verdicts(conn, run_ids), readings=_readings(conn, run_ids), told=told)


def _verdicts(conn: sqlite3.Connection, run_ids: Sequence[int]) -> dict[str, int]:
    return dict(conn.execute(_VERDICTS, (json.dumps(run_ids),)).fetchall())


def _readings(conn: sqlite3.Connection, run_ids: Sequence[int]) -> Readings:
    wordings, *having = conn.execute(_READINGS, (json.dumps(run_ids),)).fetchone()
    return Readings(wordings=wordings, fields=dict(zip(_FIELDS, having, strict=True)))
