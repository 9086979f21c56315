"""The table `frontier`: addresses taken in, and an address's own "done"."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from newsspider.dates import to_text
from newsspider.items import Hint, Verdict
from newsspider.storage.forms import hint_text, read_hint

if TYPE_CHECKING:
    import sqlite3

    from newsspider.items import Capture, FoundLink, Unit
    from newsspider.storage.writing import Writing

# No good answer came; the address is counted as failed and asked again in the next run.
FAILURES = frozenset({Verdict.ERROR, Verdict.BLOCKED, Verdict.UNREADABLE, Verdict.EMPTY})
# The answer was good: its validators may be sent back, so that the server can say "not modified".
GOOD = frozenset({Verdict.ARTICLE, Verdict.FRONT, Verdict.FEED, Verdict.SITEMAP, Verdict.PAGE})
_HINT_FIELDS = ("text", "date", "issue", "section", "authors")
# What an address turned out to be, where a link could only guess.
_KIND_OF = {
    Verdict.ARTICLE: "article",
    Verdict.PAGE: "article",
    Verdict.FRONT: "front",
    Verdict.FEED: "feed",
    Verdict.SITEMAP: "sitemap",
}
# A start page stays what the profile says, or one misjudged answer would end its site.
_RESOLVED_KIND = "(CASE WHEN depth = 0 THEN kind ELSE coalesce(:kind, kind) END)"
_FINISH = f"""
UPDATE frontier SET done_at = :at, run_id = :run_id, verdict = :verdict, kind = {_RESOLVED_KIND},
    failures = CASE WHEN :failed THEN failures + 1 ELSE 0 END,
    due_at = CASE WHEN :due_at IS NOT NULL THEN :due_at
        WHEN :failed OR {_RESOLVED_KIND} <> 'article' THEN :at END,
    etag = CASE WHEN :good THEN :etag ELSE coalesce(:etag, etag) END,
    last_modified = CASE WHEN :good THEN :last_modified ELSE coalesce(:last_modified, last_modified) END
WHERE site = :site AND url = :url"""  # noqa: S608


class _Row(NamedTuple):
    """What is known of an address that a link leads to."""

    url: str
    depth: int
    part_of_url: str | None
    hint: str | None


def add(conn: sqlite3.Connection, site: str, links: Sequence[FoundLink], *, at: str) -> None:
    """Take addresses in: new ones are due; of known ones only what was unknown is filled in."""
    if not links:
        return
    known = _known(conn, site, links)
    for link in links:
        part_of_url = _first_page(conn, site, link)
        if link.url in known:
            known[link.url] = _merge(conn, site, known[link.url], link, part_of_url)
        else:
            known[link.url] = _insert(conn, site, link, part_of_url, at=at)


def finish(writing: Writing, unit: Unit) -> None:
    """Note in the frontier that the unit's address is done, and when it is due again.

    The address that a redirect ended at is done with it, but for a page that only stood in for the
    one asked.  When a first page came anew, its further
    pages are due again.
    """
    if unit.address_url is None:
        return
    if not _finish_one(writing, unit, unit.address_url):
        _insert_done(writing, unit, unit.address_url)
    last = unit.captures[-1] if unit.captures else None
    if last and last.address_url != unit.address_url and unit.verdict is not Verdict.SOFT_404:
        _finish_one(writing, unit, last.address_url)
    if unit.verdict is Verdict.ARTICLE:
        _reopen_parts(writing, unit.site, unit.address_url)


def part_of(conn: sqlite3.Connection, site: str, url: str) -> str | None:
    """The first page of the article that *url* is a further page of, if it is one."""
    found = conn.execute(
        "SELECT part_of_url FROM frontier WHERE site = ? AND url = ?", (site, url)
    ).fetchone()
    return found[0] if found else None


def _known(conn: sqlite3.Connection, site: str, links: Iterable[FoundLink]) -> dict[str, _Row]:
    found = conn.execute(
        "SELECT frontier.url, depth, part_of_url, hint FROM json_each(?) AS wanted"
        # CROSS keeps the planner from reading the whole frontier and looking each address up in the list.
        " CROSS JOIN frontier ON frontier.site = ? AND frontier.url = wanted.value",
        (json.dumps([link.url for link in links]), site),
    )
    return {values[0]: _Row(*values) for values in found}


def _first_page(conn: sqlite3.Connection, site: str, link: FoundLink) -> str | None:
    """The first page that a link's address is part of: page 2 may name itself as what page 3 is part of."""
    if link.part_of_url is None:
        return None
    first_url = part_of(conn, site, link.part_of_url) or link.part_of_url
    return first_url if first_url != link.url else None


