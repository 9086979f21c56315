"""What the archive says of a run and of the runs before it: the input of `monitoring.health`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from newsspider.items import NAMES_NO_ADDRESS
from newsspider.monitoring.health_facts import BrokenList, Earlier, HeldChanges, HiddenField, RunFacts
from newsspider.monitoring.standing_alarms import OpenAlarm
from newsspider.revisions import edits
from newsspider.storage.articles import hidden_fields
from newsspider.storage.runs import page_outcomes, recent_articles, recent_changes

if TYPE_CHECKING:
    import sqlite3

EARLIER_RUNS = 20  # how many earlier runs are compared

# A page that was retried counts once, by its last answer; redirects and robots.txt do not count.
_VERDICTS = """
SELECT captures.verdict, count(*) FROM (
    SELECT max(id) AS id FROM captures
    WHERE run_id IN (SELECT value FROM json_each(?)) GROUP BY run_id, address_url
) AS latest JOIN captures USING (id) JOIN frontier USING (site)
WHERE frontier.url = captures.address_url AND frontier.kind = 'article' GROUP BY captures.verdict"""
_LOST_STARTS = """
SELECT url, verdict FROM frontier
WHERE site = ? AND run_id = ?
    -- Depth 0 has start pages, and what they sent on to.
    AND (url IN (SELECT value FROM json_each(?)) OR depth = 0 AND kind = 'front' AND list_url IS NULL)
    AND verdict IN ('gone', 'soft 404', 'redirect', 'wrong type', 'empty', 'blocked', 'too large', 'error',
        'unreadable')
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


_OF_FIELDS = ("fields", "text")
_OF_ANSWERS = ("blocked", "failed", "empty")
# The last runs, and the last run without an alarm of these kinds: a long-lasting alarm does not become what
# is usual.
_EARLIER = """SELECT id FROM (SELECT id FROM runs WHERE site = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3)
UNION SELECT id FROM (SELECT id FROM runs WHERE site = ?1 AND id < ?2 AND NOT EXISTS (
    SELECT 1 FROM alarms WHERE alarms.run_id = runs.id AND kind IN (SELECT value FROM json_each(?4)))
    ORDER BY id DESC LIMIT ?3)
ORDER BY id DESC"""
_WITH_ALARM = """SELECT run_id, subject FROM alarms WHERE site = ?
AND kind IN (SELECT value FROM json_each(?)) AND run_id IS NOT NULL"""
_BROKEN = """SELECT f.url, f.kind, f.verdict, good.id FROM frontier AS f JOIN captures AS good ON good.id = (
    SELECT max(c.id) FROM captures AS c WHERE c.site = f.site AND c.address_url = f.url
    AND c.verdict IN ('feed', 'sitemap') AND c.note IS NOT ?2)
WHERE f.site = ?1 AND f.kind IN ('feed', 'sitemap') AND f.depth <= 1 AND (
    f.verdict NOT IN ('feed', 'sitemap', 'not modified', 'redirect', 'forbidden')
    OR EXISTS (SELECT 1 FROM captures AS c WHERE c.site = f.site AND c.address_url = f.url
        AND c.id > good.id AND c.note = ?2))
ORDER BY f.url"""
_RUNS_SINCE = """SELECT count(*) FROM runs WHERE site = ?1 AND id >= coalesce(
    (SELECT min(run_id) FROM captures WHERE site = ?1 AND address_url = ?2 AND id > ?3
        AND (note = ?5 OR verdict NOT IN ('feed', 'sitemap', 'not modified'))), ?4)"""
_SICK = """SELECT count(*) FROM frontier WHERE site = ? AND kind = 'article' AND done_at IS NOT NULL
AND verdict IN (SELECT value FROM json_each(?)) AND EXISTS (SELECT 1 FROM captures
    WHERE captures.site = frontier.site AND captures.address_url = frontier.url
    AND captures.verdict IN ('article', 'stub'))"""
SICK = ("blocked", "error", "unreadable", "empty", "soft 404", "wrong type", "gone", "redirect home")
_LATELY_GONE = """SELECT count(*) FROM absences JOIN articles ON articles.id = article_id
WHERE site = ? AND back_at IS NULL AND absences.gone_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-30 days')"""
_OPEN = """SELECT a.kind, a.subject, a.message, coalesce(a.since_run_id, a.run_id),
    runs.profile_hash IS (SELECT profile_hash FROM runs WHERE id = ?2)
FROM alarms AS a JOIN runs ON runs.id = a.run_id
WHERE a.site = ?1 AND a.mended_at IS NULL AND a.run_id < ?2 AND a.kind <> 'profile' ORDER BY a.id"""


