"""The new articles of the last runs: which fields they have, and on which days they came."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from newsspider.monitoring import field_coverage, publishing_rhythm
from newsspider.monitoring.field_coverage import NewArticle
from newsspider.storage.serialisation import read_day, read_moment

if TYPE_CHECKING:
    import sqlite3

    from newsspider.monitoring.field_coverage import NewArticles
    from newsspider.monitoring.publishing_rhythm import Silence

MOST_ARTICLES = 3000  # of the newest; older ones do not show what is usual now
# A text shorter than this share of what three quarters of the articles have is thin.
THIN = 0.5
FRESH = timedelta(days=14)  # an article published at most so long before it was first seen is news of its day
_HAS = {
    "headline": "a.headline IS NOT NULL",
    "standfirst": "a.standfirst IS NOT NULL",
    "byline": "EXISTS (SELECT 1 FROM article_authors WHERE article_id = a.id)",
    "date": "a.published_on IS NOT NULL",
    "section": "a.section IS NOT NULL",
    "issue": "a.issue IS NOT NULL",
    "confidence": "a.confidence > 0",
    "pictures": "EXISTS (SELECT 1 FROM images WHERE article_id = a.id)",
    "link_blocks": "EXISTS (SELECT 1 FROM link_blocks WHERE article_id = a.id)",
}
_NEW = f"""SELECT c.run_id, a.published_on, a.first_seen_at, a.word_count, a.access = 'stub',
    {", ".join(_HAS.values())}
FROM captures AS c JOIN revisions AS r ON r.capture_id = c.id JOIN articles AS a ON a.id = r.article_id
WHERE c.run_id IN (SELECT value FROM json_each(?)) AND r.number = 1 ORDER BY c.run_id DESC LIMIT ?"""  # noqa: S608 # our own words
# The first crawl of a site lasts until a run has fetched all that was due.
_FIRST_FINISHED = "SELECT min(id) FROM runs WHERE site = ? AND reason = 'finished'"
_CAME = """SELECT published_on, published_precision IN ('day', 'time'), first_seen_at FROM articles
WHERE site = ? ORDER BY id DESC LIMIT ?"""


def new_articles(
    conn: sqlite3.Connection, site: str, run_ids: Sequence[int], *, thin_runs: Collection[int]
) -> tuple[NewArticles, ...]:
    """The runs that found new articles, newest first, with how many of these have each field now."""
    rows = conn.execute(_NEW, (json.dumps(list(run_ids)), MOST_ARTICLES)).fetchall()
    sizes = sorted(
        size for run_id, _, _, size, *_ in rows if run_id != max(run_ids) and run_id not in thin_runs
    )
    least = THIN * sizes[len(sizes) // 4] if sizes else 0
    articles = []
    for run_id, published, first_seen_at, size, is_stub, *has in rows:
        day = read_day(published)
        fields = {name for name, is_there in zip(_HAS, has, strict=True) if is_there}
        if size >= least and not is_stub:
            fields.add("text")
        articles.append(
            NewArticle(
                run_id=run_id,
                published_on=day and min(day, read_moment(first_seen_at).date()),
                fields=frozenset(fields),
            )
        )
    (first_finished,) = conn.execute(_FIRST_FINISHED, (site,)).fetchone()
    first_crawl = [run_id for run_id in run_ids if first_finished is None or run_id <= first_finished]
    return field_coverage.count_by_run(articles, ("text", *_HAS), first_crawl=first_crawl)


def silence(conn: sqlite3.Connection, site: str, run_id: int) -> Silence | None:
    """Whether the site brought no new article for much longer than usual."""
    started_at, first_end = conn.execute(
        "SELECT started_at, (SELECT coalesce(ended_at, started_at) FROM runs WHERE site = ? ORDER BY id"
        " LIMIT 1) FROM runs WHERE id = ?",
        (site, run_id),
    ).fetchone()
    rows = conn.execute(_CAME, (site, MOST_ARTICLES)).fetchall()
    days = _days(rows[::-1], first_end=read_moment(first_end or started_at))
    return publishing_rhythm.silence(days, read_moment(started_at).date())


def _days(rows: Iterable[tuple[str | None, int, str]], *, first_end: datetime) -> list[date]:
    """The days on which the site brought something new; old stories of an archive do not count."""
    found: list[date] = []
    newest: date | None = None
    for published, is_exact, first_seen_at in rows:
        seen_at = read_moment(first_seen_at)
        published_on = read_day(published)
        is_newer = published_on is None or newest is None or published_on >= newest
        newest = max(filter(None, (newest, published_on)), default=None)
        if published_on and is_exact and timedelta() <= seen_at.date() - published_on <= FRESH:
            found.append(published_on)
        elif (seen_at > first_end and is_newer) or not found:
            found.append(seen_at.date())
    return found
