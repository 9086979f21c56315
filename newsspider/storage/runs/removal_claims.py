"""The table `removal_claims`: addresses of articles that say they are gone, and are not believed yet.

An answer makes a claim in the transaction that stores it. The end of the run settles all claims in one
transaction: a believed claim becomes `gone_at` and a row of `absences`. What a killed or interrupted run
left open, and what was doubted, is requested again by the next run.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from newsspider.items import Verdict
from newsspider.revisions import removal_claims
from newsspider.storage.articles import article_rows, article_urls
from newsspider.storage.frontier.finished import FAILURES, GOOD
from newsspider.storage.serialisation import read_moment

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from newsspider.storage.transaction import Transaction

# The answers with which servers say that there is no such page.
GONE = frozenset({Verdict.GONE, Verdict.SOFT_404, Verdict.REDIRECT_HOME})
_FINE = frozenset({*GOOD, Verdict.NOT_MODIFIED})
_FAILING = frozenset({*FAILURES, Verdict.WRONG_TYPE, Verdict.TOO_LARGE})
MOST_ASKED_AGAIN = (
    200  # bad answers of a broken site that the next run requests again, the newest addresses first
)

_CLAIM = """
INSERT INTO removal_claims (site, url, verdict, first_at, last_at, runs, run_id)
VALUES (:site, :url, :verdict, :at, :at, 1, :run_id)
ON CONFLICT (site, url) DO UPDATE SET verdict = :verdict, last_at = :at, run_id = :run_id,
    runs = runs + (run_id <> :run_id)"""
_IS_LAST = f"""
SELECT gone_at IS NULL AND NOT EXISTS (SELECT 1 FROM urls WHERE urls.article_id = articles.id
    AND last_seen_at IS NOT NULL AND urls.gone_at IS NULL AND reason IN {article_urls.ANSWERING}
    AND NOT EXISTS (SELECT 1 FROM removal_claims AS claim WHERE claim.site = urls.site
        AND claim.url = urls.url AND claim.run_id = :run_id))
FROM articles WHERE id = :id"""  # noqa: S608 # our own words
_OPEN = """
SELECT url, verdict, first_at, runs,
    EXISTS (SELECT 1 FROM links JOIN link_blocks AS block ON block.id = links.link_block_id
        WHERE links.url = claim.url AND block.article_id IS NULL AND block.last_seen_at >= claim.first_at)
    OR EXISTS (SELECT 1 FROM frontier WHERE frontier.site = claim.site AND frontier.url = claim.url
        AND named_in_url IS NOT NULL)