def of_run(conn: sqlite3.Connection, site: str, run_id: int, start_urls: Sequence[str]) -> RunFacts:
    """The facts of a run whose units are all stored; what only memory knows is left empty."""
    articles, new, gone = conn.execute(
        "SELECT articles, new, gone FROM runs WHERE id = ?", (run_id,)
    ).fetchone()
    (known,) = conn.execute("SELECT count(*) FROM articles WHERE site = ?", (site,)).fetchone()
    (forbidden,) = conn.execute(_FORBIDDEN, (site, run_id)).fetchone()
    starts = json.dumps(list(start_urls))
    declared = page_outcomes.declared_not_stored(conn, site)
    return RunFacts(
        verdicts=_verdicts(conn, [run_id]),
        articles=articles,
        known=known,
        gone=gone,
        reread=max(articles - new, 0),
        hidden=_hidden(conn, site, run_id),
        held=_held(conn, site, run_id),
        sick=conn.execute(_SICK, (site, json.dumps(SICK))).fetchone()[0],
        lately_gone=conn.execute(_LATELY_GONE, (site,)).fetchone()[0],
        broken_lists=_broken_lists(conn, site, run_id),
        silence=recent_articles.silence(conn, site, run_id),
        lost_starts=dict(conn.execute(_LOST_STARTS, (site, run_id, starts)).fetchall()),
        forbidden=forbidden,
        declared_not_stored=declared,
        article_urls=tuple(url for (url,) in conn.execute(_ARTICLE_URLS, (site,))) if declared else (),
    )


def of_earlier(conn: sqlite3.Connection, site: str, run_id: int) -> Earlier:
    """The last runs of the site before this one, together."""
    good = _good_runs(conn, site, run_id)
    profile_messages = tuple(message for (message,) in conn.execute(_TOLD, (site, run_id)))
    bad_fields: dict[str, set[int]] = {}
    for bad_id, name in conn.execute(_WITH_ALARM, (site, json.dumps(_OF_FIELDS))):
        bad_fields.setdefault(name, set()).add(bad_id)
    run_ids = [run_id, *_earlier(conn, site, run_id, _OF_FIELDS)]
    bad = {name: frozenset(ids) for name, ids in bad_fields.items()}
    return Earlier(
        verdicts=_verdicts(conn, good),
        new_articles=recent_articles.new_articles(
            conn, site, run_ids, thin_runs=bad.get("text", frozenset())
        ),
        bad_fields=bad,
        profile_messages=profile_messages,
    )


def open_alarms(conn: sqlite3.Connection, site: str, run_id: int) -> tuple[OpenAlarm, ...]:
    """The alarms of earlier runs that still stand, each once, as last reported."""
    found = {
        (kind, subject): OpenAlarm(
            kind=kind, subject=subject, message=message, since_run_id=since, of_profile=bool(of_profile)
        )
        for kind, subject, message, since, of_profile in conn.execute(_OPEN, (site, run_id))
    }
    return tuple(found.values())


def _earlier(conn: sqlite3.Connection, site: str, run_id: int, kinds: Sequence[str]) -> list[int]:
    found = conn.execute(_EARLIER, (site, run_id, EARLIER_RUNS, json.dumps(kinds)))
    return [earlier_id for (earlier_id,) in found]


def _good_runs(conn: sqlite3.Connection, site: str, run_id: int) -> list[int]:
    """Earlier runs without an alarm about answers; all of them if each had one, because then it is usual."""
    earlier = _earlier(conn, site, run_id, _OF_ANSWERS)
    bad = {bad_id for bad_id, _ in conn.execute(_WITH_ALARM, (site, json.dumps(_OF_ANSWERS)))}
    return [earlier_id for earlier_id in earlier if earlier_id not in bad] or earlier


def _hidden(conn: sqlite3.Connection, site: str, run_id: int) -> dict[str, HiddenField]:
    return {
        field: HiddenField(in_run=in_run, shown=shown, standing=standing, url=url)
        for field, in_run, shown, standing, url in hidden_fields.counts(conn, site, run_id)
    }


def _held(conn: sqlite3.Connection, site: str, run_id: int) -> HeldChanges:
    held = recent_changes.held(conn, site, run_id)
    described = tuple(edits.describe(edit) for edit in held.edits)
    return HeldChanges(in_run=held.in_run, standing=held.standing, url=held.url, edits=described)


def _broken_lists(conn: sqlite3.Connection, site: str, run_id: int) -> tuple[BrokenList, ...]:
    """Feeds and site maps that once named stories, and do not now."""
    return tuple(
        BrokenList(
            url=url,
            kind=kind,
            verdict=NAMES_NO_ADDRESS if verdict in ("feed", "sitemap", "not modified") else verdict,
            runs=conn.execute(_RUNS_SINCE, (site, url, good_id, run_id, NAMES_NO_ADDRESS)).fetchone()[0],
        )
        for url, kind, verdict, good_id in conn.execute(_BROKEN, (site, NAMES_NO_ADDRESS)).fetchall()
    )


def _verdicts(conn: sqlite3.Connection, run_ids: Sequence[int]) -> dict[str, int]:
    return dict(conn.execute(_VERDICTS, (json.dumps(run_ids),)).fetchall())
