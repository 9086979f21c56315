"""Addresses that are left out, for their clean forms stand for them; and when they are asked after all.

No page is lost by what is learnt.  An address that was left out for its clean form stands in `urls`; it
is asked after all where the clean form gives no article, where the parameter turns out to mean something,
and now and then as a test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsspider import urls
from newsspider.decisions import parameters
from newsspider.decisions.parameters import Learnt
from newsspider.items import FoundLink, Verdict
from newsspider.storage.forms import read_hint
from newsspider.storage.tables import addresses, parameter_pairs, waiting

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable

    from newsspider.decisions.parameters import Reading
    from newsspider.storage.writing import Writing

# So many addresses that were left out are asked after all where their clean form gives no article; where
# one of them does give one, all.
_MOST_MISSED = 3

# Addresses that gave the article of another; none that has further pages, which would be lost with it.
_TWINS = """SELECT own.article_id, twin.url FROM urls AS own
JOIN urls AS twin ON twin.article_id = own.article_id
WHERE own.site = ?1 AND own.url = ?2 AND twin.site = ?1 AND twin.url <> ?2 AND twin.url LIKE '%?%'
    AND twin.reason IN ('canonical', 'fetched', 'duplicate') AND twin.last_seen_at IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM frontier WHERE site = ?1 AND part_of_url = twin.url)"""
_WAITING = """SELECT rowid, url, kind, depth, found_on_url, hint FROM frontier
WHERE site = ? AND run_id IS NULL AND done_at IS NULL AND kind = 'article' AND part_of_url IS NULL
    AND list_url IS NULL AND url LIKE '%?%'"""


def replace_waiting(
    conn: sqlite3.Connection, site: str, learnt: Learnt, *, is_article: Callable[[str], bool], at: str
) -> None:
    """Let clean forms wait in the place of addresses that say no more.

    *is_article* tells which clean forms may be asked for as articles.
    """
    for rowid, url, kind, depth, found_on_url, hint in conn.execute(_WAITING, (site,)).fetchall():
        clean_url = learnt.clean_url(url)
        if clean_url is None or not is_article(clean_url):
            continue
        if _leave_out(conn, site, url, clean_url):
            conn.execute("DELETE FROM frontier WHERE rowid = ?", (rowid,))
        link = FoundLink(
            url=clean_url, kind=kind, found_on_url=found_on_url, hint=read_hint(hint), depth=depth
        )
        waiting.add(conn, site, [link], at=at)


def note(writing: Writing, site: str, links: Iterable[FoundLink]) -> None:
    """Note under which addresses *links* were found, where their clean forms are asked for these."""
    for link in links:
        if link.same_as_url and not _leave_out(writing.conn, site, link.same_as_url, link.url):
            ask(writing.conn, site, [link.same_as_url], like_url=link.url, at=writing.at)


def look_again(writing: Writing, site: str, url: str, reading: Reading) -> None:
    """Let follow what does from what an address gave, for those that are left out for it or for its like."""
    if reading.verdict == Verdict.ARTICLE:
        _retire(writing, site, url)
        _look_at_clean_forms(writing, site, url)
    else:
        _ask_for(writing, site, url, reading, most=_MOST_MISSED)


def ask_all_by(writing: Writing, site: str, name: str) -> None:
    """Ask all addresses that were left out because a parameter was thought to say nothing."""
    for url, target_url in addresses.left_out(writing.conn, site):
        if any(each.name == name for each in urls.parameters(url)):
            addresses.take_back(writing.conn, site, url)
            ask(writing.conn, site, [url], like_url=target_url, at=writing.at)


def ask(conn: sqlite3.Connection, site: str, asked_urls: Iterable[str], *, like_url: str, at: str) -> None:
    """Take addresses in, found where *like_url* was, with what was said of it there."""
    depth, found_on_url, hint = conn.execute(
        "SELECT depth, found_on_url, hint FROM frontier WHERE site = ? AND url = ?", (site, like_url)
    ).fetchone() or (0, like_url, None)
    links = [
        FoundLink(url=url, kind="article", found_on_url=found_on_url, hint=read_hint(hint), depth=depth)
        for url in asked_urls
    ]
    waiting.add(conn, site, links, at=at)


def _leave_out(conn: sqlite3.Connection, site: str, url: str, clean_url: str) -> bool:
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


def _look_at_clean_forms(writing: Writing, site: str, url: str) -> None:
    """Let follow what does from *url* giving an article.

    Where its clean form gave none, all that were left out for that one are asked; where it gave the same,
    it stands for *url*, which may have been under way when the lesson was drawn.
    """
    for each in urls.parameters(url):
        clean = parameter_pairs.reading(writing.conn, site, each.clean_url)
        if clean and clean.verdict == Verdict.ARTICLE:
            _retire(writing, site, each.clean_url)
        elif clean:
            _ask_for(writing, site, each.clean_url, clean, most=-1)


def _retire(writing: Writing, site: str, clean_url: str) -> None:
    """Have an address that just gave its article stand for those that differ in what says nothing.

    They were asked before that was learnt, and need not be asked again; what they gave stays.
    """
    found = writing.conn.execute(_TWINS, (site, clean_url)).fetchall()
    learnt = parameter_pairs.known(writing.conn, site) if found else Learnt()
    for article_id, url in found:
        if learnt.clean_url(url) == clean_url:
            addresses.stand_for(writing, site, url, article_id=article_id, clean_url=clean_url)
            writing.conn.execute("DELETE FROM frontier WHERE site = ? AND url = ?", (site, url))


def _ask_for(writing: Writing, site: str, clean_url: str, clean: Reading, *, most: int) -> None:
    """Ask some of the addresses whose clean form stands for them, and gave no article; -1 means all.

    One that gave an article before is no reason, unless it is gone.
    """
    found = writing.conn.execute(
        "SELECT url FROM urls WHERE site = ? AND target_url = ? AND (article_id IS NULL OR ?)"
        " AND reason = 'parameter' ORDER BY id LIMIT ?",
        (site, clean_url, clean.verdict in parameters.GONE, most),
    ).fetchall()
    if found:
        ask(writing.conn, site, [url for (url,) in found], like_url=clean_url, at=writing.at)