FROM removal_claims AS claim WHERE site = ? AND run_id = ? ORDER BY claim.rowid"""
_ANSWERS = """
SELECT frontier.verdict, count(*) FROM frontier JOIN urls USING (site, url)
WHERE frontier.site = ? AND frontier.run_id = ? AND frontier.kind = 'article' AND part_of_url IS NULL
    AND urls.article_id IS NOT NULL AND urls.gone_at IS NULL GROUP BY 1"""
_STARTS = """
SELECT verdict FROM frontier WHERE site = ? AND run_id = ?
    -- Depth 0 has start pages, and what they sent on to.
    AND (url IN (SELECT value FROM json_each(?)) OR depth = 0 AND kind = 'front' AND list_url IS NULL)"""
_SEEN = "SELECT count(*) FROM articles WHERE site = ? AND last_seen_at >= ? AND gone_at IS NULL"
_ASK_AGAIN = """
UPDATE frontier SET due_at = :at WHERE due_at > :at AND rowid IN (SELECT rowid FROM frontier
    WHERE site = :site AND run_id = :run_id AND kind NOT IN ('requisite', 'image', 'document')
    AND verdict IN (SELECT value FROM json_each(:verdicts)) ORDER BY rowid DESC LIMIT :most)"""


def note(transaction: Transaction, site: str, urls: Iterable[str], verdict: Verdict) -> tuple[int, ...]:
    """The articles that these addresses led to and that they now say are gone.

    An address without an article, or of a further page, is only recorded as gone: it says nothing about a
    story.
    """
    claimed = set()
    for url in urls:
        known = article_urls.row(transaction, site, url)
        if known and known.article_id is not None and known.reason != "page" and not known.gone_at:
            values = {
                "site": site,
                "url": url,
                "verdict": verdict,
                "at": transaction.at,
                "run_id": transaction.run_id,
            }
            transaction.conn.execute(_CLAIM, values)
        elif known:
            article_urls.mark_gone(transaction, site, [url])
        if known and known.article_id is not None:
            claimed.add(known.article_id)
    return tuple(sorted(claimed))


def is_last(transaction: Transaction, article_id: int) -> bool:
    """Whether, with the claims of this run, no address of the article answers any more."""
    found = transaction.conn.execute(_IS_LAST, {"id": article_id, "run_id": transaction.run_id}).fetchone()
    return bool(found and found[0])


def drop(transaction: Transaction, site: str, urls: Iterable[str]) -> None:
    """Remove the claims of addresses that answered well."""
    transaction.conn.executemany(
        "DELETE FROM removal_claims WHERE site = ? AND url = ?", [(site, url) for url in urls]
    )


def reopen(conn: sqlite3.Connection, site: str, *, at: str) -> None:
    """Request the addresses of all open claims again; call it as a run begins."""
    conn.execute(
        "UPDATE frontier SET due_at = min(due_at, ?1) WHERE site = ?2"
        " AND url IN (SELECT url FROM removal_claims WHERE site = ?2)",
        (at, site),
    )


def settle(
    transaction: Transaction, site: str, start_urls: Sequence[str], *, names_stories: bool
) -> removal_claims.SettledClaims:
    """Decide on the claims of the run, and let the next run request the doubted ones again.

    *start_urls* are the start pages of the site; *names_stories* says whether a list named a story in this
    run.
    """
    answers = _answers(transaction, site, start_urls, names_stories=names_stories)
    believed = removal_claims.believed(answers, now=read_moment(transaction.at))
    gone = believe(transaction, site, believed)
    if not answers.start_is_fine or removal_claims.is_widespread(answers):
        _ask_again(transaction, site)
    return removal_claims.SettledClaims(answers=answers, believed=believed, gone=gone)


def believe(
    transaction: Transaction, site: str, claims: Iterable[removal_claims.Claim]
) -> tuple[tuple[int, str], ...]:
    """Record that these addresses are gone, and the articles without any other address.

    Returns the id of each article that is gone now, and its last address.
    """
    gone: list[tuple[int, str]] = []
    for claim in claims:
        without_page = sorted(article_urls.mark_gone(transaction, site, [claim.url]))
        gone += [
            (one, claim.url)
            for one in without_page
            if article_rows.mark_gone(transaction, one, claim.verdict)
        ]
        drop(transaction, site, [claim.url])
    transaction.conn.execute("UPDATE runs SET gone = gone + ? WHERE id = ?", (len(gone), transaction.run_id))
    return tuple(gone)


def made_in(conn: sqlite3.Connection, site: str, run_id: int) -> tuple[removal_claims.Claim, ...]:
    """The open claims that a run made or repeated."""
    return tuple(
        removal_claims.Claim(
            url=url,
            verdict=Verdict(verdict),
            first_at=read_moment(first_at),
            runs=runs,
            is_named=bool(is_named),
        )
        for url, verdict, first_at, runs, is_named in conn.execute(_OPEN, (site, run_id))
    )


def _answers(
    transaction: Transaction, site: str, start_urls: Sequence[str], *, names_stories: bool
) -> removal_claims.Answers:
    conn, run_id = transaction.conn, transaction.run_id
    verdicts = {Verdict(verdict): number for verdict, number in conn.execute(_ANSWERS, (site, run_id))}
    claims = made_in(conn, site, run_id)
    starts = {verdict for (verdict,) in conn.execute(_STARTS, (site, run_id, json.dumps(list(start_urls))))}
    seen = 0
    if claims:
        since = min(claim.first_at for claim in claims)
        (seen,) = conn.execute(_SEEN, (site, since.strftime("%Y-%m-%dT%H:%M:%SZ"))).fetchone()
    return removal_claims.Answers(
        start_is_fine=names_stories and not _FINE.isdisjoint(starts),
        fine=sum(verdicts.get(verdict, 0) for verdict in _FINE),
        failing={verdict: number for verdict, number in verdicts.items() if verdict in _FAILING},
        claims=claims,
        seen=seen,
    )


def _ask_again(transaction: Transaction, site: str) -> None:
    values = {
        "site": site,
        "run_id": transaction.run_id,
        "at": transaction.at,
        "verdicts": json.dumps(sorted(GONE | _FAILING)),
        "most": MOST_ASKED_AGAIN,
    }
    transaction.conn.execute(_ASK_AGAIN, values)