def _insert(
    conn: sqlite3.Connection, site: str, link: FoundLink, part_of_url: str | None, *, at: str
) -> _Row:
    hint = hint_text(link.hint)
    conn.execute(
        "INSERT INTO frontier (site, url, kind, depth, found_on_url, part_of_url, hint, found_at, due_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (site, link.url, link.kind, link.depth, link.found_on_url, part_of_url, hint, at, at),
    )
    return _Row(link.url, link.depth, part_of_url, hint)


def _merge(
    conn: sqlite3.Connection, site: str, known: _Row, link: FoundLink, part_of_url: str | None
) -> _Row:
    """Fill what was unknown of a known address; where it was found first, and when it is due, stay."""
    merged = _Row(
        known.url,
        min(known.depth, link.depth),
        known.part_of_url or part_of_url,
        _merged_hint(known.hint, link.hint),
    )
    if merged != known:
        conn.execute(
            "UPDATE frontier SET depth = ?, part_of_url = ?, hint = ?,"
            # A page of an article is no list, whatever its address looked like.
            " kind = CASE WHEN ?2 IS NULL THEN kind ELSE 'article' END WHERE site = ? AND url = ?",
            (merged.depth, merged.part_of_url, merged.hint, site, link.url),
        )
    return merged


def _merged_hint(known: str | None, new: Hint) -> str | None:
    if known is None:
        return hint_text(new)
    # Most links say again what was known: seen in the JSON's keys, which no quoted text can imitate.
    if not any(getattr(new, name) and f'"{name}":' not in known for name in _HINT_FIELDS):
        return known
    old = read_hint(known)
    merged = Hint(
        text=old.text or new.text,
        date=old.date or new.date,
        issue=old.issue or new.issue,
        section=old.section or new.section,
        authors=old.authors or new.authors,
    )
    return hint_text(merged)


def _finish_one(writing: Writing, unit: Unit, url: str) -> bool:
    """Whether the frontier holds *url*; it is done there now."""
    last = unit.captures[-1] if unit.captures else None
    cursor = writing.conn.execute(
        _FINISH,
        {
            "at": writing.at,
            "run_id": writing.run_id,
            "verdict": unit.verdict,
            "kind": _KIND_OF.get(unit.verdict),
            "failed": unit.verdict in FAILURES,
            "due_at": to_text(unit.next_due_at) if unit.next_due_at else None,
            "good": unit.verdict in GOOD,
            **_validators(unit.verdict, last),
            "site": unit.site,
            "url": url,
        },
    )
    return cursor.rowcount == 1


def _validators(verdict: Verdict, capture: Capture | None) -> dict[str, str | None]:
    """ETag and Last-Modified worth sending back: of a good answer, or of one that says it still stands."""
    if capture is None or (verdict not in GOOD and verdict is not Verdict.NOT_MODIFIED):
        return {"etag": None, "last_modified": None}
    return {"etag": capture.etag, "last_modified": capture.last_modified}


def _insert_done(writing: Writing, unit: Unit, url: str) -> None:
    """Take in an address that was answered without having been found: given by hand."""
    writing.conn.execute(
        "INSERT INTO frontier (site, url, kind, depth, found_on_url, found_at) VALUES (?, ?, ?, 0, ?, ?)",
        (unit.site, url, _KIND_OF.get(unit.verdict, "article"), url, writing.at),
    )
    _finish_one(writing, unit, url)


def _reopen_parts(writing: Writing, site: str, first_url: str) -> None:
    """Make the further pages of an article due again, but for those already asked in this run."""
    writing.conn.execute(
        "UPDATE frontier SET due_at = ?, done_at = NULL, run_id = NULL"
        " WHERE site = ? AND part_of_url = ? AND run_id IS NOT ?",
        (writing.at, site, first_url, writing.run_id),
    )
