"""The table `frontier`: addresses added, with what links, lists and site maps say of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsspider.items import Verdict
from newsspider.language.dates import to_text
from newsspider.revisions import listing_hints
from newsspider.scheduling import revisits
from newsspider.storage.articles.withdrawals import withdrawn_urls
from newsspider.storage.serialisation import hint_text, moment_or_none, read_hint, read_moment

if TYPE_CHECKING:
    import sqlite3

    from newsspider.items import FoundLink, Hint

_ASSETS = frozenset(("requisite", "image", "document"))
_NO_ANSWER = frozenset((Verdict.ERROR, Verdict.GONE, Verdict.SOFT_404, Verdict.REDIRECT_HOME))
_HINT_FIELDS = ("text", "date", "issue", "section", "authors")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """What is known of an address that a link leads to."""

    kind: str
    depth: int
    part_of_url: str | None
    list_url: str | None
    hint: str | None
    told_at: str | None
    asked_url: str | None
    verdict: str | None


def add(
    conn: sqlite3.Connection, site: str, links: Sequence[FoundLink], *, at: str, run_id: int | None = None
) -> int:
    """Add addresses, which are then due; returns how many of them are new.

    Of known addresses only unknown values are filled in. One is due if a site map or feed announces a
    change, unless *run_id* requested it. Withdrawn addresses are left out.
    """
    withdrawn = withdrawn_urls(conn, site)
    links = [link for link in links if link.url not in withdrawn]
    if not links:
        return 0
    known = _known(conn, site, links)
    new_addresses = 0
    for link in links:
        if link.url in known:
            _merge(conn, site, known[link.url], link, at=at, run_id=run_id)
        else:
            known[link.url] = _insert(conn, site, link, at=at)
            new_addresses += 1
    return new_addresses


def note_named(
    conn: sqlite3.Connection, site: str, map_url: str, named: Iterable[str], *, at: str, run_id: int
) -> None:
    """Record which addresses a site map names now; those it no longer names are due."""
    urls = json.dumps(list(named))
    gone = conn.execute(
        "SELECT rowid FROM frontier WHERE site = ? AND named_in_url = ?"
        " AND url NOT IN (SELECT value FROM json_each(?))",
        (site, map_url, urls),
    ).fetchall()
    (number,) = conn.execute("SELECT json_array_length(?)", (urls,)).fetchone()
    conn.executemany("UPDATE frontier SET named_in_url = NULL WHERE rowid = ?", gone)
    if revisits.is_likely_gone(len(gone), number):
        make_due(conn, [rowid for (rowid,) in gone], at=at, run_id=run_id)
    conn.execute(
        "UPDATE frontier SET named_in_url = ? WHERE site = ? AND named_in_url IS NULL"
        " AND url IN (SELECT value FROM json_each(?))",
        (map_url, site, urls),
    )


def part_of(conn: sqlite3.Connection, site: str, url: str) -> str | None:
    """The first page of the article that *url* is a further page of; None if it is not one."""
    found = conn.execute(
        "SELECT part_of_url FROM frontier WHERE site = ? AND url = ?", (site, url)
    ).fetchone()
    return found[0] if found else None


def make_due(conn: sqlite3.Connection, rowids: Iterable[int], *, at: str, run_id: int | None) -> None:
    """Make addresses due, except those already requested in this run."""
    conn.executemany(
        "UPDATE frontier SET due_at = ?, run_id = NULL WHERE rowid = ? AND run_id IS NOT ?",
        [(at, rowid, run_id) for rowid in rowids],
    )


def _known(conn: sqlite3.Connection, site: str, links: Iterable[FoundLink]) -> dict[str, _Row]:
    found = conn.execute(
        "SELECT frontier.url, kind, depth, part_of_url, list_url, hint, told_at, asked_url, verdict"
        " FROM json_each(?) AS wanted"
        # CROSS keeps the planner from reading the whole frontier and looking up each address in the list.
        " CROSS JOIN frontier ON frontier.site = ? AND frontier.url = wanted.value",
        (json.dumps([link.url for link in links]), site),
    )
    return {
        url: _Row(
            kind=kind,
            depth=depth,
            part_of_url=part_of_url,
            list_url=list_url,
            hint=hint,
            told_at=told_at,
            asked_url=asked_url,
            verdict=verdict,
        )
        for url, kind, depth, part_of_url, list_url, hint, told_at, asked_url, verdict in found
    }


def _first_page(conn: sqlite3.Connection, site: str, link: FoundLink) -> str | None:
    """The first page that a link's address belongs to: page 2 may name itself as what page 3 belongs to."""
    if link.part_of_url is None:
        return None
    first_url = part_of(conn, site, link.part_of_url) or link.part_of_url
    return first_url if first_url != link.url else None


def _list(conn: sqlite3.Connection, site: str, link: FoundLink) -> str | None:
    """The first page of the list that a link's address is a page of."""
    if link.list_url is None:
        return None
    found = conn.execute(
        "SELECT list_url FROM frontier WHERE site = ? AND url = ?", (site, link.list_url)
    ).fetchone()
    first_url = (found[0] if found else None) or link.list_url
    return first_url if first_url != link.url else None


def _insert(conn: sqlite3.Connection, site: str, link: FoundLink, *, at: str) -> _Row:
    row = _Row(
        kind=link.kind,
        depth=link.depth,
        part_of_url=_first_page(conn, site, link),
        list_url=_list(conn, site, link),
        hint=hint_text(link.hint),
        told_at=moment_or_none(link.modified_at),
        asked_url=link.asked_url,
        verdict=None,
    )
    conn.execute(
        "INSERT INTO frontier (site, url, kind, depth, found_on_url, part_of_url, list_url, hint, told_at,"
        " asked_url, found_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            site, link.url, link.kind, row.depth, link.found_on_url, row.part_of_url, row.list_url,
            row.hint, row.told_at, row.asked_url, at, at,
        ),
    )  # fmt: skip
    return row


def _merge(
    conn: sqlite3.Connection, site: str, known: _Row, link: FoundLink, *, at: str, run_id: int | None
) -> None:
    """Fill the unknown values of a known address; where it was first found stays."""
    depth, part_of_url = min(known.depth, link.depth), known.part_of_url or _first_page(conn, site, link)
    list_url = known.list_url or (_list(conn, site, link) if known.depth else None)
    hint = _merged_hint(known.hint, link.hint)
    if (depth, part_of_url, list_url, hint) != (known.depth, known.part_of_url, known.list_url, known.hint):
        conn.execute(
            "UPDATE frontier SET depth = ?, part_of_url = ?, list_url = ?, hint = ?,"
            # A page of an article is not a list, whatever its address looks like.
            " kind = CASE WHEN ?2 IS NULL THEN kind ELSE 'article' END WHERE site = ? AND url = ?",
            (depth, part_of_url, list_url, hint, site, link.url),
        )
    if link.asked_url != known.asked_url and known.verdict in _NO_ANSWER:
        # The requested form gave nothing; the next request tries the other one.
        conn.execute(
            "UPDATE frontier SET asked_url = ? WHERE site = ? AND url = ?", (link.asked_url, site, link.url)
        )
    if known.kind in _ASSETS and link.kind not in _ASSETS:
        _call_page(conn, site, link, at=at)
    if link.modified_at and (known.told_at is None or to_text(link.modified_at) > known.told_at):
        _note_told(conn, site, link, at=at, run_id=run_id)


def _call_page(conn: sqlite3.Connection, site: str, link: FoundLink, *, at: str) -> None:
    """Request as a page what was taken for an asset: an image may name any address as its source."""
    conn.execute(
        "UPDATE frontier SET kind = ?, due_at = ?, run_id = NULL WHERE site = ? AND url = ?",
        (link.kind, at, site, link.url),
    )


def _note_told(conn: sqlite3.Connection, site: str, link: FoundLink, *, at: str, run_id: int | None) -> None:
    """Record a later change than announced before; the address is due if the announcement is believed."""
    assert link.modified_at
    rowid, told_before, visited_at, false_tells = conn.execute(
        "SELECT rowid, told_at, done_at, false_tells FROM frontier WHERE site = ? AND url = ?",
        (site, link.url),
    ).fetchone()
    conn.execute("UPDATE frontier SET told_at = ? WHERE rowid = ?", (to_text(link.modified_at), rowid))
    if visited_at and revisits.is_change_due(
        link.modified_at,
        listed_before=read_moment(told_before) if told_before else None,
        visited_at=read_moment(visited_at),
        false_reports=false_tells,
        now=read_moment(at),
    ):
        make_due(conn, [rowid], at=at, run_id=run_id)


def _merged_hint(known: str | None, new: Hint) -> str | None:
    if known is None:
        return hint_text(new)
    # Most links repeat what is known: the keys of the JSON show it, and no quoted text can imitate them.
    is_finer = new.date and f'"precision":"{new.date.precision}"' not in known
    if not is_finer and not any(getattr(new, name) and f'"{name}":' not in known for name in _HINT_FIELDS):
        return known
    return hint_text(listing_hints.merged(read_hint(known), new))
